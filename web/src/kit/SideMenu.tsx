/** The tender's menu, two levels, as the server gives it; a field filters it by words or pinyin initials. */
import * as icons from '@ant-design/icons'
import { Input, Menu, Tooltip, type MenuProps } from 'antd'
import { createElement, useMemo, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { MenuGroup, MenuItem } from './api/types'
import { groupAt, itemAt, narrowed } from './menu'
import { useMenu } from './session'

// Only needed when the menu is folded to icons; an unknown group gets a plain one.
const marks: Record<string, typeof icons.AppstoreOutlined> = {
  社保卡申请: icons.SolutionOutlined,
  社保卡领取: icons.InboxOutlined,
  社保卡维护: icons.IdcardOutlined,
  制卡数据管理: icons.DatabaseOutlined,
  PSAM卡管理: icons.CreditCardOutlined,
  统计查询: icons.BarChartOutlined,
  系统管理: icons.SettingOutlined,
  数据采集: icons.FormOutlined,
  比对分析: icons.DiffOutlined,
  临时比对: icons.SwapOutlined,
  邮发服务: icons.MailOutlined,
  密钥管理: icons.KeyOutlined,
  交易验证: icons.SafetyCertificateOutlined,
  一代卡迁移: icons.ImportOutlined,
}

const label = (i: MenuItem) =>
  i.ready ? i.title : (
    <Tooltip title={i.why ?? '尚未开通'} placement="right">
      <span>{i.title}</span>
    </Tooltip>
  )

const keyOf = (g: MenuGroup, i: MenuItem) => i.path ?? `${g.title}/${i.title}`

function entries(groups: MenuGroup[]): MenuProps['items'] {
  return groups.map((g) => ({
    key: g.title,
    label: g.title,
    icon: createElement(marks[g.title] ?? icons.AppstoreOutlined),
    children: g.items.map((i) => ({ key: keyOf(g, i), label: label(i), disabled: !i.ready || !i.path })),
  }))
}

export function SideMenu() {
  const menu = useMenu()
  const { pathname, search } = useLocation()
  const go = useNavigate()
  const [typed, setTyped] = useState('')
  const [narrow, setNarrow] = useState(() => localStorage.getItem('menu') === 'narrow')
  const [opened, setOpened] = useState<string[]>()
  const groups = useMemo(() => narrowed(menu, narrow ? '' : typed), [menu, typed, narrow])
  const here = itemAt(menu, pathname, search)
  const home = groupAt(menu, pathname)?.title
  const open = typed ? groups.map((g) => g.title) : (opened ?? (home ? [home] : groups.slice(0, 2).map((g) => g.title)))
  const first = groups.flatMap((g) => g.items).find((i) => i.ready && i.path)
  const fold = () => {
    setNarrow(!narrow)
    localStorage.setItem('menu', narrow ? 'wide' : 'narrow')
  }
  return (
    <nav className={narrow ? 'kg-side is-narrow kg-no-print' : 'kg-side kg-no-print'} aria-label="菜单">
      {!narrow && (
        <div className="kg-side-filter">
          <Input
            size="small"
            allowClear
            prefix={<icons.SearchOutlined className="kg-soft" />}
            placeholder="找菜单，可用拼音"
            aria-label="找菜单"
            value={typed}
            onChange={(e) => setTyped(e.target.value)}
            onPressEnter={() => first?.path && (void go(first.path), setTyped(''))}
          />
        </div>
      )}
      <div className="kg-side-list" style={narrow ? { paddingTop: 8 } : undefined}>
        {groups.length === 0 && <div className="kg-quiet" style={{ padding: '8px 16px' }}>没有这个菜单</div>}
        <Menu
          mode="inline"
          inlineIndent={12}
          inlineCollapsed={narrow}
          items={entries(groups)}
          selectedKeys={here?.path ? [here.path] : []}
          {...(narrow ? {} : { openKeys: open, onOpenChange: setOpened })}
          onClick={({ key }) => void go(key)}
        />
      </div>
      <button className="kg-side-foot" onClick={fold} aria-label={narrow ? '展开菜单' : '收起菜单'}>
        {narrow ? <icons.MenuUnfoldOutlined /> : <icons.MenuFoldOutlined />}
        {!narrow && '收起菜单'}
      </button>
    </nav>
  )
}
