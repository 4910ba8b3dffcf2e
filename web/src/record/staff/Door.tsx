/** The wall that sign-in and set-up stand in front of. */
import { useEffect, type ReactNode } from 'react'

interface Props {
  tab: string
  demo?: boolean
  side?: ReactNode
  children: ReactNode
}

export function Door({ tab, demo, side, children }: Props) {
  useEffect(() => {
    document.title = `${tab} - 社会保障卡管理系统`
  }, [tab])
  return (
    <div className="kg-door">
      <header className="kg-door-top">
        <span className="kg-brand">社会保障卡管理系统</span>
      </header>
      <main className="kg-door-mid">
        <div className="kg-door-card">
          <div className="kg-door-form">{children}</div>
          {side && <div className="kg-door-side">{side}</div>}
        </div>
      </main>
      {demo && <footer className="kg-foot">虚构数据 · 演示城市中的人、机构和号码均为虚构</footer>}
    </div>
  )
}
