/** 制卡批次: all batches, or those that wait for one step, as the menu asks. */
import { useSearchParams } from 'react-router'
import { PageButton } from '@kit/doors'
import { ListPage } from '@kit/ListPage'
import { BankPicker } from '../../record/org/bank'
import { batchPath, columns, states, stepOfState, type Batch } from './batch'

const help = {
  purpose: '制卡批次：一批人经一家银行、一家卡商，从筛选到银行回盘。菜单里的每一步，就是停在这一步之前的批次。',
  turn: '“轮到”一列写明现在该谁办；点开批次，右上角的按钮就是您现在可以办的事。',
  notes: ['筛选人不能确认自己的批次。', '导出之后不能再还原；每一轮的人数在批次页面上逐一对账。'],
}

export default function List() {
  const [params] = useSearchParams()
  const step = stepOfState[params.get('state') ?? '']
  const select = (
    <PageButton to="/batch/select" primary>
      批次筛选
    </PageButton>
  )
  return (
    <ListPage<Batch>
      title={step ?? '制卡批次'}
      path="/batches"
      help={help}
      columns={columns}
      search="批次号（开头几位即可）"
      filters={[
        { key: 'state', title: '状态', options: states },
        { key: 'bank', title: '服务银行', field: (v, change) => <BankPicker value={v} onChange={change} width={160} /> },
      ]}
      rowPath={batchPath}
      actions={select}
      empty={{ words: '审核通过的申请，先筛选成批，再由另一人确认。', action: select }}
    />
  )
}
