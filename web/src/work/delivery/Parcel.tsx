/** One parcel: where it is, what lies in it, and its packing list for the printer. */
import { PrinterOutlined } from '@ant-design/icons'
import { Alert, Button, Table } from 'antd'
import { useEffect, useRef } from 'react'
import { Link, useLocation, useNavigate, useParams } from 'react-router'
import type { Step } from '@kit/api/types'
import { count } from '@kit/format'
import { useHotkeys } from '@kit/hotkeys'
import { print } from '@kit/Print'
import { RecordPage } from '@kit/RecordPage'
import { State } from '@kit/State'
import { StateTag } from '@kit/StateTag'
import { packedName, type Packed, type ParcelRecord } from './delivery'
import { PackingList } from './PackingList'

const help = {
  purpose: '一个物流包的全部情况：何时寄出、装了哪些卡、接收时清点的结果。',
  turn: '在途时由收件机构清点接收；有差异时寄出与接收双方查找缺少的卡。',
  notes: ['清点之前，接收方看不到张数和清单，这样数出来的才是真的。', '缺少的卡仍记在物流包名下，找到后由接收方补收。'],
}

export default function Parcel() {
  const { id = '' } = useParams()
  const go = useNavigate()
  const receive = () => void go(`/delivery/receive?parcel=${id}`)
  useHotkeys([{ key: 'F8', title: '打印装箱清单', run: () => print('A4') }])
  return (
    <RecordPage<ParcelRecord>
      kind="物流包"
      path={`/parcels/${id}`}
      help={help}
      title={(p) => p.no}
      doors={{ receive, 'receive-late': receive }}
      actions={(p) =>
        p.cards.length > 0 && (
          <Button icon={<PrinterOutlined />} onClick={() => print('A4')}>
            打印装箱清单 <kbd>F8</kbd>
          </Button>
        )
      }
      steps={steps}
      facts={(p) => [
        { label: '寄出机构', value: p.from },
        { label: '寄往', value: p.to },
        { label: '装入', value: p.count === undefined ? '清点之后显示' : `${count(p.count)} 张` },
        { label: '已到', value: p.receivedAt ? `${count(p.arrived)} 张` : '' },
        { label: '运单号', value: p.waybill },
        { label: '备注', value: p.note },
        { label: '清单摘要', value: p.digest && <span style={{ fontFamily: 'ui-monospace, Consolas, monospace', fontSize: 12 }}>SM3 {p.digest}</span>, wide: true },
      ]}
      middle={(p) => <Fresh parcel={p} />}
      tabs={(p) => [{ key: 'cards', label: p.cards.length > 0 ? `装箱清单 ${count(p.cards.length)}` : '装箱清单', children: <Contents cards={p.cards} /> }]}
      paper={(p) => <PackingList parcel={p} />}
    />
  )
}

function steps(p: ParcelRecord): Step[] {
  const sent: Step = { at: p.sentAt, title: '市中心寄出', who: p.sentBy, agency: `${p.from} → ${p.to}`, words: p.waybill && `运单号 ${p.waybill}` }
  if (!p.receivedAt) return [sent]
  const short = (p.count ?? 0) - p.arrived
  return [{ at: p.receivedAt, title: short > 0 ? '清点有差异' : '经办机构接收', who: p.receivedBy, agency: p.to, words: short > 0 ? `已到 ${count(p.arrived)} 张，缺少 ${count(short)} 张` : `收齐 ${count(p.arrived)} 张` }, sent]
}

/** Just sent: the packing list goes into the box, so it is printed at once. */
function Fresh({ parcel }: { parcel: ParcelRecord }) {
  const fresh = (useLocation().state as { sent?: boolean } | null)?.sent
  const printed = useRef(false)
  useEffect(() => {
    if (!fresh || printed.current) return
    printed.current = true
    print('A4')
  }, [fresh])
  if (!fresh) return null
  return (
    <Alert
      type="success"
      showIcon
      title={`已寄出 ${count(parcel.count ?? parcel.cards.length)} 张，寄往${parcel.to}。请把装箱清单放进包内。`}
      action={<Link to="/delivery/dispatch">继续寄出</Link>}
    />
  )
}

const tones = { sent: 'gold', arrived: 'green', missing: 'red' } as const

function Contents({ cards }: { cards: Packed[] }) {
  if (cards.length === 0) return <State title="清点之后显示" words="先数实物张数，再看清单。请到“经办机构接收”清点这个物流包。" />
  return (
    <Table<Packed>
      size="small"
      rowKey="cardId"
      dataSource={cards}
      pagination={{ defaultPageSize: 20, size: 'small', showTotal: (n) => `共 ${count(n)} 张` }}
      columns={[
        { title: '序号', dataIndex: 'seq', width: 80, className: 'kg-num' },
        { title: '社保卡号', width: 200, render: (_, c) => <Link to={`/cards/${c.cardId}`}>{c.number}</Link> },
        { title: '状态', filters: (['missing', 'arrived', 'sent'] as const).map((s) => ({ text: packedName[s], value: s })), onFilter: (s, c) => c.state === s, render: (_, c) => <StateTag name={packedName[c.state]} family={tones[c.state]} /> },
      ]}
    />
  )
}
