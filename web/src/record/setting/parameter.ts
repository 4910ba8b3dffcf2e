/** What a parameter is to the pages, and how its values and bounds read. */
import type { Verb } from '@kit/api/types'
import { count } from '@kit/format'

export interface Value {
  value: string
  /** ms; 0 is the program's own default. */
  from: number
  setAt: number
  setBy: string
}

export interface Parameter {
  key: string
  group: string
  title: string
  kind: 'int' | 'text' | 'choice' | 'bool' | 'date'
  default: string
  /** Of a number its bounds, of a text its characters. */
  min: number
  max: number
  choices: { value: string; title: string }[]
  unit: string
  note: string
  risky: boolean
  now: Value
  upcoming: Value[]
  /** How often it was set. */
  history: number
  allowed: Verb[]
}

/** A value as people read it: 5120 → 5,120 字节, true → 是. */
export function shown(p: Pick<Parameter, 'kind' | 'unit' | 'choices'>, value: string): string {
  switch (p.kind) {
    case 'int':
      return [count(Number(value)), p.unit].filter(Boolean).join(' ')
    case 'bool':
      return value === 'true' ? '是' : '否'
    case 'choice':
      return p.choices.find((c) => c.value === value)?.title ?? value
    default:
      return value || '（空）'
  }
}

/** What it may be set to, in words. */
export function bounds(p: Pick<Parameter, 'kind' | 'unit' | 'choices' | 'min' | 'max'>): string {
  switch (p.kind) {
    case 'int':
      return `${count(p.min)} 至 ${count(p.max)}${p.unit && ` ${p.unit}`}`
    case 'text':
      return p.min === p.max ? `${p.min} 个字符` : `${p.min} 至 ${p.max} 个字符`
    case 'choice':
      return p.choices.map((c) => c.title).join('、')
    case 'bool':
      return '是、否'
    default:
      return '日期'
  }
}

/** Parameters under their headings, in the server's order. */
export function grouped(parameters: Parameter[]): [string, Parameter[]][] {
  const groups = new Map<string, Parameter[]>()
  for (const p of parameters) groups.set(p.group, [...(groups.get(p.group) ?? []), p])
  return [...groups]
}
