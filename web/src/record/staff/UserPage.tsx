/** One user: facts, roles with their scope, and what may be done: grant, revoke, stop, resume, unlock, reset. */
import { App, Button, Form, Modal, Select, Table } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import { useAct, useRead } from '@kit/api/hooks'
import { Field, showAtFields } from '@kit/Form'
import { When } from '@kit/format'
import { Panel } from '@kit/Page'
import { beyondSignIn, Problem } from '@kit/Problem'
import { RecordPage } from '@kit/RecordPage'
import { BankPicker, useBankName } from '../org/bank'
import { RegionPicker } from '../org/RegionPicker'
import { OneTimeLink } from './OneTimeLink'
import { heldWords, hinders, type Held, type Invited, type Role, type Roles, type User } from './user'

const help = {
  purpose: '一个用户的角色、数据范围和状态。',
  turn: '管理员授予和收回角色，停用、恢复、解锁和重置密码；不能管理自己。',
  notes: ['角色从本人下一次操作起生效，不用重新登录。', '停用后本人立即退出登录，角色保留，恢复后可继续使用。', '重置密码会让原密码作废，并生成新的一次性链接。'],
}

export default function UserPage() {
  const { id = '' } = useParams()
  const [granting, setGranting] = useState<User>()
  const [revoking, setRevoking] = useState<{ user: User; held?: Held }>()
  const [resetting, setResetting] = useState<User>()
  const [invited, setInvited] = useState<Invited>()
  const path = `/users/${id}`
  return (
    <>
      <RecordPage<User>
        kind="用户"
        path={path}
        help={help}
        title={(u) => `${u.name} ${u.login}`}
        doors={{ grant: setGranting, reset: setResetting, revoke: (user) => setRevoking({ user }) }}
        forms={{ stop: { effect: (u) => `停用“${u.name}”。他会立即退出登录，不能再办理业务；${u.roles.length} 个角色保留。`, done: '用户已停用' } }}
        facts={(u) => [
          { label: '登录名', value: u.login },
          { label: '姓名', value: u.name },
          { label: '所属机构', value: u.agency.name },
          { label: '密码', value: u.hasPassword ? '已设置' : '未设置，一次性链接还没有使用' },
          { label: '最近登录', value: u.lastLoginAt ? <When at={u.lastLoginAt} old /> : '从未登录' },
          { label: '建立时间', value: <When at={u.createdAt} /> },
          ...(u.lockedUntil ? [{ label: '锁定到', value: <When at={u.lockedUntil} old /> }] : []),
        ]}
        middle={(u) => <HeldRoles user={u} onRevoke={(held) => setRevoking({ user: u, held })} />}
      />
      {revoking && <RevokeForm {...revoking} onClose={() => setRevoking(undefined)} />}
      {granting && <GrantForm user={granting} onClose={() => setGranting(undefined)} />}
      <Reset user={resetting} onClose={() => setResetting(undefined)} onDone={setInvited} />
      <OneTimeLink invited={invited} onClose={() => setInvited(undefined)} />
    </>
  )
}

function HeldRoles({ user, onRevoke }: { user: User; onRevoke: (h: Held) => void }) {
  const bankName = useBankName()
  const may = user.allowed.some((v) => v.verb === 'revoke')
  return (
    <Panel title="角色与数据范围">
      {user.roles.length === 0 ? (
        <div className="kg-quiet">还没有角色，登录后只能修改自己的密码。</div>
      ) : (
        <Table<Held>
          size="small"
          rowKey={keyOf}
          dataSource={user.roles}
          pagination={false}
          columns={[
            { title: '角色', render: (_, h) => h.role.name },
            { title: '数据范围', render: (_, h) => h.scope.name },
            { title: '限银行', render: (_, h) => (h.bank ? bankName(h.bank) : <span className="kg-soft">不限</span>) },
            { title: '授予时间', render: (_, h) => <When at={h.at} /> },
            { key: 'do', width: 80, render: (_, h) => may && <Button size="small" type="link" danger style={{ padding: 0 }} onClick={() => onRevoke(h)}>收回</Button> },
          ]}
        />
      )}
    </Panel>
  )
}

const keyOf = (h: Held) => `${h.role.code} ${h.scope.path}`

/** Takes one held role away; when there is only one it is chosen already. */
function RevokeForm({ user, held, onClose }: { user: User; held?: Held; onClose: () => void }) {
  const [chosen, setChosen] = useState(held ?? (user.roles.length === 1 ? user.roles[0] : undefined))
  const act = useAct<User>()
  const { message } = App.useApp()
  const run = () =>
    chosen &&
    act.mutate(
      { path: `/users/${user.id}/revoke`, body: { role: chosen.role.code, scopePath: chosen.scope.path, bank: chosen.bank } },
      { onSuccess: () => (void message.success('角色已收回'), onClose()) },
    )
  return (
    <Modal open title="收回角色" okText="收回角色" okButtonProps={{ danger: true, loading: act.isPending, disabled: !chosen }} onOk={run} onCancel={onClose}>
      <Problem of={beyondSignIn(act.error)} />
      <Select
        style={{ width: '100%' }}
        aria-label="要收回的角色"
        placeholder={user.roles.length > 0 ? '要收回的角色' : '没有角色可以收回'}
        value={chosen && keyOf(chosen)}
        onChange={(k) => setChosen(user.roles.find((h) => keyOf(h) === k))}
        options={user.roles.map((h) => ({ value: keyOf(h), label: heldWords(h) }))}
      />
      {chosen && (
        <p style={{ marginBottom: 0 }}>
          {user.name}从下一次操作起不再是{heldWords(chosen)}。
        </p>
      )}
    </Modal>
  )
}

interface Grant {
  role: string
  scopePath?: string
  bank?: string
}

function GrantForm({ user, onClose }: { user: User; onClose: () => void }) {
  const [form] = Form.useForm<Grant>()
  const act = useAct<User>()
  const roles = useRead<Roles>('/roles')
  const { message } = App.useApp()
  const code = Form.useWatch('role', form)
  const chosen = roles.data?.roles.find((r) => r.code === code)
  const send = (v: Grant) =>
    act.mutate(
      { path: `/users/${user.id}/grant`, body: { role: v.role, scopePath: v.scopePath ?? '', bank: v.bank } },
      { onSuccess: () => (void message.success('角色已授予'), onClose()), onError: (p) => showAtFields(form, p) },
    )
  return (
    <Modal open title={`给${user.name}授予角色`} okText="授予角色" okButtonProps={{ loading: act.isPending }} onOk={() => form.submit()} onCancel={onClose}>
      <Problem of={beyondSignIn(act.error ?? roles.error)} shown={['role', 'scopePath', 'bank']} />
      <Form form={form} layout="vertical" onFinish={send}>
        <Field name="role" label="角色" required hint={chosen && rightsWords(chosen, roles.data!)}>
          <Select placeholder="请选择" loading={roles.isPending} options={roles.data?.roles.map((r) => option(r, user.roles))} />
        </Field>
        <Field name="scopePath" label="数据范围" hint="只能看到和办理这个区划的业务；不选为全部。">
          <RegionPicker deepest={4} placeholder="逐级选择" />
        </Field>
        <Field name="bank" label="限银行" required={code === 'bank'} hint="只能看到和办理这家银行的业务。">
          <BankPicker />
        </Field>
      </Form>
    </Modal>
  )
}

const option = (r: Role, held: Held[]) => {
  const why = hinders(r, held)
  return { value: r.code, disabled: !!why, label: why ? `${r.name}（${why}）` : r.name }
}

/** What a role lets one do, in words. */
const rightsWords = (role: Role, { rights }: Roles) => `可以：${role.rights.map((c) => rights.find((r) => r.code === c)?.name ?? c).join('、')}`

function Reset({ user, onClose, onDone }: { user?: User; onClose: () => void; onDone: (i: Invited) => void }) {
  const act = useAct<Invited>()
  const run = () => act.mutate({ path: `/users/${user!.id}/reset`, body: {} }, { onSuccess: (i) => (onClose(), onDone(i)) })
  return (
    <Modal open={!!user} title="重置密码" okText="重置密码" okButtonProps={{ danger: true, loading: act.isPending }} onOk={run} onCancel={() => (act.reset(), onClose())}>
      <Problem of={beyondSignIn(act.error)} />
      <p style={{ margin: 0 }}>“{user?.name}”的原密码立即作废，所有登录退出。您会得到一个新的一次性链接，交给本人设置密码。</p>
    </Modal>
  )
}
