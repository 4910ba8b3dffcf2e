import { expect, it } from 'vitest'
import { cut, encoded, size } from './photo'

it('leaves a photo of the right size whole', () => {
  expect(cut(358, 441)).toEqual({ x: 0, y: 0, width: 358, height: 441 })
})

it('cuts the middle out of any picture, in the right proportion and inside it', () => {
  for (const [w, h] of [[640, 480], [1920, 1080], [480, 640], [3000, 4000], [441, 358], [359, 441]] as const) {
    const c = cut(w, h)
    expect(c.width / c.height).toBeCloseTo(size.width / size.height, 1)
    expect(c.x).toBeGreaterThanOrEqual(0)
    expect(c.y).toBeGreaterThanOrEqual(0)
    expect(c.x + c.width).toBeLessThanOrEqual(w)
    expect(c.y + c.height).toBeLessThanOrEqual(h)
    expect(c.width === w || c.height === h).toBe(true)
  }
})

const ofSize = (bytes: number) => new Blob([new Uint8Array(bytes)])

it('takes the first quality that fits, else the largest below the limit', async () => {
  expect((await encoded(async () => ofSize(20_000))).size).toBe(20_000)
  expect((await encoded(async (q) => ofSize(q > 0.8 ? 12_000 : 6_000))).size).toBe(12_000)
  expect((await encoded(async (q) => ofSize(q > 0.5 ? 90_000 : 30_000))).size).toBe(30_000)
  expect((await encoded(async (q) => ofSize(q * 4_000))).size).toBe(0.92 * 4_000)
})
