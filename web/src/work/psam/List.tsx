/** PSAM 台账: every PSAM card, where it is and in what state. */
import { useNavigate } from 'react-router'
import { PageButton } from '@kit/doors'
import { ListPage } from '@kit/ListPage'
import { useMayOpen } from '@kit/session'
import { AgencyPicker } from '../../record/org/AgencyPicker'
import { columns, psamPath, states, type Psam } from './psam'

const help = {
  purpose: 'PSAM 卡台账：每张卡现在在哪里、处于什么状态。终端验卡靠 PSAM 里的密钥，每张都要有着落。',
  turn: '市卡管中心入库和发放；持卡机构报损；市卡管中心另一人审核报损。',
  notes: ['勾选在库的卡可以直接发放。', '遗失的 PSAM 按密钥安全事件处理。'],
}

export default function List() {
  const go = useNavigate()
  const handOut = useMayOpen('/psams/hand-out')
  const stockIn = (
    <PageButton to="/psams/stock-in" primary>
      入库登记
    </PageButton>
  )
  return (
    <ListPage<Psam>
      title="PSAM 台账"
      path="/psams"
      help={help}
      columns={columns}
      search="序列号（开头几位即可）"
      filters={[
        { key: 'state', title: '状态', options: states },
        { key: 'agency', title: '机构', field: (v, change) => <AgencyPicker value={v} onChange={change} width={220} placeholder="保管机构" /> },
      ]}
      rowPath={psamPath}
      bulk={handOut ? [{ title: '发放', fits: (p) => p.state === 'stock', run: (rows) => void go('/psams/hand-out', { state: { chosen: rows } }) }] : []}
      actions={
        <>
          <PageButton to="/psams/damage">报损登记</PageButton>
          <PageButton to="/psams/hand-out">发放登记</PageButton>
          {stockIn}
        </>
      }
      empty={{ words: '收到供应商送来的 PSAM 卡后，先登记入库，再发放给机构。', action: stockIn }}
    />
  )
}
