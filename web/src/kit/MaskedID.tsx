/** An ID number, masked; the eye asks the server for it, which writes the look into the journal. */
import { EyeOutlined } from '@ant-design/icons'
import { App, Button, Tooltip } from 'antd'
import { useEffect, useState } from 'react'
import { useAct } from './api/hooks'
import { spoken } from './format'

// Long enough to read it to somebody, short enough not to stand on an empty desk.
const shownMs = 30_000

/** `path` is the record's; the number comes from POST path/reveal. Without it there is nothing to reveal. */
export function MaskedID({ value, path }: { value: string; path?: string }) {
  const [plain, setPlain] = useState('')
  const { message } = App.useApp()
  const act = useAct<{ value: string }>()
  useEffect(() => {
    if (!plain) return
    const t = setTimeout(() => setPlain(''), shownMs)
    return () => clearTimeout(t)
  }, [plain])
  const reveal = () =>
    act.mutate({ path: `${path}/reveal`, body: { field: 'idNumber' } }, { onSuccess: (a) => setPlain(a.value), onError: (p) => void message.error(p.detail) })
  return (
    <span className="kg-nowrap">
      {plain ? spoken(plain) : value}
      {path && !plain && (
        <Tooltip title="显示完整号码（会记入日志）">
          <Button type="text" size="small" aria-label="显示完整号码" icon={<EyeOutlined />} loading={act.isPending} onClick={reveal} />
        </Tooltip>
      )}
    </span>
  )
}
