import { expect, it } from 'vitest'
import { dayEnd, dayOf, dayStart, lastDayOf } from './days'

it('begins and ends days in Beijing', () => {
  expect(new Date(dayStart('2026-11-23')!).toISOString()).toBe('2026-11-22T16:00:00.000Z')
  expect(dayEnd('2026-11-23')! - dayStart('2026-11-23')!).toBe(86_400_000)
  expect(dayStart(undefined)).toBeUndefined()
  expect(dayEnd('?')).toBeUndefined()
})

it('gives the days back that it was given', () => {
  for (const day of ['2026-11-23', '2026-01-01', '2028-02-29', '2026-12-31']) {
    expect(dayOf(dayStart(day))).toBe(day)
    expect(lastDayOf(String(dayEnd(day)))).toBe(day)
  }
})
