import { expect, it } from 'vitest'
import { bounds, grouped, shown, type Parameter } from './parameter'

const of = (p: Partial<Parameter>): Parameter => ({
  key: 'k', group: 'g', title: 't', kind: 'int', default: '', min: 0, max: 0, choices: [], unit: '', note: '', risky: false,
  now: { value: '', from: 0, setAt: 0, setBy: '' }, upcoming: [], history: 0, allowed: [], ...p,
})

it('reads values as people do', () => {
  expect(shown(of({ unit: '字节' }), '51200')).toBe('51,200 字节')
  expect(shown(of({ kind: 'bool' }), 'false')).toBe('否')
  expect(shown(of({ kind: 'choice', choices: [{ value: 'a', title: '先到先做' }] }), 'a')).toBe('先到先做')
  expect(shown(of({ kind: 'text' }), '')).toBe('（空）')
})

it('tells the bounds', () => {
  expect(bounds(of({ min: 1024, max: 1048576, unit: '字节' }))).toBe('1,024 至 1,048,576 字节')
  expect(bounds(of({ kind: 'text', min: 1, max: 1 }))).toBe('1 个字符')
})

it('keeps the order of groups and of what is in them', () => {
  const list = [of({ key: 'a', group: '照片' }), of({ key: 'b', group: '卡片' }), of({ key: 'c', group: '照片' })]
  expect(grouped(list).map(([g, ps]) => [g, ps.map((p) => p.key)])).toEqual([['照片', ['a', 'c']], ['卡片', ['b']]])
})
