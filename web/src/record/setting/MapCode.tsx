/** The dialog that says how a partner writes a code. */
import { App, Form, Input, Modal, Select } from 'antd'
import { useAct, useRead } from '@kit/api/hooks'
import type { Listing } from '@kit/api/types'
import { Field, showAtFields } from '@kit/Form'
import { beyondSignIn, Problem } from '@kit/Problem'
import type { CodeItem } from './Codes'

interface Values {
  partner: string
  theirs?: string
}

/** Banks and vendors as partners are called: bank:102. */
function usePartners() {
  const banks = useRead<Listing<{ code: string; short: string }>>('/banks').data?.items ?? []
  const vendors = useRead<Listing<{ code: string; name: string }>>('/vendors').data?.items ?? []
  return [...banks.map((b) => ({ value: `bank:${b.code}`, label: `${b.short}（bank:${b.code}）` })), ...vendors.map((v) => ({ value: `vendor:${v.code}`, label: `${v.name}（vendor:${v.code}）` }))]
}

export function MapCode({ code, onClose }: { code: CodeItem; onClose: () => void }) {
  const [form] = Form.useForm<Values>()
  const act = useAct()
  const partners = usePartners()
  const { message } = App.useApp()
  const now = (partner: string) => code.maps.find((m) => m.partner === partner)?.theirs ?? ''
  const send = (v: Values) =>
    act.mutate(
      { path: `/codes/${code.table}/${code.code}/map`, body: { partner: v.partner, theirs: v.theirs?.trim() ?? '' } },
      { onSuccess: () => (void message.success('对照已保存'), onClose()), onError: (p) => showAtFields(form, p) },
    )
  return (
    <Modal open title={`${code.code} ${code.name} 的对照`} okText="保存对照" okButtonProps={{ loading: act.isPending }} onOk={() => form.submit()} onCancel={onClose}>
      <Problem of={beyondSignIn(act.error)} shown={['partner', 'theirs']} />
      <Form form={form} layout="vertical" onFinish={send}>
        <Field name="partner" label="合作方" required>
          <Select showSearch={{ optionFilterProp: 'label' }} options={partners} placeholder="银行或卡商" autoFocus onChange={(p: string) => form.setFieldValue('theirs', now(p))} />
        </Field>
        <Field name="theirs" label="对方代码" hint="不填表示与我方相同。">
          <Input className="kg-digits" maxLength={40} />
        </Field>
      </Form>
    </Modal>
  )
}
