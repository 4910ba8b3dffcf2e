/** The application as a form: its fields as the server names them, which of them matter now, and what is sent. */

/** Below this age there must be a guardian, as the parameter application.minor_age begins; the server has the last word. */
export const minorAge = 16

/** What is asked. `agency` holds the agency's id: the server names that field so when it refuses it. */
export interface Form {
  docType?: string
  idNumber?: string
  name?: string
  sex?: string
  birth?: string
  ethnic?: string
  nationality?: string
  docFrom?: string
  docTo?: string
  household?: string
  householdAddress?: string
  mobile?: string
  phone?: string
  address?: string
  postcode?: string
  email?: string
  category?: string
  personState?: string
  occupation?: string
  unitCode?: string
  unitName?: string
  community?: string
  guardianName?: string
  guardianIdNumber?: string
  guardianPhone?: string
  guardianRelation?: string
  bank?: string
  agency?: string
  priority?: string
  photoDigest?: string
}

export type Key = keyof Form

export const titles: Record<Key, string> = {
  docType: '证件类型', idNumber: '证件号码', name: '姓名', sex: '性别', birth: '出生日期', ethnic: '民族', nationality: '国籍', docFrom: '证件有效期起', docTo: '证件有效期止',
  household: '户口性质', householdAddress: '户籍地址', mobile: '手机', phone: '固定电话', address: '通讯地址', postcode: '邮编', email: '电子邮箱', category: '人员类别',
  personState: '人员状态', occupation: '职业', unitCode: '单位编号', unitName: '单位名称', community: '社区（村）', guardianName: '监护人姓名', guardianIdNumber: '监护人证件号码',
  guardianPhone: '监护人电话', guardianRelation: '与监护人关系', bank: '服务银行', agency: '领卡机构', priority: '优先', photoDigest: '照片',
}

/** Fields that the server hides in its answers: what stands there is told, not to be sent back. */
export const hidden: Key[] = ['idNumber', 'householdAddress', 'mobile', 'phone', 'address', 'email', 'guardianName', 'guardianIdNumber', 'guardianPhone']

/** Fields on paper but seldom asked: shown on demand, or when they hold something. */
export const seldom: Key[] = ['docFrom', 'household', 'householdAddress', 'phone', 'postcode', 'email', 'personState', 'occupation', 'community', 'priority']

/** The form as it stands on the page: columns of groups. */
export const columns: { title: string; keys: Key[] }[][] = [
  [
    { title: '身份', keys: ['docType', 'idNumber', 'name', 'sex', 'birth', 'nationality', 'ethnic', 'docFrom', 'docTo', 'household', 'householdAddress'] },
    { title: '联系', keys: ['mobile', 'phone', 'address', 'postcode', 'email'] },
  ],
  [
    { title: '单位与监护', keys: ['category', 'personState', 'occupation', 'unitName', 'unitCode', 'guardianName', 'guardianIdNumber', 'guardianPhone', 'guardianRelation'] },
    { title: '领卡与银行', keys: ['bank', 'agency', 'community', 'priority'] },
  ],
]

const guardian: Key[] = ['guardianName', 'guardianIdNumber', 'guardianPhone', 'guardianRelation']
const unit: Key[] = ['unitName', 'unitCode']
const ownWords: Key[] = ['sex', 'birth', 'nationality']

export interface Ground {
  /** Full years; undefined while the birth date is not known. */
  age?: number
  category?: string
  docType?: string
  /** Everything is asked. */
  more?: boolean
  /** A returned application is mended: its number, too, may have been wrong. */
  correcting?: boolean
}

const idCard = '01'
// 职工, 公务员: those who have an employer.
const employed = ['1', '2']

/** Whether a field is asked now. What holds a value or an error is always shown. */
export function asked(key: Key, g: Ground): boolean {
  if (guardian.includes(key)) return !!g.more || (g.age !== undefined && g.age < minorAge)
  if (unit.includes(key)) return !!g.more || employed.includes(g.category ?? '')
  if (ownWords.includes(key)) return !!g.docType && g.docType !== idCard
  if (key === 'idNumber') return !!g.correcting
  if (key === 'docType') return !!g.more || (!!g.docType && g.docType !== idCard)
  return !!g.more || !seldom.includes(key)
}

/** Whether it must be filled in; the server knows the rest. */
export function needed(key: Key, g: Ground): boolean {
  if (['guardianName', 'guardianIdNumber', 'guardianPhone'].includes(key)) return g.age !== undefined && g.age < minorAge
  if (key === 'sex' || key === 'birth') return !!g.docType && g.docType !== idCard
  return ['name', 'mobile', 'address', 'category', 'bank', 'agency'].includes(key)
}

/** The next field, in the order of the page and round it once, that is needed and empty; Enter leads there. */
export function nextNeeded(from: string | undefined, values: Form, g: Ground, known?: Form): Key | undefined {
  const order = columns.flat().flatMap((c) => c.keys)
  const at = order.indexOf(from as Key)
  return [...order.slice(at + 1), ...order.slice(0, Math.max(0, at))].find((k) => needed(k, g) && !values[k]?.trim() && !keeps(k, known))
}

/** What the register knows, ready for the fields: hidden values are told beside them, not put in. */
export function prefilled(known: Form | undefined): Form {
  const open = Object.entries(known ?? {}).filter(([k, v]) => v && k in titles && !hidden.includes(k as Key))
  return Object.fromEntries(open) as Form
}

/** What stands beside an empty field whose value the register has. */
export const keeps = (key: Key, known: Form | undefined): string => (known && hidden.includes(key) && brief(known[key] ?? '')) || ''

/** A masked address is a long row of stars that tells nothing: six are enough. */
export const brief = (masked: string): string => masked.replace(/\*{9,}/g, '******')

// These the server wants named, though they may be empty.
const always: Key[] = ['idNumber', 'name', 'mobile', 'address', 'category', 'bank']

/** The body of an application: what is left empty is taken from the register. */
export function bodyOf(form: Form): Record<string, string | number> {
  const { agency, ...rest } = form
  const filled = Object.entries(rest).filter((e): e is [string, string] => typeof e[1] === 'string' && e[1].trim() !== '')
  return { ...Object.fromEntries(always.map((k) => [k, ''])), ...Object.fromEntries(filled.map(([k, v]) => [k, v.trim()])), ...(agency ? { agencyId: Number(agency) } : {}) }
}

/** What a correction changes: fields that differ from before; a hidden one only when something was typed. */
export function changesOf(before: Form, after: Form): Record<string, string> {
  const changes: Record<string, string> = {}
  for (const key of Object.keys(titles) as Key[]) {
    const now = after[key]?.trim() ?? ''
    if (hidden.includes(key) ? now === '' : now === (before[key] ?? '')) continue
    changes[key === 'agency' ? 'agencyId' : key] = now
  }
  return changes
}
