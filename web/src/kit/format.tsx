/** How numbers, times and ID numbers look; the same on every page. */
import { nowMs } from './time'

/** A point in time as the server tells it: milliseconds since 1970, 0 for never; or ISO 8601, which may be a date alone. */
export type Instant = number | string | null | undefined

const msOf = (at: number | string): number => (typeof at === 'number' ? at : Date.parse(at))

const grouped = new Intl.NumberFormat('en-US')

/** 1234567 → 1,234,567 */
export const count = (n: number): string => grouped.format(n)

// China has one time zone; a clerk's misconfigured PC must not shift a deadline.
const chinaMs = 8 * 3600_000

/** 2026-11-23 09:15, Beijing time. Empty for no time; dates without a time stay dates. */
export const instant = (at: Instant): string => {
  if (!at) return ''
  if (typeof at === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(at)) return at
  const ms = msOf(at)
  return Number.isNaN(ms) ? '' : new Date(ms + chinaMs).toISOString().slice(0, 16).replace('T', ' ')
}

/** 2026-11-23 周一 */
export const day = (at: Instant): string => {
  const d = instant(at).slice(0, 10)
  return d && `${d} 周${'日一二三四五六'[new Date(`${d}T00:00:00Z`).getUTCDay()]}`
}

/** 刚刚, 12 分钟前, 3 小时前, 2 天前, 5 个月前; and 还有 3 天 for what is to come. */
export const age = (at: number | string, now: number): string => {
  const min = Math.round((now - msOf(at)) / 60_000)
  const m = Math.abs(min)
  if (Number.isNaN(min)) return ''
  if (m < 1) return '刚刚'
  const span = m < 60 ? `${m} 分钟` : m < 1440 ? `${Math.floor(m / 60)} 小时` : m < 86_400 ? `${Math.floor(m / 1440)} 天` : `${Math.floor(m / 43_200)} 个月`
  return min > 0 ? `${span}前` : `还有 ${span}`
}

/** ID numbers in groups, as they are read aloud: 440203 19900101 1234. */
export const spoken = (idNumber: string): string => idNumber.replace(/^(.{6})(.{8})(.{4})$/, '$1 $2 $3')

/** Who did it, as people call him: what runs by itself, like system:jobs, is 系统. */
export const who = (actor: string): string => (/^system(:|$)/.test(actor) ? '系统' : actor)

/** A time, with its age beside it where age matters. */
export const When = ({ at, old }: { at?: Instant; old?: boolean }) =>
  at ? (
    <time dateTime={typeof at === 'string' ? at : new Date(at).toISOString()} className="kg-nowrap">
      {instant(at)}
      {old && <span className="kg-soft"> · {age(at, nowMs())}</span>}
    </time>
  ) : (
    <span className="kg-soft">—</span>
  )
