/** One batch: the eight steps, the balance of each round, its people, files and stray lines. */
import { Alert, Input } from 'antd'
import { useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { Field } from '@kit/Form'
import { count, When } from '@kit/format'
import { JobBar } from '@kit/JobBar'
import { Panel } from '@kit/Page'
import { RecordPage } from '@kit/RecordPage'
import type { VerbForm } from '@kit/StateButtons'
import { RuleWords } from './RuleWords'
import { Balances } from './Balances'
import type { BatchRecord, Round } from './batch'
import { Confirm, Export, Return } from './Doors'
import { EightSteps } from './EightSteps'
import { Files, Strays } from './Files'
import { Items } from './Items'

const help = {
  purpose: '一个制卡批次的全部情况：八个步骤、逐轮对账、人员、文件和没有生效的行。',
  turn: '右上角的按钮就是您现在可以办的事；没有按钮表示轮到别人。',
  notes: ['对账表里的每个数字都可以点开，看到是哪些人。', '“结束本轮”把没有回盘的人撤回，退给经办机构，之后到的回盘不再生效。', '下载文件会记入日志。'],
}

const note = (label: string) => ({
  initial: { note: '' },
  fields: (
    <Field name="note" label={label} required>
      <Input.TextArea rows={3} maxLength={500} showCount autoFocus />
    </Field>
  ),
})

const outstanding = (b: BatchRecord) => b.balances.at(-1)?.outstanding ?? 0

const forms: Record<string, VerbForm<BatchRecord>> = {
  discard: { effect: (b) => `作废这个批次，${count(b.count)} 人放回，可以重新筛选。`, done: '批次已作废', ...note('作废的原因') },
  undo: { effect: (b) => `还原这个批次：${count(b.count)} 人放回待筛选，已分配的 ${count(b.count)} 个卡号永久锁定，不再使用。`, done: '批次已还原', ...note('还原的原因') },
  'close-round': { effect: (b) => `结束本轮：没有回盘的 ${count(outstanding(b))} 人撤回并退给经办机构，其余的人继续。之后到的回盘不再生效。`, done: '本轮已结束', ...note('结束的原因') },
}

type Door = { verb: string }

export default function Record() {
  const { id = '' } = useParams()
  const [params, setParams] = useSearchParams()
  const [door, setDoor] = useState<Door>()
  const [job, setJob] = useState<number>()
  const by = { state: params.get('state') ?? undefined, round: params.get('round') ?? undefined, bucket: params.get('bucket') ?? undefined }
  const show = (tab: string, more: Record<string, string | undefined> = {}) =>
    setParams(Object.entries({ tab, ...more }).filter((e): e is [string, string] => !!e[1]), { replace: true })
  const open = (verb: string) => () => setDoor({ verb })
  const doors = Object.fromEntries(['confirm', 'export-preaccount', 'export-produce', 'export-bankdata', 'return-preaccount', 'return-produce', 'return-bankdata'].map((v) => [v, open(v)]))
  return (
    <RecordPage<BatchRecord>
      kind="制卡批次"
      path={`/batches/${id}`}
      help={help}
      title={(b) => b.no}
      forms={forms}
      doors={doors}
      // The system freezes and writes files by itself, and partners answer at any time.
      every={(b) => (['opening', 'making', 'binding'].includes(b.state) ? 15_000 : b.state === 'confirming' || job ? 2_000 : false)}
      facts={(b) => [
        { label: '服务银行', value: b.bankName },
        { label: '卡商', value: b.vendorName },
        { label: '人数', value: `${count(b.count)} 人` },
        { label: '区划', value: b.region },
        { label: '筛选', value: <><When at={b.selectedAt} /> · {b.selectedBy}</> },
        { label: '确认', value: b.confirmedAt ? <><When at={b.confirmedAt} /> · {b.confirmedBy}</> : '' },
        { label: '筛选条件', value: <RuleWords rule={b.rule} />, wide: true },
        { label: '内容摘要', value: b.digest && <span style={{ fontFamily: 'ui-monospace, Consolas, monospace', fontSize: 12 }}>SM3 {b.digest}</span>, wide: true },
      ]}
      middle={(b) => (
        <div style={{ display: 'grid', gap: 8 }}>
          {!b.conserved && <Alert type="error" showIcon title="有环节对账不平，请停止操作并报告系统管理员。" />}
          <EightSteps batch={b} />
          {job && (
            <Panel title="导出">
              <JobBar id={job} />
            </Panel>
          )}
          <Balances balances={b.balances} onPick={(round, bucket) => show('items', { round, bucket })} />
          {door && <Opened door={door} batch={b} onClose={() => setDoor(undefined)} onJob={setJob} />}
        </div>
      )}
      tab={{ at: params.get('tab') ?? 'items', change: (tab) => show(tab) }}
      tabs={(b) => [
        { key: 'items', label: '人员', children: <Items batch={b} by={by} onChange={(more) => show('items', { ...more })} /> },
        { key: 'files', label: `文件 ${count(b.files.length)}`, children: <Files files={b.files} /> },
        { key: 'strays', label: b.strays > 0 ? `无效的行 ${count(b.strays)}` : '无效的行', children: <Strays batch={b} /> },
      ]}
    />
  )
}

interface OpenedProps {
  door: Door
  batch: BatchRecord
  onClose: () => void
  onJob: (id: number) => void
}

function Opened({ door: { verb }, batch, onClose, onJob }: OpenedProps) {
  const [kind, round] = [verb.slice(0, verb.indexOf('-')), verb.slice(verb.indexOf('-') + 1) as Round]
  if (verb === 'confirm') return <Confirm batch={batch} onClose={onClose} />
  if (kind === 'export') return <Export batch={batch} round={round} onClose={onClose} onJob={onJob} />
  return <Return batch={batch} title={{ preaccount: '预开户回盘', produce: '制卡回盘', bankdata: '银行回盘' }[round]} onClose={onClose} />
}
