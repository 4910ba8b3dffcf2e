import { expect, it } from 'vitest'
import type { Job } from './api/types'
import { progress } from './rate'

const start = Date.parse('2026-11-23T09:00:00+08:00')
const job = (more: Partial<Job>): Job => ({ id: 1, kind: 'import', title: '导入', state: 'running', stateName: '进行中', done: 0, total: 1000, startedAt: start, ...more })

it('tells rate and end once they mean something', () => {
  expect(progress(job({ done: 5 }), start + 1000)).toEqual({ percent: 0, words: '5 / 1,000' })
  expect(progress(job({ done: 250 }), start + 10_000)).toEqual({ percent: 25, words: '250 / 1,000 · 每秒 25 · 还需约 30 秒' })
  expect(progress(job({ done: 10 }), start + 60_000).words).toBe('10 / 1,000 · 每分钟 10 · 预计 11-23 10:40 完成')
})

it('never says 100 before it is done', () => {
  expect(progress(job({ done: 1000 }), start + 5000).percent).toBe(99)
  expect(progress(job({ state: 'done', done: 1000 }), start).percent).toBe(100)
  expect(progress(job({ total: 0, done: 7, state: 'paused' }), start)).toEqual({ percent: 0, words: '7' })
})
