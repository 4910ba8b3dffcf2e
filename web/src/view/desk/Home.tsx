/** 工作台: what waits for this person, what is wrong, today's figures against the week, running jobs, the last records. */
import { WarningOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useRead } from '@kit/api/hooks'
import type { Desk, Hit } from '@kit/api/types'
import { Chart, Spark } from '@kit/Chart'
import { age, count, day, instant } from '@kit/format'
import { JobRow, useMyJobs } from '@kit/JobBar'
import { Page, Panel } from '@kit/Page'
import { Reading } from '@kit/Reading'
import { useMe } from '@kit/session'
import { nowMs } from '@kit/time'

const help = {
  purpose: '进入系统后的第一页：等您办的事、预警、今天的数字、正在运行的任务和最近看过的记录。',
  notes: ['数字都可以点开，看到是哪些记录。', '红色的“超期”请先办。'],
}

export default function Home() {
  const me = useMe()
  const desk = useRead<Desk>('/desk', {}, { every: 60_000 })
  return (
    <Page title="工作台" help={help} beside={<span className="kg-soft">{me.name}，{greeting(me.now)}。今天是 {day(me.now)}</span>}>
      {desk.data ? (
        <Full desk={desk.data} now={me.now} />
      ) : (
        <div className="kg-panel"><Reading of={desk} /></div>
      )}
    </Page>
  )
}

const greeting = (now: string) => {
  const hour = Number(instant(now).slice(11, 13))
  return hour < 11 ? '早上好' : hour < 13 ? '中午好' : hour < 18 ? '下午好' : '晚上好'
}

function Full({ desk, now }: { desk: Desk; now: string }) {
  return (
    <div className="kg-desk">
      <div className="kg-desk-col">
        <Panel title="待办">
          {desk.queues.length === 0 && <div className="kg-quiet">没有等您办的事。</div>}
          {desk.queues.map((q) => (
            <Link to={q.path} className="kg-queue" key={q.title}>
              <span>{q.title}</span>
              <b className={q.count === 0 ? 'is-zero' : undefined}>{count(q.count)}</b>
              <span className="kg-soft">{q.oldestAt && `最久 ${age(q.oldestAt, nowMs()).replace('前', '')}`}</span>
              <span style={{ color: 'var(--kg-alarm)' }}>{q.overdue ? `超期 ${count(q.overdue)}` : ''}</span>
            </Link>
          ))}
        </Panel>
        {desk.today.length > 0 && <Today today={desk.today} now={now} />}
      </div>
      <div className="kg-desk-col">
        <Panel title="预警">
          {desk.alarms.length === 0 && <div className="kg-quiet">一切正常。</div>}
          {desk.alarms.map((a) => (
            <Leading key={a.words} to={a.path} className="kg-alarm">
              <WarningOutlined />
              <span>{a.words}</span>
            </Leading>
          ))}
        </Panel>
        <MyJobs />
        <Recent hits={desk.recent} />
      </div>
    </div>
  )
}

function Today({ today, now }: { today: Desk['today']; now: string }) {
  const width = Math.min(4, today.length)
  const weeks = today.filter((t) => t.week && t.week.length > 1)
  const days = lastDays(now, Math.max(0, ...weeks.map((t) => t.week!.length)))
  return (
    <>
      <div className="kg-figures" style={{ gridTemplateColumns: `repeat(${width}, minmax(0, 1fr))` }}>
        {today.map((t) => (
          <Leading key={t.title} to={t.path} className="kg-figure">
            <span className="kg-soft">今日{t.title}</span>
            <strong>{count(t.value)}</strong>
            {t.week && <Spark values={t.week} />}
          </Leading>
        ))}
      </div>
      {weeks.length > 0 && <Chart title="近一周" kind="line" categories={days} series={weeks.map((t) => ({ name: t.title, values: t.week! }))} height={196} />}
    </>
  )
}

/** The last n days as 11-17 … 11-23. */
function lastDays(now: string, n: number): string[] {
  const end = Date.parse(now)
  return Array.from({ length: n }, (_, i) => instant(end - (n - 1 - i) * 86_400_000).slice(5, 10))
}

function Leading({ to, className, children }: { to?: string; className: string; children: ReactNode }) {
  return to ? (
    <Link to={to} className={className}>
      {children}
    </Link>
  ) : (
    <div className={className}>{children}</div>
  )
}

function MyJobs() {
  const jobs = useMyJobs()
  const list = jobs.data?.items ?? []
  return (
    <Panel title="我的任务">
      {list.length === 0 && <div className="kg-quiet">没有正在运行的任务。</div>}
      {list.map((j) => (
        <JobRow key={j.id} job={j} />
      ))}
    </Panel>
  )
}

function Recent({ hits }: { hits: Hit[] }) {
  return (
    <Panel title="最近看过">
      {hits.length === 0 && <div className="kg-quiet">还没有看过记录。</div>}
      {hits.slice(0, 5).map((h) => (
        <Link to={h.path} className="kg-alarm" key={h.path}>
          <span className="kg-soft" style={{ width: 72, flex: 'none' }}>
            {h.kind}
          </span>
          <span style={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{h.title}</span>
        </Link>
      ))}
    </Panel>
  )
}
