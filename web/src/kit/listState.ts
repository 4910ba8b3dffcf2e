/** What a list shows, held in the URL so that a page can be sent to a colleague, and paging by key. */

/** Filters in the URL; `after` is the cursor of the page. */
export type ListState = Record<string, string>

export const fromURL = (search: URLSearchParams): ListState => Object.fromEntries([...search].filter(([, v]) => v !== ''))

export const toURL = (state: ListState): URLSearchParams => new URLSearchParams(Object.entries(state).filter(([, v]) => v !== ''))

/** Changing what is asked begins at the first page again: a cursor belongs to its question. */
export function withFilter(state: ListState, changed: Record<string, string | undefined>): ListState {
  const { after: _, ...kept } = state
  const all = { ...kept, ...changed }
  return Object.fromEntries(Object.entries(all).filter((e): e is [string, string] => !!e[1]))
}

/** Whether anything is filtered, besides the page. */
export const isFiltered = (state: ListState): boolean => Object.keys(state).some((k) => k !== 'after')

/** The cursors of the pages before this one, oldest first; kept in the history entry, not in the URL. */
export interface Trail {
  before: string[]
}

export const forward = (trail: Trail, here: string): Trail => ({ before: [...trail.before, here] })

/** The page before: its cursor and its own trail. A page opened by a sent URL has no trail: back is the first page. */
export function backward(trail: Trail): { after: string; trail: Trail } {
  const before = [...trail.before]
  return { after: before.pop() ?? '', trail: { before } }
}

/** Number of the page when it is known. */
export const pageNumber = (state: ListState, trail: Trail): number | undefined =>
  !state.after ? 1 : trail.before.length > 0 ? trail.before.length + 1 : undefined
