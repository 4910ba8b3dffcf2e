/** The answers that the frame itself lives on. Capabilities take theirs from schema.d.ts. */

export interface Me {
  id: string
  login: string
  name: string
  agency: { id: string; name: string }
  roles: { code: string; name: string }[]
  rights: string[]
  scope: { path: string; name: string }[]
  region: string
  demo: boolean
  /** The server's clock; in the demo city it is cranked, so ages are reckoned from it. */
  now: string
  mustChangePassword?: boolean
}

export interface MenuGroup {
  title: string
  items: MenuItem[]
}
export interface MenuItem {
  title: string
  path?: string
  right?: string
  ready: boolean
  why?: string
}

/** One page of a list; `next` is empty on the last. */
export interface Listing<T> {
  items: T[]
  next: string
  total: number
}

/** A verb that this person may do to this record now. */
export interface Verb {
  verb: string
  title: string
  danger?: boolean
}

/** What every record's answer carries. */
export interface Stateful {
  id: string
  state: string
  stateName: string
  allowed?: Verb[]
  /** Whose turn it is, in words, and since when. */
  turn?: string
  since?: string
  /** The steps of its life, newest first. */
  steps?: Step[]
}

export interface Step {
  at: string
  title: string
  who?: string
  agency?: string
  words?: string
  file?: { name: string; path: string }
}

export interface Job {
  id: string
  kind: string
  title: string
  state: 'queued' | 'running' | 'done' | 'failed' | 'paused'
  stateName: string
  done: number
  total: number
  startedAt?: string
  message?: string
  error?: string
  link?: string
}

export interface Desk {
  queues: { title: string; count: number; oldestAt?: number; overdue?: number; path: string }[]
  today: { title: string; value: number; week?: number[]; path?: string }[]
  alarms: { words: string; path?: string }[]
  recent: Hit[]
}

export interface Hit {
  kind: string
  title: string
  subtitle?: string
  path: string
  at?: string
}

export interface Demo {
  accounts: { login: string; password: string; role: string; name: string; agency: string }[]
  /** Files to try things out with. */
  lists: { name: string; url: string }[]
  day: string
}
