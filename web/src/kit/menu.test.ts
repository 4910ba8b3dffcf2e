import { expect, it } from 'vitest'
import type { MenuGroup } from './api/types'
import { barred, groupAt, itemAt, narrowed } from './menu'

const menu: MenuGroup[] = [
  { title: 'PSAM卡管理', items: [{ title: '入库登记', path: '/psams/stock-in', ready: false, why: '您的角色没有此项权限' }, { title: '台账', path: '/psams', ready: true }] },
  { title: '制卡数据管理', items: [{ title: '批次筛选', path: '/batch/select', ready: true }, { title: '批次确认', path: '/batch?state=selected', ready: true }, { title: '制卡回盘', path: '/batch?state=making', ready: true }] },
  { title: '密钥管理', items: [{ title: '密钥仪式', ready: false, why: '尚未开通' }] },
]

it('filters by pinyin initials of entry or group', () => {
  expect(narrowed(menu, '')).toBe(menu)
  expect(narrowed(menu, 'rkdj')[0]?.items.map((i) => i.title)).toEqual(['入库登记'])
  expect(narrowed(menu, 'psam')[0]?.items).toHaveLength(2)
})

it('knows the entry of a page by the longest path', () => {
  expect(itemAt(menu, '/psams/stock-in')?.title).toBe('入库登记')
  expect(itemAt(menu, '/psams/190', '?tab=life')?.title).toBe('台账')
  expect(itemAt(menu, '/psamsx')).toBeUndefined()
})

it('knows entries that are the same list asked for something else', () => {
  expect(itemAt(menu, '/batch', '?state=selected')?.title).toBe('批次确认')
  expect(itemAt(menu, '/batch', '?bank=102&state=making')?.title).toBe('制卡回盘')
  expect(itemAt(menu, '/batch')).toBeUndefined()
  expect(itemAt(menu, '/batch/12', '?state=making')).toBeUndefined()
  expect(groupAt(menu, '/batch/12')?.title).toBe('制卡数据管理')
  expect(groupAt(menu, '/search')).toBeUndefined()
})

it('tells why a page is not for this person', () => {
  expect(barred(menu, '/psams/stock-in')).toBe('您的角色没有此项权限')
  expect(barred(menu, '/psams?state=stock')).toBeUndefined()
  expect(barred(menu, '/batch/12')).toBeUndefined()
  expect(barred(menu, '/people/3')).toBeUndefined()
})
