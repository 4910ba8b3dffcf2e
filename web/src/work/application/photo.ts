/** A photo on its way onto a card: 358×441, JPEG (招标四(二)1(3)). What is not of this size is cut to it from the middle. */
import { apiRoot, session } from '@kit/api/call'
import { toProblem } from '@kit/api/problem'

export const size = { width: 358, height: 441 }

export interface Warning {
  field: string
  code: string
  words: string
}

/** What the server says of a photo that it took. */
export interface Taken {
  digest: string
  warnings: Warning[]
}

/** The largest part of a picture in a card photo's proportion: the middle of its width, a little above the middle of its height, where heads are. */
export function cut(width: number, height: number): { x: number; y: number; width: number; height: number } {
  const wanted = size.width / size.height
  const w = Math.min(width, Math.round(height * wanted))
  const h = Math.min(height, Math.round(width / wanted))
  return { x: Math.round((width - w) / 2), y: Math.round((height - h) / 3), width: w, height: h }
}

// Between these a card's photo is neither blurred nor too large for the vendor's field.
const least = 9 * 1024
const most = 40 * 1024
const qualities = [0.75, 0.85, 0.92, 0.6, 0.45]

/** The first quality at which a picture has a fitting size; otherwise the nearest below the limit. */
export async function encoded(encode: (quality: number) => Promise<Blob>): Promise<Blob> {
  let best: Blob | undefined
  for (const q of qualities) {
    const b = await encode(q)
    if (b.size >= least && b.size <= most) return b
    if (b.size <= most && (!best || b.size > best.size)) best = b
  }
  return best ?? encode(0.3)
}

type Picture = HTMLVideoElement | ImageBitmap

/** Cuts and scales a picture to a card photo. */
export async function cutOut(picture: Picture): Promise<Blob> {
  const [w, h] = picture instanceof HTMLVideoElement ? [picture.videoWidth, picture.videoHeight] : [picture.width, picture.height]
  const c = cut(w, h)
  const canvas = Object.assign(document.createElement('canvas'), size)
  const pen = canvas.getContext('2d')!
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(picture, c.x, c.y, c.width, c.height, 0, 0, size.width, size.height)
  return encoded((quality) => new Promise((ok, no) => canvas.toBlob((b) => (b ? ok(b) : no(new Error('the browser made no JPEG'))), 'image/jpeg', quality)))
}

/** A chosen file as a card photo; one that fits already goes as it is. Undefined for what is no picture. */
export async function fromFile(file: File): Promise<{ blob: Blob; changed: boolean } | undefined> {
  const picture = await createImageBitmap(file).catch(() => undefined)
  if (!picture) return
  const fits = file.type === 'image/jpeg' && picture.width === size.width && picture.height === size.height
  return fits ? { blob: file, changed: false } : { blob: await cutOut(picture), changed: true }
}

/** Gives a photo to the server, bound to an ID number. */
export async function sendPhoto(idNumber: string, photo: Blob): Promise<Taken> {
  const answer = await fetch(`${apiRoot}/applications/photo?idNumber=${encodeURIComponent(idNumber)}`, { method: 'POST', headers: { 'Content-Type': 'image/jpeg' }, body: photo }).catch(() => {
    throw toProblem(0, undefined)
  })
  const body = (await answer.json().catch(() => undefined)) as Taken | undefined
  if (answer.status === 401) session.dispatchEvent(new Event('out'))
  if (!answer.ok) throw toProblem(answer.status, body)
  return body!
}
