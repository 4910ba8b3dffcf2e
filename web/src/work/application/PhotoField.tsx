/** The photo of an application: chosen, dropped or taken here; checked by the server at once. Its value is the digest. */
import { CameraOutlined, UploadOutlined } from '@ant-design/icons'
import { Alert, Button, Spin } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { asProblem, type Problem as Refusal } from '@kit/api/problem'
import { Problem } from '@kit/Problem'
import { families } from '@kit/theme'
import { Camera } from './Camera'
import { fromFile, sendPhoto, type Warning } from './photo'

interface Props {
  value?: string
  onChange?: (digest: string | undefined) => void
  /** The ID number that the photo is bound to. */
  number: () => Promise<string>
  /** The photo that is there already. */
  now?: string
}

export function PhotoField({ onChange, number, now }: Props) {
  // The photo that the server took, and the one that it is looking at.
  const [good, setGood] = useState<string>()
  const [trying, setTrying] = useState<string>()
  const [words, setWords] = useState('')
  const [warnings, setWarnings] = useState<Warning[]>([])
  const [problem, setProblem] = useState<Refusal>()
  const [busy, setBusy] = useState(false)
  const [camera, setCamera] = useState(false)
  const [over, setOver] = useState(false)
  const choose = useRef<HTMLInputElement>(null)
  useEffect(() => () => void (good && URL.revokeObjectURL(good)), [good])
  const shown = trying ?? good

  const take = async (blob: Blob, said: string) => {
    setBusy(true)
    setProblem(undefined)
    setWarnings([])
    setWords(said)
    const url = URL.createObjectURL(blob)
    setTrying(url)
    try {
      const taken = await sendPhoto(await number(), blob)
      setWarnings(taken.warnings ?? [])
      setGood(url)
      onChange?.(taken.digest)
    } catch (e) {
      // What was there before stays: a bad photo must not take a good one away.
      setProblem(asProblem(e))
      URL.revokeObjectURL(url)
    } finally {
      setTrying(undefined)
      setBusy(false)
    }
  }
  const file = async (f: File | undefined) => {
    if (!f) return
    const photo = await fromFile(f)
    if (photo) await take(photo.blob, photo.changed ? '已居中裁剪为 358×441，请核对头像是否完整。' : '')
    else setWords('这个文件不是图片，请选择 JPG 或 PNG 照片。')
  }
  return (
    <div style={{ display: 'flex', gap: 12 }} data-skip>
      <div
        className={over ? 'kg-photo is-over' : 'kg-photo'}
        onDragOver={(e) => (e.preventDefault(), setOver(true))}
        onDragLeave={() => setOver(false)}
        onDrop={(e) => (e.preventDefault(), setOver(false), void file(e.dataTransfer.files[0]))}
      >
        {shown || now ? <img src={shown ?? now} alt="申请照片" /> : <span className="kg-soft">把照片拖到这里</span>}
        {busy && <Spin className="kg-photo-busy" />}
      </div>
      <div style={{ display: 'flex', flexDirection: 'column', gap: 8, flex: 1, minWidth: 0 }}>
        <input ref={choose} type="file" accept="image/*" hidden onChange={(e) => (void file(e.target.files?.[0]), (e.target.value = ''))} />
        <span style={{ display: 'flex', gap: 8 }}>
          <Button icon={<UploadOutlined />} onClick={() => choose.current?.click()}>
            选照片
          </Button>
          <Button icon={<CameraOutlined />} onClick={() => setCamera(true)}>
            拍照
          </Button>
        </span>
        <span className="kg-soft">{words || (now && !shown ? '沿用已登记的照片，需要时重拍。' : '白底免冠，358×441 像素，JPG。可后补，制卡前须补上。')}</span>
        <Problem of={problem} />
        {warnings.length > 0 && <Alert type="warning" showIcon title={warnings.map((w) => w.words).join('；')} />}
        {shown && !busy && !problem && warnings.length === 0 && <span style={{ color: families.green.ink }}>照片可用。</span>}
      </div>
      {camera && <Camera onClose={() => setCamera(false)} onTaken={(b) => (setCamera(false), void take(b, ''))} />}
    </div>
  )
}
