/** The one way to the server: JSON in and out, refusals as Problems, an Idempotency-Key on every write. */
import createClient from 'openapi-fetch'
import type { paths } from './schema'
import { toProblem } from './problem'

/** Where the open API lives; pages name paths below it. */
export const apiRoot = '/api/v1'

/** Filters and page of a list; empty ones are not sent. */
export type Query = Record<string, string | number | boolean | undefined>
export type Write = 'POST' | 'PUT' | 'DELETE'

/** The typed client, for pages that name their path literally. */
export const api = createClient<paths>({
  baseUrl: (globalThis.location?.origin ?? 'http://localhost') + apiRoot,
  fetch: (request) => globalThis.fetch(request),
})

/** Fires 'out' when the server no longer knows who we are; the frame then asks to sign in again over the page. */
export const session = new EventTarget()

interface Init {
  params?: { query?: Query }
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}
interface Answer {
  data?: unknown
  error?: unknown
  response: Response
}
// Blocks are given their path as a value, which the generated types cannot follow.
const loose = api as unknown as { request(method: string, path: string, init: Init): Promise<Answer> }

const knocks = ['/me', '/session', '/demo', '/setup']

async function request<T>(method: string, path: string, init: Init): Promise<T> {
  const answer = await loose.request(method, path, init).catch((e: unknown) => {
    if (init.signal?.aborted) throw e
    throw toProblem(e instanceof TypeError ? 0 : 502, undefined)
  })
  if (answer.response.ok) return answer.data as T
  if (answer.response.status === 401 && !knocks.some((k) => path === k)) session.dispatchEvent(new Event('out'))
  throw toProblem(answer.response.status, answer.error)
}

/** Reads. */
export function read<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  const sent = Object.fromEntries(Object.entries(query).filter(([, v]) => v !== undefined && v !== ''))
  return request<T>('GET', path, { params: { query: sent }, signal })
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))

/** Writes. When the net fails before an answer came, tries twice more under the same key. */
export async function send<T>(method: Write, path: string, body: unknown, key: string): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await request<T>(method, path, { body, headers: { 'Idempotency-Key': key } })
    } catch (e) {
      const lost = (e as { status?: number }).status === 0
      if (!lost || tries === 2) throw e
      await pause(400 * (tries + 1))
    }
  }
}
