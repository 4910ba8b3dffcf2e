/** Counting a list: one field for the scanner, two meanings of a scan, and the list in the order of the boxes. */
import { Button, Segmented, Select, Table } from 'antd'
import { useMemo, useState } from 'react'
import { count } from '@kit/format'
import { useHotkeys } from '@kit/hotkeys'
import { StateTag } from '@kit/StateTag'
import type { Card } from './delivery'
import { ScanField } from './ScanField'
import { mark, markAll, nothing, scan, unmark, type Tally } from './tally'

const reasons = ['本人未到', '卡面信息有误', '卡片损坏', '人员已离开', '待核实']

interface Props {
  cards: Card[]
  tally: Tally
  onChange: (t: Tally) => void
}

export function TallyTable({ cards, tally, onChange }: Props) {
  const [keeping, setKeeping] = useState(false)
  const [reason, setReason] = useState(reasons[0]!)
  const numbers = useMemo(() => new Set(cards.map((c) => c.number)), [cards])
  const heard = (typed: string) => {
    const h = scan(tally, numbers, typed, keeping ? reason : undefined)
    onChange(h.tally)
    return h
  }
  const all = () => onChange(markAll(tally, cards))
  useHotkeys([
    { key: 'F6', title: '切换：清点 / 留下', run: () => setKeeping(!keeping) },
    { key: 'F7', title: '换留下的原因', run: () => setReason(reasons[(reasons.indexOf(reason) + 1) % reasons.length]!), off: !keeping },
    { key: 'F9', title: '其余全部发放', run: all },
  ])
  return (
    <>
      <div style={{ display: 'flex', gap: 8, alignItems: 'center', marginBottom: 8, flexWrap: 'wrap' }}>
        <Segmented
          aria-label="扫描的意思"
          value={keeping ? 'kept' : 'hand'}
          onChange={(v) => setKeeping(v === 'kept')}
          options={[
            { value: 'hand', label: '扫描：发放' },
            { value: 'kept', label: '扫描：留下' },
          ]}
        />
        <kbd>F6</kbd>
        {keeping && (
          <>
            <Select aria-label="留下的原因" style={{ width: 160 }} value={reason} onChange={setReason} options={reasons.map((r) => ({ value: r, label: r }))} />
            <kbd>F7</kbd>
          </>
        )}
        <span style={{ marginLeft: 'auto', display: 'flex', gap: 8 }}>
          <Button onClick={all}>
            其余全部发放 <kbd>F9</kbd>
          </Button>
          <Button onClick={() => onChange(nothing)} disabled={tally.hand.size + tally.kept.size === 0}>
            重新清点
          </Button>
        </span>
      </div>
      <ScanField placeholder={keeping ? `扫描要留下的卡：${reason}` : '扫描要发放的卡'} onScan={heard} />
      <div className="kg-effect">
        发放<b>{count(tally.hand.size)}</b>张，留下 {count(tally.kept.size)} 张，未清点 {count(cards.length - tally.hand.size - tally.kept.size)} 张
      </div>
      <Table<Card>
        size="small"
        rowKey="id"
        virtual
        scroll={{ y: 320, x: 720 }}
        dataSource={cards}
        pagination={false}
        columns={[
          { title: '装箱位置', width: 140, render: (_, c) => <span className="kg-digits">{c.position}</span> },
          { title: '社保卡号', width: 140, render: (_, c) => <span className="kg-digits">{c.number}</span> },
          { title: '清点', width: 180, render: (_, c) => <Marked card={c} tally={tally} /> },
          {
            key: 'do',
            title: '改为',
            width: 240,
            render: (_, c) => (
              <span style={{ display: 'flex', gap: 8 }}>
                {!tally.hand.has(c.number) && <a onClick={() => onChange(mark(tally, c.number))}>发放</a>}
                <Select<string>
                  size="small"
                  variant="borderless"
                  aria-label={`${c.number} 留下的原因`}
                  style={{ width: 128 }}
                  placeholder="留下…"
                  value={tally.kept.get(c.number)}
                  onChange={(r) => onChange(mark(tally, c.number, r))}
                  options={reasons.map((r) => ({ value: r, label: r }))}
                />
                {(tally.hand.has(c.number) || tally.kept.has(c.number)) && <a onClick={() => onChange(unmark(tally, c.number))}>不发</a>}
              </span>
            ),
          },
        ]}
      />
    </>
  )
}

function Marked({ card, tally }: { card: Card; tally: Tally }) {
  const why = tally.kept.get(card.number)
  if (tally.hand.has(card.number)) return <StateTag name="发放" family="green" />
  if (why) return <StateTag name={`留下：${why}`} family="violet" />
  return <span className="kg-soft">未清点</span>
}
