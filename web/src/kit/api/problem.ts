/** What the server says when it refuses (RFC 9457), as one error type for all pages. */

/** One wrong place of an input; `words` stand at the field. */
export interface FieldProblem {
  field: string
  code?: string
  words: string
}

/** A refusal. `detail` is Chinese and meant for people; `number` is to be quoted when the fault is ours. */
export class Problem extends Error {
  override name = 'Problem'
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly rest: { code?: string; errors?: FieldProblem[]; number?: string } = {},
  ) {
    super(detail)
  }

  get code(): string {
    return this.rest.code ?? (this.status === 0 ? 'offline' : String(this.status))
  }
  get errors(): FieldProblem[] {
    return this.rest.errors ?? []
  }
  get number(): string | undefined {
    return this.rest.number
  }

  /** The lines a clerk copies to whoever helps; never holds what was typed. */
  diagnostic(path: string, at: string): string {
    return [`时间 ${at}`, `页面 ${path}`, `代码 ${this.code}（${this.status}）`, this.number && `编号 ${this.number}`, `说明 ${this.detail}`]
      .filter(Boolean)
      .join('\n')
  }
}

const byStatus: Record<number, string> = {
  0: '连不上服务器。请检查网络后重试，刚才填的内容还在。',
  401: '登录已失效，请重新登录。',
  403: '您没有办理这项业务的权限。',
  404: '没有找到这条记录，可能已被移走，或不在您的数据权限内。',
  409: '这条记录刚被别人改过，请刷新后再试。',
  413: '文件太大，服务器没有接收。',
  429: '操作太频繁，请稍等片刻再试。',
  503: '服务暂时不可用，请稍后再试。',
}

/** Makes a Problem of any answer, also of one that is not a problem document (a proxy's page, nothing at all). */
export function toProblem(status: number, body: unknown): Problem {
  const b = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const text = (v: unknown) => (typeof v === 'string' && v !== '' ? v : undefined)
  const errors = Array.isArray(b.errors) ? (b.errors as FieldProblem[]).filter((e) => text(e?.words)) : undefined
  const detail = text(b.detail) ?? byStatus[status] ?? '系统出了问题，没有办成。请稍后再试；仍不行时把下面的编号告诉系统管理员。'
  const number = b.number === undefined || b.number === null ? undefined : String(b.number)
  return new Problem(status, detail, { code: text(b.code), errors, number })
}

/** Any thrown thing as a Problem; a defect of a page is one too, so that it is drawn and not swallowed. */
export function asProblem(e: unknown): Problem {
  if (e instanceof Problem) return e
  return new Problem(-1, '页面出了问题。请刷新后再试。', { code: 'page', number: e instanceof Error ? e.message.slice(0, 120) : undefined })
}
