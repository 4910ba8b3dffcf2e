import { expect, it } from 'vitest'
import { detailOf } from './detail'

it('takes changes out of an entry wherever they stand', () => {
  expect(detailOf({ citizen: 7, changes: { state: ['0', '1'] }, note: '本人' })).toEqual({
    changes: [{ field: 'state', before: '0', after: '1' }],
    rest: [
      { name: 'citizen', value: '7' },
      { name: 'note', value: '本人' },
    ],
  })
  expect(detailOf({ mobile: ['138****0001', '138****0002'] }).changes).toEqual([{ field: 'mobile', before: '138****0001', after: '138****0002' }])
})

it('shows what is no change as it is', () => {
  expect(detailOf({ missing: ['F00000018', 'F00000026', 'F00000034'], rule: { bank: '102' }, kept: 0 })).toEqual({
    changes: [],
    rest: [
      { name: 'missing', value: 'F00000018、F00000026、F00000034' },
      { name: 'rule.bank', value: '102' },
      { name: 'kept', value: '0' },
    ],
  })
  expect(detailOf({})).toEqual({ changes: [], rest: [] })
  expect(detailOf(null)).toEqual({ changes: [], rest: [] })
})
