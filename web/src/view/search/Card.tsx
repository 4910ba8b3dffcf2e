/** One card: its state, who keeps it, and every hand it went through. */
import { useParams, Link } from 'react-router'
import type { Step } from '@kit/api/types'
import { PageLink } from '@kit/doors'
import { When, who } from '@kit/format'
import { PrintButton } from '@kit/Print'
import { RecordPage } from '@kit/RecordPage'
import { useBankName } from '../../record/org/bank'
import type { Card as Row } from '../../work/delivery/delivery'
import { subjectPath } from '../trace/subject'

interface Keeper {
  kind: string
  id: number
  name: string
}

interface CardRecord extends Row {
  citizenId: number
  applicationId: number
  validTo: string
  issuedOn: string
  holder: Keeper
  account: string
  chipId: string
  atr: string
  /** Oldest first. */
  moves: { at: number; from: Keeper; to: Keeper; refKind: string; refId: string; actor: string }[]
}

const help = {
  purpose: '一张社保卡：状态、现在由谁保管，以及经过的每一次交接。',
  notes: ['银行卡号只显示末四位。', '每次交接都有单据，可以点开。'],
}

const stepOf = (m: CardRecord['moves'][number]): Step => {
  const path = subjectPath(m.refKind, m.refId)
  return { at: m.at, title: `${m.from.name || '制成'} → ${m.to.name}`, who: who(m.actor), file: path ? { name: '单据', path } : undefined }
}

export default function Card() {
  const { id = '' } = useParams()
  const bank = useBankName()
  return (
    <RecordPage<CardRecord>
      kind="社保卡"
      path={`/cards/${id}`}
      help={help}
      title={(c) => c.number}
      actions={() => <PrintButton paper="A5" />}
      steps={(c) => [...c.moves].reverse().map(stepOf)}
      facts={(c) => [
        { label: '社保卡号', value: <span className="kg-digits">{c.number}</span> },
        { label: '持卡人', value: <Link to={`/people/${c.citizenId}`}>看此人</Link> },
        { label: '现由谁保管', value: c.holder.name },
        { label: '保管起始', value: <When at={c.since} old /> },
        { label: '装箱位置', value: <span className="kg-digits">{c.position}</span> },
        { label: '制卡批次', value: c.batchId ? <PageLink to={`/batch/${c.batchId}`}>看批次</PageLink> : '' },
        { label: '服务银行', value: bank(c.bank) },
        { label: '银行卡号', value: <span className="kg-digits">{c.account}</span> },
        { label: '制卡日期', value: c.madeOn },
        { label: '有效期至', value: c.validTo },
        { label: '领卡日期', value: c.issuedOn },
        { label: '申请', value: c.applicationId ? <PageLink to={`/application/${c.applicationId}`}>看申请</PageLink> : '' },
        { label: '卡识别码', value: <span className="kg-digits">{c.chipId}</span> },
        { label: '卡复位码', value: <span className="kg-digits">{c.atr}</span> },
      ]}
    />
  )
}
