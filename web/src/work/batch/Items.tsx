/** The people of a batch, all or those behind a number of the page. */
import { Button, Select, Table } from 'antd'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { useRead } from '@kit/api/hooks'
import type { Listing } from '@kit/api/types'
import { count } from '@kit/format'
import { Pager, turning } from '@kit/Pager'
import { Reading } from '@kit/Reading'
import { State } from '@kit/State'
import { StateTag } from '@kit/StateTag'
import { bucketTitle } from './Balances'
import type { BatchRecord, Item } from './batch'

/** Which people are shown. */
export interface Narrowing {
  state?: string
  round?: string
  bucket?: string
}

interface Props {
  batch: BatchRecord
  by: Narrowing
  onChange: (by: Narrowing) => void
}

const limit = 50

export const itemColumns = [
  { title: '序号', dataIndex: 'seq', width: 64, className: 'kg-num' },
  { title: '姓名', width: 120, render: (_: unknown, i: Item) => <Link to={`/people/${i.citizenId}`}>{i.name}</Link> },
  { title: '证件号码', width: 176, render: (_: unknown, i: Item) => <span className="kg-digits">{i.idMasked}</span> },
  { title: '领卡机构', dataIndex: 'agency', width: 200, ellipsis: true },
]

export function Items({ batch: b, by, onChange }: Props) {
  const [trail, setTrail] = useState<string[]>([])
  const asked = JSON.stringify(by)
  useEffect(() => setTrail([]), [asked])
  const list = useRead<Listing<Item>>(`/batches/${b.id}/items`, { ...by, after: trail.at(-1), limit }, { keep: true })
  const round = b.balances.find((x) => x.round === by.round)
  if (!list.data) return <Reading of={list} />
  return (
    <>
      <div style={{ display: 'flex', gap: 8, alignItems: 'center', marginBottom: 8 }}>
        <Select allowClear style={{ width: 200 }} placeholder="人员状态" aria-label="人员状态" value={by.state} onChange={(state?: string) => onChange({ state })} options={b.states.map((s) => ({ value: s.state, label: `${s.name}（${count(s.count)}）` }))} />
        {round && (
          <Button size="small" onClick={() => onChange({})}>
            {round.title} · {by.bucket ? bucketTitle(by.bucket) : '全部导出'} ×
          </Button>
        )}
        <span className="kg-soft">共 {count(list.data.total)} 人</span>
        <Pager {...turning(list.data, limit, trail, setTrail)} />
      </div>
      {list.data.items.length === 0 ? (
        <State title="没有这样的人员" words="请换一个状态，或清除条件。" />
      ) : (
        <Table<Item>
          size="small"
          rowKey="id"
          loading={list.isPlaceholderData}
          dataSource={list.data.items}
          pagination={false}
          scroll={{ x: 1100 }}
          columns={[
            ...itemColumns,
            { title: '状态', width: 104, render: (_, i) => <StateTag name={i.stateName} family={i.tone} /> },
            { title: '社保卡号', width: 112, render: (_, i) => (i.cardId ? <Link to={`/cards/${i.cardId}`}>{i.cardNumber}</Link> : i.cardNumber) },
            { title: '银行卡号', dataIndex: 'account', width: 120 },
            { title: '原因', render: (_, i) => [i.stage, i.code, i.reason].filter(Boolean).join(' · ') },
          ]}
        />
      )}
    </>
  )
}
