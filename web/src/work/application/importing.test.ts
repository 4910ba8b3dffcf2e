import { expect, it } from 'vitest'
import { asJob, effect, linesWords, stepOf, sums, type ImportRecord, type Verdict } from './importing'

const v = (verdict: Verdict['verdict'], count: number): Verdict => ({ verdict, name: verdict, count, lines: [], reasons: [] })
const all = [v('good', 450), v('existing', 30), v('bad', 12), v('duplicate', 3), v('open', 4), v('card', 1)]

it('adds every row into exactly one sum', () => {
  const s = sums(all)
  expect(s).toEqual({ go: 480, mend: 15, there: 5 })
  expect(s.go + s.mend + s.there).toBe(all.reduce((n, x) => n + x.count, 0))
})

it('names the effect in numbers', () => {
  expect(effect(sums(all))).toBe('480 人成为待审核的申请；15 行有误不导入，可下载后改正再上传；5 人已有申请或社保卡，不重复。')
  expect(effect(sums([v('good', 1200)]))).toBe('1,200 人成为待审核的申请。')
})

it('gives lines as examples', () => {
  expect(linesWords([3, 8], 2)).toBe('第 3、8 行')
  expect(linesWords([3, 8, 12, 15, 20], 40)).toBe('第 3、8、12、15、20 行等')
  expect(linesWords([], 0)).toBe('')
})

it('follows the states as steps', () => {
  expect(['staging', 'previewed', 'applying', 'done', 'failed'].map(stepOf)).toEqual([1, 2, 3, 4, undefined])
})

it('reckons progress of what goes on only', () => {
  const i = { id: 7, state: 'applying', stateName: '导入中', since: 1, staged: 500, applied: 240, total: 500, verdicts: all } as unknown as ImportRecord
  expect(asJob(i)).toMatchObject({ done: 240, total: 480, startedAt: 1 })
  expect(asJob({ ...i, state: 'staging' })).toMatchObject({ done: 500, total: 500 })
})
