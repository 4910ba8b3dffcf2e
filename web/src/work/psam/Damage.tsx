/** 报损登记: a card that no longer works is reported and another person decides; one that is lost is a matter of security. */
import { Alert, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useRead } from '@kit/api/hooks'
import type { Listing } from '@kit/api/types'
import { PageButton } from '@kit/doors'
import { Facts } from '@kit/Facts'
import { Field, FormPage } from '@kit/Form'
import { Panel } from '@kit/Page'
import { Problem } from '@kit/Problem'
import { done, State } from '@kit/State'
import { StateTag } from '@kit/StateTag'
import { psamPath, reasons, type Psam } from './psam'
import { spelled } from './serials'

interface Values {
  reason: string
  evidence: string
}

const lostReason = { value: '遗失', label: '遗失' }

const help = {
  purpose: '登记损坏或遗失的 PSAM 卡，说明原因和依据。',
  turn: '持卡机构登记；市卡管中心另一人认定，通过后收回并监督销毁。',
  notes: ['遗失按密钥安全事件处理，登记后立即生效，由安全管理员处置。', '登记人不能认定自己登记的报损。'],
}

export default function Damage() {
  const [serial, setSerial] = useState('')
  const found = useRead<Listing<Psam>>('/psams', { q: serial, limit: 2 }, { on: serial.length >= 6 })
  const psam = found.data?.items.find((p) => p.serial === serial)
  const may = psam?.state === 'stock' || psam?.state === 'out'
  const [form] = Form.useForm<Values>()
  const lost = Form.useWatch('reason', form) === lostReason.value
  return (
    <FormPage<Values>
      title="PSAM 报损登记"
      help={help}
      form={form}
      submit={lost ? '登记遗失 1 张' : '登记报损 1 张'}
      ready={may}
      act={(v) => (psam ? { path: `${psamPath(psam)}/${lost ? 'report-loss' : 'report-damage'}`, body: { note: lost ? v.evidence : `${v.reason}：${v.evidence}` } } : undefined)}
      result={(_, v, again) => (
        <State
          mark={done}
          title={v.reason === lostReason.value ? '已登记遗失，由安全管理员处置' : '已登记报损，等待认定'}
          words={`序列号 ${serial}。${v.reason === lostReason.value ? '找回后请立即报告市卡管中心。' : '请妥善保管原卡，认定后交回市卡管中心销毁。'}`}
        >
          <Button type="primary" onClick={() => (setSerial(''), again())}>
            继续登记
          </Button>
          {psam && <PageButton to={psamPath(psam)}>看这张卡</PageButton>}
        </State>
      )}
      actions={<PageButton to="/psams?state=reported">待审报损</PageButton>}
      aside={
        <Panel title="这张卡">
          {psam ? <Found psam={psam} may={may} /> : <p className="kg-soft" style={{ margin: 0 }}>{serial.length < 6 ? '输入或扫描序列号后，这里显示是哪张卡、在谁手里。' : found.isFetching ? '正在找…' : '没有这张卡，或不在您的数据权限内。请核对序列号。'}</p>}
          <Problem of={found.error} retry={() => void found.refetch()} />
        </Panel>
      }
    >
      <Form.Item label="序列号" required>
        <Input className="kg-digits" aria-label="序列号" maxLength={20} autoFocus value={serial} onChange={(e) => setSerial(spelled(e.target.value))} placeholder="输入或扫描" />
      </Form.Item>
      <Field name="reason" label="原因" required>
        <Select options={[...reasons, lostReason]} placeholder="请选择" />
      </Field>
      {lost && <Alert type="warning" showIcon style={{ marginBottom: 16 }} title="遗失的 PSAM 带有密钥，会按安全事件处理，请同时电话报告市卡管中心。" />}
      <Field name="evidence" label="情况说明和依据" required hint="何时何地发现、做过哪些检测、有何单据；请勿填写密钥或密码。">
        <Input.TextArea rows={4} maxLength={480} showCount />
      </Field>
    </FormPage>
  )
}

function Found({ psam, may }: { psam: Psam; may: boolean }) {
  return (
    <>
      <Facts
        columns={1}
        facts={[
          { label: '状态', value: <StateTag name={psam.stateName} family={psam.tone} /> },
          { label: '保管机构', value: psam.agency },
          { label: '终端号', value: psam.terminal },
          { label: '领用人', value: psam.receiver },
          { label: '密钥版本', value: psam.keyVersion },
        ]}
      />
      {!may && <Alert type="info" showIcon style={{ marginTop: 8 }} title={`状态为“${psam.stateName}”，不能再登记报损。`} />}
    </>
  )
}
