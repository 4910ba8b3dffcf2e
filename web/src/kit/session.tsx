/** Who is signed in, for every page below the Shell. */
import { createContext, useContext } from 'react'
import type { Me, MenuGroup } from './api/types'

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
export const useRight = (right?: string): boolean => {
  const { rights } = useMe()
  return !right || rights.includes(right)
}
