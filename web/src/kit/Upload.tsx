/** A drop zone: files of hundreds of MB with progress, stop and retry. The value is what the server calls the upload. */
import { DeleteOutlined, InboxOutlined, ReloadOutlined } from '@ant-design/icons'
import { Button, Progress } from 'antd'
import { useRef, useState } from 'react'
import { apiRoot } from './api/call'
import { uuid } from './api/intent'
import { toProblem, type Problem as Refusal } from './api/problem'
import { Problem } from './Problem'
import { done } from './State'

export interface Uploaded {
  id: number
  name: string
  size: number
}

/** Sends one file; fetch cannot tell the progress of a body, so this is the one XMLHttpRequest. */
export function upload(file: File, onProgress: (share: number) => void): { done: Promise<Uploaded>; stop: () => void } {
  const x = new XMLHttpRequest()
  const done = new Promise<Uploaded>((ok, no) => {
    x.open('POST', `${apiRoot}/uploads?name=${encodeURIComponent(file.name)}`)
    x.setRequestHeader('Content-Type', 'application/octet-stream')
    x.setRequestHeader('Idempotency-Key', uuid())
    x.upload.onprogress = (e) => e.lengthComputable && onProgress(e.loaded / e.total)
    const body = () => {
      try {
        return JSON.parse(x.responseText) as unknown
      } catch {
        return undefined
      }
    }
    x.onload = () => (x.status < 300 ? ok(body() as Uploaded) : no(toProblem(x.status, body())))
    x.onerror = () => no(toProblem(0, undefined))
    x.onabort = () => no(undefined)
    x.send(file)
  })
  return { done, stop: () => x.abort() }
}

/** 1536 → 1.5 KB */
export function size(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB']
  const step = Math.min(3, Math.floor(Math.log2(Math.max(bytes, 1)) / 10))
  const n = bytes / 1024 ** step
  return `${step === 0 || n >= 100 ? Math.round(n) : n.toFixed(1)} ${units[step]}`
}

interface Props {
  value?: Uploaded
  onChange?: (file: Uploaded | undefined) => void
  /** As in <input accept>: ".xlsx,.csv". */
  accept?: string
  words?: string
  hint?: string
}

export function Upload({ value, onChange, accept, words = '把文件拖到这里，或点击选择', hint }: Props) {
  const [file, setFile] = useState<File>()
  const [share, setShare] = useState(0)
  const [problem, setProblem] = useState<Refusal>()
  const [over, setOver] = useState(false)
  const stop = useRef<() => void>(undefined)

  const take = (f: File | undefined) => {
    if (!f) return
    setFile(f)
    setShare(0)
    setProblem(undefined)
    const run = upload(f, setShare)
    stop.current = run.stop
    run.done.then(
      (u) => onChange?.(u),
      (p: Refusal | undefined) => p && setProblem(p),
    )
  }
  const drop = () => {
    stop.current?.()
    setFile(undefined)
    setProblem(undefined)
    onChange?.(undefined)
  }

  if (!file && !value)
    return (
      <label
        className={over ? 'kg-drop is-over' : 'kg-drop'}
        onDragOver={(e) => (e.preventDefault(), setOver(true))}
        onDragLeave={() => setOver(false)}
        onDrop={(e) => (e.preventDefault(), setOver(false), take(e.dataTransfer.files[0]))}
      >
        <input type="file" accept={accept} onChange={(e) => take(e.target.files?.[0])} />
        <InboxOutlined />
        <div>
          <b>{words}</b>
        </div>
        {hint && <div>{hint}</div>}
      </label>
    )
  return (
    <div>
      <div className="kg-file">
        {value && done}
        <span>
          {value?.name ?? file?.name} <span className="kg-soft">{size(value?.size ?? file?.size ?? 0)}</span>
        </span>
        {!value && !problem && <Progress percent={Math.floor(share * 100)} size="small" status="active" />}
        <span style={{ marginLeft: 'auto' }}>
          {problem && (
            <Button size="small" icon={<ReloadOutlined />} onClick={() => take(file)}>
              重传
            </Button>
          )}
          <Button size="small" type="text" icon={<DeleteOutlined />} aria-label="移除文件" onClick={drop} />
        </span>
      </div>
      <Problem of={problem} />
    </div>
  )
}
