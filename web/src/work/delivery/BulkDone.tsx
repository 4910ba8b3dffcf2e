/** What a bulk hand-over leaves: the list that the signer signs, on A4. */
import { Button } from 'antd'
import { count, instant } from '@kit/format'
import { useHotkeys } from '@kit/hotkeys'
import { print } from '@kit/Print'
import { done, State } from '@kit/State'
import type { Card } from './delivery'
import { comparePositions, downColumns } from './numbers'
import './delivery.css'

export interface Signed {
  no: string
  name: string
  unit?: string
  agency: string
  clerk: string
  at: number
  hand: Card[]
  kept: ReadonlyMap<string, string>
}

export function BulkDone({ signed: s, onAgain }: { signed: Signed; onAgain: () => void }) {
  useHotkeys([{ key: 'F8', title: '打印领卡清单', run: () => print('A4') }])
  return (
    <>
      <div className="kg-no-print">
        <State
          mark={done}
          title={`已发放并启用 ${count(s.hand.length)} 张`}
          words={`清单 ${s.no}，签领人 ${s.name}${s.unit ? `（${s.unit}）` : ''}。${s.kept.size > 0 ? `留下 ${count(s.kept.size)} 张，仍由机构保管。` : ''}请打印清单，由签领人签字后存档。`}
        >
          <Button type="primary" onClick={() => print('A4')}>
            打印领卡清单 <kbd>F8</kbd>
          </Button>
          <Button onClick={onAgain}>下一份清单</Button>
        </State>
      </div>
      <div className="kg-print-only">
        <Paper signed={s} />
      </div>
    </>
  )
}

function Paper({ signed: s }: { signed: Signed }) {
  const hand = [...s.hand].sort((a, b) => comparePositions(a.position, b.position)).map((c, i) => ({ ...c, seq: i + 1 }))
  return (
    <div className="dl-paper">
      <h2>社会保障卡批量领取清单</h2>
      <div className="dl-paper-top">
        <dl>
          <dt>清单号</dt>
          <dd>{s.no}</dd>
          <dt>时间</dt>
          <dd>{instant(s.at)}</dd>
          <dt>签领人</dt>
          <dd>{s.name}</dd>
          <dt>单位</dt>
          <dd>{s.unit || '—'}</dd>
          <dt>发放</dt>
          <dd>{count(s.hand.length)} 张</dd>
          <dt>留下</dt>
          <dd>{count(s.kept.size)} 张</dd>
          <dt>经办人</dt>
          <dd>
            {s.clerk}（{s.agency}）
          </dd>
        </dl>
      </div>
      <table>
        <tbody>
          {downColumns(hand, 4).map((row) => (
            <tr key={row[0]!.id}>
              {row.map((c) => [
                <td key={`${c.id} seq`} className="is-seq">
                  {c.seq}
                </td>,
                <td key={c.id}>□ {c.number}</td>,
              ])}
            </tr>
          ))}
        </tbody>
      </table>
      {s.kept.size > 0 && (
        <>
          <p style={{ margin: '8px 0 4px' }}>没有发放的卡：</p>
          <table>
            <tbody>
              {[...s.kept].map(([number, reason]) => (
                <tr key={number}>
                  <td style={{ width: 120 }}>{number}</td>
                  <td>{reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      <div className="dl-signs">
        <span>签领人签名：</span>
        <span>经办人：</span>
        <span>日期：</span>
      </div>
    </div>
  )
}
