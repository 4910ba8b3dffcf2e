/** The grid of steps of one person, and how long each step took. */

/** One cell of the grid; `at` is 0 for what has not happened. */
export interface Step {
  key: string
  title: string
  at: number
  actor: string
  file?: { id: number; name: string }
  note?: string
  tone: 'done' | 'waiting' | 'failed' | 'open'
}

/** One way through the steps: an application in one batch. */
export interface Attempt {
  applicationId: number
  no: string
  state: string
  batchId: number
  batchNo: string
  steps: Step[]
}

/** The day in China that an instant belongs to, counted from 1970. */
const dayOf = (ms: number) => Math.floor((ms + 8 * 3600_000) / 86_400_000)

/**
 * Days on the calendar that a step took, from the step before to its own time; the step that is waited for counts to now, one that did
 * not happen has none. Steps are reckoned in the order in which they happened, as some may be skipped.
 */
export function daysOf(steps: Step[], now: number): (number | undefined)[] {
  let before = 0
  return steps.map((s) => {
    const end = s.at || (s.tone === 'waiting' ? now : 0)
    const days = end && before ? Math.max(0, dayOf(end) - dayOf(before)) : undefined
    if (s.at) before = s.at
    return days
  })
}

/** 当天, 3 天 */
export const daysInWords = (days: number | undefined): string => (days === undefined ? '' : days === 0 ? '当天' : `${days} 天`)
