/** How numbers, money, times and ID numbers look; the same on every page. */
import { nowMs } from './time'

const grouped = new Intl.NumberFormat('en-US')

/** 1234567 → 1,234,567 */
export const count = (n: number): string => grouped.format(n)

/** Fen → 1,234.50 */
export const money = (fen: number): string => {
  const minus = fen < 0 ? '-' : ''
  const yuan = Math.floor(Math.abs(fen) / 100)
  return `${minus}${grouped.format(yuan)}.${String(Math.abs(fen) % 100).padStart(2, '0')}`
}

// China has one time zone; a clerk's misconfigured PC must not shift a deadline.
const chinaMs = 8 * 3600_000

/** 2026-11-23 09:15, Beijing time. Empty for no time; dates without a time stay dates. */
export const instant = (at: string | undefined | null): string => {
  if (!at) return ''
  if (/^\d{4}-\d{2}-\d{2}$/.test(at)) return at
  const ms = Date.parse(at)
  return Number.isNaN(ms) ? '' : new Date(ms + chinaMs).toISOString().slice(0, 16).replace('T', ' ')
}

/** 2026-11-23 周一 */
export const day = (at: string): string => {
  const d = instant(at).slice(0, 10)
  return d && `${d} 周${'日一二三四五六'[new Date(`${d}T00:00:00Z`).getUTCDay()]}`
}

/** 刚刚, 12 分钟前, 3 小时前, 2 天前, 5 个月前; and 还有 3 天 for what is to come. */
export const age = (at: string, now: number): string => {
  const min = Math.round((now - Date.parse(at)) / 60_000)
  const m = Math.abs(min)
  if (Number.isNaN(min)) return ''
  if (m < 1) return '刚刚'
  const span = m < 60 ? `${m} 分钟` : m < 1440 ? `${Math.floor(m / 60)} 小时` : m < 86_400 ? `${Math.floor(m / 1440)} 天` : `${Math.floor(m / 43_200)} 个月`
  return min > 0 ? `${span}前` : `还有 ${span}`
}

/** ID numbers in groups, as they are read aloud: 440203 19900101 1234. */
export const spoken = (idNumber: string): string => idNumber.replace(/^(.{6})(.{8})(.{4})$/, '$1 $2 $3')

/** 440203********1234 */
export const masked = (idNumber: string): string => idNumber.replace(/^(.{6}).+(.{4})$/, (_, a: string, b: string) => a + '*'.repeat(idNumber.length - 10) + b)

export const Count = ({ n, unit }: { n: number; unit?: string }) => (
  <span className="kg-num">
    {count(n)}
    {unit && ` ${unit}`}
  </span>
)

export const Money = ({ fen }: { fen: number }) => <span className="kg-num">¥ {money(fen)}</span>

/** A time, with its age beside it where age matters. */
export const When = ({ at, old }: { at?: string | null; old?: boolean }) =>
  at ? (
    <time dateTime={at} className="kg-nowrap">
      {instant(at)}
      {old && <span className="kg-soft"> · {age(at, nowMs())}</span>}
    </time>
  ) : (
    <span className="kg-soft">—</span>
  )
