/** Sign in. The demo city names an account for each role; a click signs in as that person. */
import { useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Spin } from 'antd'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useAct, useRead } from '@kit/api/hooks'
import type { Demo } from '@kit/api/types'
import { Field } from '@kit/Form'
import { day } from '@kit/format'
import { Problem } from '@kit/Problem'
import { Door } from './Door'

interface Credentials {
  login: string
  password: string
}

/** Only paths of our own: a link from outside must not lead elsewhere after signing in. */
export const safeNext = (next: string | null): string => (next && /^\/(?![/\\])/.test(next) ? next : '/')

export default function Login() {
  const demo = useRead<Demo | null>('/demo')
  const [form] = Form.useForm<Credentials>()
  const [params] = useSearchParams()
  const [chosen, setChosen] = useState<string>()
  const go = useNavigate()
  const cache = useQueryClient()
  const act = useAct()
  const enter = (who: Credentials) =>
    act.mutate(
      { path: '/session', body: who },
      {
        onSuccess: () => {
          cache.clear()
          void go(safeNext(params.get('next')), { replace: true })
        },
        onError: () => setChosen(undefined),
      },
    )
  const as = (who: Credentials) => {
    form.setFieldsValue(who)
    setChosen(who.login)
    enter(who)
  }
  return (
    <Door tab="登录" demo={!!demo.data} side={demo.data && <Accounts demo={demo.data} busy={chosen} onPick={as} />}>
      <h1>登录</h1>
      <p className="kg-soft" style={{ marginBottom: 24 }}>
        请使用本人账号，办理的业务会记在您名下。
      </p>
      <Problem of={act.error} />
      <Form form={form} layout="vertical" requiredMark={false} onFinish={enter}>
        <Field name="login" label="账号" required>
          <Input autoFocus autoComplete="username" size="large" />
        </Field>
        <Field name="password" label="密码" required>
          <Input.Password autoComplete="current-password" size="large" />
        </Field>
        <Button type="primary" htmlType="submit" size="large" block loading={act.isPending && !chosen}>
          登录
        </Button>
      </Form>
      <p className="kg-soft" style={{ margin: '16px 0 0', fontSize: 13 }}>
        忘记密码请联系本单位的管理员重置。
      </p>
    </Door>
  )
}

function Accounts({ demo, busy, onPick }: { demo: Demo; busy?: string; onPick: (who: Credentials) => void }) {
  return (
    <>
      <div className="kg-h2">
        演示账号 <span className="kg-soft" style={{ fontWeight: 400 }}>点一下即以该身份登录</span>
      </div>
      {demo.accounts.map((a) => (
        <button key={a.login} className="kg-account" disabled={!!busy} onClick={() => onPick({ login: a.login, password: a.password })}>
          <span>{a.role}</span>
          <span>{a.name}</span>
          <span className="kg-soft" title={a.agency}>
            {busy === a.login ? <Spin size="small" /> : a.agency}
          </span>
        </button>
      ))}
      <p className="kg-soft" style={{ margin: '12px 8px 0', fontSize: 13 }}>
        演示城市 · 虚构数据 · 当前日期 {day(demo.day)}
      </p>
    </>
  )
}
