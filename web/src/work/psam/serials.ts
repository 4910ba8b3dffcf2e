/** Serial numbers as clerks give them: a range, or a list pasted or read from a file. */

/** A PSAM's serial is cn10 in its file 0015: 20 digits. Older ones have fewer; the server judges. */
const shape = /^\d{6,20}$/

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
    for (const s of line.split(/[\s,，;；、"']+/).filter(Boolean)) {
      const before = seen.get(s)
      if (!shape.test(s)) {
        // The heading of a file is no serial and no mistake.
        if (i > 0 || /\d/.test(s)) wrong.push(`第 ${i + 1} 行“${s.slice(0, 24)}”不是 6 至 20 位数字`)
      } else if (before !== undefined) wrong.push(`第 ${i + 1} 行 ${s} 与第 ${before + 1} 行重复`)
      else seen.set(s, i)
    }
  })
  return { serials: [...seen.keys()], wrong }
}

/** How many a range holds; words when it is none. Serials outgrow a double, so they are reckoned as BigInt. */
export function rangeCount(from = '', to = ''): { count: number; wrong?: string } {
  if (!from || !to) return { count: 0 }
  if (!shape.test(from) || !shape.test(to)) return { count: 0, wrong: '序列号应是 6 至 20 位数字' }
  if (from.length !== to.length) return { count: 0, wrong: '起止序列号的位数不一样' }
  const n = BigInt(to) - BigInt(from) + 1n
  if (n <= 0n) return { count: 0, wrong: '止号小于起号' }
  return n > 1_000_000n ? { count: 0, wrong: '一次最多 100 万张，请检查起止号' } : { count: Number(n) }
}

/** Whether a serial lies in the range; of equal length, digits compare as text. */
export const inRange = (serial: string, from: string, to: string): boolean => serial.length === from.length && serial >= from && serial <= to

/** What two serials begin with alike: the list is asked for by it, so that a range does not read the whole stock. */
export function beginning(from: string, to: string): string {
  let n = 0
  while (n < from.length && from[n] === to[n]) n++
  return from.slice(0, n)
}
