/** Labels and values in a grid; what is not known is a dash, never a hole. */
import type { ReactNode } from 'react'

export interface Fact {
  label: string
  value: ReactNode
  /** Takes the whole width. */
  wide?: boolean
}

export function Facts({ facts, columns = 2 }: { facts: Fact[]; columns?: number }) {
  return (
    <dl className="kg-facts" style={{ ['--kg-columns' as string]: columns }}>
      {facts.map((f) => (
        <div className={f.wide ? 'kg-fact is-wide' : 'kg-fact'} key={f.label}>
          <dt>{f.label}</dt>
          <dd>{f.value === '' || f.value === undefined || f.value === null ? <span className="kg-soft">—</span> : f.value}</dd>
        </div>
      ))}
    </dl>
  )
}
