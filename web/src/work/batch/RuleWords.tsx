/** A rule in words: by what a batch was or will be selected. */
import { useRead } from '@kit/api/hooks'
import { useCodeName } from '../../record/setting/code'
import type { Rule } from './batch'

export function RuleWords({ rule: r }: { rule: Rule }) {
  const agency = useRead<{ name: string }>(`/agencies/${r.agencyId}`, {}, { on: !!r.agencyId })
  const category = useCodeName('category')
  const kind = useCodeName('application_kind')
  const parts = [
    r.regionPath && `区划 ${r.regionPath.split('/').filter(Boolean).at(-1)} 及下级`,
    r.agencyId && `领卡机构 ${agency.data?.name ?? r.agencyId}`,
    r.category && `人员类别 ${category(r.category)}`,
    r.kind && `业务类型 ${kind(r.kind)}`,
    r.priority ? '只要优先' : '',
    (r.from || r.to) && `提交日期 ${r.from ?? '不限'} 至 ${r.to ?? '不限'}`,
    r.size && `最多 ${r.size} 人`,
  ].filter(Boolean)
  return <>{parts.length > 0 ? parts.join('，') : '该银行的全部已审核申请'}</>
}
