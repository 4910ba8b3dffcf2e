import { expect, it } from 'vitest'
import { comparePositions, downColumns, hear, isCardNumber } from './numbers'

/** Makes a card number as the server does, by another road: the ninth character is tried until the sum is whole. */
function made(first8: string): string {
  const digits = [...first8].map((c) => parseInt(c, 36))
  const sum = digits.reduce((s, d, i) => s + d * [3, 7, 9, 10, 5, 8, 4, 2][i]!, 0)
  for (let c = 0; c <= 10; c++) if ((sum + c) % 11 === 0) return first8 + (c === 10 ? 'X' : c)
  throw new Error('no check character')
}
const cards = Array.from({ length: 30 }, (_, i) => made(`F${String(i * 37).padStart(7, '0')}`))

it('knows a card number from a mistyped one', () => {
  for (const n of cards) {
    expect(isCardNumber(n)).toBe(true)
    const at = 3
    const wrong = n.slice(0, at) + ((Number(n[at]) + 1) % 10) + n.slice(at + 1)
    expect(isCardNumber(wrong)).toBe(false)
  }
  expect(isCardNumber('440203199001011234')).toBe(false)
  expect(isCardNumber('100000000')).toBe(false)
})

it('counts each card once, whatever the scanner adds to it', () => {
  const [a, b] = cards as [string, string]
  let list: string[] = []
  const scan = (typed: string) => {
    const h = hear(list, typed)
    list = h.list
    return h.heard
  }
  expect(scan(a)).toBe('added')
  expect(scan(` ${b.toLowerCase()}\r`)).toBe('added')
  expect(scan(a)).toBe('twice')
  expect(scan('ＷＬ2026112300007')).toBe('strange')
  expect(scan('')).toBe('strange')
  expect(list).toEqual([a, b])
})

it('goes through the boxes by number', () => {
  const given = ['7-1-10-2', '7-1-2-30', '7-1-2-4', '10-1-1-1', '7-1-2']
  expect([...given].sort(comparePositions)).toEqual(['7-1-2', '7-1-2-4', '7-1-2-30', '7-1-10-2', '10-1-1-1'])
})

it('prints down the columns and loses nobody', () => {
  expect(downColumns([1, 2, 3, 4, 5, 6, 7, 8], 3)).toEqual([
    [1, 4, 7],
    [2, 5, 8],
    [3, 6],
  ])
  expect(downColumns([], 4)).toEqual([])
  for (const n of [1, 3, 4, 5, 179]) expect(downColumns(Array.from({ length: n }, (_, i) => i), 4).flat().sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i))
})
