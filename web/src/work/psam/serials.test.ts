import { expect, it } from 'vitest'
import { beginning, inRange, parseList, rangeCount } from './serials'

it('reads lists as clerks paste them', () => {
  expect(parseList('序列号\r\n43990020120619810006\n43990020120619810007, 43990020120619810008\t43990020120619810009\n')).toEqual({
    serials: ['43990020120619810006', '43990020120619810007', '43990020120619810008', '43990020120619810009'],
    wrong: [],
  })
})

it('takes a heading for what it is', () => {
  expect(parseList('Serial,Box\n4402P00001001')).toEqual({ serials: ['4402P00001001'], wrong: [] })
})

it('names what is wrong, with its line', () => {
  const { serials, wrong } = parseList('123456\n12345\n123456\n12-456')
  expect(serials).toEqual(['123456'])
  expect(wrong).toEqual(['第 2 行“12345”不是 6 至 20 位字母和数字', '第 3 行 123456 与第 1 行重复', '第 4 行“12-456”不是 6 至 20 位字母和数字'])
})

it('counts the digits behind the same letters, as the server does', () => {
  expect(rangeCount('43990020120619810006', '43990020120619810205').count).toBe(200)
  expect(rangeCount('4402p00001001', '4402P00001040').count).toBe(40)
  expect(rangeCount('000100', '000100').count).toBe(1)
  expect(rangeCount('43990020120619810006', '').count).toBe(0)
  expect(rangeCount('000200', '000100').wrong).toBe('止号小于起号')
  expect(rangeCount('000001', '00000100').wrong).toContain('位数')
  expect(rangeCount('4402P00001', '4402Q00001').wrong).toContain('前缀')
  expect(rangeCount('4402PA', '4402PB').wrong).toContain('数字结尾')
  expect(rangeCount('000001', '010001').wrong).toContain('10,000')
  expect(rangeCount('000001', '010000').count).toBe(10_000)
})

it('knows what lies in a range', () => {
  expect(inRange('000150', '000100', '000200')).toBe(true)
  expect(inRange('000201', '000100', '000200')).toBe(false)
  expect(inRange('00150', '000100', '000200')).toBe(false)
  expect(inRange('4402P00001017', '4402p00001001', '4402p00001040')).toBe(true)
  expect(inRange('4402Q00001017', '4402P00001001', '4402P00001040')).toBe(false)
})

it('asks the list by what both ends begin with', () => {
  expect(beginning('43990020120619810006', '43990020120619810205')).toBe('43990020120619810')
  expect(beginning('000100', '000100')).toBe('000100')
  expect(beginning('1000', '2000')).toBe('')
})
