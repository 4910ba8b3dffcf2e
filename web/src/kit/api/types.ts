/** The answers that the frame and the blocks live on. Instants are milliseconds, ids are numbers. */
import type { Family } from '../theme'

export interface Me {
  id: number
  login: string
  name: string
  agency: { id: number; name: string }
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
  /** The page, some with what its list is asked for: /batch?state=selected. */
  path?: string
  /** Whether this person can open it now; if not, `why`. */
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
  id: number
  state: string
  stateName: string
  tone: Family
  /** Whose turn it is, in words. */
  turn: string
  /** What this person may do to it now. */
  allowed: Verb[]
  since?: number
}

/** One step of a record's life. */
export interface Step {
  at: number
  title: string
  who?: string
  agency?: string
  words?: string
  file?: { name: string; path: string }
}

export interface Job {
  id: number
  kind: string
  title: string
  state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'stopped'
  stateName: string
  done: number
  total: number
  startedAt?: number
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
}

export interface Demo {
  accounts: { login: string; password: string; role: string; name: string; agency: string }[]
  /** Files to try things out with. */
  lists: { name: string; url: string }[]
  day: string
}
