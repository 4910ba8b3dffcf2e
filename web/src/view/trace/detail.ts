/** An entry's detail taken apart: fields that changed, and what else it tells. */

export interface Change {
  field: string
  before: string
  after: string
}

export interface Detail {
  changes: Change[]
  rest: { name: string; value: string }[]
}

const isPair = (v: unknown): v is [string, string] => Array.isArray(v) && v.length === 2 && v.every((x) => typeof x === 'string')

const shown = (v: unknown): string => (typeof v === 'string' ? v : Array.isArray(v) && v.every((x) => typeof x !== 'object') ? v.join('、') : JSON.stringify(v))

/** A field with its values before and after is a pair of texts, wherever it stands: alone or among other things. */
export function detailOf(detail: unknown): Detail {
  const out: Detail = { changes: [], rest: [] }
  const walk = (o: object, prefix: string) => {
    for (const [name, v] of Object.entries(o)) {
      if (isPair(v)) out.changes.push({ field: prefix + name, before: v[0], after: v[1] })
      else if (v !== null && typeof v === 'object' && !Array.isArray(v)) walk(v, Object.values(v).every(isPair) ? prefix : `${prefix}${name}.`)
      else out.rest.push({ name: prefix + name, value: shown(v) })
    }
  }
  if (detail !== null && typeof detail === 'object') walk(detail, '')
  return out
}
