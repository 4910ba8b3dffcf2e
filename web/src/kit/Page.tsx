/** The head that every page has: its name, what stands beside it, its buttons at the right; and its help. */
import { useEffect, type ReactNode } from 'react'
import { setHelp, type Help } from './help'

interface Props {
  title: ReactNode
  /** For the browser's tab when the title is not plain words. */
  tab?: string
  beside?: ReactNode
  actions?: ReactNode
  help?: Help
  children: ReactNode
}

export function Page({ title, tab, beside, actions, help, children }: Props) {
  const name = tab ?? (typeof title === 'string' ? title : '')
  useEffect(() => {
    if (name) document.title = `${name} - 社会保障卡管理系统`
  }, [name])
  useEffect(() => {
    setHelp(help)
    return () => setHelp(undefined)
  }, [help])
  return (
    <>
      <header className="kg-head">
        <h1>{title}</h1>
        {beside}
        {actions && <div className="kg-head-right">{actions}</div>}
      </header>
      {children}
    </>
  )
}

/** A white box with a heading. */
export function Panel({ title, right, children }: { title?: ReactNode; right?: ReactNode; children: ReactNode }) {
  return (
    <section className="kg-panel">
      {title && (
        <h2>
          {title}
          {right && <span className="kg-h2-right">{right}</span>}
        </h2>
      )}
      {children}
    </section>
  )
}
