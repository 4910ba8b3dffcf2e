import { expect, it } from 'vitest'
import { heldWords, hinders, type Held, type Role } from './user'

const role = (code: string, neverWith: string[] = [], mayGrant = true): Role => ({ code, name: code, office: '', rights: [], neverWith, mayGrant })
const held = (code: string, name: string): Held => ({ role: { code, name }, scope: { path: '', name: '全部' }, at: 0 })

it('says which held role stands in the way', () => {
  expect(hinders(role('reviewer', ['clerk']), [held('clerk', '经办员')])).toBe('不能与“经办员”由同一人担任')
  expect(hinders(role('reviewer', ['clerk']), [held('logistics', '物流管理员')])).toBe('')
  expect(hinders(role('lead', [], false), [])).toBe('您不能授予此角色')
})

it('names a role with its scope', () => {
  expect(heldWords(held('clerk', '经办员'))).toBe('经办员（全部）')
})
