/** Which entry of the menu a page belongs to, and whether this person may open a page. */
import type { MenuGroup, MenuItem } from './api/types'
import { fits } from './pinyin'

const split = (path: string): [string, URLSearchParams] => {
  const [place = '', asked = ''] = path.split('?')
  return [place, new URLSearchParams(asked)]
}

/** The entries that a page stands under, whatever its list is asked for: those of the longest path that its own begins with. */
function above(menu: MenuGroup[], place: string): MenuItem[] {
  const lengths = new Map<MenuItem, number>()
  for (const i of menu.flatMap((g) => g.items)) {
    const [at] = split(i.path ?? '')
    if (at && (place === at || place.startsWith(`${at}/`))) lengths.set(i, at.length)
  }
  const most = Math.max(...lengths.values())
  return [...lengths.keys()].filter((i) => lengths.get(i) === most)
}

/** The entry to be lit. One with a query only stands for that very list, filtered further or not. */
export function itemAt(menu: MenuGroup[], place: string, search = ''): MenuItem | undefined {
  const here = new URLSearchParams(search)
  const meant = (i: MenuItem) => {
    const [at, asked] = split(i.path!)
    return asked.size === 0 || (at === place && [...asked].every(([k, v]) => here.get(k) === v))
  }
  return above(menu, place).filter(meant).sort((a, b) => b.path!.length - a.path!.length)[0]
}

/** The group that a page stands under. */
export const groupAt = (menu: MenuGroup[], place: string): MenuGroup | undefined => {
  const item = above(menu, place)[0]
  return item && menu.find((g) => g.items.includes(item))
}

/** Why this person may not open the page; undefined when he may, as far as the menu knows. */
export function barred(menu: MenuGroup[], path: string): string | undefined {
  const items = above(menu, split(path)[0])
  return items.length === 0 || items.some((i) => i.ready) ? undefined : (items[0]!.why ?? '尚未开通')
}

/** The menu narrowed to what was typed; groups without anything left fall away. */
export function narrowed(menu: MenuGroup[], typed: string): MenuGroup[] {
  if (!typed) return menu
  return menu.map((g) => ({ ...g, items: g.items.filter((i) => fits(typed, i.title) || fits(typed, g.title)) })).filter((g) => g.items.length > 0)
}
