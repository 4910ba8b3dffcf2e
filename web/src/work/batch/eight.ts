/** The eight steps of a batch, read out of what happened to it: the order that operators know from the menu. */
import type { Round, StepRow } from './batch'

export interface Eighth {
  title: string
  status: 'finish' | 'process' | 'wait' | 'error'
  at?: number
  actor?: string
  fileId?: number
  note?: string
}

const titles = ['批次筛选', '批次确认', '导出预开户', '预开户回盘', '导出制卡', '制卡回盘', '导出银行', '银行回盘']
const rounds: Round[] = ['preaccount', 'produce', 'bankdata']

/** Which of the eight a verb completes; close-round ends the round that was exported last. */
function placeOf(verb: string, exported: number): number {
  if (verb === 'select') return 0
  if (verb === 'freeze') return 1
  const [kind, round] = [verb.slice(0, verb.indexOf('-')), verb.slice(verb.indexOf('-') + 1) as Round]
  if (kind === 'export') return 2 + 2 * rounds.indexOf(round)
  if (kind === 'finish') return 3 + 2 * rounds.indexOf(round)
  return verb === 'close-round' ? 3 + 2 * exported : -1
}

/** `over` is a batch that will not go on: given up, undone, or out of people. */
export function eightSteps(steps: StepRow[], over: boolean): Eighth[] {
  const all: Eighth[] = titles.map((title) => ({ title, status: 'wait' }))
  let exported = -1
  let confirmer: string | undefined
  for (const s of steps) {
    if (s.verb === 'confirm') confirmer = s.actor
    if (s.verb.startsWith('export-')) exported = rounds.indexOf(s.verb.slice(7) as Round)
    const step = all[placeOf(s.verb, exported)]
    // A large batch is frozen by the system; who confirmed is a person.
    if (step) Object.assign(step, { status: 'finish', at: s.at, actor: s.verb === 'freeze' ? (confirmer ?? s.actor) : s.actor, fileId: s.fileId || undefined, note: s.note || undefined })
  }
  const next = all.find((s) => s.status === 'wait')
  const last = steps.at(-1)
  if (!next) return all
  if (!over) next.status = 'process'
  else if (last) Object.assign(next, { status: 'error', at: last.at, actor: last.actor, note: last.note || last.state })
  return all
}
