/** Serial numbers as clerks give them: a range, or a list pasted or read from a file. */

/** 6 to 20 letters and digits, as printed on the card and on the vendor's box. */
const shape = /^[0-9A-Z]{6,20}$/

/** How many one delivery may hold; the server refuses more. */
const most = 10_000

/** A serial as the server spells it. */
export const spelled = (typed: string): string => typed.trim().toUpperCase()

export interface Given {
  serials: string[]
  /** What is in the way, in words with the line; nothing is sent while there is any. */
  wrong: string[]
}

/** A list: one a line, or divided by commas, blanks or tabs; Excel's trailing columns are not understood as serials. */
export function parseList(text: string): Given {
  const wrong: string[] = []
  const seen = new Map<string, number>()
  text.split(/\r?\n/).forEach((line, i) => {
    for (const s of line.split(/[\s,，;；、"']+/).filter(Boolean).map(spelled)) {
      // The heading of a file is no serial and no mistake.
      if (i === 0 && !/\d/.test(s)) continue
      const before = seen.get(s)
      if (!shape.test(s)) {
        wrong.push(`第 ${i + 1} 行“${s.slice(0, 24)}”不是 6 至 20 位字母和数字`)
      } else if (before !== undefined) wrong.push(`第 ${i + 1} 行 ${s} 与第 ${before + 1} 行重复`)
      else seen.set(s, i)
    }
  })
  return { serials: [...seen.keys()], wrong }
}

/** A serial in two: what stands in front, and its last digits that count, at most 15 so that the number stays exact. */
function split(serial: string): { head: string; digits: string } {
  const digits = /\d{0,15}$/.exec(serial)?.[0] ?? ''
  return { head: serial.slice(0, serial.length - digits.length), digits }
}

/** How many a range holds, both ends included; words when it is none. */
export function rangeCount(from = '', to = ''): { count: number; wrong?: string } {
  if (!from || !to) return { count: 0 }
  const [start, end] = [spelled(from), spelled(to)]
  if (!shape.test(start) || !shape.test(end)) return { count: 0, wrong: '序列号应是 6 至 20 位字母和数字' }
  const [a, b] = [split(start), split(end)]
  if (!a.digits || !b.digits) return { count: 0, wrong: '起止序列号应以数字结尾，或改为逐个填写' }
  if (a.head !== b.head || a.digits.length !== b.digits.length) return { count: 0, wrong: '起止序列号的前缀和位数应相同' }
  const n = Number(b.digits) - Number(a.digits) + 1
  if (n <= 0) return { count: 0, wrong: '止号小于起号' }
  return n > most ? { count: 0, wrong: `一次最多 ${most.toLocaleString('en-US')} 张，请检查起止号或分批` } : { count: n }
}

/** Whether a serial lies in the range; behind the same head, digits of equal length compare as text. */
export function inRange(serial: string, from: string, to: string): boolean {
  const [start, end] = [spelled(from), spelled(to)]
  return split(serial).head === split(start).head && serial.length === start.length && serial >= start && serial <= end
}

/** What two serials begin with alike: the list is asked for by it, so that a range does not read the whole stock. */
export function beginning(from: string, to: string): string {
  const [start, end] = [spelled(from), spelled(to)]
  let n = 0
  while (n < start.length && start[n] === end[n]) n++
  return start.slice(0, n)
}
