/** 装箱清单: what lies in a parcel, on A4, read down its columns; the code is the parcel's number for the receiver's field. */
import { QRCode } from 'antd'
import { count, instant } from '@kit/format'
import { packedName, type ParcelRecord } from './delivery'
import { downColumns } from './numbers'
import './delivery.css'

// Four columns of a number with its line and a box to tick fill the width of A4.
const across = 4

export function PackingList({ parcel: p }: { parcel: ParcelRecord }) {
  return (
    <div className="dl-paper">
      <h2>社会保障卡装箱清单</h2>
      <div className="dl-paper-top">
        <dl>
          <dt>物流包号</dt>
          <dd>{p.no}</dd>
          <dt>张数</dt>
          <dd>{count(p.cards.length)} 张</dd>
          <dt>寄出</dt>
          <dd>{p.from}</dd>
          <dt>寄往</dt>
          <dd>{p.to}</dd>
          <dt>寄出时间</dt>
          <dd>{instant(p.sentAt)}</dd>
          <dt>寄出人</dt>
          <dd>{p.sentBy}</dd>
          <dt>运单号</dt>
          <dd>{p.waybill || '—'}</dd>
          <dt>备注</dt>
          <dd>{p.note || '—'}</dd>
          <dt>清单摘要</dt>
          <dd className="is-wide">SM3 {p.digest}</dd>
        </dl>
        <QRCode type="svg" value={p.no} size={96} bordered={false} />
      </div>
      <table>
        <tbody>
          {downColumns(p.cards, across).map((row) => (
            <tr key={row[0]!.cardId}>
              {row.map((c) => [
                <td key={`${c.cardId} seq`} className="is-seq">
                  {c.seq}
                </td>,
                <td key={c.cardId}>
                  □ {c.number}
                  {c.state === 'missing' && `（${packedName.missing}）`}
                </td>,
              ])}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="dl-signs">
        <span>装箱人：</span>
        <span>复核人：</span>
        <span>承运人：</span>
        <span>接收人：</span>
        <span>接收日期：</span>
      </div>
    </div>
  )
}
