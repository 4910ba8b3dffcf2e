/** The dialog that sets a parameter: its value, from when, and what changes by it. */
import { Alert, App, DatePicker, Form, Input, InputNumber, Modal, Radio, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useAct } from '@kit/api/hooks'
import { Field, showAtFields } from '@kit/Form'
import { instant } from '@kit/format'
import { beyondSignIn, Problem } from '@kit/Problem'
import { nowMs } from '@kit/time'
import { DayField } from '../DayField'
import { bounds, shown, type Parameter } from './parameter'

interface Values {
  value?: string
  when: 'now' | 'later'
  from?: Dayjs
}

export function SetParameter({ of: p, onClose }: { of: Parameter; onClose: () => void }) {
  const [form] = Form.useForm<Values>()
  const act = useAct<Parameter>()
  const { message } = App.useApp()
  const v = Form.useWatch([], form) as Values | undefined
  const from = v?.when === 'later' ? v.from?.valueOf() : undefined
  const send = (x: Values) =>
    act.mutate(
      { path: `/parameters/${p.key}/set`, body: { value: String(x.value ?? ''), ...(from ? { from } : {}) } },
      {
        onSuccess: () => {
          void message.success(from ? `${instant(from)} 起“${p.title}”为 ${shown(p, String(x.value))}` : `“${p.title}”已设为 ${shown(p, String(x.value))}`)
          onClose()
        },
        onError: (e) => showAtFields(form, e),
      },
    )
  return (
    <Modal open title={`设置${p.title}`} okText="设置" okButtonProps={{ danger: p.risky, loading: act.isPending }} onOk={() => form.submit()} onCancel={onClose}>
      <Problem of={beyondSignIn(act.error)} shown={['value', 'from']} />
      {p.risky && <Alert type="warning" showIcon style={{ marginBottom: 12 }} title="这个参数影响面大，请与业务科室确认后再设置。" />}
      <p className="kg-soft" style={{ marginTop: 0 }}>
        {p.note}。允许范围：{bounds(p)}。
      </p>
      <Form form={form} layout="vertical" initialValues={{ value: p.now.value, when: 'now' }} onFinish={send} onKeyDown={(e) => e.key === 'Enter' && !e.nativeEvent.isComposing && form.submit()}>
        <Field name="value" label={p.unit ? `新的值（${p.unit}）` : '新的值'} required>
          {editor(p)}
        </Field>
        <Form.Item name="when" label="何时生效" required>
          <Radio.Group options={[{ value: 'now', label: '立即' }, { value: 'later', label: '指定时间' }]} />
        </Form.Item>
        {v?.when === 'later' && (
          <Field name="from" label="生效时间" required>
            <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" style={{ width: '100%' }} defaultPickerValue={dayjs(nowMs())} disabledDate={(d) => d.endOf('day').valueOf() < nowMs()} />
          </Field>
        )}
      </Form>
      <div className="kg-effect">
        {shown(p, p.now.value)} → <b>{v?.value ? shown(p, String(v.value)) : '…'}</b>
      </div>
    </Modal>
  )
}

function editor(p: Parameter) {
  switch (p.kind) {
    case 'int':
      return <InputNumber<string> stringMode precision={0} style={{ width: '100%' }} autoFocus />
    case 'bool':
      return <Radio.Group options={[{ value: 'true', label: '是' }, { value: 'false', label: '否' }]} />
    case 'choice':
      return <Select options={p.choices.map((c) => ({ value: c.value, label: c.title }))} />
    case 'date':
      return <DayField />
    default:
      return <Input maxLength={p.max} autoFocus />
  }
}
