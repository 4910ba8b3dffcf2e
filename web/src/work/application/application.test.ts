import { expect, it } from 'vitest'
import { changesWords, stepsOf } from './application'

it('tells a correction in words', () => {
  expect(changesWords({ name: ['王芳', '王方'], email: ['', 'w***n'], photoDigest: ['ab', 'cd'], agencyId: ['1', '2'] })).toBe('姓名 王芳→王方、电子邮箱 （空）→w***n、更换照片、更换领卡机构')
  expect(changesWords({})).toBe('')
})

it('shows the newest step first', () => {
  const steps = stepsOf([
    { at: 1, verb: 'submit', title: '提交申请', state: '待审核', actor: 'wangfang', refKind: 'import', refId: 7 },
    { at: 2, verb: 'return', title: '退回补正', state: '待补正', note: '照片不清', actor: 'lilei' },
  ])
  expect(steps.map((s) => [s.title, s.agency, s.words])).toEqual([['退回补正', undefined, '照片不清'], ['提交申请', '导入 7', undefined]])
})
