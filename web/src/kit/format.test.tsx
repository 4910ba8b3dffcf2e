import { describe, expect, it } from 'vitest'
import { age, count, day, instant, spoken } from './format'

describe('format', () => {
  it('groups thousands', () => {
    expect(count(3_300_000)).toBe('3,300,000')
  })
  it('shows Beijing time wherever the PC thinks it is', () => {
    expect(instant('2026-11-23T09:15:00+08:00')).toBe('2026-11-23 09:15')
    expect(instant('2026-11-22T23:15:00Z')).toBe('2026-11-23 07:15')
    expect(instant('2026-11-23')).toBe('2026-11-23')
    expect(instant(Date.parse('2026-11-23T09:15:00+08:00'))).toBe('2026-11-23 09:15')
    expect([instant(undefined), instant(0), instant('')]).toEqual(['', '', ''])
    expect(day('2026-11-22T23:15:00Z')).toBe('2026-11-23 周一')
  })
  it('tells ages both ways', () => {
    const now = Date.parse('2026-11-23T09:15:00+08:00')
    expect(age(now - 3 * 3_600_000, now)).toBe('3 小时前')
    const ages = ['2026-11-23T09:14:50+08:00', '2026-11-23T08:30:00+08:00', '2026-11-23T01:15:00+08:00', '2026-11-20T09:15:00+08:00', '2026-08-01T09:15:00+08:00', '2026-11-26T10:15:00+08:00']
    expect(ages.map((a) => age(a, now))).toEqual(['刚刚', '45 分钟前', '8 小时前', '3 天前', '3 个月前', '还有 3 天'])
  })
  it('groups ID numbers', () => {
    expect(spoken('440203199001011234')).toBe('440203 19900101 1234')
  })
})
