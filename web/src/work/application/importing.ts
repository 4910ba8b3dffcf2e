/** What the import of a list is to the pages: its answer, and its counts in words. */
import { count } from '@kit/format'
import type { Job, Stateful } from '@kit/api/types'

export interface Reason {
  code: string
  words: string
  count: number
  /** The first line numbers. */
  lines: number[]
}

export interface Verdict {
  verdict: 'good' | 'existing' | 'open' | 'card' | 'duplicate' | 'bad'
  name: string
  count: number
  lines: number[]
  reasons: Reason[]
}

export interface Import extends Stateful {
  listName: string
  photosName: string
  agencyId: number
  bank: string
  /** Rows of the list; 0 while it was not opened. */
  total: number
  staged: number
  applied: number
  photos: number
  photosUsed: number
  /** Why it failed, or a hint. */
  words: string
  createdBy: string
  createdAt: number
  confirmedBy: string
  confirmedAt: number
  since: number
  /** This very list was sent before: nothing new was begun. */
  again: boolean
}

export interface ImportRecord extends Import {
  verdicts: Verdict[]
}

export const states = [
  { value: 'staging', label: '检查中' },
  { value: 'previewed', label: '待确认' },
  { value: 'applying', label: '导入中' },
  { value: 'done', label: '已完成' },
  { value: 'failed', label: '文件有误' },
  { value: 'discarded', label: '已作废' },
]

export const importPath = (i: { id: string | number }) => `/application/imports/${i.id}`

export interface Sums {
  /** Rows that go on: new people and known ones. */
  go: number
  /** Rows to be mended; they come back as a workbook. */
  mend: number
  /** Rows whose people have an application or a card already: nothing to do. */
  there: number
}

/** The verdicts added up: what happens, what comes back, what is left alone. */
export function sums(verdicts: Verdict[]): Sums {
  const of = (...names: Verdict['verdict'][]) => verdicts.filter((v) => names.includes(v.verdict)).reduce((n, v) => n + v.count, 0)
  return { go: of('good', 'existing'), mend: of('bad', 'duplicate'), there: of('open', 'card') }
}

/** What confirming does, in numbers. */
export function effect({ go, mend, there }: Sums): string {
  return [`${count(go)} 人成为待审核的申请`, mend > 0 && `${count(mend)} 行有误不导入，可下载后改正再上传`, there > 0 && `${count(there)} 人已有申请或社保卡，不重复`].filter(Boolean).join('；') + '。'
}

/** 第 3、8、12 行等 */
export function linesWords(lines: number[], of: number): string {
  if (lines.length === 0) return ''
  return `第 ${lines.map(count).join('、')} 行${of > lines.length ? '等' : ''}`
}

/** Which step of the wizard a state belongs to; undefined for those that ended beside it. */
export const stepOf = (state: string): number | undefined => ({ staging: 1, previewed: 2, applying: 3, done: 4 })[state]

/** Staging and applying as a job, so that progress reads the same everywhere. */
export function asJob(i: ImportRecord): Job {
  const staging = i.state === 'staging'
  const total = staging ? i.total : sums(i.verdicts).go
  return { id: i.id, kind: 'import', title: staging ? '检查名单' : '导入申请', state: 'running', stateName: i.stateName, done: staging ? i.staged : i.applied, total, startedAt: i.since }
}
