/** 市中心寄出: what waits at the centre by agency; choosing one packs all its ready cards into a parcel. */
import { Form, Input, Modal, Skeleton, Table } from 'antd'
import { useState, type KeyboardEvent } from 'react'
import { Link, useNavigate } from 'react-router'
import { useAct, useRead } from '@kit/api/hooks'
import type { Listing } from '@kit/api/types'
import { Field, showAtFields } from '@kit/Form'
import { count, When } from '@kit/format'
import { Page, Panel } from '@kit/Page'
import { beyondSignIn, Problem } from '@kit/Problem'
import { Reading } from '@kit/Reading'
import { State } from '@kit/State'
import { StateTag } from '@kit/StateTag'
import { parcelPath, type Parcel, type Parcels, type Waiting } from './delivery'
import './delivery.css'

const help = {
  purpose: '把市卡管中心已制好、银行已绑定的卡，按领卡机构装包寄出，并打印装箱清单。',
  turn: '市卡管中心寄出；收件机构清点接收后，由其发给本人。',
  notes: ['银行尚未绑定的卡留在市中心，不会寄出。', '寄出后卡由物流包保管，收件机构数清之前，责任在途中。', '表格里用 ↑ ↓ 选机构，Enter 打开。'],
}

export default function Dispatch() {
  const waiting = useRead<Listing<Waiting>>('/delivery/waiting')
  const [chosen, setChosen] = useState<Waiting>()
  const rows = waiting.data?.items ?? []
  const ready = rows.reduce((n, w) => n + w.ready, 0)
  return (
    <Page title="市中心寄出" help={help} beside={waiting.data && <span className="kg-turn">{rows.filter((w) => w.ready > 0).length} 个机构有 <b>{count(ready)}</b> 张可以寄出</span>}>
      <div className="kg-form" style={{ maxWidth: 'none', gridTemplateColumns: 'minmax(0, 1fr) 380px' }}>
        <div className="kg-panel" style={{ padding: 0 }} onKeyDown={walk}>
          {!waiting.data ? (
            <Reading of={waiting} />
          ) : rows.length === 0 ? (
            <State title="没有等待寄出的卡" words="制卡回盘之后，成品卡会按领卡机构出现在这里。" />
          ) : (
            <Table<Waiting>
              size="small"
              rowKey="agencyId"
              dataSource={rows}
              pagination={rows.length > 25 ? { pageSize: 25, size: 'small' } : false}
              onRow={(w) => ({ className: 'dl-row', tabIndex: 0, onClick: () => w.ready > 0 && setChosen(w), onKeyDown: (e) => e.key === 'Enter' && w.ready > 0 && setChosen(w) })}
              columns={[
                { title: '领卡机构', render: (_, w) => w.agency || `机构 ${w.agencyId}` },
                { title: '可寄出', width: 96, className: 'kg-num', render: (_, w) => <b>{count(w.ready)}</b> },
                { title: '银行未绑定', width: 112, className: 'kg-num', render: (_, w) => (w.unbound > 0 ? count(w.unbound) : <span className="kg-soft">0</span>) },
                { title: '最早制卡', width: 112, dataIndex: 'oldest' },
                { key: 'do', width: 80, render: (_, w) => (w.ready > 0 ? <a>寄出</a> : <span className="kg-soft">等银行</span>) },
              ]}
            />
          )}
        </div>
        <Lately />
      </div>
      {chosen && <Packing key={chosen.agencyId} to={chosen} onClose={() => setChosen(undefined)} />}
    </Page>
  )
}

/** ↑ ↓ move over the rows. */
function walk(e: KeyboardEvent<HTMLDivElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[e.key]
  if (!step) return
  const all = [...e.currentTarget.querySelectorAll<HTMLElement>('tbody tr.dl-row')]
  e.preventDefault()
  all[Math.max(0, Math.min(all.length - 1, all.indexOf(document.activeElement as HTMLElement) + step))]?.focus()
}

interface Values {
  waybill?: string
  note?: string
}

function Packing({ to, onClose }: { to: Waiting; onClose: () => void }) {
  const go = useNavigate()
  const [form] = Form.useForm<Values>()
  const act = useAct<Parcel>()
  const send = (v: Values) =>
    act.mutate(
      { path: '/parcels/dispatch', body: { agencyId: to.agencyId, ...v } },
      { onSuccess: (p) => void go(parcelPath(p), { state: { sent: true } }), onError: (p) => showAtFields(form, p) },
    )
  return (
    <Modal open title={`寄往 ${to.agency}`} okText={`寄出 ${count(to.ready)} 张`} cancelText="取消" okButtonProps={{ loading: act.isPending }} onOk={() => form.submit()} onCancel={onClose}>
      <Problem of={beyondSignIn(act.error)} shown={['waybill', 'note']} />
      <p className="kg-effect" style={{ marginTop: 0 }}>
        把<b>{count(to.ready)}</b>张卡装成 1 个物流包寄往{to.agency}。
        {to.unbound > 0 && `另有 ${count(to.unbound)} 张银行尚未绑定，留在市中心。`}
      </p>
      <Form form={form} layout="vertical" onFinish={send}>
        <Field name="waybill" label="运单号" hint="可扫描；自送时不填。">
          <Input className="kg-digits" maxLength={40} autoFocus onPressEnter={() => form.submit()} />
        </Field>
        <Field name="note" label="备注">
          <Input maxLength={200} onPressEnter={() => form.submit()} />
        </Field>
      </Form>
    </Modal>
  )
}

/** The last parcels, to see where they are and to print a list again. */
function Lately() {
  const sent = useRead<Parcels>('/parcels', { limit: 12 })
  const items = sent.data?.items ?? []
  return (
    <Panel title="最近寄出">
      <Problem of={sent.error} retry={() => void sent.refetch()} />
      {sent.isPending && !sent.error && <Skeleton active title={false} paragraph={{ rows: 4 }} />}
      {sent.data && items.length === 0 && <div className="kg-quiet">还没有寄出过。</div>}
      {items.map((p) => (
        <div key={p.id} className="kg-alarm" style={{ alignItems: 'center' }}>
          <span style={{ minWidth: 0, flex: 1 }}>
            <Link to={parcelPath(p)}>{p.no}</Link> · {p.count === undefined ? '' : `${count(p.count)} 张`}
            <small className="kg-soft" style={{ display: 'block', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
              {p.to} · <When at={p.sentAt} />
            </small>
          </span>
          <StateTag name={p.stateName} family={p.tone} />
        </div>
      ))}
    </Panel>
  )
}
