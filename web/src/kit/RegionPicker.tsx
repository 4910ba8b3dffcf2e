/** 行政区划: province, city, county, town, village, loaded level by level. Its value is the region's path. */
import { Cascader } from 'antd'
import { useEffect, useState } from 'react'
import { read } from './api/call'
import type { Listing } from './api/types'

interface Region {
  path: string
  name: string
  leaf?: boolean
}
interface Choice {
  value: string
  label: string
  isLeaf: boolean
  children?: Choice[]
}

const load = async (parent: string): Promise<Choice[]> => {
  const { items } = await read<Listing<Region>>('/regions', { parent })
  return items.map((r) => ({ value: r.path, label: r.name, isLeaf: r.leaf ?? false }))
}

/** All paths from the root to this one: 44/4402/440203 → 44, 44/4402, 44/4402/440203. */
export const lineage = (path: string): string[] => {
  const parts = path.split('/').filter(Boolean)
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
}

async function grow(parent: string, line: string[]): Promise<Choice[]> {
  const level = await load(parent)
  const on = level.find((c) => line.includes(c.value))
  if (on && !on.isLeaf && line.at(-1) !== on.value) on.children = await grow(on.value, line)
  return level
}

interface Props {
  value?: string
  onChange?: (path: string | undefined) => void
  /** Begin below this region, as a clerk's scope does. */
  root?: string
  id?: string
  width?: number | string
}

export function RegionPicker({ value, onChange, root = '', id, width = 240 }: Props) {
  const [choices, setChoices] = useState<Choice[]>([])
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    let gone = false
    grow(root, lineage(value ?? '')).then(
      (c) => !gone && setChoices(c),
      () => !gone && setFailed(true),
    )
    return () => void (gone = true)
    // A later choice comes out of what is already loaded.
  }, [root])
  const below = async (line: Choice[]) => {
    const last = line.at(-1)
    if (!last) return
    last.children = await load(last.value).catch(() => (setFailed(true), []))
    setChoices((c) => [...c])
  }
  return (
    <Cascader<Choice>
      id={id}
      style={{ width }}
      value={value ? lineage(value).filter((p) => !root || p.length > root.length) : undefined}
      options={choices}
      loadData={(line) => void below(line)}
      onChange={(line) => onChange?.(line?.at(-1) as string | undefined)}
      changeOnSelect
      placeholder="行政区划"
      status={failed ? 'error' : undefined}
      notFoundContent={failed ? '区划没有读出来，请刷新页面' : '正在读取…'}
      displayRender={(labels) => labels.slice(-2).join(' / ')}
    />
  )
}
