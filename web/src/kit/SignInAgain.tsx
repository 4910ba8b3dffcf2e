/** When the session ends while a page is open, the password is asked over the page, so that nothing typed is lost. */
import { useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal } from 'antd'
import { useEffect, useState } from 'react'
import { session } from './api/call'
import { useAct } from './api/hooks'
import { Field } from './Form'
import { Problem } from './Problem'
import { useMe } from './session'

export function SignInAgain() {
  const me = useMe()
  const [open, setOpen] = useState(false)
  const [form] = Form.useForm<{ password: string }>()
  const act = useAct()
  const cache = useQueryClient()
  useEffect(() => {
    const out = () => setOpen(true)
    session.addEventListener('out', out)
    return () => session.removeEventListener('out', out)
  }, [])
  const again = ({ password }: { password: string }) =>
    act.mutate({ path: '/session', body: { login: me.login, password } }, { onSuccess: () => (setOpen(false), form.resetFields()) })
  return (
    <Modal
      open={open}
      title="登录已失效，请再次输入密码"
      okText="继续"
      cancelText="换人登录"
      okButtonProps={{ loading: act.isPending }}
      onOk={() => form.submit()}
      onCancel={() => (cache.clear(), location.assign('/login'))}
      mask={{ closable: false }}
      closable={false}
    >
      <Problem of={act.error} />
      <p style={{ marginTop: 0 }} className="kg-soft">
        {me.name}（{me.login}）。页面上填的内容都还在。
      </p>
      <Form form={form} layout="vertical" onFinish={again} requiredMark={false}>
        <Field name="password" label="密码" required>
          <Input.Password autoFocus autoComplete="current-password" />
        </Field>
      </Form>
    </Modal>
  )
}
