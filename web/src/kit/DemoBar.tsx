/** The bar over every page of the demo city: what it is, which day it is there, lists to try, and a button that lets a day pass. */
import { DownOutlined, ForwardOutlined } from '@ant-design/icons'
import { App, Button, Dropdown } from 'antd'
import { useAct, useRead } from './api/hooks'
import type { Demo } from './api/types'
import { day } from './format'
import { useMe } from './session'

export function DemoBar() {
  const { now } = useMe()
  const { message } = App.useApp()
  const demo = useRead<Demo | null>('/demo')
  const act = useAct<{ words?: string } | undefined>()
  const pass = () =>
    act.mutate(
      { path: '/demo/day', body: {} },
      { onSuccess: (a) => void message.success(a?.words ?? '演示城市过了一天'), onError: (p) => void message.error(p.detail) },
    )
  return (
    <div className="kg-demo kg-no-print">
      <span>
        演示城市 · 虚构数据 · 当前日期 <b>{day(now)}</b>
      </span>
      <Dropdown
        menu={{ items: (demo.data?.lists ?? []).map((l) => ({ key: l.url, label: <a href={l.url} download={l.name}>{l.name}</a> })) }}
        trigger={['click']}
      >
        <Button size="small">
          试用名单 <DownOutlined />
        </Button>
      </Dropdown>
      <Button size="small" icon={<ForwardOutlined />} loading={act.isPending} onClick={pass}>
        过一天
      </Button>
    </div>
  )
}
