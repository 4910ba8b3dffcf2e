/** Card numbers as they are scanned, and cards in the order in which a hand goes through the boxes. */

// GB 11714 weights, which the card specification borrows for the ninth character.
const weights = [3, 7, 9, 10, 5, 8, 4, 2]
const shape = /^[A-Z][0-9A-Z]{7}[0-9X]$/

/** What a scanner or a person typed, as the server spells it: full-width forms, blanks and small letters are forgiven. */
export const spelled = (typed: string): string => typed.normalize('NFKC').replace(/\s+/g, '').toUpperCase()

/** Whether this is a card number with the right ninth character. */
export function isCardNumber(n: string): boolean {
  if (!shape.test(n)) return false
  const value = (c: string) => (/\d/.test(c) ? Number(c) : c.charCodeAt(0) - 55)
  const sum = weights.reduce((s, w, i) => s + w * value(n[i]!), 0)
  return n[8] === '0123456789X0'[11 - (sum % 11)]
}

export type Heard = 'added' | 'twice' | 'strange'

/** One scan onto the list, newest last; a number scanned twice counts once, and what is no card number never counts. */
export function hear(list: string[], typed: string): { list: string[]; number: string; heard: Heard } {
  const number = spelled(typed)
  if (!isCardNumber(number)) return { list, number, heard: 'strange' }
  if (list.includes(number)) return { list, number, heard: 'twice' }
  return { list: [...list, number], number, heard: 'added' }
}

/** Orders packing positions batch-bin-box-slot by their numbers, not their letters: 2 before 10. */
export function comparePositions(a: string, b: string): number {
  const as = a.split('-')
  const bs = b.split('-')
  for (let i = 0; i < Math.min(as.length, bs.length); i++) {
    const [x, y] = [as[i]!, bs[i]!]
    if (x.length !== y.length) return x.length - y.length
    if (x !== y) return x < y ? -1 : 1
  }
  return as.length - bs.length
}

/** Rows of a printed list that is read down its columns, so that a finger follows the box: 1 4 7 / 2 5 8 / 3 6. */
export function downColumns<T>(list: T[], columns: number): T[][] {
  const high = Math.ceil(list.length / columns)
  return Array.from({ length: high }, (_, row) => Array.from({ length: columns }, (_, c) => list[c * high + row]).filter((x): x is T => x !== undefined))
}
