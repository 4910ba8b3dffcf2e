/**
 * The counter: one field that keeps the focus, a big answer, and keys for what can be done with it. Scanners and
 * readers type into the field and end with Enter; what was typed is never lost, also when the net fails.
 */
import { Button, Input, Spin, type InputRef } from 'antd'
import { useRef, useState, type ReactNode } from 'react'
import { asProblem, type Problem as Refusal } from './api/problem'
import { useHotkeys, type Hotkey } from './hotkeys'
import { Page } from './Page'
import { Problem } from './Problem'
import type { Help } from './help'

interface Props<A> {
  title: string
  placeholder: string
  help?: Help
  /** Finds what was typed; a Problem is shown below the field. */
  find: (typed: string) => Promise<A>
  answer: (found: A) => ReactNode
  keys: (found: A) => Hotkey[]
  idle?: ReactNode
}

export function Counter<A>({ title, placeholder, help, find, answer, keys, idle }: Props<A>) {
  const field = useRef<InputRef>(null)
  const [found, setFound] = useState<A>()
  const [problem, setProblem] = useState<Refusal>()
  const [busy, setBusy] = useState(false)
  const asked = useRef(0)

  const ask = async (typed: string) => {
    const q = typed.replace(/\s+/g, '')
    if (!q) return
    const mine = ++asked.current
    setBusy(true)
    setProblem(undefined)
    try {
      const a = await find(q)
      if (mine === asked.current) setFound(a)
    } catch (e) {
      if (mine === asked.current) {
        setFound(undefined)
        setProblem(asProblem(e))
      }
    } finally {
      if (mine === asked.current) setBusy(false)
      // Selected, so that the next scan replaces it and a typing error can still be mended.
      field.current?.focus({ cursor: 'all' })
    }
  }
  const live = found === undefined ? [] : keys(found)
  useHotkeys([...live, { key: 'Ctrl+L', title: '回到输入框', run: () => field.current?.focus({ cursor: 'all' }) }])
  return (
    <Page title={title} help={help}>
      <div className="kg-panel kg-counter-field">
        <Input ref={field} autoFocus allowClear placeholder={placeholder} aria-label={placeholder} autoComplete="off" suffix={busy ? <Spin size="small" /> : <kbd>Enter</kbd>} onPressEnter={(e) => void ask(e.currentTarget.value)} />
        <div className="kg-counter-keys">
          {live.map((k) => (
            <Button key={k.key} disabled={k.off} onClick={k.run}>
              <kbd>{k.key}</kbd> {k.title}
            </Button>
          ))}
        </div>
        <Problem of={problem} />
      </div>
      <div className="kg-panel kg-counter-answer" aria-live="polite">
        {found === undefined ? <div className="kg-soft">{idle}</div> : answer(found)}
      </div>
    </Page>
  )
}
