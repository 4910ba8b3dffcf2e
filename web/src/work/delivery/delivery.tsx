/** What delivery is to the pages: parcels and their contents, cards waiting to go, receipts. */
import type { Listing, Stateful } from '@kit/api/types'
import type { Column } from '@kit/ListPage'
import { instant, When } from '@kit/format'
import { StateTag } from '@kit/StateTag'
import { Link } from 'react-router'

/** Cards on their way to an agency. */
export interface Parcel extends Stateful {
  no: string
  from: string
  to: string
  toAgency: number
  /** Absent for whoever is still to count it. */
  count?: number
  arrived: number
  waybill: string
  note: string
  sentBy: string
  sentAt: number
  receivedBy: string
  /** 0 while on its way. */
  receivedAt: number
  since: number
}

/** One line of a packing list. */
export interface Packed {
  cardId: number
  seq: number
  number: string
  state: 'sent' | 'arrived' | 'missing'
}

export interface ParcelRecord extends Parcel {
  /** SM3 of the packing list. */
  digest: string
  cards: Packed[]
}

/** How a count came out. */
export interface Receipt {
  parcel: Parcel
  missing: string[]
  extra: string[]
}

/** An agency with cards at the centre. */
export interface Waiting {
  agencyId: number
  agency: string
  ready: number
  unbound: number
  /** The day on which the first of them was made. */
  oldest: string
}

/** A card in the register, as far as delivery looks at it. */
export interface Card extends Stateful {
  number: string
  batchId: number
  bank: string
  agencyId: number
  regionPath: string
  position: string
  madeOn: string
}

export type Parcels = Listing<Parcel>

export const parcelPath = (p: { id: string | number }) => `/delivery/parcels/${p.id}`

export const packedName: Record<Packed['state'], string> = { sent: '在途', arrived: '已到', missing: '缺少' }

export const columns: Column<Parcel>[] = [
  { key: 'no', title: '物流包号', width: 168, render: (p) => <Link to={parcelPath(p)}>{p.no}</Link>, text: (p) => p.no },
  { key: 'state', title: '状态', width: 88, render: (p) => <StateTag name={p.stateName} family={p.tone} />, text: (p) => p.stateName },
  { key: 'to', title: '寄往', width: 200, render: (p) => p.to, text: (p) => p.to },
  { key: 'sentAt', title: '寄出', width: 220, render: (p) => <When at={p.sentAt} old />, text: (p) => instant(p.sentAt) },
]
