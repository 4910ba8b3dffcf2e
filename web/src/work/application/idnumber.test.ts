import { expect, it } from 'vitest'
import { ageAt, checkCharacter, likelyDocument, plain, told } from './idnumber'

// Invented: made of a region, a day and the check character reckoned here.
const made = (first17: string) => first17 + checkCharacter(first17)
const today = '2026-11-23'

it('knows the example of GB 11643', () => {
  expect(checkCharacter('34052419800101001')).toBe('X')
})

it('mends what readers and people type', () => {
  expect(plain(' 440203 19900307 001x ')).toBe('44020319900307001X')
  expect(plain('４４０２０３')).toBe('440203')
})

it('tells sex, birth and age', () => {
  expect(told(made('44020319900307001'), today)).toEqual({ sex: '男', birth: '1990-03-07', age: 36 })
  expect(told(made('44020320101124002'), today)).toEqual({ sex: '女', birth: '2010-11-24', age: 15 })
})

it('tells nothing of what is none', () => {
  const good = made('44020319900307001')
  expect(told(good.slice(0, 17), today)).toBeUndefined()
  expect(told(good.slice(0, 17) + (good[17] === '0' ? '1' : '0'), today)).toBeUndefined()
  expect(told(made('44020319900231001'), today)).toBeUndefined()
  expect(told(made('44020320270101001'), today)).toBeUndefined()
})

it('has a birthday on the day itself', () => {
  expect(ageAt('2010-11-23', today)).toBe(16)
  expect(ageAt('2010-11-24', today)).toBe(15)
})

it('guesses the document of other numbers', () => {
  expect(['H12345678', 'M1234567801', '12345678', 'E12345678'].map(likelyDocument)).toEqual(['04', '05', '06', '08'])
})
