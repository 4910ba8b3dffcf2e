/** Progress of a job in words: how far, how fast, until when. */
import type { Job } from './api/types'
import { count, instant } from './format'

export interface Progress {
  percent: number
  words: string
}

/** Rate and end are told only once they mean something: after two seconds and one percent. */
export function progress(job: Job, now: number): Progress {
  const percent = job.state === 'done' ? 100 : job.total > 0 ? Math.min(99, Math.floor((job.done / job.total) * 100)) : 0
  const parts = [job.total > 0 ? `${count(job.done)} / ${count(job.total)}` : job.done > 0 ? count(job.done) : '']
  const seconds = job.startedAt ? (now - job.startedAt) / 1000 : 0
  if (job.state === 'running' && seconds >= 2 && job.done > 0) {
    const rate = job.done / seconds
    parts.push(rate >= 1 ? `每秒 ${count(Math.round(rate))}` : `每分钟 ${count(Math.round(rate * 60))}`)
    if (percent >= 1 && job.total > job.done) parts.push(ending((job.total - job.done) / rate, now))
  }
  if (job.message) parts.push(job.message)
  return { percent, words: parts.filter(Boolean).join(' · ') }
}

function ending(left: number, now: number): string {
  if (left < 60) return `还需约 ${Math.max(1, Math.round(left))} 秒`
  if (left < 3600) return `还需约 ${Math.round(left / 60)} 分钟`
  return `预计 ${instant(now + left * 1000).slice(5)} 完成`
}
