/** A new password, twice, with what it must be ticked off while it is typed. */
import { CheckCircleFilled, MinusCircleOutlined } from '@ant-design/icons'
import { Form, Input } from 'antd'
import { Field } from '@kit/Form'
import { families } from '@kit/theme'
import { rulesOf } from './password'

interface Props {
  login?: string
  /** The least length that the policy asks for. */
  least?: number
}

// The field is called as the server calls it when it refuses one.
export function NewPassword({ login, least }: Props) {
  const typed = (Form.useWatch('password') as string | undefined) ?? ''
  return (
    <>
      <Field name="password" label="新密码" required hint={<Rules typed={typed} login={login} least={least} />}>
        <Input.Password autoComplete="new-password" maxLength={128} />
      </Field>
      <Form.Item
        name="again"
        label="再输一遍"
        dependencies={['password']}
        rules={[
          { required: true, message: '请再输一遍新密码' },
          ({ getFieldValue }) => ({
            validator: async (_, v) => {
              if (v && v !== getFieldValue('password')) throw new Error('两次输入的密码不一样')
            },
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={128} />
      </Form.Item>
    </>
  )
}

const Rules = ({ typed, login, least }: Props & { typed: string }) => (
  <ul style={{ listStyle: 'none', margin: '4px 0 0', padding: 0 }}>
    {rulesOf(typed, login, least).map((r) => (
      <li key={r.words} style={{ color: r.ok ? families.green.ink : undefined }}>
        {r.ok ? <CheckCircleFilled aria-label="已满足" /> : <MinusCircleOutlined aria-label="未满足" />} {r.words}
      </li>
    ))}
  </ul>
)
