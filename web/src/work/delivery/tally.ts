/** A list being counted before it is signed for: which cards are in hand, which stay behind and why. */
import { comparePositions, isCardNumber, spelled, type Heard } from './numbers'

/** What a tally needs to know about a card. */
export interface Counted {
  id: number
  number: string
  position: string
}

export interface Tally {
  /** Numbers of cards that go. */
  hand: ReadonlySet<string>
  /** Numbers of cards that stay, with the reason. */
  kept: ReadonlyMap<string, string>
}

export const nothing: Tally = { hand: new Set(), kept: new Map() }

/** A card of the list goes, or stays for a reason; the later word counts. */
export function mark(t: Tally, number: string, reason?: string): Tally {
  const hand = new Set(t.hand)
  const kept = new Map(t.kept)
  hand.delete(number)
  kept.delete(number)
  if (reason === undefined) hand.add(number)
  else kept.set(number, reason)
  return { hand, kept }
}

/** Takes a card off the tally: it is as if it had not been counted. */
export function unmark(t: Tally, number: string): Tally {
  const { hand, kept } = mark(t, number)
  return { hand: new Set([...hand].filter((n) => n !== number)), kept }
}

/** All that are not kept go. */
export const markAll = (t: Tally, list: Counted[]): Tally => ({ hand: new Set(list.map((c) => c.number).filter((n) => !t.kept.has(n))), kept: t.kept })

/** One scan; `reason` is given while the clerk scans what stays. */
export function scan(t: Tally, numbers: ReadonlySet<string>, typed: string, reason?: string): { tally: Tally; heard: Heard; words: string } {
  const number = spelled(typed)
  if (!isCardNumber(number)) return { tally: t, heard: 'strange', words: `“${number.slice(0, 24)}”不是社保卡号，请重新扫描` }
  if (!numbers.has(number)) return { tally: t, heard: 'strange', words: `${number} 不在这份清单里，请放回原处` }
  const same = reason === undefined ? t.hand.has(number) : t.kept.get(number) === reason
  if (same) return { tally: t, heard: 'twice', words: `${number} 已经登记过，不重复计数` }
  const tally = mark(t, number, reason)
  return { tally, heard: 'added', words: reason === undefined ? `✓ ${number}，第 ${tally.hand.size} 张` : `${number} 留下：${reason}` }
}

/** The list as the server takes it, in the order of the boxes; what was neither counted nor kept is not on it. */
export function listed(t: Tally, cards: Counted[]): { cards: number[]; kept: { cardId: number; reason: string }[] } {
  const on = cards.filter((c) => t.hand.has(c.number) || t.kept.has(c.number)).sort((a, b) => comparePositions(a.position, b.position))
  return {
    cards: on.map((c) => c.id),
    kept: on.filter((c) => t.kept.has(c.number)).map((c) => ({ cardId: c.id, reason: t.kept.get(c.number)! })),
  }
}
