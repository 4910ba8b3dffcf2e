import { expect, it } from 'vitest'
import { daysInWords, daysOf, type Step } from './grid'

const day = 86_400_000
const t0 = Date.parse('2026-11-01T09:00:00+08:00')
const step = (at: number, tone: Step['tone'] = at ? 'done' : 'open'): Step => ({ key: '', title: '', at, actor: '', tone })

it('tells how long each step took, and how long the present one has', () => {
  const steps = [step(t0), step(t0 + 2 * day), step(t0 + 2 * day + 1000), step(0, 'waiting'), step(0)]
  expect(daysOf(steps, t0 + 7.5 * day)).toEqual([undefined, 2, 0, 5, undefined])
})

it('goes on past a step that did not happen', () => {
  expect(daysOf([step(t0), step(0), step(t0 + 3 * day)], t0 + 9 * day)).toEqual([undefined, undefined, 3])
  expect(daysOf([step(0, 'waiting')], t0)).toEqual([undefined])
})

it('counts by the calendar: the next morning is another day', () => {
  expect(daysOf([step(t0), step(t0 + day / 2), step(t0 + day - 1000)], t0)).toEqual([undefined, 0, 1])
})

it('says days in words', () => {
  expect([undefined, 0, 3].map(daysInWords)).toEqual(['', '当天', '3 天'])
})
