/** 领卡回执 on 80 mm: what the collector signs and takes along. */
import { QRCode } from 'antd'
import { instant } from '@kit/format'
import './delivery.css'

/** One hand-over that has just happened. */
export interface Handed {
  id: number
  number: string
  /** The holder. */
  name: string
  collector: string
  relation: string
  at: number
  clerk: string
  agency: string
}

export function Slip({ handed: h }: { handed: Handed }) {
  const lines = [
    ['持卡人', h.name],
    ['社保卡号', h.number],
    ['领取人', h.collector],
    ['关系', h.relation],
    ['领取时间', instant(h.at)],
    ['机构', h.agency],
    ['经办人', h.clerk],
    ['回执号', String(h.id)],
  ]
  return (
    <div className="dl-slip">
      <h2>社会保障卡领卡回执</h2>
      {lines.map(([label, value]) => (
        <p key={label}>
          <span>{label}</span>
          <span>{value}</span>
        </p>
      ))}
      <p style={{ margin: '8px 0' }}>卡片已当面核对并启用。请尽快到服务银行激活金融账户；卡片遗失请拨打 12333 挂失。</p>
      <div style={{ display: 'flex', alignItems: 'flex-end', gap: 8 }}>
        <QRCode type="svg" value={h.number} size={72} bordered={false} />
        <span style={{ flex: 1, borderBottom: '1px solid #000' }}>领取人签名：</span>
      </div>
    </div>
  )
}
