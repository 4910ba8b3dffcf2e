/** The verbs of a batch that need more than a word: confirming after a look, exporting, bringing an answer by hand. */
import { InboxOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, App, Modal, Table } from 'antd'
import { useState } from 'react'
import { apiRoot } from '@kit/api/call'
import { useAct } from '@kit/api/hooks'
import { uuid } from '@kit/api/intent'
import { asProblem, toProblem, type Problem as Refusal } from '@kit/api/problem'
import { Facts } from '@kit/Facts'
import { count } from '@kit/format'
import { beyondSignIn, Problem } from '@kit/Problem'
import { useMe } from '@kit/session'
import { StateTag } from '@kit/StateTag'
import type { BatchRecord, ExchangeFile, Item, Round } from './batch'
import { itemColumns } from './Items'

interface Props {
  batch: BatchRecord
  onClose: () => void
}

/** Whoever confirms sees the totals, a sample over the whole length of the list, and what is odd. */
export function Confirm({ batch: b, onClose }: Props) {
  const me = useMe()
  const { message } = App.useApp()
  const act = useAct()
  const own = b.selectedBy === me.login || b.selectedBy === me.name
  const dropped = b.anomalies.filter((a) => a.drops).reduce((n, a) => n + a.count, 0)
  const stay = b.count - dropped
  const confirm = () =>
    act.mutate({ path: `/batches/${b.id}/confirm`, body: { note: '' } }, { onSuccess: () => (void message.success(`批次 ${b.no} 已确认`), onClose()) })
  return (
    <Modal open width={880} title={`批次确认 ${b.no}`} okText={`确认 ${count(stay)} 人入批`} cancelText="取消" okButtonProps={{ loading: act.isPending, disabled: own }} onOk={confirm} onCancel={onClose}>
      <Problem of={beyondSignIn(act.error)} />
      {own && <Alert type="warning" showIcon style={{ marginBottom: 8 }} title="这个批次由您本人筛选，请由另一位有权限的人确认。" />}
      <p className="kg-effect" style={{ margin: 0 }}>
        锁定<b>{count(stay)}</b>人的资料并分配卡号{dropped > 0 && `；${count(dropped)} 人不能入批，退出并说明原因`}。
      </p>
      <Facts
        facts={[
          { label: '服务银行', value: b.bankName },
          { label: '卡商', value: b.vendorName },
          { label: '区划', value: b.region },
          { label: '筛选人', value: b.selectedBy },
          { label: '内容摘要', value: b.digest || '确认后对锁定内容计算 SM3 摘要，写入日志', wide: true },
        ]}
      />
      {b.anomalies.length > 0 && (
        <Table
          size="small"
          rowKey="code"
          style={{ marginTop: 8 }}
          dataSource={b.anomalies}
          pagination={false}
          columns={[
            { title: '须留意', render: (_, a) => `${a.code} ${a.words}` },
            { title: '人数', width: 72, className: 'kg-num', render: (_, a) => count(a.count) },
            { title: '处理', width: 104, render: (_, a) => <StateTag name={a.drops ? '不入批' : '请核对'} family={a.drops ? 'red' : 'violet'} /> },
            { title: '序号', width: 220, render: (_, a) => a.serial.join('、') + (a.count > a.serial.length ? '…' : '') },
          ]}
        />
      )}
      <div className="kg-h2" style={{ margin: '12px 0 4px' }}>
        抽样 {b.sample.length} 人 {b.anomalies.length === 0 && <span className="kg-soft">没有发现异常</span>}
      </div>
      <Table<Item> size="small" rowKey="id" dataSource={b.sample} pagination={false} columns={itemColumns} scroll={{ y: 240 }} />
    </Modal>
  )
}

/** Who goes out in a round: all who came through the one before. */
export function leaving(b: BatchRecord, round: Round): number {
  const before: Record<Round, Round | undefined> = { preaccount: undefined, produce: 'preaccount', bankdata: 'produce' }
  const earlier = before[round]
  return earlier ? (b.balances.find((x) => x.round === earlier)?.ok ?? 0) : b.count
}

const exports: Record<Round, { title: string; words: string }> = {
  preaccount: { title: '导出预开户数据', words: '发给银行预开户。发出后批次不能再还原' },
  produce: { title: '导出制卡数据', words: '连同照片发给卡商制卡' },
  bankdata: { title: '导出银行数据', words: '发给银行绑定账户；绑定后的卡才能寄出' },
}

export function Export({ batch: b, round, onClose, onJob }: Props & { round: Round; onJob: (id: number) => void }) {
  const act = useAct<{ jobId: number }>()
  const n = leaving(b, round)
  const to = round === 'produce' ? b.vendorName : b.bankName
  const run = () => act.mutate({ path: `/batches/${b.id}/export-${round}`, body: {} }, { onSuccess: ({ jobId }) => (onJob(jobId), onClose()) })
  return (
    <Modal open title={exports[round].title} okText={`导出 ${count(n)} 人`} cancelText="取消" okButtonProps={{ loading: act.isPending, autoFocus: true }} onOk={run} onCancel={onClose}>
      <Problem of={beyondSignIn(act.error)} />
      <p className="kg-effect" style={{ margin: 0 }}>
        把<b>{count(n)}</b>人的数据写成文件，{exports[round].words}。
      </p>
      <p className="kg-soft" style={{ margin: '4px 0 0' }}>
        收件方：{to}。文件生成后自动发送，也可在“文件”里下载。
      </p>
    </Modal>
  )
}

interface Taken {
  file: ExchangeFile
  repeated: boolean
  strays: number
}

async function bring(path: string, file: File): Promise<Taken> {
  const answer = await fetch(`${apiRoot}${path}?name=${encodeURIComponent(file.name)}`, { method: 'POST', body: file, headers: { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': uuid() } }).catch(() => {
    throw toProblem(0, undefined)
  })
  const body: unknown = await answer.json().catch(() => undefined)
  if (!answer.ok) throw toProblem(answer.status, body)
  return body as Taken
}

/** An answer that did not come by itself: the clerk brings the partner's file. */
export function Return({ batch: b, title, onClose }: Props & { title: string }) {
  const cache = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Refusal>()
  const [taken, setTaken] = useState<Taken>()
  const take = async (file: File | undefined) => {
    if (!file || busy) return
    setBusy(true)
    setProblem(undefined)
    setTaken(undefined)
    try {
      setTaken(await bring(`/batches/${b.id}/returns`, file))
      void cache.invalidateQueries()
    } catch (e) {
      setProblem(asProblem(e))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal open title={title} footer={null} onCancel={onClose}>
      <p style={{ marginTop: 0 }}>对方的文件通常自动收取。没有自动收到时，在这里上传，效果相同；同一文件重复上传不会重复生效。</p>
      <Problem of={problem} />
      {taken && (
        <Alert
          showIcon
          style={{ marginBottom: 12 }}
          type={taken.strays > 0 ? 'warning' : 'success'}
          title={taken.repeated ? `${taken.file.name} 以前已经收到过，没有重复生效。` : `已处理 ${taken.file.name}，共 ${count(taken.file.count)} 笔。`}
          description={taken.strays > 0 ? `其中 ${count(taken.strays)} 行没有生效，见“无效的行”。` : undefined}
        />
      )}
      <label className="kg-drop" onDragOver={(e) => e.preventDefault()} onDrop={(e) => (e.preventDefault(), void take(e.dataTransfer.files[0]))}>
        <input type="file" disabled={busy} onChange={(e) => (void take(e.target.files?.[0]), (e.target.value = ''))} />
        <InboxOutlined />
        <div>
          <b>{busy ? '正在上传并处理…' : '把回盘文件拖到这里，或点击选择'}</b>
        </div>
        <div>批次 {b.no}，文件名不要改动</div>
      </label>
    </Modal>
  )
}
