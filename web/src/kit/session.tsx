/** Who is signed in, for every page below the Shell. */
import { createContext, useContext } from 'react'
import type { Me, MenuGroup } from './api/types'
import { barred } from './menu'

export const Session = createContext<{ me: Me; menu: MenuGroup[] } | null>(null)

function useSession() {
  const s = useContext(Session)
  if (!s) throw new Error('a page stands outside the Shell')
  return s
}

/** The person at the screen. */
export const useMe = (): Me => useSession().me

/** The menu as the server gives it. */
export const useMenu = (): MenuGroup[] => useSession().menu

/** Whether the person has the right; only decides what is drawn, the server decides what happens. */
export const useRight = (right: string): boolean => useMe().rights.includes(right)

/** Whether the menu lets the person open a page; pages that the menu does not name are open. */
export const useMayOpen = (path: string): boolean => barred(useMenu(), path) === undefined
