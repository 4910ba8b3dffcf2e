import { expect, it } from 'vitest'
import { codeOf, lineage, pathOf } from './region'

it('reads the line above out of a code', () => {
  expect(pathOf('440000')).toBe('440000/')
  expect(pathOf('440200')).toBe('440000/440200/')
  expect(pathOf('440203')).toBe('440000/440200/440203/')
  expect(pathOf('440203001')).toBe('440000/440200/440203/440203001/')
  expect(pathOf('440203001201')).toBe('440000/440200/440203/440203001/440203001201/')
  expect(pathOf('4402')).toBe('')
})

it('is its own way back', () => {
  for (const code of ['440000', '440200', '440203', '440203001', '440203001201']) expect(codeOf(pathOf(code))).toBe(code)
  expect(codeOf('')).toBe('')
})

it('lists every region on the way down', () => {
  expect(lineage('440000/440200/440203/')).toEqual(['440000/', '440000/440200/', '440000/440200/440203/'])
})
