import { expect, it } from 'vitest'
import { backward, forward, fromURL, isFiltered, pageNumber, toURL, withFilter } from './listState'

it('goes through the URL and back', () => {
  const s = fromURL(new URLSearchParams('q=李&state=&after=c9'))
  expect(s).toEqual({ q: '李', after: 'c9' })
  expect(fromURL(toURL(s))).toEqual(s)
})

it('starts over when the question changes', () => {
  expect(withFilter({ q: '李', after: 'c9', state: 'stocked' }, { state: undefined, agency: '7' })).toEqual({ q: '李', agency: '7' })
  expect(isFiltered({ after: 'c9' })).toBe(false)
  expect(isFiltered({ q: '李' })).toBe(true)
})

it('walks forward and back by cursors', () => {
  const two = forward({ before: [] }, '')
  const three = forward(two, 'c1')
  expect(pageNumber({ after: 'c2' }, three)).toBe(3)
  expect(backward(three)).toEqual({ after: 'c1', trail: two })
  expect(backward(backward(three).trail)).toEqual({ after: '', trail: { before: [] } })
})

it('does not pretend to know the page of a sent URL', () => {
  expect(pageNumber({ after: 'c2' }, { before: [] })).toBeUndefined()
  expect(backward({ before: [] }).after).toBe('')
  expect(pageNumber({}, { before: [] })).toBe(1)
})
