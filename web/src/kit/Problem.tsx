/** A refusal drawn in full: words, wrong places that have no field on the page, and lines to copy for whoever helps. */
import { CloseCircleOutlined, DisconnectOutlined, LockOutlined, SearchOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import type { ReactNode } from 'react'
import type { Problem as Refusal } from './api/problem'
import { instant } from './format'
import { State } from './State'
import { nowMs } from './time'

function Copy({ problem }: { problem: Refusal }) {
  const { message } = App.useApp()
  const copy = async () => {
    const lines = problem.diagnostic(location.pathname, instant(nowMs()))
    // The clipboard is absent on plain http; the lines are then shown to be copied by hand.
    if (navigator.clipboard) await navigator.clipboard.writeText(lines).then(() => message.success('已复制，可发给系统管理员'))
    else window.prompt('请复制下面的内容', lines.replaceAll('\n', '；'))
  }
  return (
    <Button size="small" type="link" style={{ padding: 0 }} onClick={copy}>
      复制诊断信息
    </Button>
  )
}

/** What is left to say once the frame asks to sign in again over the page: nothing. */
export const beyondSignIn = (p: Refusal | null) => (p?.status === 401 ? null : p)

/** The panel on top of a form or dialog. Errors that stand at their fields are not repeated. */
export function Problem({ of, shown = [], retry }: { of?: Refusal | null; shown?: string[]; retry?: () => void }) {
  if (!of) return null
  const rest = of.errors.filter((e) => !shown.includes(e.field))
  return (
    <div className="kg-problem" role="alert">
      <b>{of.detail}</b>
      {rest.length > 0 && (
        <ul>
          {rest.slice(0, 20).map((e, i) => (
            <li key={i}>{e.words}</li>
          ))}
          {rest.length > 20 && <li>……另有 {rest.length - 20} 处</li>}
        </ul>
      )}
      {(of.number || of.status === 0 || of.status >= 500 || retry) && (
        <footer>
          {of.number && <span>编号 {of.number}</span>}
          {retry && (
            <Button size="small" type="link" style={{ padding: 0 }} onClick={retry}>
              重试
            </Button>
          )}
          <Copy problem={of} />
        </footer>
      )}
    </div>
  )
}

const marks: Record<number, [ReactNode, string]> = {
  0: [<DisconnectOutlined />, '连不上服务器'],
  403: [<LockOutlined />, '没有权限'],
  404: [<SearchOutlined />, '没有找到'],
}

/** The same for a whole page or list that could not be read. */
export function ProblemState({ of, retry }: { of: Refusal; retry?: () => void }) {
  const [mark, title] = marks[of.status] ?? [<CloseCircleOutlined />, '没有读出来']
  return (
    <State mark={mark} title={title} words={of.detail}>
      {retry && of.status !== 403 && <Button onClick={retry}>重试</Button>}
      {of.status !== 403 && of.status !== 404 && (
        <>
          {of.number && <span className="kg-soft">编号 {of.number}</span>}
          <Copy problem={of} />
        </>
      )}
    </State>
  )
}
