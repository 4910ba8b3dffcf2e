/** 行政区划: province to village, read level by level as it is opened. Its value is a region's path, or its code. */
import { Cascader } from 'antd'
import { useEffect, useState } from 'react'
import { read } from '@kit/api/call'
import type { Listing } from '@kit/api/types'
import { codeOf, lineage, pathOf } from './region'

interface Region {
  code: string
  path: string
  name: string
  level: number
  leaf: boolean
}
interface Choice {
  value: string
  label: string
  isLeaf: boolean
  children?: Choice[]
}

/** All regions directly below one; a town has more villages than a page has rows. */
async function below(path: string, deepest: number): Promise<Choice[]> {
  const choices: Choice[] = []
  let after = ''
  do {
    const page: Listing<Region> = await read<Listing<Region>>('/regions', { parent: codeOf(path), after, limit: 500 })
    choices.push(...page.items.map((r) => ({ value: r.path, label: r.name, isLeaf: r.leaf || r.level >= deepest })))
    after = page.next
  } while (after)
  return choices
}

/** The levels that show a line of regions; a level with one choice only is opened at once. */
async function grow(path: string, line: string[], deepest: number): Promise<Choice[]> {
  const level = await below(path, deepest)
  const on = level.length === 1 ? level[0] : level.find((c) => line.includes(c.value))
  if (on && !on.isLeaf && line.at(-1) !== on.value) on.children = await grow(on.value, line, deepest)
  return level
}

interface Props {
  value?: string
  onChange?: (region: string | undefined) => void
  id?: string
  width?: number | string
  placeholder?: string
  /** Whether value is a path (440000/440200/) or a code (440200). */
  as?: 'path' | 'code'
  /** The lowest level to choose: 3 counties, 4 towns, 5 villages. */
  deepest?: number
  disabled?: boolean
}

export function RegionPicker({ value, onChange, id, width = '100%', placeholder = '行政区划', as = 'path', deepest = 5, disabled }: Props) {
  const [choices, setChoices] = useState<Choice[]>([])
  const [failed, setFailed] = useState(false)
  const path = value && as === 'code' ? pathOf(value) : value
  useEffect(() => {
    let gone = false
    grow('', lineage(path ?? ''), deepest).then(
      (c) => !gone && setChoices(c),
      () => !gone && setFailed(true),
    )
    return () => void (gone = true)
    // A later choice comes out of what is already read.
  }, [deepest])
  const open = async (line: Choice[]) => {
    const last = line.at(-1)
    if (!last || last.children) return
    last.children = await below(last.value, deepest).catch(() => (setFailed(true), []))
    setChoices((c) => [...c])
  }
  const change = (line: (string | number)[] | undefined) => {
    const chosen = line?.at(-1) as string | undefined
    onChange?.(chosen && as === 'code' ? codeOf(chosen) : chosen)
  }
  return (
    <Cascader<Choice>
      id={id}
      aria-label={placeholder}
      style={{ width }}
      disabled={disabled}
      value={path && choices.length > 0 ? lineage(path) : undefined}
      options={choices}
      loadData={(line) => void open(line)}
      onChange={change}
      changeOnSelect
      placeholder={placeholder}
      status={failed ? 'error' : undefined}
      notFoundContent={failed ? '区划没有读出来，请刷新页面' : '正在读取…'}
      displayRender={(labels) => labels.slice(-2).join(' / ')}
    />
  )
}
