/** Days as instants: China has one time zone, whatever the PC believes. */
import { instant } from '@kit/format'

const dayMs = 86_400_000

/** The first millisecond of 2026-11-23, Beijing time; undefined for no day. */
export function dayStart(day: string | undefined): number | undefined {
  const ms = day ? Date.parse(`${day}T00:00:00+08:00`) : NaN
  return Number.isNaN(ms) ? undefined : ms
}

/** The first millisecond after the day: lists take the end as excluded. */
export function dayEnd(day: string | undefined): number | undefined {
  const ms = dayStart(day)
  return ms === undefined ? undefined : ms + dayMs
}

/** The day that an instant of dayStart stands for. */
export const dayOf = (ms: number | string | undefined): string | undefined => instant(Number(ms ?? 0)).slice(0, 10) || undefined

/** The day that an instant of dayEnd stands for. */
export const lastDayOf = (ms: number | string | undefined): string | undefined => (ms ? dayOf(Number(ms) - dayMs) : undefined)
