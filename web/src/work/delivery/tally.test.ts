import { expect, it } from 'vitest'
import { listed, markAll, nothing, scan, unmark } from './tally'

// Invented numbers with their right ninth character.
const cards = [
  { id: 3, number: 'F00000018', position: '7-1-10-1' },
  { id: 1, number: 'F00000026', position: '7-1-2-1' },
  { id: 2, number: 'F00000034', position: '7-1-2-2' },
]
const numbers = new Set(cards.map((c) => c.number))

it('counts what goes and what stays, each card once', () => {
  const a = scan(nothing, numbers, cards[0]!.number)
  expect(a.heard).toBe('added')
  expect(scan(a.tally, numbers, cards[0]!.number).heard).toBe('twice')
  const b = scan(a.tally, numbers, cards[1]!.number, '本人未到')
  expect(b.heard).toBe('added')
  // The later word counts: what was in hand stays after all, and is not in both.
  const c = scan(b.tally, numbers, cards[0]!.number, '卡面有误')
  expect([...c.tally.hand]).toEqual([])
  expect([...c.tally.kept]).toEqual([
    [cards[1]!.number, '本人未到'],
    [cards[0]!.number, '卡面有误'],
  ])
})

it('refuses cards that are not on the list', () => {
  const strange = scan(nothing, new Set(), cards[0]!.number)
  expect([strange.heard, strange.tally]).toEqual(['strange', nothing])
  expect(strange.words).toContain('不在这份清单')
})

it('sends the list in the order of the boxes, and leaves out what was not counted', () => {
  const kept = scan(nothing, numbers, cards[2]!.number, '本人未到').tally
  const all = markAll(kept, cards)
  expect(listed(all, cards)).toEqual({ cards: [1, 2, 3], kept: [{ cardId: 2, reason: '本人未到' }] })
  expect(listed(unmark(all, cards[1]!.number), cards).cards).toEqual([2, 3])
})
