/** What stands at the right of a list: kept views, choice of columns, download. */
import { BookOutlined, DownloadOutlined, SettingOutlined } from '@ant-design/icons'
import { App, Button, Checkbox, Dropdown, Input, Popover, Tooltip } from 'antd'
import { useState } from 'react'
import { read, type Query } from './api/call'
import { asProblem } from './api/problem'
import type { Listing } from './api/types'
import { saveAs, toCSV } from './csv'
import { count, instant } from './format'
import type { Column } from './ListPage'
import { isFiltered, withFilter, type ListState } from './listState'
import { nowMs } from './time'

// A browser that keeps nothing (private window, full disk) must not break the list.
function kept<T>(key: string, otherwise: T): T {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '') as T
  } catch {
    return otherwise
  }
}
function keep(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // The choice then lasts as long as the page.
  }
}

export interface Hidden {
  keys: string[]
  set: (keys: string[]) => void
}

/** The columns that this person does not want to see. */
export function useHiddenColumns<T>(name: string, columns: Column<T>[]): Hidden {
  const at = `columns ${name}`
  const [keys, setKeys] = useState(() => kept(at, columns.filter((c) => c.off).map((c) => c.key)))
  return { keys, set: (k) => (setKeys(k), keep(at, k)) }
}

export function ColumnChoice<T>({ columns, hidden }: { columns: Column<T>[]; hidden: Hidden }) {
  const boxes = (
    <Checkbox.Group
      style={{ display: 'flex', flexDirection: 'column', gap: 4 }}
      value={columns.map((c) => c.key).filter((k) => !hidden.keys.includes(k))}
      onChange={(on) => on.length > 0 && hidden.set(columns.map((c) => c.key).filter((k) => !on.includes(k)))}
      options={columns.map((c) => ({ value: c.key, label: c.title }))}
    />
  )
  return (
    <Popover trigger="click" placement="bottomRight" title="显示的列" content={boxes}>
      <Button type="text" icon={<SettingOutlined />} aria-label="选择显示的列">
        列
      </Button>
    </Popover>
  )
}

type View = { title: string; state: ListState }

/** Filters that this person asks often, by a name of his own. */
export function SavedViews({ name, state, onPick }: { name: string; state: ListState; onPick: (s: ListState) => void }) {
  const at = `views ${name}`
  const [views, setViews] = useState<View[]>(() => kept(at, []))
  const [open, setOpen] = useState(false)
  const store = (v: View[]) => (setViews(v), keep(at, v))
  const add = (title: string) => {
    if (title.trim()) store([...views.filter((v) => v.title !== title.trim()), { title: title.trim(), state: withFilter(state, {}) }])
    setOpen(false)
  }
  if (views.length === 0 && !isFiltered(state)) return null
  return (
    <Dropdown
      open={open}
      onOpenChange={setOpen}
      trigger={['click']}
      menu={{
        items: views.map((v) => ({
          key: v.title,
          label: v.title,
          onClick: () => (onPick(v.state), setOpen(false)),
          extra: (
            <a
              onClick={(e) => {
                e.stopPropagation()
                store(views.filter((o) => o !== v))
              }}
            >
              删除
            </a>
          ),
        })),
      }}
      popupRender={(menu) => (
        <div className="kg-views">
          {views.length > 0 && menu}
          {isFiltered(state) && (
            <div style={{ padding: 4 }}>
              <Input.Search size="small" placeholder="给当前条件起个名字" enterButton="保存" maxLength={20} onSearch={add} />
            </div>
          )}
        </div>
      )}
    >
      <Button type="text" icon={<BookOutlined />}>
        视图
      </Button>
    </Dropdown>
  )
}

// Beyond this the asynchronous 数据下载 is the way: a browser should not gather a million rows.
const most = 20_000

/** All rows of the present filter as a file, read page by page through the same API. */
export function Download<T>({ title, path, query, columns }: { title: string; path: string; query: Query; columns: Column<T>[] }) {
  const { message } = App.useApp()
  const [got, setGot] = useState<number>()
  const run = async () => {
    const used = columns.filter((c) => c.text)
    const rows: string[][] = [used.map((c) => c.title)]
    setGot(0)
    try {
      let after = ''
      do {
        const page: Listing<T> = await read<Listing<T>>(path, { ...query, after, limit: 500 })
        rows.push(...page.items.map((r) => used.map((c) => c.text!(r))))
        setGot(rows.length - 1)
        after = page.next
        if (page.total > most) return void message.warning(`共 ${count(page.total)} 条，超过 ${count(most)} 条请先缩小条件，或用“数据下载”。`)
      } while (after)
      saveAs(`${title} ${instant(nowMs()).replace(':', '')}.csv`, toCSV(rows))
    } catch (e) {
      void message.error(asProblem(e).detail)
    } finally {
      setGot(undefined)
    }
  }
  return (
    <Tooltip title="按当前条件下载全部行（CSV，可用 Excel 打开）">
      <Button icon={<DownloadOutlined />} loading={got !== undefined} onClick={() => void run()}>
        {got ? `已读 ${count(got)} 条` : '下载'}
      </Button>
    </Tooltip>
  )
}
