/**
 * The list that every register shows: filters, dense rows under a fixed head, a choice of columns, the total, selection
 * with bulk verbs, download, paging by key. The URL holds what is asked, so that a list can be sent to a colleague.
 */
import { Button, Input, Select, Table } from 'antd'
import { useEffect, useMemo, useRef, useState, type Key, type ReactNode } from 'react'
import { useLocation, useNavigate, useSearchParams } from 'react-router'
import { useRead } from './api/hooks'
import type { Listing } from './api/types'
import { count } from './format'
import type { Help } from './help'
import { useHotkeys } from './hotkeys'
import { ColumnChoice, Download, SavedViews, useHiddenColumns } from './listTools'
import { backward, forward, fromURL, isFiltered, pageNumber, toURL, withFilter, type ListState, type Trail } from './listState'
import { Page } from './Page'
import { Pager } from './Pager'
import { Reading } from './Reading'
import { State } from './State'
import { useFreeHeight } from './useFreeHeight'

export interface Column<T> {
  key: string
  title: string
  width?: number
  /** Numbers stand right. */
  right?: boolean
  render: (row: T) => ReactNode
  /** The cell in a downloaded file; without it the column is not in the file. */
  text?: (row: T) => string
  /** Not shown until chosen. */
  off?: boolean
}

export interface Filter {
  key: string
  title: string
  options?: { value: string; label: string }[]
  /** Any other field; it is given its value and how to change it. */
  field?: (value: string | undefined, change: (v: string | undefined) => void) => ReactNode
}

export interface Bulk<T> {
  title: string
  run: (rows: T[], clear: () => void) => void
  danger?: boolean
  /** Only rows that fit are handed over; the button counts them. */
  fits?: (row: T) => boolean
}

interface Props<T> {
  title: string
  /** The list's path in the API; also the name under which views and columns are kept. */
  path: string
  columns: Column<T>[]
  filters?: Filter[]
  /** What the search field understands. */
  search?: string
  rowPath?: (row: T) => string
  bulk?: Bulk<T>[]
  actions?: ReactNode
  help?: Help
  /** What to do when there is nothing at all yet. */
  empty: { words: string; action?: ReactNode }
  limit?: number
}

export function ListPage<T extends { id: number }>(p: Props<T>) {
  const { title, path, columns, filters = [], bulk = [], limit = 50 } = p
  const [params] = useSearchParams()
  const place = useLocation()
  const go = useNavigate()
  const state = useMemo(() => fromURL(params), [params])
  const trail: Trail = (place.state as Trail | null)?.before ? (place.state as Trail) : { before: [] }
  const show = (next: ListState, more: Trail = { before: [] }) => void go({ search: toURL(next).toString() }, { state: more })

  const list = useRead<Listing<T>>(path, { ...state, limit }, { keep: true })
  const rows = list.data?.items ?? []
  const [chosen, setChosen] = useState<Map<Key, T>>(new Map())
  const asked = toURL(withFilter(state, {})).toString()
  useEffect(() => setChosen(new Map()), [asked])
  const hidden = useHiddenColumns(path, columns)
  const shown = columns.filter((c) => !hidden.keys.includes(c.key))
  const box = useFreeHeight()
  const cursor = useRowCursor(rows, (r) => p.rowPath && void go(p.rowPath(r)))

  const next = () => list.data?.next && show({ ...state, after: list.data.next }, forward(trail, state.after ?? ''))
  const back = () => {
    const to = backward(trail)
    const { after: _, ...rest } = state
    if (state.after) show(to.after ? { ...rest, after: to.after } : rest, to.trail)
  }
  useHotkeys([
    { key: ']', title: '下一页', run: () => void next() },
    { key: '[', title: '上一页', run: back },
    { key: 'r', title: '刷新列表', run: () => void list.refetch() },
  ])

  return (
    <Page
      title={title}
      help={p.help}
      actions={
        <>
          <Download title={title} path={path} query={state} columns={shown} />
          {p.actions}
        </>
      }
    >
      <div className="kg-list" style={{ height: 'calc(100% - 40px)' }}>
        <FilterRow state={state} filters={filters} search={p.search} onChange={(c) => show(withFilter(state, c))}>
          <SavedViews name={path} state={state} onPick={(s) => show(s)} />
          <ColumnChoice columns={columns} hidden={hidden} />
        </FilterRow>
        {chosen.size > 0 && <BulkRow bulk={bulk} rows={[...chosen.values()]} clear={() => setChosen(new Map())} />}
        <div className="kg-list-body" ref={box.ref} tabIndex={0} role="region" aria-label={`${title}列表`} onKeyDown={cursor.onKeyDown}>
          {!list.data ? (
            <Reading of={list} rows={12} />
          ) : rows.length === 0 ? (
            <Nothing filtered={isFiltered(state)} empty={p.empty} clear={() => show({})} />
          ) : (
            <Table<T>
              size="small"
              rowKey="id"
              dataSource={rows}
              pagination={false}
              loading={list.isPlaceholderData}
              scroll={{ x: shown.reduce((w, c) => w + (c.width ?? 120), 0), y: box.height - 32 }}
              columns={shown.map((c) => ({ key: c.key, title: c.title, width: c.width, className: c.right ? 'kg-num' : undefined, render: (_: unknown, row: T) => c.render(row) }))}
              onRow={(row, i) => ({ onClick: (e) => onRowClick(e, () => p.rowPath && void go(p.rowPath(row))), className: i === cursor.at ? 'is-cursor' : undefined })}
              rowSelection={
                bulk.length > 0
                  ? { columnWidth: 40, selectedRowKeys: [...chosen.keys()], onChange: (keys, picked) => setChosen((old) => new Map(keys.map((k, i) => [k, picked[i] ?? old.get(k)!]))), preserveSelectedRowKeys: true, getTitleCheckboxProps: () => ({ 'aria-label': '全选本页' }), getCheckboxProps: () => ({ 'aria-label': '选择这一行' }) }
                  : undefined
              }
            />
          )}
        </div>
        <div className="kg-list-foot">
          <span>
            共 <strong>{list.data ? count(list.data.total) : '…'}</strong> 条{isFiltered(state) && '符合条件'}
          </span>
          {chosen.size > 0 && <span>已选 {count(chosen.size)} 条</span>}
          <Pager page={pageNumber(state, trail)} pages={list.data && Math.max(1, Math.ceil(list.data.total / limit))} onBack={state.after ? back : undefined} onNext={list.data?.next ? next : undefined} />
        </div>
      </div>
    </Page>
  )
}

// A click on a link, a box or a button inside the row is meant for it, and so is marking text to copy it.
function onRowClick(e: React.MouseEvent, open: () => void) {
  const inside = (e.target as HTMLElement).closest('a,button,input,label,.ant-table-selection-column')
  if (!inside && !getSelection()?.toString()) open()
}

/** ↑ ↓ move over the rows, Enter opens: the list without a mouse. */
function useRowCursor<T>(rows: T[], open: (row: T) => void) {
  const [at, setAt] = useState(-1)
  useEffect(() => setAt(-1), [rows])
  const onKeyDown = (e: React.KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key]
    if (step) {
      e.preventDefault()
      const to = Math.max(0, Math.min(rows.length - 1, at + step))
      setAt(to)
      e.currentTarget.querySelectorAll('tbody tr.ant-table-row')[to]?.scrollIntoView({ block: 'nearest' })
    } else if (e.key === 'Enter' && e.target === e.currentTarget && rows[at]) open(rows[at])
  }
  return { at, onKeyDown }
}

interface FilterRowProps {
  state: ListState
  filters: Filter[]
  search?: string
  onChange: (changed: Record<string, string | undefined>) => void
  children: ReactNode
}

function FilterRow({ state, filters, search, onChange, children }: FilterRowProps) {
  const [typed, setTyped] = useState(state.q ?? '')
  const sent = useRef(state.q)
  useEffect(() => {
    if (sent.current !== state.q) setTyped(state.q ?? '')
    sent.current = state.q
  }, [state.q])
  const ask = (q: string) => {
    sent.current = q || undefined
    onChange({ q })
  }
  return (
    <div className="kg-list-filters" role="search">
      {search && (
        <Input.Search style={{ width: 240 }} allowClear placeholder={search} aria-label={search} value={typed} onChange={(e) => setTyped(e.target.value)} onSearch={ask} />
      )}
      {filters.map((f) => {
        const change = (v: string | undefined) => onChange({ [f.key]: v })
        if (f.field) return <span key={f.key}>{f.field(state[f.key], change)}</span>
        return <Select key={f.key} allowClear placeholder={f.title} aria-label={f.title} style={{ minWidth: 120 }} value={state[f.key]} options={f.options} onChange={change} />
      })}
      {isFiltered(state) && (
        <Button type="link" style={{ padding: 0 }} onClick={() => onChange(Object.fromEntries(Object.keys(state).map((k) => [k, undefined])))}>
          清除条件
        </Button>
      )}
      <span style={{ marginLeft: 'auto', display: 'flex', gap: 4 }}>{children}</span>
    </div>
  )
}

function BulkRow<T>({ bulk, rows, clear }: { bulk: Bulk<T>[]; rows: T[]; clear: () => void }) {
  return (
    <div className="kg-list-bulk">
      <span>已选 {count(rows.length)} 条：</span>
      {bulk.map((b) => {
        const fit = b.fits ? rows.filter(b.fits) : rows
        return (
          <Button key={b.title} size="small" type="primary" ghost danger={b.danger} disabled={fit.length === 0} onClick={() => b.run(fit, clear)}>
            {b.title} {count(fit.length)} 条
          </Button>
        )
      })}
      <Button size="small" type="link" onClick={clear}>
        取消选择
      </Button>
    </div>
  )
}

function Nothing({ filtered, empty, clear }: { filtered: boolean; empty: { words: string; action?: ReactNode }; clear: () => void }) {
  if (!filtered) return <State title="还没有记录" words={empty.words} children={empty.action} />
  return (
    <State title="没有符合条件的记录" words="请放宽或清除上面的条件。记录也可能不在您的数据权限之内。">
      <Button onClick={clear}>清除条件</Button>
    </State>
  )
}
