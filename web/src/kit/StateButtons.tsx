/**
 * The verbs of a record as buttons: exactly the list `allowed` of its answer. A dangerous verb, one that needs words,
 * or one that says its effect, opens a dialog first.
 */
import { App, Button, Form, Modal } from 'antd'
import { useState, type ReactNode } from 'react'
import { useAct } from './api/hooks'
import type { Stateful, Verb } from './api/types'
import { showAtFields } from './Form'
import { beyondSignIn, Problem } from './Problem'

/** What a page adds to a verb: the effect in numbers, and fields of its body. */
export interface VerbForm<R> {
  effect?: (record: R) => ReactNode
  fields?: ReactNode
  initial?: object
  /** Said when it is done. */
  done?: string
}

interface Props<R extends Stateful> {
  record: R
  /** The record's path in the API. */
  path: string
  forms?: Record<string, VerbForm<R>>
  onDone?: (verb: string) => void
}

export function StateButtons<R extends Stateful>({ record, path, forms = {}, onDone }: Props<R>) {
  const [open, setOpen] = useState<Verb>()
  const { message } = App.useApp()
  const act = useAct()
  const [form] = Form.useForm()
  const allowed = record.allowed ?? []
  const run = (v: Verb, body: object = {}) =>
    act.mutate(
      { path: `${path}/${v.verb}`, body },
      {
        onSuccess: () => {
          setOpen(undefined)
          void message.success(forms[v.verb]?.done ?? `${v.title}已办理`)
          onDone?.(v.verb)
        },
        onError: (p) => (open ? showAtFields(form, p) : void message.error(p.detail)),
      },
    )
  const press = (v: Verb) => {
    act.reset()
    form.resetFields()
    if (v.danger || forms[v.verb]) setOpen(v)
    else run(v)
  }
  const more = open && forms[open.verb]
  return (
    <>
      {allowed.map((v, i) => (
        <Button key={v.verb} danger={v.danger} type={i === 0 && !v.danger ? 'primary' : 'default'} loading={act.isPending && act.variables?.path.endsWith(`/${v.verb}`)} onClick={() => press(v)}>
          {v.title}
        </Button>
      ))}
      <Modal
        open={!!open}
        title={open?.title}
        okText={open?.title}
        cancelText="取消"
        okButtonProps={{ danger: open?.danger, loading: act.isPending }}
        onOk={() => form.submit()}
        onCancel={() => setOpen(undefined)}
        destroyOnHidden
      >
        <Problem of={beyondSignIn(act.error)} shown={Object.keys(form.getFieldsValue() as object)} />
        <p style={{ marginTop: 0 }}>{more?.effect?.(record) ?? `确定办理“${open?.title}”？办理后会记入日志。`}</p>
        <Form form={form} layout="vertical" initialValues={more?.initial} onFinish={(body: object) => open && run(open, body)}>
          {more?.fields}
        </Form>
      </Modal>
    </>
  )
}
