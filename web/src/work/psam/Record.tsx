/** One PSAM card: facts, its hand-overs, and what may be done with it now. */
import { Input } from 'antd'
import { useParams } from 'react-router'
import type { Step } from '@kit/api/types'
import { Field } from '@kit/Form'
import { PrintButton } from '@kit/Print'
import { RecordPage } from '@kit/RecordPage'
import type { VerbForm } from '@kit/StateButtons'
import { psamPath, type Move, type PsamRecord } from './psam'

const help = {
  purpose: '一张 PSAM 卡的全部情况：从入库、发放到报损、销毁，每一步何时、由谁办。',
  turn: '右上角的按钮就是您现在可以办的事；没有按钮表示轮到别人。',
  notes: ['遗失的 PSAM 带有密钥，按安全事件处理；找回后先入库检测再发放。'],
}

// Every verb's body is its note, which the server wants even when it is empty.
const note = (label: string, required = false) => ({
  initial: { note: '' },
  fields: (
    <Field name="note" label={label} required={required}>
      <Input.TextArea rows={3} maxLength={500} showCount autoFocus />
    </Field>
  ),
})

const forms: Record<string, VerbForm<PsamRecord>> = {
  'report-damage': { effect: (p) => `登记 ${p.serial} 报损 1 张，等待制卡审批员认定。`, done: '已登记报损，等待认定', ...note('损坏情况和依据', true) },
  'confirm-damage': { effect: (p) => `认定 ${p.serial} 损坏。认定后这张卡不再使用，等待销毁。`, ...note('认定意见') },
  'refuse-damage': { effect: (p) => `不认定 ${p.serial} 损坏，这张卡收回市卡管中心入库。`, ...note('不认定的理由', true) },
  'report-loss': { effect: (p) => `登记 ${p.serial} 遗失 1 张。遗失的 PSAM 按密钥安全事件处理，请同时电话报告市卡管中心。`, done: '已登记遗失', ...note('遗失经过', true) },
  'take-back': { effect: (p) => `从${p.agency}收回 1 张，回到市卡管中心库房。`, ...note('交接说明') },
  find: { effect: (p) => `${p.serial} 已找回，收回市卡管中心入库。`, ...note('找回经过', true) },
  destroy: { effect: (p) => `销毁 ${p.serial}。销毁后不能恢复，须有两人在场。`, ...note('销毁记录（地点、方式、在场人）', true) },
}

function stepOf(m: Move): Step {
  const way = m.from === m.to ? m.to : `${m.from || '供应商'} → ${m.to || '已离开系统'}`
  return { at: m.at, title: m.title, who: m.actor, agency: way, words: [m.slipId && `单据 ${m.slipId}`, m.note].filter(Boolean).join('；') }
}

export default function Record() {
  const { id = '' } = useParams()
  return (
    <RecordPage<PsamRecord>
      kind="PSAM 卡"
      path={psamPath({ id })}
      help={help}
      title={(p) => p.serial}
      forms={forms}
      actions={() => <PrintButton paper="A5" />}
      steps={(p) => [...p.moves].reverse().map(stepOf)}
      facts={(p) => [
        { label: '序列号', value: <span className="kg-digits">{p.serial}</span> },
        { label: '密钥版本', value: p.keyVersion },
        { label: '供应商', value: p.vendor },
        { label: '箱号', value: p.box },
        { label: '保管机构', value: p.agency },
        { label: '领用人', value: p.receiver },
        { label: '终端号', value: p.terminal },
      ]}
    />
  )
}
