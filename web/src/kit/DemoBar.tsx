/** The bar over every page of the demo city: what it is, which day it is there, and a button that lets a day pass. */
import { ForwardOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useAct } from './api/hooks'
import { day } from './format'
import { useMe } from './session'

export function DemoBar() {
  const { now } = useMe()
  const { message } = App.useApp()
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
      <Button size="small" icon={<ForwardOutlined />} loading={act.isPending} onClick={pass}>
        过一天
      </Button>
    </div>
  )
}
