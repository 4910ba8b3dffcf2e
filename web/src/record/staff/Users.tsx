/** 用户管理: who signs in, at which agency, with which roles. */
import { App, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useAct, useRead } from '@kit/api/hooks'
import { Field, showAtFields } from '@kit/Form'
import { ListPage } from '@kit/ListPage'
import { beyondSignIn, Problem } from '@kit/Problem'
import { useRight } from '@kit/session'
import { AgencyPicker } from '../org/AgencyPicker'
import { OneTimeLink } from './OneTimeLink'
import { columns, states, userPath, type Invited, type Roles, type User } from './user'

const help = {
  purpose: '能登录系统的人：属于哪个机构、担任什么角色、能看到哪里的数据。',
  turn: '安全管理员管理全市用户；县区管理员管理本辖区的用户。',
  notes: ['新增用户后会得到一个一次性链接，交给本人设置密码；系统没有默认密码。', '新用户还没有角色，请在其页面上授予。', '同一人不能既经办又复核，三员（系统、安全、审计）不能兼任。'],
}

export default function Users() {
  const [adding, setAdding] = useState(false)
  const [invited, setInvited] = useState<Invited>()
  const roles = useRead<Roles>('/roles')
  const go = useNavigate()
  const may = useRight('staff.edit')
  const add = (
    <Button type="primary" onClick={() => setAdding(true)}>
      新增用户
    </Button>
  )
  return (
    <>
      <ListPage<User>
        title="用户管理"
        path="/users"
        help={help}
        columns={columns}
        search="登录名开头或姓名"
        filters={[
          { key: 'state', title: '状态', options: states },
          { key: 'role', title: '角色', options: roles.data?.roles.map((r) => ({ value: r.code, label: r.name })) },
          { key: 'agency', title: '机构', field: (v, change) => <AgencyPicker value={v} onChange={change} width={220} placeholder="所属机构" /> },
        ]}
        rowPath={userPath}
        actions={may && add}
        empty={{ words: '先新增用户，再在其页面上授予角色和数据范围。', action: may && add }}
      />
      {adding && <AddUser onClose={() => setAdding(false)} onDone={(i) => (setAdding(false), setInvited(i))} />}
      <OneTimeLink invited={invited} onClose={() => (invited && void go(userPath(invited.user)), setInvited(undefined))} />
    </>
  )
}

interface Values {
  login: string
  name: string
  agencyId: string
}

function AddUser({ onClose, onDone }: { onClose: () => void; onDone: (i: Invited) => void }) {
  const [form] = Form.useForm<Values>()
  const act = useAct<Invited>()
  const { message } = App.useApp()
  const send = (v: Values) =>
    act.mutate(
      { path: '/users', body: { ...v, agencyId: Number(v.agencyId ?? 0) } },
      {
        onSuccess: (i) => {
          void message.success(`用户“${i.user.login}”已建立`)
          onDone(i)
        },
        onError: (p) => showAtFields(form, p),
      },
    )
  return (
    <Modal open title="新增用户" okText="新增用户" okButtonProps={{ loading: act.isPending }} onOk={() => form.submit()} onCancel={onClose}>
      <Problem of={beyondSignIn(act.error)} shown={['login', 'name', 'agencyId']} />
      <Form form={form} layout="vertical" onFinish={send}>
        <Field name="login" label="登录名" required hint="字母开头，3 至 32 位小写字母、数字、点或横线，如 wangfang.qj。建立后不能改。">
          <Input maxLength={32} autoFocus autoComplete="off" autoCapitalize="none" spellCheck={false} />
        </Field>
        <Field name="name" label="姓名" required>
          <Input maxLength={30} autoComplete="off" />
        </Field>
        <Field name="agencyId" label="所属机构（建立机构之前的官员可不选）">
          <AgencyPicker placeholder="输入机构名称的一部分" />
        </Field>
      </Form>
    </Modal>
  )
}
