/** 代码管理: the tables at the left, the codes of one at the right, with how each partner writes them. */
import { App, Button, Form, Input, Modal, Segmented, Table } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { useAct, useRead } from '@kit/api/hooks'
import type { Listing, Stateful, Verb } from '@kit/api/types'
import { Field, showAtFields } from '@kit/Form'
import { count } from '@kit/format'
import { Page } from '@kit/Page'
import { fits } from '@kit/pinyin'
import { beyondSignIn, Problem } from '@kit/Problem'
import { Reading } from '@kit/Reading'
import { StateTag } from '@kit/StateTag'
import { families } from '@kit/theme'
import { DayField } from '../DayField'
import { MapCode } from './MapCode'

interface CodeTable {
  name: string
  title: string
  source: string
  /** The program relies on it: codes can only be mapped. */
  fixed: boolean
  count: number
  allowed: Verb[]
}

export interface CodeItem extends Omit<Stateful, 'id'> {
  table: string
  code: string
  name: string
  from: string
  to: string
  source: string
  maps: { partner: string; theirs: string }[]
}

const help = {
  purpose: '业务中使用的代码：民族、人员类别、职业等，以及银行、卡商的对应写法。',
  turn: '市级系统管理员增加、停用和设置对照。',
  notes: ['代码停用后旧记录仍保留原来的含义，代码不会改作他用。', '程序使用的代码表不能增减，只能设置对照。', '没有设置对照的合作方，使用与我方相同的代码。'],
}

export default function Codes() {
  const tables = useRead<Listing<CodeTable>>('/codes')
  const [params, setParams] = useSearchParams()
  const chosen = tables.data?.items.find((t) => t.name === params.get('table')) ?? tables.data?.items[0]
  if (!tables.data)
    return (
      <Page title="代码管理" help={help}>
        <div className="kg-panel"><Reading of={tables} /></div>
      </Page>
    )
  return (
    <Page title="代码管理" help={help}>
      <div style={{ display: 'grid', gridTemplateColumns: '248px minmax(0, 1fr)', gap: 8, alignItems: 'start' }}>
        <nav className="kg-panel" aria-label="代码表" style={{ padding: 4 }}>
          {tables.data.items.map((t) => (
            <button key={t.name} className="kg-account" style={{ gridTemplateColumns: 'minmax(0, 1fr) auto', background: t.name === chosen?.name ? families.blue.ground : undefined }} aria-current={t.name === chosen?.name} onClick={() => setParams({ table: t.name })}>
              <span>{t.title}</span>
              <span className="kg-soft kg-num">{count(t.count)}</span>
            </button>
          ))}
        </nav>
        {chosen && <TableOf key={chosen.name} table={chosen} />}
      </div>
    </Page>
  )
}

function TableOf({ table }: { table: CodeTable }) {
  const [state, setState] = useState('open')
  const [typed, setTyped] = useState('')
  const [adding, setAdding] = useState(false)
  const [mapping, setMapping] = useState<CodeItem>()
  const codes = useRead<Listing<CodeItem>>(`/codes/${table.name}`, { state })
  const rows = (codes.data?.items ?? []).filter((c) => c.code.startsWith(typed) || fits(typed, c.name))
  return (
    <section className="kg-panel" style={{ marginTop: 0 }}>
      <h2>
        {table.title}
        <span className="kg-soft" style={{ fontWeight: 400 }}>
          {table.source}
          {table.fixed && ' · 程序使用，不能增减'}
        </span>
        <span className="kg-h2-right" style={{ display: 'flex', gap: 8 }}>
          <Input.Search allowClear style={{ width: 200 }} placeholder="代码、名称或拼音" aria-label="查找代码" onChange={(e) => setTyped(e.target.value.trim())} />
          <Segmented value={state} onChange={setState} options={[{ value: 'open', label: '在用' }, { value: 'all', label: '全部' }]} />
          {table.allowed.some((v) => v.verb === 'add') && (
            <Button type="primary" onClick={() => setAdding(true)}>
              增加代码
            </Button>
          )}
        </span>
      </h2>
      <Problem of={codes.error} retry={() => void codes.refetch()} />
      <Table<CodeItem>
        size="small"
        rowKey="code"
        loading={codes.isPending}
        dataSource={rows}
        pagination={rows.length > 15 ? { pageSize: 15, size: 'small', showSizeChanger: false, showTotal: (n) => `共 ${count(n)} 个` } : false}
        columns={[
          { title: '代码', width: 72, render: (_, c) => <span className="kg-digits">{c.code}</span> },
          { title: '名称', render: (_, c) => c.name },
          { title: '状态', width: 80, render: (_, c) => <StateTag name={c.stateName} family={c.tone} /> },
          { title: '启用', width: 100, render: (_, c) => c.from || <span className="kg-soft">一直在用</span> },
          { title: '停用', width: 100, render: (_, c) => c.to },
          { title: '合作方对照', render: (_, c) => c.maps.map((m) => `${m.partner} → ${m.theirs}`).join('；') || <span className="kg-soft">相同</span> },
          { key: 'do', width: 116, render: (_, c) => <Verbs code={c} onMap={() => setMapping(c)} /> },
        ]}
      />
      {adding && <AddCode table={table} onClose={() => setAdding(false)} />}
      {mapping && <MapCode code={mapping} onClose={() => setMapping(undefined)} />}
    </section>
  )
}

function Verbs({ code, onMap }: { code: CodeItem; onMap: () => void }) {
  const act = useAct()
  const { message, modal } = App.useApp()
  const may = (verb: string) => code.allowed.some((v) => v.verb === verb)
  const close = () =>
    modal.confirm({
      title: `停用代码 ${code.code} ${code.name}？`,
      content: '从今天起新业务不能再选它；已有的记录保留。停用后不能恢复，也不能改作他用。',
      okText: '停用',
      okButtonProps: { danger: true },
      onOk: () => act.mutate({ path: `/codes/${code.table}/${code.code}/close`, body: {} }, { onSuccess: () => void message.success('代码已停用'), onError: (p) => void message.error(p.detail) }),
    })
  return (
    <span className="kg-nowrap">
      {may('map') && (
        <Button size="small" type="link" onClick={onMap}>
          对照
        </Button>
      )}
      {may('close') && (
        <Button size="small" type="link" danger onClick={close}>
          停用
        </Button>
      )}
    </span>
  )
}

function AddCode({ table, onClose }: { table: CodeTable; onClose: () => void }) {
  const [form] = Form.useForm()
  const act = useAct()
  const { message } = App.useApp()
  const send = (body: object) => act.mutate({ path: `/codes/${table.name}/add`, body }, { onSuccess: () => (void message.success('代码已增加'), onClose()), onError: (p) => showAtFields(form, p) })
  return (
    <Modal open title={`增加${table.title}代码`} okText="增加代码" okButtonProps={{ loading: act.isPending }} onOk={() => form.submit()} onCancel={onClose}>
      <Problem of={beyondSignIn(act.error)} shown={['code', 'name', 'from']} />
      <Form form={form} layout="vertical" onFinish={send}>
        <Field name="code" label="代码" required hint="1 至 10 位字母或数字，用过的代码不能再用。">
          <Input className="kg-digits" maxLength={10} autoFocus />
        </Field>
        <Field name="name" label="名称" required>
          <Input maxLength={60} />
        </Field>
        <Field name="from" label="启用日期" hint="不填为今天。">
          <DayField />
        </Field>
      </Form>
    </Modal>
  )
}

