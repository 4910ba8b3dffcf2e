/** 发放登记: cards in stock go to an agency's terminal, chosen in the ledger or by range. */
import { App, Button, Form, Input, Table } from 'antd'
import { useState } from 'react'
import { useLocation } from 'react-router'
import { read } from '@kit/api/call'
import { asProblem } from '@kit/api/problem'
import type { Listing } from '@kit/api/types'
import { PageButton } from '@kit/doors'
import { Field, FormPage } from '@kit/Form'
import { count } from '@kit/format'
import { Panel } from '@kit/Page'
import { done, State } from '@kit/State'
import { AgencyPicker } from '../../record/org/AgencyPicker'
import type { Psam, Slip } from './psam'
import { beginning, inRange, rangeCount } from './serials'

interface Values {
  agencyId: string
  terminal?: string
  receiver: string
}

const help = {
  purpose: '把在库的 PSAM 卡发给机构，登记装在哪台终端、由谁签收。',
  turn: '市卡管中心发放；领用机构保管，损坏或遗失时由其报损。',
  notes: ['可在台账勾选后进入，也可在这里按号段选。', '号段内不在库的卡会自动跳过，并告诉您有几张。'],
}

export default function HandOut() {
  const given = (useLocation().state as { chosen?: Psam[] } | null)?.chosen ?? []
  const [chosen, setChosen] = useState<Psam[]>(given)
  return (
    <FormPage<Values, Slip>
      title="PSAM 发放登记"
      help={help}
      submit={chosen.length > 0 ? `发放 ${count(chosen.length)} 张` : '发放'}
      ready={chosen.length > 0}
      act={(v) => ({ path: '/psams/hand-out', body: { ...v, agencyId: Number(v.agencyId), ids: chosen.map((p) => p.id) } })}
      result={(answer, v, again) => (
        <State mark={done} title={`已发放 ${count(answer.count)} 张`} words={`单据 ${answer.id}，领用人 ${v.receiver}${v.terminal ? `，终端号 ${v.terminal}` : ''}。`}>
          <Button type="primary" onClick={() => (setChosen([]), again())}>
            继续发放
          </Button>
          <PageButton to={`/psams?agency=${v.agencyId}`}>看该机构的 PSAM</PageButton>
        </State>
      )}
      actions={<PageButton to="/psams?state=stock">在库台账</PageButton>}
      aside={<Chosen rows={chosen} onChange={setChosen} />}
    >
      <ByRange onChosen={(rows) => setChosen((old) => [...new Map([...old, ...rows].map((p) => [p.id, p])).values()])} />
      <div className="kg-form-grid">
        <Field name="agencyId" label="领用机构" required wide>
          <AgencyPicker placeholder="输入机构名称的一部分" />
        </Field>
        <Field name="terminal" label="终端号" hint="已知装入哪台终端时填写。">
          <Input className="kg-digits" maxLength={40} />
        </Field>
        <Field name="receiver" label="领用人" required>
          <Input maxLength={60} />
        </Field>
      </div>
    </FormPage>
  )
}

/** Finds what is in stock between two serials. */
function ByRange({ onChosen }: { onChosen: (rows: Psam[]) => void }) {
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [busy, setBusy] = useState(false)
  const { message } = App.useApp()
  // One card is a range of one: scanning it once is enough.
  const end = to || from
  const { count: n, wrong } = rangeCount(from, end)
  const choose = async () => {
    setBusy(true)
    try {
      const rows = await stocked(from, end)
      onChosen(rows)
      if (rows.length < n) void message.info(`号段共 ${count(n)} 张，其中在库 ${count(rows.length)} 张已选入`)
    } catch (e) {
      void message.error(asProblem(e).detail)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Form.Item label="按号段选卡" required validateStatus={wrong ? 'error' : undefined} help={wrong} style={{ marginBottom: wrong ? 24 : 16 }}>
      <div style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
        <Input className="kg-digits" aria-label="起始序列号" placeholder="起始序列号" maxLength={20} value={from} onChange={(e) => setFrom(e.target.value.trim())} autoFocus />
        <span className="kg-soft">至</span>
        <Input className="kg-digits" aria-label="终止序列号" placeholder="终止序列号（一张可不填）" maxLength={20} value={to} onChange={(e) => setTo(e.target.value.trim())} onPressEnter={() => n > 0 && void choose()} />
        <Button onClick={() => void choose()} disabled={n === 0} loading={busy}>
          选入{n > 0 && ` ${count(n)} 张`}
        </Button>
      </div>
    </Form.Item>
  )
}

async function stocked(from: string, to: string): Promise<Psam[]> {
  const rows: Psam[] = []
  let after = ''
  do {
    const page: Listing<Psam> = await read<Listing<Psam>>('/psams', { state: 'stock', q: beginning(from, to), after, limit: 500 })
    rows.push(...page.items.filter((p) => inRange(p.serial, from, to)))
    after = page.next
  } while (after)
  return rows
}

function Chosen({ rows, onChange }: { rows: Psam[]; onChange: (rows: Psam[]) => void }) {
  return (
    <Panel
      title="将要发放"
      right={
        rows.length > 0 && (
          <Button size="small" type="link" style={{ padding: 0 }} onClick={() => onChange([])}>
            清空
          </Button>
        )
      }
    >
      <div className="kg-effect">
        <b>{count(rows.length)}</b>张 PSAM 卡
      </div>
      {rows.length === 0 ? (
        <p className="kg-soft" style={{ margin: '8px 0 0' }}>
          请按号段选卡，或在台账里勾选。
        </p>
      ) : (
        <Table<Psam>
          size="small"
          rowKey="id"
          dataSource={rows}
          pagination={rows.length > 10 ? { pageSize: 10, size: 'small', showSizeChanger: false } : false}
          style={{ marginTop: 8 }}
          columns={[
            { title: '序列号', dataIndex: 'serial' },
            { key: 'do', width: 32, render: (_, p) => <a aria-label={`移出 ${p.serial}`} onClick={() => onChange(rows.filter((o) => o.id !== p.id))}>×</a> },
          ]}
        />
      )}
    </Panel>
  )
}
