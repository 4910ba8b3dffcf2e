/** Accepting many at once: the effect in numbers before, what was left and why after. */
import { Alert, Button, Modal } from 'antd'
import { useAct } from '@kit/api/hooks'
import { count } from '@kit/format'
import { beyondSignIn, Problem } from '@kit/Problem'
import type { Application, Outcome } from './application'

/** Rows of the list, or a whole import. */
export type Chosen = { rows: Application[]; clear: () => void } | { importId: number; count: number }

export function AcceptMany({ chosen, onClose }: { chosen?: Chosen; onClose: () => void }) {
  const act = useAct<Outcome>()
  if (!chosen) return null
  const rows = 'rows' in chosen ? chosen.rows : []
  const n = 'rows' in chosen ? rows.length : chosen.count
  const warned = rows.filter((a) => a.warnedOf > 0).length
  const run = () => act.mutate({ path: '/applications/accept', body: 'rows' in chosen ? { ids: rows.map((a) => a.id) } : { importId: chosen.importId } })
  const close = () => {
    if (act.data && 'rows' in chosen) chosen.clear()
    act.reset()
    onClose()
  }
  if (act.data) return <Result of={act.data} onClose={close} />
  return (
    <Modal open title="批量审核通过" okText={`审核通过 ${count(n)} 份`} okButtonProps={{ loading: act.isPending, autoFocus: true }} onOk={run} onCancel={close}>
      <Problem of={beyondSignIn(act.error)} />
      <div className="kg-effect">
        <b>{count(n)}</b>份申请审核通过，可由制卡管理员选入批次。
      </div>
      {warned > 0 && <Alert type="warning" showIcon style={{ marginTop: 8 }} title={`其中 ${count(warned)} 份有需要核对的问题，请先逐份点开看过再通过。`} />}
      <p className="kg-soft" style={{ marginBottom: 0 }}>
        由您本人录入或提交的、此人已有卡的，会跳过不办。
      </p>
    </Modal>
  )
}

function Result({ of: o, onClose }: { of: Outcome; onClose: () => void }) {
  const left = o.refused.reduce((sum, r) => sum + r.count, 0)
  return (
    <Modal open title="批量审核结果" footer={<Button type="primary" autoFocus onClick={onClose}>知道了</Button>} onCancel={onClose}>
      <div className="kg-effect">
        <b>{count(o.done)}</b>份审核通过{left > 0 && `，${count(left)} 份没有处理：`}
      </div>
      {left > 0 && (
        <table className="kg-plain" style={{ marginTop: 8 }}>
          <thead>
            <tr>
              <th>原因</th>
              <th className="kg-num">份数</th>
              <th>举例</th>
            </tr>
          </thead>
          <tbody>
            {o.refused.map((r) => (
              <tr key={r.code}>
                <td>{r.words}</td>
                <td className="kg-num">{count(r.count)}</td>
                <td className="kg-digits">{r.examples.join('、')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Modal>
  )
}
