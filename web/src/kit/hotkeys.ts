/** Keys that do things. What is registered here is also what the help drawer lists, so the two cannot differ. */
import { useEffect, useRef, useSyncExternalStore } from 'react'

export interface Hotkey {
  /** 'F2', 'Ctrl+K', '/', '['. */
  key: string
  title: string
  run: () => void
  off?: boolean
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>

/** Whether the event is this key; Ctrl also stands for ⌘. */
export function matches(key: string, e: Pressed): boolean {
  const parts = key.split('+')
  const last = parts.pop() || '+'
  const ctrl = parts.includes('Ctrl')
  const alt = parts.includes('Alt')
  return e.key.toLowerCase() === last.toLowerCase() && (e.ctrlKey || e.metaKey) === ctrl && e.altKey === alt
}

/** Keys that also make text must not fire while somebody types; F-keys and Ctrl combinations always do. */
export function firesWhileTyping(key: string): boolean {
  return /^F\d+$/.test(key) || key.includes('Ctrl+') || key.includes('Alt+')
}

const isField = (t: EventTarget | null) =>
  t instanceof HTMLElement && (t.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(t.tagName))

let layers: readonly { keys: Hotkey[] }[] = []
const watchers = new Set<() => void>()
const set = (next: typeof layers) => {
  layers = next
  watchers.forEach((w) => w())
}

if (typeof document !== 'undefined') {
  document.addEventListener('keydown', (e) => {
    if (e.defaultPrevented || e.isComposing) return
    const typing = isField(e.target)
    // The page mounted last (a dialog over a list) is asked first.
    for (const layer of [...layers].reverse()) {
      const hit = layer.keys.find((k) => !k.off && matches(k.key, e) && (!typing || firesWhileTyping(k.key)))
      if (!hit) continue
      e.preventDefault()
      hit.run()
      return
    }
  })
}

/** Registers keys while the component is on the screen. */
export function useHotkeys(keys: Hotkey[]): void {
  const layer = useRef({ keys })
  layer.current.keys = keys
  useEffect(() => {
    const mine = layer.current
    set([...layers, mine])
    return () => set(layers.filter((l) => l !== mine))
  }, [])
}

/** All keys that work now, for the help drawer. */
export function useLiveHotkeys(): Hotkey[] {
  const now = useSyncExternalStore(
    (w) => (watchers.add(w), () => void watchers.delete(w)),
    () => layers,
  )
  return now.flatMap((l) => l.keys).filter((k) => !k.off)
}
