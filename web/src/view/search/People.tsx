/** One person: where his card is in plain words, the grid of steps of each application, and his cards. */
import { FileOutlined } from '@ant-design/icons'
import { Table, Tabs } from 'antd'
import { Link, useParams } from 'react-router'
import { useRead } from '@kit/api/hooks'
import { PageLink } from '@kit/doors'
import { Facts } from '@kit/Facts'
import { instant, who } from '@kit/format'
import { Page, Panel } from '@kit/Page'
import { PrintButton } from '@kit/Print'
import { Reading } from '@kit/Reading'
import { useRight } from '@kit/session'
import { State } from '@kit/State'
import { StateTag } from '@kit/StateTag'
import { nowMs } from '@kit/time'
import { useCodeName } from '../../record/setting/code'
import { filePath } from '../../work/batch/batch'
import { daysInWords, daysOf, type Attempt, type Step } from '../trace/grid'
import '../../work/delivery/delivery.css'

const help = {
  purpose: '一个人的卡从申请到领取走过的每一步：何时、由谁、随哪个文件、用了几天；以及卡现在在哪里、轮到谁。',
  notes: ['申请失败后重新提交的，每次各有一张步骤表，新的在前。', '下载文件会记入日志。'],
}

interface Person {
  citizen: { id: number; name: string; idMasked: string; sex: string; birth: string; photo: string }
  where: string
  attempts: Attempt[]
  cards: { id: number; number: string; state: string; stateName: string; holder: string; madeOn: string; issuedOn: string }[]
}

export default function People() {
  const { id = '' } = useParams()
  const got = useRead<Person>(`/people/${id}/grid`)
  const sex = useCodeName('sex')
  const p = got.data
  if (!p)
    return (
      <Page title="人员" help={help}>
        <div className="kg-panel"><Reading of={got} /></div>
      </Page>
    )
  const c = p.citizen
  return (
    <Page title={c.name} help={help} actions={<PrintButton title="打印" />}>
      <div className="kg-panel" style={{ display: 'flex', gap: 16 }}>
        {c.photo ? <img src={c.photo} alt={`${c.name}的照片`} style={{ width: 104, height: 128, objectFit: 'cover', borderRadius: 4, border: '1px solid var(--kg-line)', flex: 'none' }} /> : <div className="dl-photo" style={{ width: 104, height: 128, flex: 'none' }}>没有照片</div>}
        <div style={{ flex: 1, minWidth: 0 }}>
          <div className="dl-where" style={{ marginTop: 0 }}>
            {p.where}
          </div>
          <Facts
            columns={3}
            facts={[
              { label: '证件号码', value: <span className="kg-digits">{c.idMasked}</span> },
              { label: '性别', value: sex(c.sex) },
              { label: '出生日期', value: c.birth },
            ]}
          />
          {p.cards.map((k) => (
            <div key={k.id} style={{ padding: '5px 0', display: 'flex', gap: 12, flexWrap: 'wrap' }}>
              <Link to={`/cards/${k.id}`} className="kg-digits">
                {k.number}
              </Link>
              <StateTag name={k.stateName} />
              <span className="kg-soft">
                {k.holder}保管 · {k.madeOn} 制卡{k.issuedOn && ` · ${k.issuedOn} 领取`}
              </span>
            </div>
          ))}
        </div>
      </div>
      {p.attempts.length === 0 ? (
        <div className="kg-panel">
          <State title="还没有申请" words="此人还没有申请过社保卡，可在“个人申请”办理。" />
        </div>
      ) : p.attempts.length === 1 ? (
        <Panel title={<AttemptTitle attempt={p.attempts[0]!} />}>
          <Grid attempt={p.attempts[0]!} />
        </Panel>
      ) : (
        <div className="kg-panel">
          <Tabs
            size="small"
            items={p.attempts.map((a, i) => ({ key: `${a.applicationId} ${a.batchId}`, label: `${i === 0 ? '最近一次' : `之前第 ${p.attempts.length - i} 次`} ${a.batchNo || a.no}`, children: <><div className="kg-h2"><AttemptTitle attempt={a} /></div><Grid attempt={a} /></> }))}
          />
        </div>
      )}
    </Page>
  )
}

const AttemptTitle = ({ attempt: a }: { attempt: Attempt }) => (
  <>
    申请 <PageLink to={`/application/${a.applicationId}`}>{a.no}</PageLink>
    {a.batchId > 0 && (
      <>
        · 批次 <PageLink to={`/batch/${a.batchId}`}>{a.batchNo}</PageLink>
      </>
    )}
  </>
)

const tones = { done: ['已办', 'green'], waiting: ['等待', 'gold'], failed: ['未成', 'red'], open: ['未到', 'grey'] } as const

function Grid({ attempt: a }: { attempt: Attempt }) {
  const days = daysOf(a.steps, nowMs())
  const may = useRight('batch.exchange')
  return (
    <Table<Step>
      size="small"
      rowKey="key"
      dataSource={a.steps}
      pagination={false}
      scroll={{ x: 900 }}
      style={{ lineHeight: '20px' }}
      columns={[
        { key: 'nth', title: '', width: 40, className: 'kg-num', render: (_, __, i) => <span className="kg-soft">{i + 1}</span> },
        { title: '步骤', width: 128, render: (_, s) => <b style={{ fontWeight: s.tone === 'waiting' ? 600 : 400 }}>{s.title}</b> },
        { title: '情况', width: 72, render: (_, s) => <StateTag name={tones[s.tone]?.[0] ?? s.tone} family={tones[s.tone]?.[1]} /> },
        { title: '时间', width: 144, render: (_, s) => (s.at ? instant(s.at) : <span className="kg-soft">—</span>) },
        { title: '操作人', width: 112, render: (_, s) => (s.at ? who(s.actor) : '') },
        { title: '历时', width: 80, className: 'kg-num', render: (_, s) => daysInWords(days[a.steps.indexOf(s)]) },
        {
          title: '文件',
          width: 260,
          ellipsis: true,
          render: (_, s) =>
            s.file &&
            (may ? (
              <a href={filePath(s.file.id)} download={s.file.name} title={s.file.name}>
                <FileOutlined /> {s.file.name}
              </a>
            ) : (
              <span title={s.file.name}>{s.file.name}</span>
            )),
        },
        { title: '说明', dataIndex: 'note' },
      ]}
    />
  )
}
