/** 申请审核: all applications within one's scope; the reviewer accepts many at once. */
import { Button, Tag } from 'antd'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { useRead } from '@kit/api/hooks'
import type { Listing } from '@kit/api/types'
import { PageButton } from '@kit/doors'
import { count, instant, When } from '@kit/format'
import { ListPage, type Column } from '@kit/ListPage'
import { useRight } from '@kit/session'
import { StateTag } from '@kit/StateTag'
import { AgencyPicker } from '../../record/org/AgencyPicker'
import { BankPicker, useBankName } from '../../record/org/bank'
import { RegionPicker } from '../../record/org/RegionPicker'
import { useCodeName } from '../../record/setting/code'
import { AcceptMany, type Chosen } from './AcceptMany'
import { applicationPath, sourceName, states, type Application } from './application'

const help = {
  purpose: '本辖区的社保卡申请：谁申请的、走到哪一步、轮到谁。',
  turn: '经办员提交，另一位复核员审核；退回的由经办员补正后重新提交。',
  notes: ['勾选后可以批量审核通过；自己录入的、已有卡的会跳过，并告诉您几份、为什么。', '“需核对”的申请请点开看清楚再审核。', '查找还可以用拼音首字母和手机号。', '↑↓ 选择，Enter 打开。'],
}

export default function List() {
  const [params] = useSearchParams()
  const [chosen, setChosen] = useState<Chosen>()
  const review = useRight('application.review')
  const columns = useColumns()
  const importId = params.get('import') ?? ''
  const waiting = useRead<Listing<Application>>('/applications', { import: importId, state: 'submitted', limit: 1 }, { on: review && importId !== '' })
  const enter = (
    <PageButton to="/application/new" primary>
      个人申请
    </PageButton>
  )
  return (
    <>
      <ListPage<Application>
        title="申请审核"
        path="/applications"
        help={help}
        columns={columns}
        search="受理编号、证件号、姓名"
        filters={[
          { key: 'state', title: '状态', options: states },
          { key: 'agency', title: '机构', field: (v, change) => <AgencyPicker value={v} onChange={change} width={160} placeholder="领卡机构" /> },
          { key: 'region', title: '区划', field: (v, change) => <RegionPicker value={v} onChange={change} width={128} /> },
          { key: 'bank', title: '银行', field: (v, change) => <BankPicker value={v} onChange={change} width={104} /> },
          { key: 'import', title: '导入', field: (v, change) => v && <Tag closable onClose={() => change(undefined)}>导入 {v}</Tag> },
        ]}
        rowPath={applicationPath}
        bulk={review ? [{ title: '审核通过', fits: (a) => a.allowed.some((v) => v.verb === 'accept'), run: (rows, clear) => setChosen({ rows, clear }) }] : []}
        actions={
          <>
            {!!waiting.data?.total && <Button onClick={() => setChosen({ importId: Number(importId), count: waiting.data!.total })}>本次导入全部通过 {count(waiting.data.total)} 份</Button>}
            {enter}
          </>
        }
        empty={{ words: '还没有申请。可以在柜台逐个申请，也可以按名单批量导入。', action: enter }}
      />
      <AcceptMany chosen={chosen} onClose={() => setChosen(undefined)} />
    </>
  )
}

function useColumns(): Column<Application>[] {
  const bank = useBankName()
  const category = useCodeName('category')
  return [
    { key: 'no', title: '受理编号', width: 176, render: (a) => <Link to={applicationPath(a)}>{a.no}</Link>, text: (a) => a.no },
    { key: 'name', title: '姓名', width: 88, render: (a) => a.name, text: (a) => a.name },
    { key: 'idNumber', title: '证件号码', width: 160, render: (a) => <span className="kg-digits">{a.idNumber}</span>, text: (a) => a.idNumber },
    { key: 'state', title: '状态', width: 96, render: (a) => <StateTag name={a.stateName} family={a.tone} />, text: (a) => a.stateName },
    { key: 'look', title: '需核对', width: 88, render: (a) => <Look of={a} />, text: (a) => [a.warnedOf ? `${a.warnedOf} 处` : '', a.hasPhoto ? '' : '无照片'].filter(Boolean).join('，') },
    { key: 'category', title: '人员类别', width: 96, render: (a) => category(a.category), text: (a) => category(a.category) },
    { key: 'bank', title: '服务银行', width: 80, render: (a) => bank(a.bank), text: (a) => bank(a.bank) },
    { key: 'agency', title: '领卡机构', width: 200, render: (a) => a.agency, text: (a) => a.agency },
    { key: 'submittedAt', title: '提交时间', width: 136, render: (a) => <When at={a.submittedAt} />, text: (a) => instant(a.submittedAt) },
    { key: 'submittedBy', title: '提交人', width: 96, render: (a) => a.submittedBy, text: (a) => a.submittedBy },
    { key: 'reason', title: '原因', width: 200, render: (a) => a.reason, text: (a) => a.reason },
    { key: 'source', title: '来源', width: 88, off: true, render: (a) => sourceName(a.source), text: (a) => sourceName(a.source) },
    { key: 'unit', title: '单位', width: 200, off: true, render: (a) => a.unitName, text: (a) => a.unitName },
    { key: 'attempt', title: '第几次', width: 64, off: true, right: true, render: (a) => a.attempt, text: (a) => String(a.attempt) },
    { key: 'reviewedBy', title: '审核人', width: 96, off: true, render: (a) => a.reviewedBy, text: (a) => a.reviewedBy },
    { key: 'reviewedAt', title: '审核时间', width: 136, off: true, render: (a) => <When at={a.reviewedAt} />, text: (a) => instant(a.reviewedAt) },
  ]
}

/** What the reviewer must not overlook. */
function Look({ of: a }: { of: Application }) {
  if (a.warnedOf > 0) return <StateTag name={`${a.warnedOf} 处`} family="violet" />
  return a.hasPhoto ? null : <span className="kg-soft">无照片</span>
}
