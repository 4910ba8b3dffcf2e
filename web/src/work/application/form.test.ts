import { expect, it } from 'vitest'
import { asked, bodyOf, changesOf, keeps, needed, nextNeeded, prefilled, type Ground } from './form'

const adult: Ground = { age: 30, docType: '01' }

it('asks for a guardian only below the age', () => {
  expect(asked('guardianName', adult)).toBe(false)
  expect(asked('guardianName', { ...adult, age: 15 })).toBe(true)
  expect(needed('guardianPhone', { ...adult, age: 15 })).toBe(true)
  expect(asked('guardianName', { ...adult, age: 16 })).toBe(false)
  expect(asked('guardianName', { ...adult, age: undefined })).toBe(false)
})

it('asks only what matters', () => {
  expect(asked('unitName', adult)).toBe(false)
  expect(asked('unitName', { ...adult, category: '1' })).toBe(true)
  expect(asked('sex', adult)).toBe(false)
  expect(asked('sex', { ...adult, docType: '08' })).toBe(true)
  expect(asked('email', adult)).toBe(false)
  expect(asked('email', { ...adult, more: true })).toBe(true)
  expect(asked('mobile', adult)).toBe(true)
})

it('never puts a hidden value into a field', () => {
  const known = { name: '王芳', mobile: '138****1234', category: '1', postcode: '' }
  expect(prefilled(known)).toEqual({ name: '王芳', category: '1' })
  expect(keeps('mobile', known)).toBe('138****1234')
  expect(keeps('name', known)).toBe('')
  expect(keeps('address', { address: `广${'*'.repeat(28)}` })).toBe('广******')
  expect(keeps('idNumber', { idNumber: '440203********1234' })).toBe('440203********1234')
})

it('sends what is filled in, the agency by its number, and names what the server wants named', () => {
  expect(bodyOf({ name: ' 王芳 ', mobile: '', email: '', agency: '12', bank: '102' })).toEqual({
    idNumber: '', name: '王芳', mobile: '', address: '', category: '', bank: '102', agencyId: 12,
  })
})

it('names only what a correction changes', () => {
  const before = { name: '王芳', mobile: '138****1234', email: 'w****n', ethnic: '01', agency: '12' }
  expect(changesOf(before, { ...prefilled(before) })).toEqual({})
  expect(changesOf(before, { ...prefilled(before), name: '王方', mobile: '13900000000', ethnic: '', agency: '13' })).toEqual({
    name: '王方', mobile: '13900000000', ethnic: '', agencyId: '13',
  })
})

it('leads Enter over what is needed only', () => {
  const values = { category: '3', bank: '102', agency: '12' }
  expect(nextNeeded(undefined, values, adult)).toBe('name')
  expect(nextNeeded('name', { ...values, name: '王芳' }, adult)).toBe('mobile')
  expect(nextNeeded('mobile', { ...values, name: '王芳', mobile: '13800000000' }, adult)).toBe('address')
  expect(nextNeeded('address', { ...values, name: '王芳', mobile: '1', address: '某处' }, adult)).toBeUndefined()
  expect(nextNeeded('agency', values, adult)).toBe('name')
  expect(nextNeeded('name', { ...values, name: '王芳' }, adult, { mobile: '138****1234', address: '武***' })).toBeUndefined()
  expect(nextNeeded('category', { ...values, name: '小明', mobile: '1', address: '某处' }, { ...adult, age: 9 })).toBe('guardianName')
})
