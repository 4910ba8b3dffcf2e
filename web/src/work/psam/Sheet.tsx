/**
 * One record as the server answers it: who or what, its state, whose turn and since when; facts left, life right, the
 * rest below. Verbs are the buttons of `allowed`; one that has a door of its own opens that instead of a dialog.
 */
import { Button, Skeleton, Tabs } from 'antd'
import type { ReactNode } from 'react'
import { useRead } from '@kit/api/hooks'
import type { Step, Verb } from '@kit/api/types'
import { Facts, type Fact } from '@kit/Facts'
import { When } from '@kit/format'
import type { Help } from '@kit/help'
import { Page, Panel } from '@kit/Page'
import { ProblemState } from '@kit/Problem'
import { StateButtons, type VerbForm } from '@kit/StateButtons'
import { StateTag } from '@kit/StateTag'
import { Timeline } from '@kit/Timeline'
import { iso, type Standing } from './wire'

export interface Tab {
  key: string
  label: string
  children: ReactNode
}

interface Props<R extends Standing> {
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
  doors?: Record<string, (r: R) => void>
  actions?: (r: R) => ReactNode
  help?: Help
  /** How often to read it again, in ms, while others work on it. */
  every?: (r: R) => number | false
}

export function Sheet<R extends Standing>(p: Props<R>) {
  const got = useRead<R>(p.path, {}, { every: (last) => (last && p.every ? p.every(last) : false) })
  const r = got.data
  if (!r)
    return (
      <Page title={p.kind} help={p.help}>
        <div className="kg-panel">{got.error ? <ProblemState of={got.error} retry={() => void got.refetch()} /> : <Skeleton active paragraph={{ rows: 6 }} />}</div>
      </Page>
    )
  const tabs = p.tabs?.(r) ?? []
  return (
    <>
      <div className={p.paper ? 'kg-no-print' : undefined}>
        <Page
          title={
            <>
              <span className="kg-soft" style={{ fontWeight: 400 }}>
                {p.kind}
              </span>{' '}
              {p.title(r)}
            </>
          }
          tab={`${p.kind} ${p.title(r)}`}
          help={p.help}
          beside={<Stands record={r} />}
          actions={
            <>
              <Verbs record={r} path={p.path} forms={p.forms} doors={p.doors} />
              {p.actions?.(r)}
            </>
          }
        >
          <div className="kg-record" style={p.steps ? undefined : { gridTemplateColumns: 'minmax(0, 1fr)' }}>
            <Panel title="基本情况">
              <Facts facts={p.facts(r)} columns={p.steps ? 2 : 3} />
            </Panel>
            {p.steps && (
              <Panel title="办理经过">
                <Timeline steps={p.steps(r)} />
              </Panel>
            )}
            {p.middle && <div className="kg-record-below">{p.middle(r)}</div>}
            {tabs.length > 0 && (
              <div className="kg-panel kg-record-below">
                <Tabs size="small" items={tabs} {...(p.tab && { activeKey: p.tab.at, onChange: p.tab.change })} />
              </div>
            )}
          </div>
        </Page>
      </div>
      {p.paper && <div className="kg-print-only">{p.paper(r)}</div>}
    </>
  )
}

// What the server's tables say where it is nobody's turn any more.
const over = '已经结束'

/** State, whose turn, since when. */
export function Stands({ record: r }: { record: Standing }) {
  return (
    <>
      <StateTag name={r.stateName} family={r.tone} />
      <span className="kg-turn">
        {r.turn === over ? over : r.turn && <>轮到 <b>{r.turn}</b></>}
        {r.turn && r.since ? ' · ' : ''}
        {r.since ? (
          <>
            自 <When at={iso(r.since)} old />
          </>
        ) : null}
      </span>
    </>
  )
}

type VerbsProps<R extends Standing> = Pick<Props<R>, 'path' | 'forms' | 'doors'> & { record: R }

function Verbs<R extends Standing>({ record: r, path, forms = {}, doors = {} }: VerbsProps<R>) {
  const own = (v: Verb) => doors[v.verb]
  const bound = Object.fromEntries(Object.entries(forms).map(([verb, f]) => [verb, { ...f, effect: f.effect && (() => f.effect!(r)) }]))
  return (
    <>
      {r.allowed.filter(own).map((v, i) => (
        <Button key={v.verb} danger={v.danger} type={i === 0 && !v.danger ? 'primary' : 'default'} onClick={() => own(v)!(r)}>
          {v.title}
        </Button>
      ))}
      <StateButtons record={{ id: r.id, state: r.state, stateName: r.stateName, allowed: r.allowed.filter((v) => !own(v)) }} path={path} forms={bound} />
    </>
  )
}
