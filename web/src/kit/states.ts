/** Which family a state belongs to, told by its Chinese name, so that one word has one colour on every page. */
import type { Family } from './theme'

// The first rule that fits decides; the order matters (待复核 waits, 复核 alone is done by somebody).
const rules: [RegExp, Family][] = [
  [/隔离|待定|异常|差异|存疑|待裁定/, 'violet'],
  [/拒|退回|驳回|挂失|注销|失败|报损$|已报损|销毁|遗失|作废|过期|停用|锁定|已撤|错误|逾期/, 'red'],
  [/待|等|未回|报损中/, 'gold'],
  [/草稿|封存|在库|排队|暂停|未开始/, 'grey'],
  [/正常|完成|已发放|已领|启用|激活|有效|通过|已确认|已接收|成功|已释放|已入库/, 'green'],
]

/** The family of a state; what no rule names is in progress. */
export function familyOf(stateName: string): Family {
  return rules.find(([word]) => word.test(stateName))?.[1] ?? 'blue'
}
