/**
 * Counting one parcel. First the bare number; when it differs from what was sent, card by card, until the page can say
 * which are missing and which are too many. A differing parcel begins with the scans: what turned up after all.
 */
import { WarningOutlined } from '@ant-design/icons'
import { Alert, Button, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useQueryClient } from '@tanstack/react-query'
import { read } from '@kit/api/call'
import { useAct } from '@kit/api/hooks'
import { Facts } from '@kit/Facts'
import { count, instant, When } from '@kit/format'
import { useHotkeys } from '@kit/hotkeys'
import { Panel } from '@kit/Page'
import { PrintButton } from '@kit/Print'
import { beyondSignIn, Problem } from '@kit/Problem'
import { done, State } from '@kit/State'
import { ink } from '@kit/theme'
import { parcelPath, type Parcel, type Receipt } from './delivery'
import { hear } from './numbers'
import { ScanField } from './ScanField'
import './delivery.css'

interface Props {
  parcel: Parcel
  onBack: () => void
}

export function Counting({ parcel, onBack }: Props) {
  const [late] = useState(parcel.state === 'differing')
  const [scanning, setScanning] = useState(late)
  const [counted, setCounted] = useState<number | null>(null)
  const [list, setList] = useState<string[]>([])
  const [note, setNote] = useState('')
  const [receipt, setReceipt] = useState<Receipt>()
  const cache = useQueryClient()
  const act = useAct<Receipt>()
  const path = `/parcels/${parcel.id}`

  const byCount = () => {
    if (counted === null) return
    act.mutate(
      { path: `${path}/receive`, body: { counted, note } },
      {
        onSuccess: setReceipt,
        // A conflict is either a count that differs or somebody who was quicker; the parcel's state tells which.
        onError: (p) => {
          if (p.status !== 409) return
          void read<Parcel>(path).then((now) => (now.state === 'sent' ? setScanning(true) : void cache.invalidateQueries()))
        },
      },
    )
  }
  const byScans = () => {
    if ((late && list.length === 0) || act.isPending) return
    act.mutate(late ? { path: `${path}/receive-late`, body: { numbers: list } } : { path: `${path}/receive`, body: { counted: list.length, scanned: true, numbers: list, note } }, { onSuccess: setReceipt })
  }
  const scan = (typed: string) => {
    const h = hear(list, typed)
    setList(h.list)
    const words = { added: `✓ ${h.number}，第 ${count(h.list.length)} 张`, twice: `${h.number} 已经扫过，不重复计数`, strange: `“${h.number.slice(0, 24)}”不是社保卡号，请重新扫描` }
    return { heard: h.heard, words: words[h.heard] }
  }
  useHotkeys([
    { key: 'F4', title: scanning ? '提交扫描结果' : '接收', run: scanning ? byScans : byCount, off: !!receipt },
    { key: 'F6', title: '改为逐张扫描', run: () => setScanning(true), off: scanning || !!receipt },
    { key: 'F9', title: '去掉最后一张', run: () => setList((l) => l.slice(0, -1)), off: !scanning || list.length === 0 || !!receipt },
  ])
  if (receipt) return <Result receipt={receipt} late={late} onBack={onBack} />
  if (parcel.state === 'received') return <Done parcel={parcel} onBack={onBack} />
  return (
    <div className="kg-form">
      <div className="kg-panel">
        {scanning ? (
          <>
            {late ? (
              <p style={{ marginTop: 0 }}>扫描后来找到的卡。收齐最后一张，物流包就接收完毕。</p>
            ) : (
              <Alert type="warning" showIcon style={{ marginBottom: 12 }} title="请逐张扫描包内的卡，扫完按 F4 提交，系统会列出缺少和多出的卡。" description={act.error?.status === 409 ? act.error.detail : undefined} />
            )}
            {act.error && (late || act.error.status !== 409) && <Problem of={beyondSignIn(act.error)} />}
            <ScanField placeholder="扫描社保卡号" onScan={scan} />
            <Scanned list={list} onDrop={(n) => setList(list.filter((x) => x !== n))} />
          </>
        ) : (
          <>
            <Problem of={act.error?.status === 409 ? null : beyondSignIn(act.error)} />
            <Blind value={counted} onChange={setCounted} onEnter={byCount} />
          </>
        )}
        {!late && (
          <div style={{ marginTop: 12 }}>
            <Input placeholder="备注（可不填），如：封签破损" aria-label="备注" maxLength={200} value={note} onChange={(e) => setNote(e.target.value)} />
          </div>
        )}
        <div className="kg-form-foot" style={{ marginTop: 12 }}>
          {scanning ? (
            <Button type="primary" disabled={late && list.length === 0} loading={act.isPending} onClick={byScans}>
              {late ? '补收' : '提交'} {count(list.length)} 张 <kbd>F4</kbd>
            </Button>
          ) : (
            <Button type="primary" disabled={counted === null} loading={act.isPending} onClick={byCount}>
              {counted === null ? '接收' : `实有 ${count(counted)} 张，接收`} <kbd>Enter</kbd>
            </Button>
          )}
          {!scanning && (
            <Button onClick={() => setScanning(true)}>
              逐张扫描 <kbd>F6</kbd>
            </Button>
          )}
          <Button onClick={onBack}>回到列表</Button>
        </div>
      </div>
      <Panel title="这个物流包">
        <Facts
          columns={1}
          facts={[
            { label: '物流包号', value: parcel.no },
            { label: '寄出机构', value: parcel.from },
            { label: '寄往', value: parcel.to },
            { label: '寄出时间', value: <When at={parcel.sentAt} old /> },
            { label: '运单号', value: parcel.waybill },
            ...(late ? [{ label: '还缺', value: parcel.count === undefined ? '' : `${count(parcel.count - parcel.arrived)} 张` }] : []),
          ]}
        />
      </Panel>
    </div>
  )
}

function Done({ parcel, onBack }: Props) {
  return (
    <div className="kg-panel">
      <State mark={done} title="这个物流包已经接收" words={`${parcel.receivedBy} 于 ${instant(parcel.receivedAt)} 接收。`}>
        <Button onClick={onBack}>回到列表</Button>
      </State>
    </div>
  )
}

/** The number is asked before anything is told: a count that knows its result is not a count. */
function Blind({ value, onChange, onEnter }: { value: number | null; onChange: (n: number | null) => void; onEnter: () => void }) {
  return (
    <label className="dl-count" style={{ display: 'block' }}>
      <span className="kg-h2">数一数包内实有多少张卡</span>
      <InputNumber<number> autoFocus min={0} max={20000} precision={0} controls={false} style={{ width: 200 }} value={value} onChange={onChange} onPressEnter={onEnter} suffix="张" />
    </label>
  )
}

/** What was scanned, newest first; one can be taken off again. */
export function Scanned({ list, onDrop }: { list: string[]; onDrop: (number: string) => void }) {
  return (
    <>
      <div className="kg-effect">
        <b>{count(list.length)}</b>张
      </div>
      <div className="dl-scanned kg-digits">
        {[...list].reverse().map((n) => (
          <span key={n}>
            {n}
            <button aria-label={`去掉 ${n}`} onClick={() => onDrop(n)}>
              ×
            </button>
          </span>
        ))}
      </div>
    </>
  )
}

function Result({ receipt: r, late, onBack }: { receipt: Receipt; late: boolean; onBack: () => void }) {
  const go = useNavigate()
  const whole = r.missing.length === 0 && r.extra.length === 0
  const sum = r.parcel.count ?? 0
  return (
    <div className="kg-panel">
      <State
        mark={whole ? done : <WarningOutlined style={{ color: ink.caution }} />}
        title={r.missing.length === 0 ? `${late ? '已补齐' : '已接收'} ${count(r.parcel.arrived)} 张` : `已到 ${count(r.parcel.arrived)} 张，缺少 ${count(r.missing.length)} 张`}
        words={
          r.missing.length === 0
            ? `物流包 ${r.parcel.no} 应有 ${count(sum)} 张，全部由${r.parcel.to}保管，可以发给本人。`
            : `物流包 ${r.parcel.no} 应有 ${count(sum)} 张。已到的卡可以发放；缺少的仍记在物流包名下，请与寄出方一起查找，找到后在本页补收。`
        }
      >
        <Button type="primary" autoFocus onClick={onBack}>
          接收下一包
        </Button>
        {!whole && <PrintButton title="打印差异单" />}
        <Button onClick={() => void go(parcelPath(r.parcel))}>看这个物流包</Button>
      </State>
      {!whole && (
        <div className="dl-two">
          <Numbers title="缺少的卡" list={r.missing} none="没有缺少。" />
          <Numbers title="多出的卡（不属于本包，请另行上报）" list={r.extra} none="没有多出。" />
        </div>
      )}
    </div>
  )
}

function Numbers({ title, list, none }: { title: string; list: string[]; none: string }) {
  return (
    <div className="kg-panel">
      <div className="kg-h2">
        {title} {list.length > 0 && <span className="kg-soft">{count(list.length)} 张</span>}
      </div>
      {list.length === 0 ? (
        <div className="kg-quiet">{none}</div>
      ) : (
        <div className="dl-scanned kg-digits" style={{ maxHeight: 'none' }}>
          {list.map((n) => (
            <span key={n}>{n}</span>
          ))}
        </div>
      )}
    </div>
  )
}
