/** The one-time link of a new or reset user, shown this once, to be handed to the person. */
import { CopyOutlined } from '@ant-design/icons'
import { Alert, App, Button, Input, Modal } from 'antd'
import { useRef } from 'react'
import type { InputRef } from 'antd'
import { instant } from '@kit/format'
import type { Invited } from './user'

/** The page that takes the token; the link leads to this very server. */
export const linkOf = (token: string, origin: string): string => `${origin}/set-password?token=${encodeURIComponent(token)}`

export function OneTimeLink({ invited, onClose }: { invited?: Invited; onClose: () => void }) {
  const field = useRef<InputRef>(null)
  const { message } = App.useApp()
  const link = invited ? linkOf(invited.token, location.origin) : ''
  const copy = async () => {
    // The clipboard is absent on plain http; the link is then marked, to be copied by hand.
    field.current?.focus({ cursor: 'all' })
    if (navigator.clipboard) await navigator.clipboard.writeText(link).then(() => message.success('链接已复制'), () => message.info('请按 Ctrl+C 复制'))
    else void message.info('链接已选中，请按 Ctrl+C 复制')
  }
  return (
    <Modal
      open={!!invited}
      title={`交给${invited?.user.name ?? ''}的一次性链接`}
      closable={false}
      mask={{ closable: false }}
      footer={
        <Button type="primary" onClick={onClose}>
          已经交给本人
        </Button>
      }
    >
      <p style={{ marginTop: 0 }}>
        请把下面的链接当面或用安全的方式交给 <b>{invited?.user.name}</b>（登录名 {invited?.user.login}），由本人打开并设置密码。
      </p>
      <div style={{ display: 'flex', gap: 8 }}>
        <Input ref={field} readOnly value={link} aria-label="一次性链接" className="kg-digits" onFocus={(e) => e.target.select()} />
        <Button icon={<CopyOutlined />} onClick={() => void copy()} autoFocus>
          复制
        </Button>
      </div>
      <Alert type="warning" showIcon style={{ marginTop: 12 }} title={`只显示这一次，只能用一次，${instant(invited?.expires)} 前有效。丢失时用“重置密码”重新生成。`} />
    </Modal>
  )
}
