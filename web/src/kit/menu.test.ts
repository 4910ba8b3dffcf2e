import { expect, it } from 'vitest'
import type { MenuGroup } from './api/types'
import { itemAt, visible } from './SideMenu'

const menu: MenuGroup[] = [
  { title: 'PSAM卡管理', items: [{ title: '台账', path: '/psams', ready: true }, { title: '入库登记', path: '/psams/stock-in', right: 'psam.stock', ready: true }] },
  { title: '密钥管理', items: [{ title: '密钥仪式', right: 'key.ceremony', ready: false, why: '尚未开通' }] },
]

it('shows what the person may, and keeps what is not ready yet', () => {
  expect(visible(menu, []).map((g) => g.items.map((i) => i.title))).toEqual([['台账']])
  expect(visible(menu, ['psam.stock', 'key.ceremony']).map((g) => g.title)).toEqual(['PSAM卡管理', '密钥管理'])
})

it('filters by pinyin initials of item or group', () => {
  expect(visible(menu, ['psam.stock'], 'rkdj')[0]?.items.map((i) => i.title)).toEqual(['入库登记'])
  expect(visible(menu, ['psam.stock'], 'psam')[0]?.items).toHaveLength(2)
})

it('knows the item of a page by the longest path', () => {
  expect(itemAt(menu, '/psams/stock-in')?.title).toBe('入库登记')
  expect(itemAt(menu, '/psams/0190')?.title).toBe('台账')
  expect(itemAt(menu, '/psamsx')).toBeUndefined()
})
