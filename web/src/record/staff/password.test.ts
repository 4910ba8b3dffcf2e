import { expect, it } from 'vitest'
import { kindsIn, rulesOf } from './password'

const met = (password: string, login = '', least = 10) => rulesOf(password, login, least).map((r) => r.ok)

it('counts kinds of characters', () => {
  expect(kindsIn('abc')).toBe(1)
  expect(kindsIn('Abc1')).toBe(3)
  expect(kindsIn('Ab1_')).toBe(4)
  expect(kindsIn('一句话')).toBe(1)
})

it('tells what is missing while one types', () => {
  expect(met('')).toEqual([false, false, false])
  expect(met('Kaguan-2026x')).toEqual([true, true, true])
  expect(met('onlysmallones')).toEqual([true, false, true])
  expect(met('quick brown foxes jump')).toEqual([true, true, true])
  expect(met('Aa1Aa1Aa1Aa1')).toEqual([true, true, false])
  expect(met('Wangfang-2026', 'wangfang')).toEqual([true, true, false])
  expect(met('Kaguan-2026', '', 14)).toEqual([false, true, true])
})
