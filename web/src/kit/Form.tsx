/** Forms: labels above, errors at their field in the server's words, one button that says what it does. */
import { Button, Form, type FormInstance } from 'antd'
import { useState, type ReactNode } from 'react'
import { useAct } from './api/hooks'
import type { Problem as Refusal } from './api/problem'
import type { Help } from './help'
import { useHotkeys } from './hotkeys'
import { Page } from './Page'
import { beyondSignIn, Problem } from './Problem'

/** Puts the server's words at the fields that the form has, and leads the eye to the first. */
export function showAtFields(form: FormInstance, problem: Refusal): void {
  const known = Object.keys(form.getFieldsValue() as object)
  const at = problem.errors.filter((e) => known.includes(e.field))
  form.setFields(at.map((e) => ({ name: e.field, errors: [e.words] })))
  if (at[0]) form.scrollToField(at[0].field, { block: 'center', focus: true })
}

/** Most fields are needed, so the few that are not say so; set for all forms in main.tsx. */
export const requiredMark = (label: ReactNode, { required }: { required: boolean }) =>
  required ? (
    label
  ) : (
    <>
      {label}
      <span className="kg-soft">（可不填）</span>
    </>
  )

interface FieldProps {
  name: string
  label: string
  required?: boolean
  hint?: ReactNode
  wide?: boolean
  children: ReactNode
}

/** One field; when it is required and empty it says so in words. */
export function Field({ name, label, required, hint, wide, children }: FieldProps) {
  return (
    <Form.Item className={wide ? 'is-wide' : undefined} name={name} label={label} extra={hint} rules={required ? [{ required, message: `请填写${label}` }] : undefined}>
      {children}
    </Form.Item>
  )
}

interface Props<V, A> {
  title: string
  help?: Help
  /** The words on the button: what will happen. */
  submit: string | ((values: Partial<V>) => string)
  /** Where it goes, and as what; undefined refuses to send. */
  act: (values: V) => { path: string; body: unknown } | undefined
  /** What stands there afterwards. */
  result: (answer: A, values: V, again: () => void) => ReactNode
  initial?: Partial<V>
  form?: FormInstance<V>
  aside?: ReactNode
  actions?: ReactNode
  ready?: boolean
  children: ReactNode
}

/** A page with one form and its result. Ctrl+Enter sends. What was typed stays until the server has said yes. */
export function FormPage<V extends object, A = unknown>(p: Props<V, A>) {
  const [own] = Form.useForm<V>()
  const form = p.form ?? own
  const values = (Form.useWatch([], form) ?? p.initial ?? {}) as Partial<V>
  const act = useAct<A>()
  const [done, setDone] = useState<{ answer: A; values: V }>()
  const finish = (v: V) => {
    const what = p.act(v)
    if (what) act.mutate(what, { onSuccess: (answer) => setDone({ answer, values: v }), onError: (e) => showAtFields(form, e) })
  }
  useHotkeys([{ key: 'Ctrl+Enter', title: '提交', run: () => form.submit(), off: !!done || act.isPending || p.ready === false }])
  const again = () => {
    form.resetFields()
    act.reset()
    setDone(undefined)
  }
  return (
    <Page title={p.title} help={p.help} actions={p.actions}>
      {done && <div className="kg-panel">{p.result(done.answer, done.values, again)}</div>}
      <div className={p.aside ? 'kg-form' : 'kg-form is-alone'} style={done ? { display: 'none' } : undefined}>
        <div className="kg-panel">
          <Problem of={beyondSignIn(act.error)} shown={Object.keys(values)} />
          <Form form={form} layout="vertical" initialValues={p.initial} onFinish={finish} scrollToFirstError={{ block: 'center', focus: true }}>
            {p.children}
          </Form>
          <div className="kg-form-foot">
            <Button type="primary" loading={act.isPending} disabled={p.ready === false} onClick={() => form.submit()}>
              {typeof p.submit === 'string' ? p.submit : p.submit(values)}
            </Button>
            <Button onClick={again} disabled={act.isPending}>
              清空
            </Button>
            <span className="kg-soft">
              <kbd>Ctrl+Enter</kbd> 提交
            </span>
          </div>
        </div>
        {p.aside && <aside>{p.aside}</aside>}
      </div>
    </Page>
  )
}
