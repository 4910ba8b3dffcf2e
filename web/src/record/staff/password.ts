/** What a password must be, told while it is typed. The server judges; it also knows the commonest ones. */

export interface Rule {
  words: string
  ok: boolean
}

const longEnough = 16
const fewest = 5

/** How many of the four kinds it has: capitals, small letters, digits, signs. */
export const kindsIn = (password: string): number => [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{Lu}\p{Ll}\p{Nd}]/u].filter((k) => k.test(password)).length

/** The rules and whether each is met; an empty password meets none. */
export function rulesOf(password: string, login = '', least = 10): Rule[] {
  const length = [...password].length
  return [
    { words: `至少 ${least} 个字符`, ok: length >= least },
    { words: `有大写、小写、数字、符号中的三种，或 ${longEnough} 个字符以上的一句话`, ok: length >= longEnough || kindsIn(password) >= 3 },
    { words: `至少 ${fewest} 个不同的字符${login ? '，不含登录名' : ''}`, ok: new Set(password).size >= fewest && !(login && password.toLowerCase().includes(login.toLowerCase())) },
  ]
}
