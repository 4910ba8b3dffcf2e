/**
 * The frame round every page: demo bar, head with search, queue and who is signed in, the menu at the left, help at the
 * right, 虚构数据 at the foot of the demo.
 */
import { BellOutlined, DownOutlined, QuestionCircleOutlined, SyncOutlined } from '@ant-design/icons'
import { App, Dropdown, Popover, Spin } from 'antd'
import { Suspense, useState, type ReactNode } from 'react'
import { Link, Navigate, Outlet, useLocation, useNavigate } from 'react-router'
import { send } from './api/call'
import { useRead } from './api/hooks'
import { uuid } from './api/intent'
import { asProblem } from './api/problem'
import type { Desk, Me, MenuGroup } from './api/types'
import { DemoBar } from './DemoBar'
import { ErrorWall } from './ErrorWall'
import { count, When } from './format'
import { HelpDrawer } from './help'
import { useHotkeys } from './hotkeys'
import { JobRow, useMyJobs } from './JobBar'
import { barred } from './menu'
import { ProblemState } from './Problem'
import { Session, useMe, useMenu } from './session'
import { SideMenu } from './SideMenu'
import { NoRight } from './pages'
import { SignInAgain } from './SignInAgain'
import { setServerNow } from './time'
import { TopSearch } from './TopSearch'

/** Lets in who is signed in, sends the rest to the door. */
export function Shell() {
  const place = useLocation()
  const me = useRead<Me>('/me')
  const menu = useRead<MenuGroup[]>('/menu', {}, { on: !!me.data })
  const here = place.pathname + place.search
  const problem = me.error ?? menu.error
  if (me.error?.status === 401 && !me.data) return <Navigate to={here === '/' ? '/login' : `/login?next=${encodeURIComponent(here)}`} replace />
  if (problem && !(me.data && menu.data)) return <ProblemState of={problem} retry={() => (void me.refetch(), void menu.refetch())} />
  if (!me.data || !menu.data) return <Spin fullscreen description="正在打开…" />
  setServerNow(me.data.now, me.dataUpdatedAt)
  if (me.data.mustChangePassword && place.pathname !== '/password') return <Navigate to="/password" replace />
  return (
    <Session value={{ me: me.data, menu: menu.data }}>
      <Frame />
    </Session>
  )
}

function Frame() {
  const me = useMe()
  const [help, setHelp] = useState(false)
  useHotkeys([{ key: 'F1', title: '本页帮助', run: () => setHelp((h) => !h) }])
  return (
    <div className="kg-shell">
      <a className="kg-skip" href="#page">
        跳到正文
      </a>
      {me.demo && <DemoBar />}
      <header className="kg-top kg-no-print">
        <Link to="/" className="kg-brand">
          社会保障卡管理系统 <small>{me.region}</small>
        </Link>
        <TopSearch />
        <div className="kg-top-right">
          <Jobs />
          <Queues />
          <button className="kg-top-button" onClick={() => setHelp(true)} aria-label="本页帮助（F1）" title="本页帮助（F1）">
            <QuestionCircleOutlined />
          </button>
          <Who />
        </div>
      </header>
      <div className="kg-below">
        <SideMenu />
        <div className="kg-main">
          <main className="kg-page" id="page" tabIndex={-1} style={{ outline: 'none' }}>
            <Gate>
              <Suspense fallback={<Spin style={{ display: 'block', marginTop: 80 }} />}>
                <Outlet />
              </Suspense>
            </Gate>
          </main>
          {me.demo && <footer className="kg-foot">虚构数据 · 演示城市中的人、机构和号码均为虚构</footer>}
        </div>
      </div>
      <HelpDrawer open={help} onClose={() => setHelp(false)} />
      <SignInAgain />
    </div>
  )
}

/** Draws the no-right state where the menu says that the page is not for this person, and keeps a broken page from taking the frame along. */
function Gate({ children }: { children: ReactNode }) {
  const { pathname } = useLocation()
  const why = barred(useMenu(), pathname)
  if (why) return <NoRight why={why} />
  return <ErrorWall key={pathname}>{children}</ErrorWall>
}

/** What waits for this person, on every page. */
function Queues() {
  const desk = useRead<Desk>('/desk', {}, { every: 60_000 })
  const [open, setOpen] = useState(false)
  const queues = desk.data?.queues.filter((q) => q.count > 0) ?? []
  const sum = queues.reduce((n, q) => n + q.count, 0)
  const list = (
    <div style={{ width: 300 }}>
      {queues.length === 0 && <div className="kg-quiet">没有等您办的事。</div>}
      {queues.map((q) => (
        <Link key={q.title} to={q.path} className="kg-queue" style={{ gridTemplateColumns: '1fr auto' }} onClick={() => setOpen(false)}>
          <span>
            {q.title}
            {q.oldestAt && (
              <small className="kg-soft" style={{ display: 'block' }}>
                最久自 <When at={q.oldestAt} />
              </small>
            )}
          </span>
          <b>{count(q.count)}</b>
        </Link>
      ))}
    </div>
  )
  return (
    <Popover trigger="click" placement="bottomRight" title="待办" content={list} open={open} onOpenChange={setOpen}>
      <button className="kg-top-button" aria-label={`待办 ${sum} 件`} title="待办">
        <BellOutlined /> 待办 {sum > 0 && <span className="kg-pill">{count(sum)}</span>}
      </button>
    </Popover>
  )
}

/** My running jobs; nothing is drawn while nothing runs. */
function Jobs() {
  const jobs = useMyJobs().data?.items ?? []
  if (jobs.length === 0) return null
  const list = (
    <div style={{ width: 380, maxHeight: 420, overflow: 'auto' }}>
      {jobs.map((j) => (
        <JobRow key={j.id} job={j} />
      ))}
    </div>
  )
  return (
    <Popover trigger="click" placement="bottomRight" title="我的任务" content={list}>
      <button className="kg-top-button" aria-label={`任务 ${jobs.length} 个`}>
        <SyncOutlined spin={jobs.some((j) => j.state === 'running')} /> {jobs.length} 个任务
      </button>
    </Popover>
  )
}

function Who() {
  const me = useMe()
  const go = useNavigate()
  const { message } = App.useApp()
  // The whole page is loaded anew, so that nothing of this person stays in the browser's memory.
  const leave = () =>
    send('DELETE', '/session', undefined, uuid()).then(
      () => location.assign('/login'),
      (e: unknown) => void message.error(asProblem(e).detail),
    )
  const roles = me.roles.map((r) => r.name).join('、')
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        items: [
          { key: 'who', disabled: true, label: `${me.login} · 数据权限：${me.scope.map((s) => s.name).join('、') || '无'}` },
          { type: 'divider' },
          { key: 'password', label: '修改密码', onClick: () => void go('/password') },
          { key: 'out', label: '退出登录', onClick: () => void leave() },
        ],
      }}
    >
      <button className="kg-top-button">
        <span className="kg-top-who">
          {me.name} · {roles}
          <small>{me.agency.name}</small>
        </span>
        <DownOutlined style={{ fontSize: 10 }} />
      </button>
    </Dropdown>
  )
}
