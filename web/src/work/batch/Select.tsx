/** 批次筛选: a rule, how many it would choose and for which agencies, and then the batch. */
import { Alert, Button, Form, InputNumber, Select as Choice, Table } from 'antd'
import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { send } from '@kit/api/call'
import { useAct, useRead } from '@kit/api/hooks'
import { uuid } from '@kit/api/intent'
import { asProblem, type Problem as Refusal } from '@kit/api/problem'
import type { Listing } from '@kit/api/types'
import { PageButton } from '@kit/doors'
import { Field, showAtFields } from '@kit/Form'
import { count } from '@kit/format'
import { useHotkeys } from '@kit/hotkeys'
import { Page } from '@kit/Page'
import { beyondSignIn, Problem } from '@kit/Problem'
import { done, State } from '@kit/State'
import { Wizard } from '@kit/Wizard'
import { AgencyPicker } from '../../record/org/AgencyPicker'
import { BankPicker, useBankName } from '../../record/org/bank'
import { RegionPicker } from '../../record/org/RegionPicker'
import { DayField } from '../../record/DayField'
import { CodePicker } from '../../record/setting/code'
import { batchPath, type BatchRecord, type Rule } from './batch'
import { RuleWords } from './RuleWords'

const help = {
  purpose: '从审核通过的申请里，按条件选出一批人去制卡。一个批次只有一家银行、一家卡商。',
  turn: '制卡管理员筛选；由另一位制卡审批员确认后，才能导出。',
  notes: ['先看人数再生成，预览不改变任何东西。', '优先的申请排在前面，其次按提交先后。', '已在其他待确认批次里的人不会重复选入。'],
}

interface Values extends Omit<Rule, 'agencyId'> {
  vendor: string
  agencyId?: string
}

interface Preview {
  matching: number
  chosen: number
  size: number
  agencies: { agencyId: number; agency: string; count: number }[]
}

const ruleOf = ({ vendor: _, agencyId, ...rest }: Values): Rule => ({ ...rest, ...(agencyId && { agencyId: Number(agencyId) }) })

export default function Select() {
  const [at, setAt] = useState(0)
  const [values, setValues] = useState<Values>()
  const [preview, setPreview] = useState<Preview>()
  const [problem, setProblem] = useState<Refusal>()
  const [busy, setBusy] = useState(false)
  const [made, setMade] = useState<BatchRecord>()
  const [form] = Form.useForm<Values>()
  const act = useAct<BatchRecord>()
  const go = useNavigate()

  // Counting changes nothing, so that nothing on the screen is read again for it.
  const look = async (v: Values) => {
    setBusy(true)
    setProblem(undefined)
    try {
      setPreview(await send<Preview>('POST', '/batches/count', { rule: ruleOf(v) }, uuid()))
      setValues(v)
      setAt(1)
    } catch (e) {
      const p = asProblem(e)
      setProblem(p)
      showAtFields(form, p)
    } finally {
      setBusy(false)
    }
  }
  const make = () => values && act.mutate({ path: '/batches', body: { rule: ruleOf(values), vendor: values.vendor } }, { onSuccess: (b) => (setMade(b), setAt(2)) })
  const again = () => (setMade(undefined), act.reset(), form.resetFields(), setAt(0))
  const chosen = preview?.chosen ?? 0
  useHotkeys([{ key: 'Ctrl+Enter', title: '下一步', run: () => (at === 0 ? form.submit() : chosen > 0 && make()), off: at === 2 || busy || act.isPending }])

  return (
    <Page title="批次筛选" help={help} actions={<PageButton to="/batch">全部批次</PageButton>}>
      <Wizard
        at={at}
        onBack={() => setAt(at - 1)}
        steps={[
          {
            title: '筛选条件',
            next: { title: '预览人数', run: () => form.submit(), busy },
            content: (
              <>
                <Problem of={beyondSignIn(problem ?? null)} shown={['bank', 'vendor', 'size', 'from', 'to']} />
                <RuleForm form={form} onFinish={(v) => void look(v)} />
              </>
            ),
          },
          {
            title: '预览',
            back: true,
            next: { title: `生成批次 ${count(chosen)} 人`, run: make, off: chosen === 0, busy: act.isPending },
            content: preview && values && (
              <>
                <Problem of={beyondSignIn(act.error)} />
                <Shown preview={preview} values={values} />
              </>
            ),
          },
          {
            title: '完成',
            content: made && (
              <State mark={done} title={`已生成批次 ${made.no}，${count(made.count)} 人`} words="请通知另一位制卡审批员确认；确认前还可以作废，人员放回待筛选。">
                <Button type="primary" autoFocus onClick={() => void go(batchPath(made))}>
                  看这个批次
                </Button>
                <Button onClick={again}>继续筛选</Button>
              </State>
            ),
          },
        ]}
      />
    </Page>
  )
}

function RuleForm({ form, onFinish }: { form: ReturnType<typeof Form.useForm<Values>>[0]; onFinish: (v: Values) => void }) {
  const vendors = useRead<Listing<{ code: string; name: string }>>('/vendors')
  const only = vendors.data?.items.length === 1 ? vendors.data.items[0]?.code : undefined
  useEffect(() => {
    if (only && !form.getFieldValue('vendor')) form.setFieldValue('vendor', only)
  }, [only, form])
  return (
    <Form form={form} layout="vertical" onFinish={onFinish} scrollToFirstError={{ focus: true }}>
      <div className="kg-form-grid" style={{ gridTemplateColumns: 'repeat(3, minmax(0, 1fr))' }}>
        <Field name="bank" label="服务银行" required>
          <BankPicker />
        </Field>
        <Field name="vendor" label="卡商" required>
          <Choice aria-label="卡商" placeholder="请选择" loading={vendors.isFetching} status={vendors.error ? 'error' : undefined} options={(vendors.data?.items ?? []).map((v) => ({ value: v.code, label: v.name }))} />
        </Field>
        <Field name="size" label="最多人数">
          <InputNumber<number> min={1} precision={0} style={{ width: '100%' }} placeholder="按系统参数" />
        </Field>
        <Field name="regionPath" label="人员所在区划">
          <RegionPicker />
        </Field>
        <Field name="agencyId" label="领卡机构">
          <AgencyPicker />
        </Field>
        <Field name="priority" label="优先">
          <Choice allowClear aria-label="优先" placeholder="不限" options={[{ value: 1, label: '只要优先的' }]} />
        </Field>
        <Field name="category" label="人员类别">
          <CodePicker table="category" placeholder="全部" />
        </Field>
        <Field name="kind" label="业务类型">
          <CodePicker table="application_kind" placeholder="全部" />
        </Field>
        <span />
        <Field name="from" label="提交日期起">
          <DayField />
        </Field>
        <Field name="to" label="提交日期止">
          <DayField />
        </Field>
      </div>
    </Form>
  )
}

function Shown({ preview: p, values }: { preview: Preview; values: Values }) {
  const bank = useBankName()
  return (
    <>
      <p className="kg-effect" style={{ marginTop: 0 }}>
        本次选入<b>{count(p.chosen)}</b>人，{bank(values.bank)}。
      </p>
      <p className="kg-soft" style={{ margin: '0 0 8px' }}>
        条件：
        <RuleWords rule={ruleOf(values)} />。
      </p>
      {p.chosen === 0 && <Alert type="info" showIcon title={p.matching > 0 ? `符合条件的 ${count(p.matching)} 人都已在其他待确认批次里。` : '没有符合条件的已审核申请，请返回放宽条件。'} />}
      {p.chosen > 0 && p.matching > p.chosen && (
        <Alert type="info" showIcon style={{ marginBottom: 8 }} title={`符合条件共 ${count(p.matching)} 人，一个批次最多 ${count(p.size)} 人；其余的可以再筛选成下一批，或已在其他待确认批次里。`} />
      )}
      {p.chosen > 0 && (
        <Table
          size="small"
          rowKey="agencyId"
          dataSource={p.agencies}
          pagination={p.agencies.length > 20 ? { pageSize: 20, size: 'small' } : false}
          style={{ maxWidth: 640 }}
          columns={[
            { title: '领卡机构', render: (_, a) => a.agency || `机构 ${a.agencyId}` },
            { title: '人数', width: 120, className: 'kg-num', render: (_, a) => count(a.count) },
          ]}
        />
      )}
    </>
  )
}
