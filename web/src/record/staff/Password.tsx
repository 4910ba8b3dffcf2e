/** 修改密码: one's own. */
import { Alert, Button, Input } from 'antd'
import { useNavigate } from 'react-router'
import { Field, FormPage } from '@kit/Form'
import { useMe } from '@kit/session'
import { State } from '@kit/State'
import { NewPassword } from './NewPassword'

interface Values {
  old: string
  password: string
}

const help = { purpose: '修改本人的登录密码。修改后其他地方的登录会失效。', notes: ['密码不会显示给任何人，管理员也只能重置，看不到原密码。'] }

export default function Password() {
  const me = useMe()
  const go = useNavigate()
  return (
    <FormPage<Values>
      title="修改密码"
      help={help}
      submit="修改密码"
      act={(v) => ({ path: '/password', body: { old: v.old, new: v.password } })}
      result={() => (
        <State title="密码已修改" words="下次请用新密码登录。">
          <Button type="primary" onClick={() => void go('/')}>
            回到工作台
          </Button>
        </State>
      )}
    >
      {me.mustChangePassword && <Alert type="warning" showIcon style={{ marginBottom: 16 }} title="这是初始密码或已过期的密码，请先修改再办理业务。" />}
      <div style={{ maxWidth: 360 }}>
        <Field name="old" label="原密码" required>
          <Input.Password autoComplete="current-password" autoFocus />
        </Field>
        <NewPassword login={me.login} />
      </div>
    </FormPage>
  )
}
