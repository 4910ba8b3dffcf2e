import { expect, it } from 'vitest'
import type { StepRow } from './batch'
import { eightSteps } from './eight'

let clock = 0
const step = (verb: string, more: Partial<StepRow> = {}): StepRow => ({ at: ++clock, verb, title: '', state: '', actor: '甲', ...more })
const shown = (steps: StepRow[], over = false) => eightSteps(steps, over).map((s) => s.status[0]).join('')

it('follows a batch to its end', () => {
  const life = [step('select'), step('confirm', { actor: '乙' }), step('freeze', { actor: 'system' }), step('export-preaccount', { fileId: 7 }), step('finish-preaccount', { fileId: 8, actor: 'system' })]
  expect(shown([])).toBe('pwwwwwww')
  expect(shown(life.slice(0, 1))).toBe('fpwwwwww')
  // Being frozen is not yet confirmed.
  expect(shown(life.slice(0, 2))).toBe('fpwwwwww')
  expect(shown(life)).toBe('ffffpwww')
  const [, confirmed, out, back] = eightSteps(life, false)
  expect(confirmed?.actor).toBe('乙')
  expect([out?.fileId, back?.fileId]).toEqual([7, 8])
  expect(shown([...life, step('export-produce'), step('finish-produce'), step('export-bankdata'), step('finish-bankdata')])).toBe('ffffffff')
})

it('knows which round was closed by hand', () => {
  const steps = [step('select'), step('confirm'), step('freeze'), step('export-preaccount'), step('finish-preaccount'), step('export-produce'), step('close-round', { note: '卡商停产' })]
  expect(shown(steps)).toBe('ffffffpw')
  expect(eightSteps(steps, false)[5]?.note).toBe('卡商停产')
})

it('says where a batch that will not go on has stopped', () => {
  const undone = [step('select'), step('confirm'), step('freeze'), step('undo', { note: '照片有误' })]
  expect(shown(undone, true)).toBe('ffewwwww')
  expect(eightSteps(undone, true)[2]?.note).toBe('照片有误')
  expect(shown([step('select'), step('discard', { note: '选错银行' })], true)).toBe('fewwwwww')
})
