/** The steps of a record's life, newest first: when, what, by whom, with which file. */
import { FileOutlined } from '@ant-design/icons'
import type { Step } from './api/types'
import { When } from './format'

export function Timeline({ steps }: { steps: Step[] }) {
  if (steps.length === 0) return <div className="kg-quiet">还没有经过。</div>
  return (
    <ol className="kg-steps">
      {steps.map((s, i) => (
        <li key={i}>
          <b>{s.title}</b>
          <p>
            <When at={s.at} old={i === 0} />
          </p>
          {(s.who || s.agency) && <p>{[s.who, s.agency].filter(Boolean).join(' · ')}</p>}
          {s.words && <p>{s.words}</p>}
          {s.file && (
            <p>
              <a href={s.file.path}>
                <FileOutlined /> {s.file.name}
              </a>
            </p>
          )}
        </li>
      ))}
    </ol>
  )
}
