/** 参数管理: what the centre may choose, what each is now, was and will be, and from when. */
import { Button, Drawer, Input, Table } from 'antd'
import { useState } from 'react'
import { useRead } from '@kit/api/hooks'
import type { Listing } from '@kit/api/types'
import { When } from '@kit/format'
import { Page } from '@kit/Page'
import { fits } from '@kit/pinyin'
import { Problem } from '@kit/Problem'
import { Reading } from '@kit/Reading'
import { State } from '@kit/State'
import { bounds, grouped, shown, type Parameter, type Value } from './parameter'
import { SetParameter } from './SetParameter'

const help = {
  purpose: '各项业务的参数：照片大小、批次人数、时限、密码要求等。',
  turn: '市级系统管理员设置；设置对全市生效，并记入日志。',
  notes: ['可以指定以后的生效时间，到时自动生效。', '过去的值一直保留，已办的业务仍按当时的值解释。'],
}

export default function Parameters() {
  const list = useRead<Listing<Parameter>>('/parameters')
  const [typed, setTyped] = useState('')
  const [history, setHistory] = useState<Parameter>()
  const [setting, setSetting] = useState<Parameter>()
  const rows = (list.data?.items ?? []).filter((p) => fits(typed, p.title) || p.key.includes(typed) || p.note.includes(typed))
  return (
    <Page title="参数管理" help={help} actions={<Input.Search allowClear style={{ width: 240 }} placeholder="名称或拼音首字母" aria-label="查找参数" value={typed} onChange={(e) => setTyped(e.target.value)} />}>
      {!list.data ? (
        <div className="kg-panel">
          <Reading of={list} />
        </div>
      ) : rows.length === 0 ? (
        <div className="kg-panel">
          <State title="没有这个参数" words="请换一个词，或清空上面的查找。" />
        </div>
      ) : (
        grouped(rows).map(([group, parameters]) => <Group key={group} title={group} rows={parameters} onHistory={setHistory} onSet={setSetting} />)
      )}
      <History of={history} onClose={() => setHistory(undefined)} />
      {setting && <SetParameter of={setting} onClose={() => setSetting(undefined)} />}
    </Page>
  )
}

interface GroupProps {
  title: string
  rows: Parameter[]
  onHistory: (p: Parameter) => void
  onSet: (p: Parameter) => void
}

const Group = ({ title, rows, onHistory, onSet }: GroupProps) => (
  <section className="kg-panel">
    <h2>{title}</h2>
    <Table<Parameter>
      size="small"
      rowKey="key"
      dataSource={rows}
      pagination={false}
      tableLayout="fixed"
      columns={[
        { title: '参数', width: 150, render: (_, p) => p.title },
        {
          title: '现在的值',
          width: 168,
          render: (_, p) => (
            <>
              <b>{shown(p, p.now.value)}</b>
              {p.now.value === p.default && <span className="kg-soft"> 默认</span>}
            </>
          ),
        },
        {
          title: '将来',
          width: 190,
          render: (_, p) =>
            p.upcoming.map((v) => (
              <div key={v.from}>
                <When at={v.from} /> 起 {shown(p, v.value)}
              </div>
            )),
        },
        { title: '允许范围', width: 190, render: (_, p) => <span className="kg-soft">{bounds(p)}</span> },
        { title: '说明与依据', render: (_, p) => p.note },
        {
          key: 'do',
          width: 116,
          render: (_, p) => (
            <span className="kg-nowrap">
              <Button size="small" type="link" onClick={() => onHistory(p)} disabled={p.history === 0} aria-label={`${p.title}的设置记录`}>
                记录{p.history > 0 && ` ${p.history}`}
              </Button>
              {p.allowed.some((v) => v.verb === 'set') && (
                <Button size="small" type="link" onClick={() => onSet(p)} aria-label={`设置${p.title}`}>
                  设置
                </Button>
              )}
            </span>
          ),
        },
      ]}
    />
  </section>
)

function History({ of: p, onClose }: { of?: Parameter; onClose: () => void }) {
  const list = useRead<Listing<Value>>(`/parameters/${p?.key}/history`, {}, { on: !!p })
  return (
    <Drawer title={p && `${p.title}的设置记录`} size={480} open={!!p} onClose={onClose}>
      <Problem of={list.error} retry={() => void list.refetch()} />
      {p && (
        <Table<Value>
          size="small"
          rowKey={(v) => `${v.from} ${v.setAt}`}
          loading={list.isPending}
          dataSource={list.data?.items ?? []}
          pagination={false}
          columns={[
            { title: '值', render: (_, v) => shown(p, v.value) },
            { title: '生效时间', render: (_, v) => <When at={v.from} /> },
            { title: '设置时间', render: (_, v) => <When at={v.setAt} /> },
            { title: '设置人', dataIndex: 'setBy' },
          ]}
        />
      )}
      <p className="kg-soft">最早的记录之前是系统默认值{p && ` ${shown(p, p.default)}`}。</p>
    </Drawer>
  )
}
