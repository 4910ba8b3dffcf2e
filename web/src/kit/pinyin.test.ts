import { expect, it } from 'vitest'
import { fits, initials } from './pinyin'

it.each([['个人申请', 'grsq'], ['批量申请导入', 'plsqdr'], ['挂失解挂注销', 'gsjgzx'], ['PIN码维护', 'pinmwh'], ['预开户回盘', 'ykhhp'], ['黑名单管理', 'hmdgl'], ['入库登记', 'rkdj'], ['银行服务', 'yhfw'], ['更新', 'gx']])(
  '%s → %s',
  (words, want) => expect(initials(words)).toBe(want),
)

it('finds by words and by initials', () => {
  expect(fits('领取', '个人领取')).toBe(true)
  expect(fits('GRLQ', '个人领取')).toBe(true)
  expect(fits('xyz', '个人领取')).toBe(false)
  expect(fits('', '个人领取')).toBe(true)
})
