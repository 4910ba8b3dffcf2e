/** What a user is to the pages: the answers, the states, the columns, and which roles do not go together. */
import { Link } from 'react-router'
import type { Stateful } from '@kit/api/types'
import { instant, When } from '@kit/format'
import type { Column } from '@kit/ListPage'
import { StateTag } from '@kit/StateTag'

export interface Held {
  role: { code: string; name: string }
  /** An empty path is everything. */
  scope: { path: string; name: string }
  bank?: string
  at: number
}

export interface User extends Stateful {
  login: string
  name: string
  agency: { id: number; name: string }
  roles: Held[]
  hasPassword: boolean
  /** 0 is not locked. */
  lockedUntil: number
  createdAt: number
  /** 0 is never. */
  lastLoginAt: number
}

/** A user with the one-time link to hand to him; its token is told this once. */
export interface Invited {
  user: User
  token: string
  expires: number
}

export interface Role {
  code: string
  name: string
  /** One of the three separated offices; empty for all other work. */
  office: string
  rights: string[]
  neverWith: string[]
  /** Whether the person at the screen may grant it. */
  mayGrant: boolean
}

export interface Roles {
  roles: Role[]
  rights: { code: string; name: string }[]
}

export const states = [
  { value: 'active', label: '正常' },
  { value: 'locked', label: '锁定' },
  { value: 'stopped', label: '停用' },
]

export const userPath = (u: { id: string | number }) => `/staff/users/${u.id}`

/** 经办员（武江区） */
export const heldWords = (h: Held): string => `${h.role.name}（${h.scope.name}）`

/** Why a role cannot be granted beside those held; empty when it can. */
export function hinders(role: Role, held: Held[]): string {
  const against = held.find((h) => role.neverWith.includes(h.role.code))
  if (against) return `不能与“${against.role.name}”由同一人担任`
  return role.mayGrant ? '' : '您不能授予此角色'
}

export const columns: Column<User>[] = [
  { key: 'login', title: '登录名', width: 150, render: (u) => <Link to={userPath(u)}>{u.login}</Link>, text: (u) => u.login },
  { key: 'name', title: '姓名', width: 100, render: (u) => u.name, text: (u) => u.name },
  { key: 'state', title: '状态', width: 72, render: (u) => <StateTag name={u.stateName} family={u.tone} />, text: (u) => u.stateName },
  { key: 'agency', title: '所属机构', width: 220, render: (u) => u.agency.name, text: (u) => u.agency.name },
  { key: 'roles', title: '角色（数据范围）', width: 300, render: (u) => u.roles.map(heldWords).join('、') || <span className="kg-soft">还没有角色</span>, text: (u) => u.roles.map(heldWords).join('、') },
  { key: 'login-at', title: '最近登录', width: 140, render: (u) => (u.lastLoginAt ? <When at={u.lastLoginAt} /> : <span className="kg-soft">{u.hasPassword ? '从未' : '未设置密码'}</span>), text: (u) => instant(u.lastLoginAt) },
  { key: 'created', title: '建立时间', width: 140, off: true, render: (u) => <When at={u.createdAt} />, text: (u) => instant(u.createdAt) },
]
