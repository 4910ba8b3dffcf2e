import { afterEach, describe, expect, it, vi } from 'vitest'
import { read, send, session } from './call'
import { Intent, uuid } from './intent'
import { asProblem, Problem, toProblem } from './problem'

const answers = (...list: (Response | Error)[]) => {
  const seen: Request[] = []
  vi.stubGlobal('fetch', async (r: Request) => {
    seen.push(r)
    const next = list.shift()!
    if (next instanceof Error) throw next
    return next
  })
  return seen
}
const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' } })

afterEach(() => vi.unstubAllGlobals())

describe('read', () => {
  it('leaves out empty filters', async () => {
    const seen = answers(json(200, { items: [] }))
    await read('/psams', { q: '', state: 'stocked', after: undefined, limit: 50 })
    expect(new URL(seen[0]!.url).search).toBe('?state=stocked&limit=50')
  })

  it('tells the frame that nobody is signed in, but not while knocking', async () => {
    const out = vi.fn()
    session.addEventListener('out', out)
    answers(json(401, {}), json(401, {}))
    await expect(read('/me')).rejects.toBeInstanceOf(Problem)
    expect(out).not.toHaveBeenCalled()
    await expect(read('/psams')).rejects.toMatchObject({ status: 401 })
    expect(out).toHaveBeenCalledOnce()
    session.removeEventListener('out', out)
  })
})

describe('send', () => {
  it('tries again under the same key when the net fails, and only then', async () => {
    const seen = answers(new TypeError('failed to fetch'), json(200, { count: 3 }))
    await expect(send('POST', '/psams/stock-in', { from: '1' }, 'k-1')).resolves.toEqual({ count: 3 })
    expect(seen.map((r) => r.headers.get('Idempotency-Key'))).toEqual(['k-1', 'k-1'])
    const once = answers(json(409, { detail: '已被处理' }))
    await expect(send('POST', '/x', {}, 'k-2')).rejects.toMatchObject({ status: 409, detail: '已被处理' })
    expect(once).toHaveLength(1)
  })
})

describe('Intent', () => {
  it('keeps the key of the same press until there is an answer', () => {
    const i = new Intent()
    const first = i.key({ ids: [1] })
    expect(i.key({ ids: [1] })).toBe(first)
    expect(i.key({ ids: [2] })).not.toBe(first)
    const third = i.key({ ids: [2] })
    i.settled()
    expect(i.key({ ids: [2] })).not.toBe(third)
  })
  it('makes version 4 UUIDs', () => {
    expect(uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})

describe('toProblem', () => {
  it('takes words, fields and number from the document', () => {
    const p = toProblem(422, { detail: '请改正', code: 'invalid', errors: [{ field: 'from', words: '号段起止颠倒' }, { field: 'x' }], number: 17 })
    expect(p.errors).toEqual([{ field: 'from', words: '号段起止颠倒' }])
    expect(p.diagnostic('/psams', '2026-11-23 09:15')).toContain('编号 17')
  })
  it('has words for answers that are no document', () => {
    for (const status of [0, 401, 403, 404, 409, 500, 503]) expect(toProblem(status, '<html>').detail).toMatch(/[一-龥]/)
    expect(asProblem(new RangeError('x')).code).toBe('page')
  })
})
