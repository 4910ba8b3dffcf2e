import { expect, it } from 'vitest'
import { familyOf } from './states'

it.each([
  ['草稿', 'grey'], ['封存', 'grey'], ['在库', 'grey'], ['制卡中', 'blue'], ['已寄出', 'blue'], ['待复核', 'gold'], ['报损待审', 'gold'],
  ['正常', 'green'], ['已发放', 'green'], ['已完成', 'green'], ['已退回', 'red'], ['正式挂失', 'red'], ['注销', 'red'], ['已报损', 'red'], ['已销毁', 'red'],
  ['遗失', 'red'], ['隔离', 'violet'], ['应用锁定', 'red'], ['临时挂失', 'red'],
])('%s is %s', (name, family) => expect(familyOf(name)).toBe(family))
