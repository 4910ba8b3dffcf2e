/**
 * The form of one application: what is known is told, what matters is asked. Enter leads to the next field that needs
 * something, Ctrl+Enter sends; problems stand at their fields.
 */
import { Button, Form as AntForm } from 'antd'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Problem as Refusal } from '@kit/api/problem'
import { showAtFields } from '@kit/Form'
import { useHotkeys } from '@kit/hotkeys'
import { beyondSignIn, Problem } from '@kit/Problem'
import { nowMs } from '@kit/time'
import { instant } from '@kit/format'
import './application.css'
import { Fields } from './Fields'
import { nextNeeded, type Form, type Ground } from './form'
import { ageAt } from './idnumber'
import { PhotoField } from './PhotoField'

interface Props {
  initial: Form
  known?: Form
  agency?: { id: number; name: string }
  /** For whom the photo is; asked only when one is sent. */
  number: () => Promise<string>
  photoNow?: string
  /** Everything is asked from the start, as for a correction. */
  all?: boolean
  submit: string
  busy: boolean
  problem: Refusal | null
  onSend: (shown: Form, all: Form) => void
  above?: ReactNode
  beside?: ReactNode
}

/** Today where the server is. */
export const today = (): string => instant(nowMs()).slice(0, 10)

const pickers = ['category', 'bank', 'agency', 'docType', 'sex', 'guardianRelation', 'nationality']

export function ApplicationForm(p: Props) {
  const [form] = AntForm.useForm<Form>()
  const values = (AntForm.useWatch([], form) ?? p.initial) as Form
  const [more, setMore] = useState(p.all ?? false)
  const button = useRef<HTMLButtonElement>(null)
  const birth = (values.birth ?? p.initial.birth ?? '').replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')
  const ground: Ground = { age: birth.length === 10 ? ageAt(birth, today()) : undefined, category: values.category ?? p.initial.category, docType: values.docType ?? p.initial.docType, more, correcting: p.all }
  const forced = p.problem?.errors.map((e) => e.field) ?? []

  const all = () => ({ ...p.initial, ...(form.getFieldsValue(true) as Form) })
  const moveOn = (from?: string) => {
    const next = nextNeeded(from, all(), ground, p.known)
    const field = next && document.getElementById(next)
    if (field) field.focus()
    else button.current?.focus()
  }
  // What is asked may only appear with the value just chosen: look for it when it is there.
  const soon = (from: string) => setTimeout(() => moveOn(from))
  useEffect(() => {
    const first = nextNeeded(undefined, all(), ground, p.known)
    if (first) document.getElementById(first)?.focus()
    else button.current?.focus()
    // Once, when the form opens.
  }, [])
  useEffect(() => {
    if (p.problem) showAtFields(form, p.problem)
  }, [p.problem])
  useHotkeys([
    { key: 'Ctrl+Enter', title: '提交', run: () => form.submit(), off: p.busy },
    { key: 'Alt+M', title: '更多项目', run: () => setMore((m) => !m) },
  ])

  const onEnter = (e: React.KeyboardEvent) => {
    const field = e.target as HTMLInputElement
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
      // A list would take it for a plain Enter and open.
      e.preventDefault()
      e.stopPropagation()
      if (!p.busy) form.submit()
      return
    }
    if (e.key !== 'Enter' || e.altKey || e.nativeEvent.isComposing || field.tagName !== 'INPUT') return
    const list = field.getAttribute('role') === 'combobox'
    // In a list Enter chooses; on an empty one it opens.
    if (list && (field.getAttribute('aria-expanded') === 'true' || !all()[field.id as keyof Form])) return
    e.preventDefault()
    e.stopPropagation()
    moveOn(field.id)
  }
  return (
    <>
      <Problem of={beyondSignIn(p.problem)} shown={Object.keys(values)} />
      {p.above}
      <AntForm
        form={form}
        layout="vertical"
        initialValues={p.initial}
        onKeyDownCapture={onEnter}
        onValuesChange={(changed: Form) => {
          const key = Object.keys(changed)[0]
          if (key && pickers.includes(key) && changed[key as keyof Form]) soon(key)
        }}
        onFinish={(shown: Form) => p.onSend(shown, all())}
        scrollToFirstError={{ block: 'center', focus: true }}
      >
        <Fields
          ground={ground}
          known={p.known}
          forced={forced}
          agency={p.agency}
          photo={
            <AntForm.Item name="photoDigest" noStyle>
              <PhotoField number={p.number} now={p.photoNow} />
            </AntForm.Item>
          }
        />
      </AntForm>
      <div className="kg-apply-foot">
        <Button ref={button} type="primary" loading={p.busy} onClick={() => form.submit()}>
          {p.submit}
        </Button>
        {p.beside}
        {!p.all && (
          <Button type="link" onClick={() => setMore(!more)}>
            {more ? '收起不常用的项目' : '更多项目'}
          </Button>
        )}
        <span className="kg-soft" style={{ marginLeft: 'auto' }}>
          <kbd>Enter</kbd> 下一项　<kbd>Ctrl+Enter</kbd> 提交　<kbd>Alt+M</kbd> 更多项目
        </span>
      </div>
    </>
  )
}
