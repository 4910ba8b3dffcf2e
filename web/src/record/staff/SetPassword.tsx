/** The one-time link that an administrator hands to a user: its holder chooses his password. */
import { Button, Form, Input, Skeleton } from 'antd'
import { useState } from 'react'
import { Navigate, useNavigate, useSearchParams } from 'react-router'
import { useAct, useRead } from '@kit/api/hooks'
import { showAtFields } from '@kit/Form'
import { instant } from '@kit/format'
import { Problem, ProblemState } from '@kit/Problem'
import { State } from '@kit/State'
import { Door } from './Door'
import { NewPassword } from './NewPassword'
import type { Link } from './Setup'

export default function SetPassword() {
  const [params] = useSearchParams()
  const token = params.get('token') ?? ''
  const [done, setDone] = useState(false)
  const link = useRead<Link>('/setup', { token }, { on: token !== '' && !done })
  const go = useNavigate()
  if (done)
    return (
      <Door tab="设置密码">
        <State title="密码已设置" words="链接已作废。请用新密码登录。">
          <Button type="primary" onClick={() => void go('/login')}>
            去登录
          </Button>
        </State>
      </Door>
    )
  if (link.data?.first) return <Navigate to={`/setup?token=${encodeURIComponent(token)}`} replace />
  return (
    <Door tab="设置密码">
      {token === '' ? (
        <State title="链接不完整" words="请完整复制管理员交给您的链接再打开。" />
      ) : link.error ? (
        <ProblemState of={link.error} />
      ) : link.data ? (
        <Choose token={token} link={link.data} onDone={() => setDone(true)} />
      ) : (
        <Skeleton active />
      )}
    </Door>
  )
}

function Choose({ token, link, onDone }: { token: string; link: Link; onDone: () => void }) {
  const [form] = Form.useForm<{ password: string }>()
  const act = useAct()
  const finish = ({ password }: { password: string }) =>
    act.mutate({ path: '/password/token', body: { token, password } }, { onSuccess: onDone, onError: (p) => showAtFields(form, p) })
  return (
    <>
      <h1>设置密码</h1>
      <p className="kg-soft" style={{ marginBottom: 24 }}>
        账号 <b>{link.login}</b>，链接 {instant(link.expires)} 前有效，只能用一次。
      </p>
      <Problem of={act.error} shown={['password']} />
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish}>
        {/* Tells the browser's keeper of passwords whose this is. */}
        <Input value={link.login} autoComplete="username" readOnly hidden />
        <NewPassword login={link.login} least={link.minLength} />
        <Button type="primary" htmlType="submit" block loading={act.isPending}>
          设置密码
        </Button>
      </Form>
    </>
  )
}
