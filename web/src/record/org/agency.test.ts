import { expect, it } from 'vitest'
import { aboveWords, belowKinds, kinds } from './agency'

it('has one kind without anything above it', () => {
  expect(kinds.filter((k) => k.under.length === 0).map((k) => k.value)).toEqual(['centre'])
  expect(aboveWords('centre')).toBe('')
  expect(aboveWords('outlet')).toBe('市卡管理中心、县区经办机构、镇街所')
})

it('hangs nothing below an outlet, a unit or a village', () => {
  expect(belowKinds('town').map((k) => k.value)).toEqual(['village', 'outlet', 'unit'])
  for (const leaf of ['outlet', 'unit', 'village']) expect(belowKinds(leaf)).toEqual([])
})
