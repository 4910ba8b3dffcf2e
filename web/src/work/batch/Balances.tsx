/** The conservation law of each round: nobody who was sent out is lost. Each number leads to its people. */
import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons'
import { count } from '@kit/format'
import { Panel } from '@kit/Page'
import { families } from '@kit/theme'
import type { Balance, Bucket } from './batch'

const buckets: { key: Bucket; title: string }[] = [
  { key: 'ok', title: '成功' },
  { key: 'rejected', title: '失败' },
  { key: 'outstanding', title: '未回盘' },
  { key: 'withdrawn', title: '已撤回' },
]

/** What a bucket is called on the page. */
export const bucketTitle = (key: string): string => buckets.find((b) => b.key === key)?.title ?? ''

/** What the buckets of a round hold together; equal to what was sent, or somebody is lost. */
export const sum = (b: Balance): number => b.ok + b.rejected + b.outstanding + b.withdrawn

export function Balances({ balances, onPick }: { balances: Balance[]; onPick: (round: string, bucket?: Bucket) => void }) {
  if (balances.length === 0)
    return (
      <Panel title="对账">
        <div className="kg-quiet">导出之后，这里逐轮核对：导出人数＝成功＋失败＋未回盘＋已撤回。</div>
      </Panel>
    )
  return (
    <Panel title="对账" right={<span className="kg-soft">导出＝成功＋失败＋未回盘＋已撤回</span>}>
      <table className="kg-plain">
        <thead>
          <tr>
            <th>环节</th>
            <th className="kg-num">导出</th>
            {buckets.map((k) => (
              <th key={k.key} className="kg-num">
                {k.title}
              </th>
            ))}
            <th className="kg-num">核对</th>
          </tr>
        </thead>
        <tbody>
          {balances.map((b) => (
            <tr key={b.round}>
              <td>{b.title}</td>
              <td className="kg-num">
                <Number n={b.sent} onPick={() => onPick(b.round)} strong />
              </td>
              {buckets.map((k) => (
                <td key={k.key} className="kg-num">
                  <Number n={b[k.key]} onPick={() => onPick(b.round, k.key)} />
                </td>
              ))}
              <td className="kg-num">
                {sum(b) === b.sent ? (
                  <span style={{ color: families.green.ink }}>
                    <CheckCircleOutlined /> 平
                  </span>
                ) : (
                  <span style={{ color: 'var(--kg-alarm)' }}>
                    <CloseCircleOutlined /> 差 {count(Math.abs(b.sent - sum(b)))}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

function Number({ n, onPick, strong }: { n: number; onPick: () => void; strong?: boolean }) {
  if (n === 0) return <span className="kg-soft">0</span>
  return (
    <a role="button" tabIndex={0} onClick={onPick} onKeyDown={(e) => e.key === 'Enter' && onPick()} style={strong ? { fontWeight: 600 } : undefined}>
      {count(n)}
    </a>
  )
}
