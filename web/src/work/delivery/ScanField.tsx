/** One field for a scanner: each Enter is a card. What was heard is said in words and colour, and the focus stays. */
import { Input, type InputRef } from 'antd'
import { useRef, useState } from 'react'
import type { Heard } from './numbers'
import './delivery.css'

interface Props {
  placeholder: string
  /** Takes what was scanned and says what came of it. */
  onScan: (typed: string) => { heard: Heard; words: string }
}

export function ScanField({ placeholder, onScan }: Props) {
  const field = useRef<InputRef>(null)
  const [value, setValue] = useState('')
  const [said, setSaid] = useState<{ heard: Heard; words: string; nth: number }>()
  const scan = () => {
    if (!value.trim()) return
    const heard = onScan(value)
    setSaid((s) => ({ ...heard, nth: (s?.nth ?? 0) + 1 }))
    // What was not understood stays, marked: it can be mended, and the next scan replaces it.
    if (heard.heard === 'strange') field.current?.focus({ cursor: 'all' })
    else setValue('')
  }
  return (
    <div className="dl-scan">
      <Input ref={field} autoFocus value={value} onChange={(e) => setValue(e.target.value)} placeholder={placeholder} aria-label={placeholder} autoComplete="off" suffix={<kbd>Enter</kbd>} onPressEnter={scan} />
      {/* Made anew for each scan, so that the same answer twice in a row is seen twice. */}
      {said && said.heard !== 'added' && <i key={said.nth} className={`dl-flash is-${said.heard}`} aria-hidden />}
      <div className={said ? `dl-heard is-${said.heard}` : 'dl-heard'} role="status" aria-live="assertive">
        {said?.words}
      </div>
    </div>
  )
}
