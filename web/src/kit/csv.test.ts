import { expect, it } from 'vitest'
import { toCSV } from './csv'

it('quotes, disarms formulas and keeps long numbers', () => {
  expect(toCSV([['序列号', '说明'], ['43990020120619810006', '=1+1'], ['a"b', 'x,y']])).toBe(
    '\uFEFF序列号,说明\r\n"43990020120619810006\t",\'=1+1\r\n"a""b","x,y"\r\n',
  )
})
