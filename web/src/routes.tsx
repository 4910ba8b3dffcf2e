/** All pages of the product: a capability registers each of its pages here, one line each, fetched when first opened. */
import { lazy, type ComponentType } from 'react'
import { createBrowserRouter, type RouteObject } from 'react-router'
import { NotFound } from '@kit/pages'
import { Shell } from '@kit/Shell'

type PageFile = () => Promise<{ default: ComponentType }>

const page = (path: string, file: PageFile): RouteObject => ({ path, Component: lazy(file) })

// Which right a page needs is said once, by the server's menu; the Shell draws the no-right state from it.
const pages: RouteObject[] = [
  page('/', () => import('./view/desk/Home')),
  page('/password', () => import('./record/staff/Password')),

  page('/application', () => import('./work/application/List')),
  page('/application/new', () => import('./work/application/New')),
  page('/application/imports', () => import('./work/application/Imports')),
  page('/application/imports/new', () => import('./work/application/ImportNew')),
  page('/application/imports/:id', () => import('./work/application/ImportPage')),
  page('/application/:id', () => import('./work/application/Record')),
  page('/application/:id/correct', () => import('./work/application/Correct')),

  page('/org/agencies', () => import('./record/org/Agencies')),
  page('/org/agencies/:id', () => import('./record/org/AgencyPage')),
  page('/setting/parameters', () => import('./record/setting/Parameters')),
  page('/setting/codes', () => import('./record/setting/Codes')),
  page('/staff/users', () => import('./record/staff/Users')),
  page('/staff/users/:id', () => import('./record/staff/UserPage')),

  page('/psams', () => import('./work/psam/List')),
  page('/psams/stock-in', () => import('./work/psam/StockIn')),
  page('/psams/hand-out', () => import('./work/psam/HandOut')),
  page('/psams/damage', () => import('./work/psam/Damage')),
  page('/psams/:id', () => import('./work/psam/Record')),

  page('/delivery/dispatch', () => import('./work/delivery/Dispatch')),
  page('/delivery/receive', () => import('./work/delivery/Receive')),
  page('/delivery/collect', () => import('./work/delivery/Collect')),
  page('/delivery/bulk', () => import('./work/delivery/Bulk')),
  page('/delivery/parcels/:id', () => import('./work/delivery/Parcel')),

  page('/batch', () => import('./work/batch/List')),
  page('/batch/select', () => import('./work/batch/Select')),
  page('/batch/:id', () => import('./work/batch/Record')),

  page('/search', () => import('./view/search/Search')),
  page('/people/:id', () => import('./view/search/People')),
  page('/cards/:id', () => import('./view/search/Card')),
  page('/trace', () => import('./view/trace/Trace')),
]

/** Pages before one is signed in stand outside the Shell. */
const doors: RouteObject[] = [page('/login', () => import('./record/staff/Login')), page('/setup', () => import('./record/staff/Setup')), page('/set-password', () => import('./record/staff/SetPassword'))]

export const router = createBrowserRouter([...doors, { Component: Shell, children: [...pages, { path: '*', Component: NotFound }] }])
