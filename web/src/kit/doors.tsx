/** Ways to other pages, drawn only for those who may go there. */
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { Link, useNavigate } from 'react-router'
import { useMayOpen } from './session'

/** A button that leads to another page; nothing for whom that page is not. */
export function PageButton({ to, primary, children }: { to: string; primary?: boolean; children: ReactNode }) {
  const go = useNavigate()
  if (!useMayOpen(to)) return null
  return (
    <Button type={primary ? 'primary' : 'default'} onClick={() => void go(to)}>
      {children}
    </Button>
  )
}

/** A link to another page; plain words for whom that page is not. */
export const PageLink = ({ to, children }: { to: string; children: ReactNode }) => (useMayOpen(to) ? <Link to={to}>{children}</Link> : <>{children}</>)
