/** What an application is to the pages: its answers, its states, its steps in words. */
import type { Stateful, Step } from '@kit/api/types'
import { brief, titles, type Form, type Key } from './form'
import type { Warning } from './photo'

/** One application in the list. */
export interface Application extends Stateful {
  no: string
  citizenId: number
  name: string
  /** Masked in the middle. */
  idNumber: string
  source: string
  category: string
  bank: string
  agencyId: number
  agency: string
  regionPath: string
  unitName: string
  hasPhoto: boolean
  priority: number
  /** How many things its reviewer must look at. */
  warnedOf: number
  reason: string
  stage: string
  attempt: number
  importId: number
  importLine: number
  batchId: number
  submittedBy: string
  submittedAt: number
  reviewedBy: string
  reviewedAt: number
  since: number
}

interface Past {
  at: number
  verb: string
  title: string
  state: string
  note?: string
  /** Field of the form → before and after, personal values masked. */
  changes?: Record<string, [string, string]>
  refKind?: string
  refId?: number
  actor: string
}

/** One application on its own page; hidden values of the form are masked. */
export interface ApplicationRecord extends Application {
  form: Form & { agencyId?: number }
  warnings: Warning[]
  /** Oldest first. */
  steps: Past[]
}

/** What the counter is told of an ID number. */
export interface Found {
  idNumber: string
  person?: { id: number; name: string; elsewhere: boolean; form?: Form }
  openApplication?: { id: number; no: string; agency: string; state: string; stateName: string; turn: string }
  card?: { id: number; number: string; state: string; stateName: string }
  warnings: Warning[]
}

/** How a bulk verb came out. */
export interface Outcome {
  done: number
  refused: { code: string; words: string; count: number; examples: string[] }[]
}

/** The states as the server codes them, in the order of an application's life. */
export const states = [
  { value: 'submitted', label: '待审核' },
  { value: 'returned', label: '待补正' },
  { value: 'accepted', label: '审核通过' },
  { value: 'taken', label: '已入批次' },
  { value: 'made', label: '已制卡' },
  { value: 'rejected', label: '审核不通过' },
  { value: 'withdrawn', label: '已撤销' },
]

export const sourceName = (source: string): string => (source === '02' ? '批量导入' : '个人申请')

export const applicationPath = (a: { id: string | number }) => `/application/${a.id}`

/** Where its photo is read; the state's moment makes a corrected photo a new address. */
export const photoPath = (a: Pick<Application, 'id' | 'since'>) => `/api/v1/applications/${a.id}/photo?since=${a.since}`

const refs: Record<string, string> = { import: '导入', batch: '批次' }

/** The life of an application, newest first, with what a correction changed. */
export function stepsOf(past: Past[]): Step[] {
  return [...past].reverse().map((p) => ({
    at: p.at,
    title: p.title,
    who: p.actor,
    agency: p.refKind && p.refId ? `${refs[p.refKind] ?? p.refKind} ${p.refId}` : undefined,
    words: [p.note, changesWords(p.changes)].filter(Boolean).join('；') || undefined,
  }))
}

/** 姓名 王芳→王方、手机 138****1234→139****0000 */
export function changesWords(changes: Record<string, [string, string]> | undefined): string {
  const all = Object.entries(changes ?? {}).map(([key, [before, after]]) => {
    const title = titles[(key === 'agencyId' ? 'agency' : key) as Key] ?? key
    // A picture's digest and an agency's number tell a person nothing.
    if (key === 'photoDigest' || key === 'agencyId') return `更换${title}`
    return `${title} ${brief(before) || '（空）'}→${brief(after) || '（空）'}`
  })
  return all.join('、')
}
