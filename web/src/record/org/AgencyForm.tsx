/** The dialog that adds an agency, or amends one. Kind decides what else is asked. */
import { App, Form, Input, Modal, Select } from 'antd'
import { useEffect } from 'react'
import { useAct } from '@kit/api/hooks'
import { Field, showAtFields } from '@kit/Form'
import { beyondSignIn, Problem } from '@kit/Problem'
import { DayField } from '../DayField'
import { aboveWords, kindOf, kinds, type Agency } from './agency'
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

interface Props {
  open: boolean
  onClose: () => void
  /** The one to amend; without it a new one is added. */
  agency?: Agency
  /** What a new one begins with: its parent, as chosen on that one's page. */
  initial?: Partial<Values>
  onDone?: (a: Agency) => void
}

export function AgencyForm({ open, onClose, agency, initial, onDone }: Props) {
  const [form] = Form.useForm<Values>()
  const act = useAct<Agency>()
  const { message } = App.useApp()
  useEffect(() => {
    if (!open) return
    form.resetFields()
    form.setFieldsValue(agency ? { ...agency, parentId: agency.parentId ? String(agency.parentId) : undefined } : (initial ?? {}))
    act.reset()
    // Only opening begins anew: what is typed must outlive the list being read again below.
  }, [open])
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
    <Modal open={open} title={agency ? '修改机构' : '增加机构'} width={640} okText={agency ? '保存修改' : '增加机构'} okButtonProps={{ loading: act.isPending }} onOk={() => form.submit()} onCancel={onClose} destroyOnHidden>
      <Problem of={beyondSignIn(act.error)} shown={Object.keys(form.getFieldsValue() as object)} />
      <Form form={form} layout="vertical" onFinish={send}>
        <Fields adding={!agency} kind={agency?.kind} parent={agency} />
      </Form>
    </Modal>
  )
}

function Fields({ adding, kind: fixed, parent }: { adding: boolean; kind?: string; parent?: Agency }) {
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
          <AgencyPicker placeholder="输入机构名称的一部分" known={parent?.parentId ? { id: parent.parentId, name: parent.parent } : undefined} />
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
