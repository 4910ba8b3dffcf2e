/**
 * One record: who or what, its state, whose turn and since when; facts left, its life right, the rest below. Its verbs
 * are the buttons at the right of the head.
 */
import { Tabs } from 'antd'
import type { ReactNode } from 'react'
import { useRead } from './api/hooks'
import type { Stateful, Step } from './api/types'
import { Facts, type Fact } from './Facts'
import { When } from './format'
import type { Help } from './help'
import { Page, Panel } from './Page'
import { Reading } from './Reading'
import { StateButtons, type VerbForm } from './StateButtons'
import { StateTag } from './StateTag'
import { Timeline } from './Timeline'

interface Tab {
  key: string
  label: string
  children: ReactNode
}

interface Props<R extends Stateful> {
  /** 'PSAM 卡', '申请', '批次': what it is. */
  kind: string
  /** The record's path in the API. */
  path: string
  title: (r: R) => string
  facts: (r: R) => Fact[]
  /** The steps of its life, newest first. */
  steps?: (r: R) => Step[]
  tabs?: (r: R) => Tab[]
  /** The open tab, where the page decides. */
  tab?: { at: string; change: (key: string) => void }
  /** Stands between the facts and the tabs. */
  middle?: (r: R) => ReactNode
  /** What is printed in place of the page. */
  paper?: (r: R) => ReactNode
  forms?: Record<string, VerbForm<R>>
  /** Verbs with a page or dialog of their own. */
  doors?: Record<string, (r: R) => void>
  actions?: (r: R) => ReactNode
  help?: Help
  /** How often to read it again, in ms, while others work on it. */
  every?: (r: R) => number | false
}

export function RecordPage<R extends Stateful>(p: Props<R>) {
  const got = useRead<R>(p.path, {}, { every: (last) => (last && p.every ? p.every(last) : false) })
  const r = got.data
  if (!r)
    return (
      <Page title={p.kind} help={p.help}>
        <div className="kg-panel"><Reading of={got} /></div>
      </Page>
    )
  const title = p.title(r)
  return (
    <>
      <div className={p.paper ? 'kg-no-print' : undefined}>
        <Page
          title={
            <>
              <span className="kg-soft" style={{ fontWeight: 400 }}>
                {p.kind}
              </span>{' '}
              {title}
            </>
          }
          tab={`${p.kind} ${title}`}
          help={p.help}
          beside={<Stands record={r} />}
          actions={
            <>
              <StateButtons record={r} path={p.path} forms={p.forms} doors={p.doors} />
              {p.actions?.(r)}
            </>
          }
        >
          <Body of={p} record={r} />
        </Page>
      </div>
      {p.paper && <div className="kg-print-only">{p.paper(r)}</div>}
    </>
  )
}

function Body<R extends Stateful>({ of: p, record: r }: { of: Props<R>; record: R }) {
  const tabs = p.tabs?.(r) ?? []
  return (
    <div className={p.steps ? 'kg-record' : 'kg-record is-alone'}>
      <div className="kg-record-left">
        <Panel title="基本情况">
          <Facts facts={p.facts(r)} columns={p.steps ? 2 : 3} />
        </Panel>
        {p.middle?.(r)}
      </div>
      {p.steps && (
        <Panel title="办理经过">
          <Timeline steps={p.steps(r)} />
        </Panel>
      )}
      {tabs.length > 0 && (
        <div className="kg-panel kg-record-below">
          <Tabs size="small" items={tabs} {...(p.tab && { activeKey: p.tab.at, onChange: p.tab.change })} />
        </div>
      )}
    </div>
  )
}

// What the server's tables say where it is nobody's turn any more.
const over = '已经结束'

/** State, whose turn, since when. */
function Stands({ record: r }: { record: Stateful }) {
  return (
    <>
      <StateTag name={r.stateName} family={r.tone} />
      <span className="kg-turn">
        {r.turn === over ? over : r.turn && <>轮到 <b>{r.turn}</b></>}
        {r.turn && r.since ? ' · ' : ''}
        {r.since ? (
          <>
            自 <When at={r.since} old />
          </>
        ) : null}
      </span>
    </>
  )
}
