/**
 * 综合查询: people by anything that is known of them. What was asked stands in the history entry and not in the address:
 * an ID number does not belong where a browser keeps it.
 */
import { Button, Form, Input, Select, Table } from 'antd'
import { Link, useLocation, useNavigate } from 'react-router'
import { useRead } from '@kit/api/hooks'
import type { Listing } from '@kit/api/types'
import { count, When } from '@kit/format'
import { useHotkeys } from '@kit/hotkeys'
import { Page } from '@kit/Page'
import { Pager, turning } from '@kit/Pager'
import { Reading } from '@kit/Reading'
import { State } from '@kit/State'
import { StateTag } from '@kit/StateTag'
import { AgencyPicker } from '../../record/org/AgencyPicker'
import { DayField } from '../../record/DayField'
import { dayEnd, dayStart } from './days'
import './search.css'

const help = {
  purpose: '按证件号码、姓名、拼音、卡号、批次、状态或日期找人，看他的卡办到哪一步、在谁手里。',
  notes: ['第一格可填：证件号码（15 或 18 位）、姓名、全拼、首字母、手机号、卡号。', '只显示您数据权限内的人；证件号码按权限遮蔽。'],
}

interface Asked {
  q?: string
  card?: string
  batch?: string
  state?: string
  agency?: string
  from?: string
  to?: string
}

interface Person {
  citizenId: number
  applicationId: number
  name: string
  idMasked: string
  state: string
  stateName: string
  cardNumber: string
  cardState: string
  agency: string
  since: number
}

const states = [
  { value: 'submitted', label: '待审核' },
  { value: 'returned', label: '待补正' },
  { value: 'accepted', label: '审核通过' },
  { value: 'taken', label: '已入批次' },
  { value: 'made', label: '已制卡' },
  { value: 'rejected', label: '审核不通过' },
  { value: 'withdrawn', label: '已撤销' },
]

/** What is asked, and the cursors of the pages gone through. */
interface Place {
  asked?: Asked
  trail?: string[]
}

export default function Search() {
  const { asked, trail = [] } = (useLocation().state as Place | null) ?? {}
  const go = useNavigate()
  const [form] = Form.useForm<Asked>()
  const ask = (v: Asked) => {
    const filled = Object.fromEntries(Object.entries(v).filter(([, x]) => x)) as Asked
    void go('/search', { state: { asked: { ...filled, ...(filled.q && { q: filled.q.trim() }) } } satisfies Place, replace: true })
  }
  const turn = (next: string[]) => void go('/search', { state: { asked, trail: next } satisfies Place })
  useHotkeys([{ key: 'Ctrl+L', title: '回到查询条件', run: () => form.focusField('q') }])
  return (
    <Page title="综合查询" help={help}>
      <div className="kg-panel">
        <Form form={form} layout="vertical" initialValues={asked} onFinish={ask} requiredMark={false} className="se-form">
          <Form.Item name="q" label="证件号码、姓名、拼音、手机、卡号" style={{ gridColumn: 'span 2' }}>
            <Input autoFocus allowClear maxLength={60} autoComplete="off" />
          </Form.Item>
          <Form.Item name="card" label="社保卡号（开头几位）">
            <Input className="kg-digits" maxLength={9} />
          </Form.Item>
          <Form.Item name="batch" label="批次号">
            <Input className="kg-digits" maxLength={30} />
          </Form.Item>
          <Form.Item name="state" label="申请状态">
            <Select allowClear placeholder="全部" options={states} />
          </Form.Item>
          <Form.Item name="agency" label="领卡机构">
            <AgencyPicker placeholder="全部" />
          </Form.Item>
          <Form.Item name="from" label="申请日期起">
            <DayField />
          </Form.Item>
          <Form.Item name="to" label="申请日期止">
            <DayField />
          </Form.Item>
          <div className="se-do">
            <Button type="primary" htmlType="submit">
              查询 <kbd>Enter</kbd>
            </Button>
            <Button
              onClick={() => {
                void go('/search', { state: null, replace: true })
                form.setFieldsValue({ q: undefined, card: undefined, batch: undefined, state: undefined, agency: undefined, from: undefined, to: undefined })
                form.focusField('q')
              }}
            >
              清空
            </Button>
          </div>
        </Form>
      </div>
      <div className="kg-panel" style={{ padding: asked ? '8px 8px' : undefined }}>
        {asked ? <Found asked={asked} trail={trail} onTurn={turn} /> : <State title="先填条件，再按 Enter 查询" words="填任意一项即可；什么都不填就按 Enter，列出您数据权限内最近的申请。" />}
      </div>
    </Page>
  )
}

const limit = 50

function Found({ asked, trail, onTurn }: { asked: Asked; trail: string[]; onTurn: (trail: string[]) => void }) {
  const go = useNavigate()
  const list = useRead<Listing<Person>>('/search/people', { ...asked, from: dayStart(asked.from), to: dayEnd(asked.to), after: trail.at(-1), limit }, { keep: true })
  if (!list.data) return <Reading of={list} />
  if (list.data.items.length === 0) return <State title="没有找到" words="请核对号码或放宽条件。没有申请过的人，或不在您数据权限内的人，这里也查不到。" />
  const open = (p: Person) => void go(`/people/${p.citizenId}`)
  return (
    <>
      <Table<Person>
        size="small"
        rowKey="applicationId"
        loading={list.isPlaceholderData}
        dataSource={list.data.items}
        pagination={false}
        scroll={{ x: 980 }}
        onRow={(p) => ({ tabIndex: 0, style: { cursor: 'pointer' }, onClick: (e) => !(e.target as HTMLElement).closest('a') && open(p), onKeyDown: (e) => e.key === 'Enter' && e.target === e.currentTarget && open(p) })}
        columns={[
          { title: '姓名', width: 140, render: (_, p) => <Link to={`/people/${p.citizenId}`}>{p.name}</Link> },
          { title: '证件号码', width: 180, render: (_, p) => <span className="kg-digits">{p.idMasked}</span> },
          { title: '申请状态', width: 104, render: (_, p) => <StateTag name={p.stateName} /> },
          { title: '社保卡号', width: 112, dataIndex: 'cardNumber' },
          { title: '卡状态', width: 96, render: (_, p) => p.cardState && <StateTag name={p.cardState} /> },
          { title: '领卡机构', dataIndex: 'agency', ellipsis: true },
          { title: '进入此状态', width: 220, render: (_, p) => <When at={p.since} old /> },
        ]}
      />
      <div style={{ display: 'flex', gap: 8, alignItems: 'center', padding: '8px 8px 0' }}>
        <span className="kg-soft">共 {count(list.data.total)} 条</span>
        <Pager {...turning(list.data, limit, trail, onTurn)} />
      </div>
    </>
  )
}
