/** Pinyin initials for filtering the menu, out of the browser's own collation: no table to ship. */

// The first character of each initial in pinyin order; I, U and V begin no syllable.
const firsts = '阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨它穵夕丫帀'
const letters = 'abcdefghjklmnopqrstwxyz'
// Characters of two readings, as this trade reads them: 银行, 重置, 还原, 调拨.
const inTrade: Record<string, string> = { 行: 'h', 重: 'c', 还: 'h', 调: 'd' }
const byPinyin = new Intl.Collator('zh-CN-u-co-pinyin')

function initial(ch: string): string {
  if (!/\p{Script=Han}/u.test(ch)) return /[a-z0-9]/i.test(ch) ? ch.toLowerCase() : ''
  if (inTrade[ch]) return inTrade[ch]
  for (let i = firsts.length - 1; i >= 0; i--) if (byPinyin.compare(ch, firsts[i]!) >= 0) return letters[i]!
  return ''
}

/** 个人申请 → grsq */
export const initials = (text: string): string => [...text].map(initial).join('')

/** Whether what was typed is part of the words or of their initials. */
export function fits(typed: string, words: string): boolean {
  const t = typed.trim().toLowerCase()
  return words.toLowerCase().includes(t) || (/^[a-z0-9]+$/.test(t) && initials(words).includes(t))
}
