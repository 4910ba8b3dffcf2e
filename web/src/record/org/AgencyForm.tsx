/** The dialog that adds an agency, or amends one. Kind decides what else is asked. */
import { App, Form, Input, Modal, Select } from 'antd'
import { useAct } from '@kit/api/hooks'
import { Field, showAtFields } from '@kit/Form'
import { beyondSignIn, Problem } from '@kit/Problem'
import { DayField } from '../DayField'
import { aboveWords, belowKinds, kindOf, kinds, type Agency } from './agency'
import { AgencyPicker } from './AgencyPicker'
import { BankPicker } from './bank'
import { RegionPicker } from './RegionPicker'

interface Values {
  kind: string
  code: string
  name: string
  parentId?: string
  region: string
  bank?: string
  address?: string
  phone?: string
  from?: string
}

// It is on the page only while it is open, so that each opening begins anew.
interface Props {
  onClose: () => void
  /** The one to amend; without it a new one is added. */
  agency?: Agency
  /** Under which a new one is added, when that is known already. */
  above?: Agency
  onDone?: (a: Agency) => void
}

export function AgencyForm({ onClose, agency, above, onDone }: Props) {
  const [form] = Form.useForm<Values>()
  const act = useAct<Agency>()
  const { message } = App.useApp()
  const begins: Partial<Values> = agency ? { ...agency, parentId: agency.parentId ? String(agency.parentId) : undefined } : above ? { parentId: String(above.id), region: above.region, kind: belowKinds(above.kind)[0]?.value } : {}
  const send = (v: Values) => {
    const { name, address = '', phone = '' } = v
    const parentId = Number(v.parentId ?? 0)
    const sent = agency ? { path: `/agencies/${agency.id}/update`, body: { name, parentId, address, phone } } : { path: '/agencies', body: { ...v, parentId } }
    act.mutate(sent, {
      onSuccess: (a) => {
        void message.success(agency ? '机构已修改' : `机构“${a.name}”已增加`)
        onClose()
        onDone?.(a)
      },
      onError: (p) => showAtFields(form, p),
    })
  }
  return (
    <Modal open title={agency ? '修改机构' : '增加机构'} width={640} okText={agency ? '保存修改' : '增加机构'} okButtonProps={{ loading: act.isPending }} onOk={() => form.submit()} onCancel={onClose}>
      <Problem of={beyondSignIn(act.error)} shown={['kind', 'code', 'name', 'parentId', 'region', 'bank', 'address', 'phone', 'from']} />
      <Form form={form} layout="vertical" initialValues={begins} onFinish={send}>
        <Fields adding={!agency} kind={begins.kind} known={above ?? (agency?.parentId ? { id: agency.parentId, name: agency.parent } : undefined)} />
      </Form>
    </Modal>
  )
}

interface FieldsProps {
  adding: boolean
  kind?: string
  /** The parent that is chosen already. */
  known?: { id: number; name: string }
}

function Fields({ adding, kind: fixed, known }: FieldsProps) {
  const kind = Form.useWatch<string | undefined>('kind') ?? fixed
  const above = aboveWords(kind)
  return (
    <div className="kg-form-grid">
      {adding && (
        <>
          <Field name="kind" label="类别" required>
            <Select options={kinds} placeholder="请选择" autoFocus />
          </Field>
          <Field name="code" label="机构编码" required hint="3 至 20 位字母或数字，全市不重复。">
            <Input className="kg-digits" maxLength={20} />
          </Field>
        </>
      )}
      <Field name="name" label="机构名称" required wide>
        <Input maxLength={60} autoFocus={!adding} />
      </Field>
      {kind && above && (
        <Field name="parentId" label="上级机构" required wide hint={`${kindOf(kind)!.label}的上级为${above}。`}>
          <AgencyPicker placeholder="输入机构名称的一部分" known={known} />
        </Field>
      )}
      {adding && kind && (
        <Field name="region" label="所在区划" required wide={kind !== 'outlet'}>
          <RegionPicker key={kind} as="code" deepest={kindOf(kind)!.deepest} placeholder="逐级选择" />
        </Field>
      )}
      {adding && kind === 'outlet' && (
        <Field name="bank" label="所属银行" required>
          <BankPicker />
        </Field>
      )}
      <Field name="address" label="地址">
        <Input maxLength={100} />
      </Field>
      <Field name="phone" label="办公电话">
        <Input className="kg-digits" maxLength={40} />
      </Field>
      {adding && (
        <Field name="from" label="启用日期" hint="不填为今天。">
          <DayField />
        </Field>
      )}
    </div>
  )
}
