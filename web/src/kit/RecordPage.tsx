/** One record: who or what, its state, whose turn and since when; facts left, life right, the rest in tabs below. */
import { Skeleton, Tabs } from 'antd'
import type { ReactNode } from 'react'
import { useRead } from './api/hooks'
import type { Stateful } from './api/types'
import { Facts, type Fact } from './Facts'
import { When } from './format'
import type { Help } from './help'
import { Page, Panel } from './Page'
import { ProblemState } from './Problem'
import { StateButtons, type VerbForm } from './StateButtons'
import { StateTag } from './StateTag'
import { Timeline } from './Timeline'

interface Props<R extends Stateful> {
  /** 'PSAM 卡', '申请', '批次': what it is. */
  kind: string
  /** The record's path in the API. */
  path: string
  title: (r: R) => string
  facts: (r: R) => Fact[]
  tabs?: (r: R) => { key: string; label: string; children: ReactNode }[]
  forms?: Record<string, VerbForm<R>>
  actions?: (r: R) => ReactNode
  help?: Help
}

export function RecordPage<R extends Stateful>({ kind, path, title, facts, tabs, forms, actions, help }: Props<R>) {
  const got = useRead<R>(path)
  const r = got.data
  if (!r)
    return (
      <Page title={kind} help={help}>
        <div className="kg-panel">{got.error ? <ProblemState of={got.error} retry={() => void got.refetch()} /> : <Skeleton active paragraph={{ rows: 6 }} />}</div>
      </Page>
    )
  const below = tabs?.(r) ?? []
  return (
    <Page
      title={
        <>
          <span className="kg-soft" style={{ fontWeight: 400 }}>
            {kind}
          </span>{' '}
          {title(r)}
        </>
      }
      tab={`${kind} ${title(r)}`}
      help={help}
      beside={
        <>
          <StateTag name={r.stateName} />
          {(r.turn || r.since) && (
            <span className="kg-turn">
              {r.turn && (
                <>
                  轮到 <b>{r.turn}</b>
                </>
              )}
              {r.turn && r.since && ' · '}
              {r.since && (
                <>
                  自 <When at={r.since} old />
                </>
              )}
            </span>
          )}
        </>
      }
      actions={
        <>
          <StateButtons record={r} path={path} forms={forms} />
          {actions?.(r)}
        </>
      }
    >
      <div className="kg-record">
        <Panel title="基本情况">
          <Facts facts={facts(r)} />
        </Panel>
        <Panel title="办理经过">
          <Timeline steps={r.steps ?? []} />
        </Panel>
        {below.length > 0 && (
          <div className="kg-panel kg-record-below">
            <Tabs size="small" items={below} />
          </div>
        )}
      </div>
    </Page>
  )
}
