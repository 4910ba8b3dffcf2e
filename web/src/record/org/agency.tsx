/** What an agency is to the pages: its answer, its kinds and states, its columns, where one of its kind may stand. */
import { Link } from 'react-router'
import type { Stateful } from '@kit/api/types'
import { StateTag } from '@kit/StateTag'
import type { Column } from '@kit/ListPage'

export interface Agency extends Stateful {
  code: string
  name: string
  kind: string
  kindName: string
  /** 0 for the centre. */
  parentId: number
  parent: string
  region: string
  regionName: string
  /** The whole line of regions in words; only on its own page. */
  fullRegion?: string
  bank: string
  bankName: string
  address: string
  phone: string
  from: string
  to: string
}

interface Kind {
  value: string
  label: string
  /** Kinds under which one may stand; none for the centre. */
  under: string[]
  /** The lowest level of region it may be in: 2 city, 3 county, 4 town, 5 village. */
  deepest: number
}

/** The kinds from the top down, as the server judges them. */
export const kinds: Kind[] = [
  { value: 'centre', label: '市卡管理中心', under: [], deepest: 2 },
  { value: 'county', label: '县区经办机构', under: ['centre'], deepest: 3 },
  { value: 'town', label: '镇街所', under: ['county'], deepest: 4 },
  { value: 'village', label: '村居', under: ['town'], deepest: 5 },
  { value: 'outlet', label: '银行网点', under: ['centre', 'county', 'town'], deepest: 5 },
  { value: 'unit', label: '单位', under: ['centre', 'county', 'town'], deepest: 5 },
]

export const kindOf = (value: string | undefined): Kind | undefined => kinds.find((k) => k.value === value)

/** What stands above one of this kind, in words; empty for the centre. */
export const aboveWords = (value: string | undefined): string => kindOf(value)?.under.map((k) => kindOf(k)!.label).join('、') ?? ''

/** The kinds that may stand below one of this kind. */
export const belowKinds = (value: string): Kind[] => kinds.filter((k) => k.under.includes(value))

/** The list shows the open ones unless asked for others. */
export const states = [
  { value: 'open', label: '在用' },
  { value: 'planned', label: '未启用' },
  { value: 'closed', label: '已停用' },
  { value: 'all', label: '全部状态' },
]

export const agencyPath = (a: { id: string | number }) => `/org/agencies/${a.id}`

export const columns: Column<Agency>[] = [
  { key: 'name', title: '机构名称', width: 240, render: (a) => <Link to={agencyPath(a)}>{a.name}</Link>, text: (a) => a.name },
  { key: 'code', title: '机构编码', width: 136, render: (a) => a.code, text: (a) => a.code },
  { key: 'kind', title: '类别', width: 116, render: (a) => a.kindName, text: (a) => a.kindName },
  { key: 'state', title: '状态', width: 80, render: (a) => <StateTag name={a.stateName} family={a.tone} />, text: (a) => a.stateName },
  { key: 'region', title: '所在区划', width: 140, render: (a) => a.regionName, text: (a) => a.regionName },
  { key: 'parent', title: '上级机构', width: 220, render: (a) => (a.parentId ? <Link to={agencyPath({ id: a.parentId })}>{a.parent}</Link> : ''), text: (a) => a.parent },
  { key: 'bank', title: '所属银行', width: 88, render: (a) => a.bankName, text: (a) => a.bankName },
  { key: 'phone', title: '办公电话', width: 132, render: (a) => a.phone, text: (a) => a.phone },
  { key: 'address', title: '地址', width: 240, off: true, render: (a) => a.address, text: (a) => a.address },
  { key: 'from', title: '启用日期', width: 104, off: true, render: (a) => a.from, text: (a) => a.from },
  { key: 'to', title: '停用日期', width: 104, off: true, render: (a) => a.to, text: (a) => a.to },
]
