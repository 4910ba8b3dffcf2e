/** What a batch is to the pages: its answer, its rounds, its people and files. */
import { Link } from 'react-router'
import type { Stateful } from '@kit/api/types'
import { count, instant, When } from '@kit/format'
import type { Column } from '@kit/ListPage'
import { StateTag } from '@kit/StateTag'
import type { Family } from '@kit/theme'

/** The three exchanges with a partner: rows out, answers back. */
export type Round = 'preaccount' | 'produce' | 'bankdata'

/** A batch in a list. */
export interface Batch extends Stateful {
  no: string
  bank: string
  bankName: string
  vendor: string
  vendorName: string
  count: number
  selectedBy: string
  selectedAt: number
  confirmedBy: string
  confirmedAt: number
}

/** What a batch is selected by; what is absent does not narrow. */
export interface Rule {
  bank: string
  regionPath?: string
  agencyId?: number
  category?: string
  kind?: string
  priority?: number
  /** Submitted on these days, YYYY-MM-DD, both included. */
  from?: string
  to?: string
  size?: number
}

/** The conservation law of one round: sent = ok + rejected + outstanding + withdrawn. */
export interface Balance {
  round: Round
  title: string
  sent: number
  ok: number
  rejected: number
  outstanding: number
  withdrawn: number
}

export type Bucket = 'ok' | 'rejected' | 'outstanding' | 'withdrawn'

/** One person of a batch. */
export interface Item extends Stateful {
  seq: number
  applicationId: number
  citizenId: number
  name: string
  idMasked: string
  agency: string
  cardNumber: string
  cardId?: number
  account: string
  /** Where and why he left the batch. */
  stage: string
  code: string
  reason: string
}

/** A file that passed between the city and a partner. */
export interface ExchangeFile {
  id: number
  direction: 'out' | 'in'
  partner: string
  name: string
  digest: string
  count: number
  bytes: number
  state: string
  reason: string
  attempts: number
  createdAt: number
  sentAt: number
  endedAt: number
}

/** A line of an answer that belongs in no bucket and had no effect. */
export interface Stray {
  id: number
  round: Round
  title: string
  fileId: number
  line: number
  cardNumber: string
  code: string
  reason: string
  at: number
}

/** Something that whoever confirms should look at. */
export interface Anomaly {
  code: string
  words: string
  /** Confirming leaves these people out. */
  drops: boolean
  count: number
  serial: number[]
}

export interface StepRow {
  at: number
  verb: string
  title: string
  state: string
  actor: string
  fileId?: number
  note?: string
}

export interface BatchRecord extends Batch {
  region: string
  rule: Rule
  digest: string
  balances: Balance[]
  conserved: boolean
  states: { state: string; name: string; tone: Family; count: number }[]
  strays: number
  /** Oldest first. */
  steps: StepRow[]
  files: ExchangeFile[]
  sample: Item[]
  anomalies: Anomaly[]
}

/** The states as the server codes them, in the order of a batch's life. */
export const states = [
  { value: 'selected', label: '已筛选' },
  { value: 'confirming', label: '确认中' },
  { value: 'confirmed', label: '已确认' },
  { value: 'opening', label: '待预开户回盘' },
  { value: 'opened', label: '预开户已回盘' },
  { value: 'making', label: '待制卡回盘' },
  { value: 'made', label: '制卡已回盘' },
  { value: 'binding', label: '待银行回盘' },
  { value: 'released', label: '已完成' },
  { value: 'discarded', label: '已作废' },
  { value: 'undone', label: '已还原' },
]

/** What one comes to the list for, by the state in the menu's address: the step that is next there. */
export const stepOfState: Record<string, string> = {
  selected: '批次确认',
  confirmed: '导出预开户数据',
  opening: '预开户回盘',
  opened: '导出制卡数据',
  making: '制卡回盘',
  made: '导出银行数据',
  binding: '银行回盘',
}

export const batchPath = (b: { id: string | number }) => `/batch/${b.id}`

/** Where a file of a batch is fetched; each look is written into the journal. */
export const filePath = (id: number) => `/api/v1/files/${id}`

export const columns: Column<Batch>[] = [
  { key: 'no', title: '批次号', width: 144, render: (b) => <Link to={batchPath(b)}>{b.no}</Link>, text: (b) => b.no },
  { key: 'state', title: '状态', width: 120, render: (b) => <StateTag name={b.stateName} family={b.tone} />, text: (b) => b.stateName },
  { key: 'count', title: '人数', width: 88, right: true, render: (b) => count(b.count), text: (b) => String(b.count) },
  { key: 'bank', title: '服务银行', width: 160, render: (b) => b.bankName, text: (b) => b.bankName },
  { key: 'vendor', title: '卡商', width: 160, render: (b) => b.vendorName, text: (b) => b.vendorName },
  { key: 'turn', title: '轮到', width: 220, render: (b) => b.turn, text: (b) => b.turn },
  { key: 'selectedBy', title: '筛选人', width: 88, render: (b) => b.selectedBy, text: (b) => b.selectedBy },
  { key: 'selectedAt', title: '筛选时间', width: 148, render: (b) => <When at={b.selectedAt} />, text: (b) => instant(b.selectedAt) },
  { key: 'confirmedBy', title: '确认人', width: 88, render: (b) => b.confirmedBy, text: (b) => b.confirmedBy },
  { key: 'confirmedAt', title: '确认时间', width: 148, off: true, render: (b) => <When at={b.confirmedAt} />, text: (b) => instant(b.confirmedAt) },
]
