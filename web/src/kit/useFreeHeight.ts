/** The height that a box has on the screen, followed as the window changes: antd's fixed table head needs a number. */
import { useLayoutEffect, useRef, useState } from 'react'

export function useFreeHeight() {
  const ref = useRef<HTMLDivElement>(null)
  const [height, setHeight] = useState(480)
  useLayoutEffect(() => {
    if (!ref.current) return
    const watch = new ResizeObserver(([e]) => e && setHeight(Math.floor(e.contentRect.height)))
    watch.observe(ref.current)
    return () => watch.disconnect()
  }, [])
  return { ref, height }
}
