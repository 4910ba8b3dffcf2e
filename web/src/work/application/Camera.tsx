/** The camera of the counter, with the frame of a card photo over it. */
import { Alert, Modal } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { cutOut } from './photo'

interface Props {
  onTaken: (photo: Blob) => void
  onClose: () => void
}

export function Camera({ onTaken, onClose }: Props) {
  const video = useRef<HTMLVideoElement>(null)
  const [words, setWords] = useState('')
  const [ready, setReady] = useState(false)
  useEffect(() => {
    let gone = false
    let stream: MediaStream | undefined
    const start = async () => {
      // Browsers lend the camera only to pages over TLS, or of this very machine.
      if (!navigator.mediaDevices) return setWords('浏览器不允许使用摄像头：请用 https 地址打开本系统，或改为选择照片文件。')
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 }, height: { ideal: 720 } } })
      } catch {
        return setWords('摄像头打不开：请检查是否插好、是否被别的程序占用，并允许本页使用摄像头。')
      }
      if (gone || !video.current) return stream.getTracks().forEach((t) => t.stop())
      video.current.srcObject = stream
      await video.current.play().catch(() => undefined)
      setReady(true)
    }
    void start()
    return () => {
      gone = true
      stream?.getTracks().forEach((t) => t.stop())
    }
  }, [])
  return (
    <Modal open title="拍照" width={640} okText="拍照" cancelText="取消" okButtonProps={{ disabled: !ready, autoFocus: true }} onOk={() => video.current && void cutOut(video.current).then(onTaken)} onCancel={onClose}>
      {words ? (
        <Alert type="warning" showIcon title={words} />
      ) : (
        <div className="kg-camera">
          <video ref={video} muted playsInline />
          <div className="kg-camera-frame" aria-hidden />
        </div>
      )}
      <p className="kg-soft" style={{ marginBottom: 0 }}>
        让头部和双肩在框内，白色背景，面部光线均匀。
      </p>
    </Modal>
  )
}
