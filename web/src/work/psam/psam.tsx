/** What a PSAM card is to the pages: its answer, its states and reasons, its columns. */
import { Link } from 'react-router'
import type { Stateful } from '@kit/api/types'
import { instant, When } from '@kit/format'
import type { Column } from '@kit/ListPage'
import { StateTag } from '@kit/StateTag'

export interface Psam extends Stateful {
  serial: string
  keyVersion: string
  vendor: string
  box: string
  /** Who keeps it now; the centre while it is in stock. */
  agencyId: number
  agency: string
  terminal: string
  receiver: string
  since: number
}

/** One hand-over of a PSAM card, or a judgement about it. */
export interface Move {
  at: number
  verb: string
  title: string
  state: string
  /** Who gave and who took it; empty is outside the city. */
  from: string
  to: string
  slipId?: number
  note?: string
  actor: string
}

/** One card with its hand-overs, oldest first. */
export interface PsamRecord extends Psam {
  moves: Move[]
}

/** What a verb on many cards leaves: a number to print and to ask for. */
export interface Slip {
  id: number
  count: number
}

/** The states as the server codes them, in the order of a card's life. */
export const states = [
  { value: 'stock', label: '在库' },
  { value: 'out', label: '已发放' },
  { value: 'reported', label: '报损待审' },
  { value: 'damaged', label: '已报损' },
  { value: 'destroyed', label: '已销毁' },
  { value: 'lost', label: '遗失' },
]

/** Why one is reported damaged; the words begin the note. */
export const reasons = ['读不出', '物理损坏', '密钥锁死'].map((r) => ({ value: r, label: r }))

export const psamPath = (p: { id: string | number }) => `/psams/${p.id}`

export const columns: Column<Psam>[] = [
  { key: 'serial', title: '序列号', width: 200, render: (p) => <Link to={psamPath(p)}>{p.serial}</Link>, text: (p) => p.serial },
  { key: 'state', title: '状态', width: 96, render: (p) => <StateTag name={p.stateName} family={p.tone} />, text: (p) => p.stateName },
  { key: 'agency', title: '保管机构', width: 220, render: (p) => p.agency, text: (p) => p.agency },
  { key: 'terminal', title: '终端号', width: 128, render: (p) => p.terminal, text: (p) => p.terminal },
  { key: 'receiver', title: '领用人', width: 88, render: (p) => p.receiver, text: (p) => p.receiver },
  { key: 'keyVersion', title: '密钥版本', width: 88, render: (p) => p.keyVersion, text: (p) => p.keyVersion },
  { key: 'box', title: '箱号', width: 112, render: (p) => p.box, text: (p) => p.box },
  { key: 'vendor', title: '供应商', width: 160, off: true, render: (p) => p.vendor, text: (p) => p.vendor },
  { key: 'since', title: '进入此状态', width: 148, render: (p) => <When at={p.since} />, text: (p) => instant(p.since) },
]
