/**
 * The verbs of a record as buttons: exactly the list `allowed` of its answer. A dangerous verb, one that needs words,
 * or one that says its effect, opens a dialog first; one that has a door of its own opens that instead.
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
  /** Verbs with a page or dialog of their own. */
  doors?: Record<string, (record: R) => void>
}

export function StateButtons<R extends Stateful>({ record, path, forms = {}, doors = {} }: Props<R>) {
  const [asked, setAsked] = useState<Verb>()
  const { message } = App.useApp()
  const act = useAct()
  const done = (v: Verb) => {
    setAsked(undefined)
    void message.success(forms[v.verb]?.done ?? `${v.title}已办理`)
  }
  const press = (v: Verb) => {
    const door = doors[v.verb]
    if (door) door(record)
    else if (v.danger || forms[v.verb]) setAsked(v)
    else act.mutate({ path: `${path}/${v.verb}`, body: {} }, { onSuccess: () => done(v), onError: (p) => void message.error(p.detail) })
  }
  return (
    <>
      {record.allowed.map((v, i) => (
        <Button key={v.verb} danger={v.danger} type={i === 0 && !v.danger ? 'primary' : 'default'} loading={act.isPending && act.variables.path.endsWith(`/${v.verb}`)} onClick={() => press(v)}>
          {v.title}
        </Button>
      ))}
      {asked && <Ask verb={asked} record={record} path={path} more={forms[asked.verb] ?? {}} onDone={() => done(asked)} onClose={() => setAsked(undefined)} />}
    </>
  )
}

interface AskProps<R> {
  verb: Verb
  record: R
  path: string
  more: VerbForm<R>
  onDone: () => void
  onClose: () => void
}

/** The dialog before a verb: what it will do, and what the server wants to know. */
function Ask<R>({ verb, record, path, more, onDone, onClose }: AskProps<R>) {
  const [form] = Form.useForm<object>()
  const act = useAct()
  const send = (body: object) => act.mutate({ path: `${path}/${verb.verb}`, body }, { onSuccess: onDone, onError: (p) => showAtFields(form, p) })
  const shown = act.error ? Object.keys(form.getFieldsValue()) : []
  return (
    <Modal open title={verb.title} okText={verb.title} okButtonProps={{ danger: verb.danger, loading: act.isPending }} onOk={() => form.submit()} onCancel={onClose}>
      <Problem of={beyondSignIn(act.error)} shown={shown} />
      <p style={{ marginTop: 0 }}>{more.effect?.(record) ?? `确定办理“${verb.title}”？办理后会记入日志。`}</p>
      <Form form={form} layout="vertical" initialValues={more.initial} onFinish={send}>
        {more.fields}
      </Form>
    </Modal>
  )
}
