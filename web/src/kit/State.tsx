/** What stands where rows or a record would stand: nothing yet, not found, no right, or that something is done. */
import { CheckCircleOutlined, InboxOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { ink } from './theme'

/** The mark of what has come out well. */
export const done = <CheckCircleOutlined style={{ color: ink.good }} />

interface Props {
  mark?: ReactNode
  title: string
  words?: ReactNode
  children?: ReactNode
}

export function State({ mark = <InboxOutlined />, title, words, children }: Props) {
  return (
    <div className="kg-state">
      <div className="kg-state-mark" aria-hidden>
        {mark}
      </div>
      <h2>{title}</h2>
      {words && <p>{words}</p>}
      {children && <div className="kg-state-do">{children}</div>}
    </div>
  )
}
