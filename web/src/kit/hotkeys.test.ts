import { expect, it } from 'vitest'
import { firesWhileTyping, matches } from './hotkeys'

const press = (key: string, more: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...more })

it('matches plain, function and Ctrl keys', () => {
  expect(matches('F2', press('F2'))).toBe(true)
  expect(matches('/', press('/'))).toBe(true)
  expect(matches('/', press('/', { ctrlKey: true }))).toBe(false)
  expect(matches('Ctrl+K', press('k', { ctrlKey: true }))).toBe(true)
  expect(matches('Ctrl+K', press('k', { metaKey: true }))).toBe(true)
  expect(matches('Ctrl+K', press('k'))).toBe(false)
})

it('leaves letters to the field that has the focus', () => {
  expect(firesWhileTyping('/')).toBe(false)
  expect(firesWhileTyping('[')).toBe(false)
  expect(firesWhileTyping('F8')).toBe(true)
  expect(firesWhileTyping('Ctrl+K')).toBe(true)
})
