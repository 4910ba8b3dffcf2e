/** 机构管理: the tree of agencies as a list; each one's page leads up and down. */
import { Button } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { ListPage } from '@kit/ListPage'
import { useRight } from '@kit/session'
import { agencyPath, columns, kinds, states, type Agency } from './agency'
import { AgencyForm } from './AgencyForm'
import { AgencyPicker } from './AgencyPicker'
import { RegionPicker } from './RegionPicker'

const help = {
  purpose: '全市的经办机构：市卡管理中心、县区经办机构、镇街所、村居、银行网点和单位。用户、库存和领卡地点都挂在机构上。',
  turn: '系统管理员增加、修改和停用；停用前须先停用它的下级机构。',
  notes: ['机构停用后不再出现在选择框里，过去的业务仍显示它的名称。', '填写以后的启用日期，到日自动启用。', '点开一个机构可以看它的上级和下级。'],
}

export default function Agencies() {
  const [adding, setAdding] = useState(false)
  const go = useNavigate()
  const may = useRight('org.edit')
  const add = (
    <Button type="primary" onClick={() => setAdding(true)}>
      增加机构
    </Button>
  )
  return (
    <>
      <ListPage<Agency>
        title="机构管理"
        path="/agencies"
        help={help}
        columns={columns}
        search="名称的一部分或编码"
        filters={[
          { key: 'kind', title: '类别', options: kinds },
          { key: 'region', title: '区划', field: (v, change) => <RegionPicker value={v} onChange={change} as="code" width={152} placeholder="所在区划" /> },
          { key: 'parent', title: '上级', field: (v, change) => <AgencyPicker value={v} onChange={change} width={160} placeholder="上级机构" /> },
          { key: 'state', title: '在用', options: states },
        ]}
        rowPath={agencyPath}
        actions={may && add}
        empty={{ words: '先增加市卡管理中心，再逐级增加县区、镇街和网点。', action: may && add }}
      />
      {adding && <AgencyForm onClose={() => setAdding(false)} onDone={(a) => void go(agencyPath(a))} />}
    </>
  )
}
