/** What an ID number says of a person, shown while he still stands there. The server judges (GB 11643). */

export interface Told {
  sex: '男' | '女'
  birth: string
  age: number
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** As a reader types it or a person pastes it: full-width digits, blanks and a small x mended. */
export const plain = (typed: string): string => typed.normalize('NFKC').replace(/[\s\u200B-\u200D\uFEFF]/g, '').toUpperCase()

/** The eighteenth character that the first seventeen ask for. */
export const checkCharacter = (first17: string): string => '10X98765432'[weights.reduce((sum, w, i) => sum + w * Number(first17[i]), 0) % 11]!

/** Sex, birth and age on a day; undefined for what is no ID number of 18 characters. */
export function told(number: string, today: string): Told | undefined {
  if (!/^\d{17}[\dX]$/.test(number) || checkCharacter(number.slice(0, 17)) !== number[17]) return
  const birth = number.slice(6, 14).replace(/(\d{4})(\d{2})(\d{2})/, '$1-$2-$3')
  const at = new Date(`${birth}T00:00:00Z`)
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== birth || birth > today) return
  return { sex: Number(number[16]) % 2 ? '男' : '女', birth, age: ageAt(birth, today) }
}

/** Full years on a day. */
export const ageAt = (birth: string, today: string): number => Number(today.slice(0, 4)) - Number(birth.slice(0, 4)) - (today.slice(5) < birth.slice(5) ? 1 : 0)

/** Which document a number that is no ID number most likely belongs to (AAC058); the clerk may choose another. */
export function likelyDocument(number: string): string {
  if (/^H\d{8}(\d{2})?$/.test(number)) return '04'
  if (/^M\d{8}(\d{2})?$/.test(number)) return '05'
  if (/^\d{8}(\d{2})?$/.test(number)) return '06'
  return '08'
}
