/** Help for the page on the screen: what it is for, whose turn it is, which keys work. F1 opens it. */
import { Drawer } from 'antd'
import { useSyncExternalStore } from 'react'
import { useLiveHotkeys } from './hotkeys'

export interface Help {
  /** What the page is for, one or two sentences. */
  purpose: string
  /** Who acts before and after. */
  turn?: string
  /** Steps or rules worth knowing. */
  notes?: string[]
}

let now: Help | undefined
const watchers = new Set<() => void>()

/** The page on the screen says what its help is. */
export function setHelp(help: Help | undefined): void {
  now = help
  watchers.forEach((w) => w())
}

const useHelp = () =>
  useSyncExternalStore(
    (w) => (watchers.add(w), () => void watchers.delete(w)),
    () => now,
  )

export function HelpDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const help = useHelp()
  const keys = useLiveHotkeys()
  return (
    <Drawer title="本页帮助" size={360} open={open} onClose={onClose}>
      <Section title="用途">{help?.purpose ?? '这个页面还没有说明。'}</Section>
      {help?.turn && <Section title="轮到谁办">{help.turn}</Section>}
      {help?.notes && (
        <Section title="须知">
          <ul className="kg-note">
            {help.notes.map((n) => (
              <li key={n}>{n}</li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="快捷键">
        {keys.map((k) => (
          <div key={k.key + k.title} style={{ display: 'flex', gap: 8, padding: '3px 0' }}>
            <span style={{ width: 72 }}>
              <kbd>{k.key}</kbd>
            </span>
            {k.title}
          </div>
        ))}
      </Section>
    </Drawer>
  )
}

const Section = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <section style={{ marginBottom: 16, lineHeight: '22px' }}>
    <div className="kg-h2">{title}</div>
    {children}
  </section>
)
