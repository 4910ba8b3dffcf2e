/** The full values of a person: asked for with a reason, which goes into the journal, and gone again after a minute. */
import { EyeOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useEffect, useState } from 'react'
import { useAct } from './api/hooks'
import { Facts } from './Facts'
import { spoken } from './format'
import { beyondSignIn, Problem } from './Problem'
import { useRight } from './session'

/** What POST /citizens/{id}/reveal answers. */
export interface Whole {
  idNumber: string
  mobile: string
  phone: string
  address: string
  email: string
  guardianIdNumber: string
  guardianPhone: string
}

const reasons = ['核对证件', '联系本人', '联系监护人', '核对邮寄地址'].map((r) => ({ value: r, label: r }))

// Long enough to read it to somebody, short enough not to stand on an empty desk.
const shownMs = 60_000

export function Reveal({ citizenId }: { citizenId: number }) {
  const may = useRight('citizen.reveal')
  const [reason, setReason] = useState(reasons[0]!.value)
  const [whole, setWhole] = useState<Whole>()
  const act = useAct<Whole>()
  useEffect(() => {
    if (!whole) return
    const t = setTimeout(() => setWhole(undefined), shownMs)
    return () => clearTimeout(t)
  }, [whole])
  if (!may) return <div className="kg-quiet">您的角色看不到完整号码；需要时请联系本单位有此权限的经办员。</div>
  if (whole)
    return (
      <>
        <Facts
          columns={2}
          facts={[
            { label: '证件号码', value: <b className="kg-digits">{spoken(whole.idNumber)}</b> },
            { label: '手机', value: <span className="kg-digits">{whole.mobile}</span> },
            { label: '固定电话', value: whole.phone },
            { label: '电子邮箱', value: whole.email },
            { label: '监护人证件', value: whole.guardianIdNumber },
            { label: '监护人电话', value: whole.guardianPhone },
            { label: '通讯地址', value: whole.address, wide: true },
          ]}
        />
        <Button size="small" style={{ marginTop: 8 }} onClick={() => setWhole(undefined)}>
          隐去
        </Button>
      </>
    )
  return (
    <>
      <Problem of={beyondSignIn(act.error)} />
      <div style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
        <span className="kg-soft">查看原因</span>
        <Select value={reason} onChange={setReason} options={reasons} style={{ width: 160 }} aria-label="查看原因" />
        <Button icon={<EyeOutlined />} loading={act.isPending} onClick={() => act.mutate({ path: `/citizens/${citizenId}/reveal`, body: { reason } }, { onSuccess: setWhole })}>
          显示 1 分钟
        </Button>
        <span className="kg-soft">会记入日志。</span>
      </div>
    </>
  )
}
