/** One agency: facts, what stands above and below it, and what may be done with it. */
import { Button, Table } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { useRead } from '@kit/api/hooks'
import type { Listing } from '@kit/api/types'
import { count } from '@kit/format'
import { Problem } from '@kit/Problem'
import { RecordPage } from '@kit/RecordPage'
import { useRight } from '@kit/session'
import { StateTag } from '@kit/StateTag'
import { agencyPath, belowKinds, type Agency } from './agency'
import { AgencyForm } from './AgencyForm'

const help = {
  purpose: '一个机构的情况、它的上级和下级。',
  turn: '系统管理员修改或停用。',
  notes: ['停用从今天起生效，停用前须先停用它的下级机构。'],
}

export default function AgencyRecord() {
  const { id = '' } = useParams()
  const [amending, setAmending] = useState<Agency>()
  const [above, setAbove] = useState<Agency>()
  const may = useRight('org.edit')
  return (
    <>
      <RecordPage<Agency>
        kind="机构"
        path={`/agencies/${id}`}
        help={help}
        title={(a) => a.name}
        doors={{ update: setAmending }}
        forms={{ close: { effect: (a) => `停用“${a.name}”1 个机构，从今天起不再用于新业务。名下的用户不会停用，请另行处理。`, done: '机构已停用' } }}
        actions={(a) => may && a.state === 'open' && belowKinds(a.kind).length > 0 && <Button onClick={() => setAbove(a)}>增加下级机构</Button>}
        facts={(a) => [
          { label: '机构编码', value: <span className="kg-digits">{a.code}</span> },
          { label: '类别', value: a.kindName },
          { label: '上级机构', value: a.parentId ? <Link to={agencyPath({ id: a.parentId })}>{a.parent}</Link> : '' },
          { label: '所在区划', value: a.fullRegion || a.regionName },
          ...(a.bank ? [{ label: '所属银行', value: a.bankName }] : []),
          { label: '办公电话', value: a.phone },
          { label: '地址', value: a.address },
          { label: '启用日期', value: a.from || '一直在用' },
          { label: '停用日期', value: a.to },
        ]}
        middle={(a) => belowKinds(a.kind).length > 0 && <Below agency={a} />}
      />
      {amending && <AgencyForm agency={amending} onClose={() => setAmending(undefined)} />}
      {above && <AgencyForm above={above} onClose={() => setAbove(undefined)} />}
    </>
  )
}

/** The agencies directly below; beyond a page the list has them all. */
function Below({ agency }: { agency: Agency }) {
  const below = useRead<Listing<Agency>>('/agencies', { parent: agency.id, state: 'all', limit: 100 })
  const rows = below.data?.items ?? []
  return (
    <div className="kg-panel">
      <div className="kg-h2">
        下级机构 {below.data && <span className="kg-soft">{count(below.data.total)} 个</span>}
        <span className="kg-h2-right">
          <Link to={`/org/agencies?parent=${agency.id}&state=all`}>在列表中看</Link>
        </span>
      </div>
      <Problem of={below.error} retry={() => void below.refetch()} />
      {below.data && rows.length === 0 ? (
        <div className="kg-quiet">还没有下级机构。</div>
      ) : (
        <Table<Agency>
          size="small"
          rowKey="id"
          loading={below.isPending}
          dataSource={rows}
          pagination={rows.length > 10 ? { pageSize: 10, size: 'small', showSizeChanger: false } : false}
          columns={[
            { title: '机构名称', render: (_, a) => <Link to={agencyPath(a)}>{a.name}</Link> },
            { title: '类别', dataIndex: 'kindName' },
            { title: '所在区划', dataIndex: 'regionName' },
            { title: '办公电话', dataIndex: 'phone' },
            { title: '状态', render: (_, a) => <StateTag name={a.stateName} family={a.tone} /> },
          ]}
        />
      )}
    </div>
  )
}
