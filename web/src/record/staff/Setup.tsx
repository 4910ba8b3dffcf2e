/** The one-time link that the first start prints: whoever holds it becomes the security officer, who makes all others. */
import { Button, Form, Input, Skeleton } from 'antd'
import { useState } from 'react'
import { Navigate, useNavigate, useSearchParams } from 'react-router'
import { useAct, useRead } from '@kit/api/hooks'
import { Field, showAtFields } from '@kit/Form'
import { Problem, ProblemState } from '@kit/Problem'
import { State } from '@kit/State'
import { Door } from './Door'
import { NewPassword } from './NewPassword'

/** What a one-time link is for. */
export interface Link {
  /** It makes the first user; otherwise it sets the password of `login`. */
  first: boolean
  login: string
  expires: number
  minLength: number
}

interface First {
  login: string
  name: string
  password: string
}

export default function Setup() {
  const [params] = useSearchParams()
  const token = params.get('token') ?? ''
  const link = useRead<Link>('/setup', { token }, { on: token !== '' })
  const [done, setDone] = useState(false)
  const go = useNavigate()
  if (done)
    return (
      <Door tab="首次设置">
        <State title="安全管理员账号已建立" words="设置链接已作废。请用刚才的账号登录，再建立系统管理员、审计员和其他用户。">
          <Button type="primary" onClick={() => void go('/login')}>
            去登录
          </Button>
        </State>
      </Door>
    )
  if (link.data && !link.data.first) return <Navigate to={`/set-password?token=${encodeURIComponent(token)}`} replace />
  return (
    <Door tab="首次设置">
      {token === '' ? (
        <State title="缺少设置链接" words="请从服务器第一次启动时打印的链接进入；链接只能用一次。" />
      ) : link.error ? (
        <ProblemState of={link.error} />
      ) : link.data ? (
        <SetupForm token={token} least={link.data.minLength} onDone={() => setDone(true)} />
      ) : (
        <Skeleton active />
      )}
    </Door>
  )
}

function SetupForm({ token, least, onDone }: { token: string; least: number; onDone: () => void }) {
  const [form] = Form.useForm<First>()
  const login = Form.useWatch('login', form)
  const act = useAct()
  const finish = ({ login, name, password }: First) =>
    act.mutate({ path: '/setup', body: { token, login, name, password } }, { onSuccess: onDone, onError: (p) => showAtFields(form, p) })
  return (
    <>
      <h1>首次设置</h1>
      <p className="kg-soft" style={{ marginBottom: 24 }}>
        建立第一个账号：安全管理员，由他建立其他用户。系统没有默认密码。
      </p>
      <Problem of={act.error} shown={['login', 'name', 'password']} />
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish}>
        <Field name="login" label="登录名" required hint="字母开头，3 至 32 位小写字母、数字、点或横线。">
          <Input autoComplete="username" maxLength={32} autoCapitalize="none" spellCheck={false} autoFocus />
        </Field>
        <Field name="name" label="姓名" required>
          <Input autoComplete="name" maxLength={30} />
        </Field>
        <NewPassword login={login} least={least} />
        <Button type="primary" htmlType="submit" block loading={act.isPending}>
          建立安全管理员账号
        </Button>
      </Form>
    </>
  )
}
