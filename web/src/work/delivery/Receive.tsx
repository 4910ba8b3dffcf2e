/** 经办机构接收: parcels on their way to this agency; each is counted without being told how many it should hold. */
import { Input, Segmented, Table, type InputRef } from 'antd'
import { useRef, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { read } from '@kit/api/call'
import { asProblem, Problem as Refusal } from '@kit/api/problem'
import { useRead } from '@kit/api/hooks'
import { When } from '@kit/format'
import { useHotkeys } from '@kit/hotkeys'
import { Page, Panel } from '@kit/Page'
import { Problem, ProblemState } from '@kit/Problem'
import { Reading } from '@kit/Reading'
import { useMe } from '@kit/session'
import { State } from '@kit/State'
import { StateTag } from '@kit/StateTag'
import { Counting } from './Counting'
import { parcelPath, type Parcel, type Parcels } from './delivery'
import './delivery.css'

const help = {
  purpose: '清点寄到本机构的物流包。先数实物，填张数；与寄出数一致就全部接收，不一致再逐张扫描。',
  turn: '接收后由本机构发给本人；缺少的卡由寄出与接收双方查找。',
  notes: ['扫描物流包上的二维码即可打开。', '重复扫描的卡只算一张；不属于本包的卡会列为“多出”，请另行上报。'],
}

export default function Receive() {
  const me = useMe()
  const [params, setParams] = useSearchParams()
  const open = params.get('parcel') ?? ''
  const [own, setOwn] = useState(!params.get('state'))
  const agency = own ? me.agency.id : undefined
  const way = useRead<Parcels>('/parcels', { state: 'sent', agency, limit: 100 })
  const differing = useRead<Parcels>('/parcels', { state: 'differing', agency, limit: 100 })
  const show = (p?: Parcel) => setParams(p ? { parcel: String(p.id) } : {})
  if (open) return <One id={open} onBack={() => show()} />
  return (
    <Page
      title="经办机构接收"
      help={help}
      actions={
        <Segmented
          aria-label="范围"
          value={own ? 'own' : 'all'}
          onChange={(v) => setOwn(v === 'own')}
          options={[
            { value: 'own', label: '寄给本机构' },
            { value: 'all', label: '管辖范围内全部' },
          ]}
        />
      }
    >
      <ByNumber onFound={show} />
      <div className="dl-two" style={{ marginTop: 8 }}>
        <Panel title="在途，等待清点">
          <Rows got={way} none="没有在途的物流包。" onOpen={show} />
        </Panel>
        <Panel title="有差异，等待补收">
          <Rows got={differing} none="没有差异待处理。" onOpen={show} />
        </Panel>
      </div>
    </Page>
  )
}

function ByNumber({ onFound }: { onFound: (p: Parcel) => void }) {
  const field = useRef<InputRef>(null)
  const [problem, setProblem] = useState<Refusal>()
  useHotkeys([{ key: 'F2', title: '扫描物流包号', run: () => field.current?.focus({ cursor: 'all' }) }])
  const find = async (no: string) => {
    if (!no) return
    setProblem(undefined)
    try {
      const found = await read<Parcels>('/parcels', { no, limit: 1 })
      if (found.items[0]) return onFound(found.items[0])
      setProblem(new Refusal(404, '没有这个物流包，或不是寄给您管辖的机构。请核对包号。'))
    } catch (e) {
      setProblem(asProblem(e))
    }
    field.current?.focus({ cursor: 'all' })
  }
  return (
    <div className="kg-panel kg-counter-field">
      <Input ref={field} autoFocus allowClear placeholder="扫描或输入物流包号" aria-label="扫描或输入物流包号" autoComplete="off" suffix={<kbd>Enter</kbd>} onPressEnter={(e) => void find(e.currentTarget.value.replace(/\s+/g, '').toUpperCase())} />
      {problem && (
        <div style={{ marginTop: 8 }}>
          <Problem of={problem} />
        </div>
      )}
    </div>
  )
}

function Rows({ got, none, onOpen }: { got: ReturnType<typeof useRead<Parcels>>; none: string; onOpen: (p: Parcel) => void }) {
  if (!got.data) return <Reading of={got} />
  if (got.data.items.length === 0) return <div className="kg-quiet">{none}</div>
  return (
    <Table<Parcel>
      size="small"
      rowKey="id"
      dataSource={got.data.items}
      pagination={got.data.items.length > 20 ? { pageSize: 20, size: 'small' } : false}
      onRow={(p) => ({ className: 'dl-row', tabIndex: 0, onClick: () => onOpen(p), onKeyDown: (e) => e.key === 'Enter' && onOpen(p) })}
      columns={[
        { title: '物流包号', width: 168, render: (_, p) => <Link to={`?parcel=${p.id}`}>{p.no}</Link> },
        { title: '寄往', dataIndex: 'to', ellipsis: true },
        { title: '寄出', width: 148, render: (_, p) => <When at={p.sentAt} /> },
        { title: '运单号', dataIndex: 'waybill', ellipsis: true },
      ]}
    />
  )
}

/** One parcel on the table in front of the clerk. */
function One({ id, onBack }: { id: string; onBack: () => void }) {
  const got = useRead<Parcel>(`/parcels/${id}`)
  const p = got.data
  useHotkeys([{ key: 'Alt+ArrowLeft', title: '回到列表', run: onBack }])
  return (
    <Page
      title={p ? `接收 ${p.no}` : '经办机构接收'}
      help={help}
      beside={p && <StateTag name={p.stateName} family={p.tone} />}
      actions={p && <Link to={parcelPath(p)}>看这个物流包</Link>}
    >
      {p ? (
        <Counting parcel={p} onBack={onBack} />
      ) : (
        <div className="kg-panel">{got.error ? <ProblemState of={got.error} retry={() => void got.refetch()} /> : <State title="正在打开…" />}</div>
      )}
    </Page>
  )
}
