/** 数据追踪: the journal of everything that was done; each entry opens with the values before and after. */
import { useQueryClient } from '@tanstack/react-query'
import { Drawer, Input, Table } from 'antd'
import { Link, useLocation, useNavigate } from 'react-router'
import { useRead } from '@kit/api/hooks'
import type { Listing } from '@kit/api/types'
import { Facts } from '@kit/Facts'
import { count, instant, When, who } from '@kit/format'
import { ListPage, type Column, type Filter } from '@kit/ListPage'
import { State } from '@kit/State'
import { DayField } from '../../record/DayField'
import { dayEnd, dayOf, dayStart, lastDayOf } from '../search/days'
import { detailOf, type Change } from './detail'
import { fieldName, kindName, kinds, subjectPath } from './subject'

const help = {
  purpose: '系统里每一次办理都留有日志：何时、由谁、对什么、做了什么、改前改后的值。',
  turn: '审计员查阅；日志只增不改，逐条串成链，任何改动都会断链。',
  notes: ['“封存序号”为空的是刚写入、等待封存的条目。', '把页面下方的链尾摘要抄在别处，日后可以核对日志没有被改过。', '个人信息在日志里都已遮蔽。'],
}

interface Entry {
  id: number
  seq: number
  at: number
  actor: string
  agencyId: number
  request: string
  kind: string
  subject: string
  verb: string
  verbName: string
  detail: unknown
}

const text = (title: string, width: number): Filter['field'] =>
  function Text(v, change) {
    return <Input allowClear key={v ?? ''} defaultValue={v} placeholder={title} aria-label={title} style={{ width }} onPressEnter={(e) => change(e.currentTarget.value.trim() || undefined)} onBlur={(e) => e.target.value.trim() !== (v ?? '') && change(e.target.value.trim() || undefined)} onClear={() => change(undefined)} />
  }

const filters: Filter[] = [
  { key: 'kind', title: '对象', options: kinds },
  { key: 'subject', title: '对象编号', field: text('对象编号', 104) },
  { key: 'actor', title: '操作人', field: text('操作人', 96) },
  { key: 'verb', title: '事件代码', field: text('事件代码，如 batch.confirmed', 208) },
  { key: 'from', title: '起', field: (v, change) => <label>自 <DayField width={128} value={dayOf(v)} onChange={(d) => change(dayStart(d)?.toString())} /></label> },
  { key: 'to', title: '止', field: (v, change) => <label>至 <DayField width={128} value={lastDayOf(v)} onChange={(d) => change(dayEnd(d)?.toString())} /></label> },
]

const actor = (e: Entry) => who(e.actor)

const columns: Column<Entry>[] = [
  { key: 'seq', title: '封存序号', width: 88, right: true, render: (e) => (e.seq ? count(e.seq) : ''), text: (e) => (e.seq ? String(e.seq) : '') },
  { key: 'at', title: '时间', width: 148, render: (e) => <When at={e.at} />, text: (e) => instant(e.at) },
  { key: 'verb', title: '发生了什么', width: 180, render: (e) => e.verbName, text: (e) => e.verbName },
  { key: 'kind', title: '对象', width: 112, render: (e) => kindName(e.kind), text: (e) => kindName(e.kind) },
  { key: 'subject', title: '编号', width: 88, render: (e) => <Subject entry={e} />, text: (e) => e.subject },
  { key: 'actor', title: '操作人', width: 112, render: actor, text: actor },
  { key: 'detail', title: '摘要', width: 320, render: brief, text: brief },
  { key: 'code', title: '事件代码', width: 176, off: true, render: (e) => e.verb, text: (e) => e.verb },
]

export default function Trace() {
  const place = useLocation()
  return (
    <>
      <ListPage<Entry>
        title="数据追踪"
        path="/journal"
        help={help}
        columns={columns}
        filters={filters}
        // The open entry stands behind #, so that it is no filter of the list.
        rowPath={(e) => `${place.pathname}${place.search}#${e.id}`}
        actions={<Head />}
        empty={{ words: '还没有日志。任何办理都会在这里留下一条。' }}
      />
      <Opened />
    </>
  )
}

function brief(e: Entry): string {
  const { changes, rest } = detailOf(e.detail)
  return [...changes.map((c) => `${fieldName(c.field)} ${c.before || '空'} → ${c.after || '空'}`), ...rest.map((r) => `${fieldName(r.name)} ${r.value}`)].join('；').slice(0, 80)
}

function Subject({ entry: e }: { entry: Entry }) {
  const path = subjectPath(e.kind, e.subject)
  return path ? <Link to={path}>{e.subject}</Link> : <>{e.subject}</>
}

/** The end of the chain, to be copied somewhere else. */
function Head() {
  const head = useRead<{ entries: number; waiting: number; head: string }>('/journal/head', {}, { every: 30_000 })
  if (!head.data) return null
  const h = head.data
  return (
    <span className="kg-soft" title={`链尾摘要（SM3）${h.head}`}>
      已封存 {count(h.entries)} 条{h.waiting > 0 && `，等待封存 ${count(h.waiting)} 条`}
      {h.head && (
        <>
          {' '}
          · 链尾 <span style={{ fontFamily: 'ui-monospace, Consolas, monospace', userSelect: 'all' }}>{h.head.slice(0, 16)}…</span>
        </>
      )}
    </span>
  )
}

/** The entry whose id stands behind #; it is among the pages of the list that were read. */
function Opened() {
  const place = useLocation()
  const go = useNavigate()
  const cache = useQueryClient()
  const id = place.hash.slice(1)
  const entry = cache
    .getQueriesData<Listing<Entry>>({ queryKey: ['/journal'] })
    .flatMap(([, page]) => page?.items ?? [])
    .find((e) => String(e.id) === id)
  const close = () => void go({ pathname: place.pathname, search: place.search }, { state: place.state, replace: true })
  return (
    <Drawer open={id !== ''} size={560} title={entry?.verbName ?? '日志条目'} onClose={close}>
      {entry ? <Full entry={entry} /> : <State title="这条日志不在当前页" words="请关闭后在列表里重新打开。" />}
    </Drawer>
  )
}

function Full({ entry: e }: { entry: Entry }) {
  const { changes, rest } = detailOf(e.detail)
  return (
    <>
      <Facts
        columns={1}
        facts={[
          { label: '时间', value: <When at={e.at} old /> },
          { label: '操作人', value: actor(e) },
          { label: '对象', value: <>{kindName(e.kind)} <Subject entry={e} /></> },
          { label: '事件代码', value: e.verb },
          { label: '封存序号', value: e.seq ? count(e.seq) : '等待封存' },
          { label: '请求编号', value: e.request && <span style={{ overflowWrap: 'anywhere' }}>{e.request}</span> },
          ...rest.map((r) => ({ label: fieldName(r.name), value: r.value })),
        ]}
      />
      {changes.length > 0 && (
        <Table<Change>
          size="small"
          rowKey="field"
          style={{ marginTop: 12 }}
          dataSource={changes}
          pagination={false}
          columns={[
            { title: '字段', width: 140, render: (_, c) => fieldName(c.field) },
            { title: '修改前', render: (_, c) => c.before || <span className="kg-soft">空</span> },
            { title: '修改后', render: (_, c) => <b>{c.after || '空'}</b> },
          ]}
        />
      )}
    </>
  )
}
