/** One search for everything: ID number, card number, name, pinyin, batch, serial. `/` or Ctrl+K comes here. */
import { SearchOutlined } from '@ant-design/icons'
import { AutoComplete, Input, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useRead } from './api/hooks'
import type { Hit } from './api/types'
import { useHotkeys } from './hotkeys'

// Long enough not to ask for each key of an 18-digit number, short enough not to be felt.
const restMs = 200

export function TopSearch() {
  const field = useRef<InputRef>(null)
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState('')
  const [wanted, setWanted] = useState(false)
  const go = useNavigate()
  useEffect(() => {
    const t = setTimeout(() => setAsked(typed.trim()), restMs)
    return () => clearTimeout(t)
  }, [typed])
  const got = useRead<{ hits: Hit[] }>('/search', { q: asked }, { on: asked.length > 1 })
  const hits = asked === typed.trim() ? (got.data?.hits ?? []) : []
  const focus = () => field.current?.focus({ cursor: 'all' })
  useHotkeys([
    { key: '/', title: '搜索人、卡、批次', run: focus },
    { key: 'Ctrl+K', title: '搜索人、卡、批次', run: focus },
  ])
  const open = (path: string) => {
    setTyped('')
    setWanted(false)
    field.current?.blur()
    void go(path)
  }
  // Enter pressed before the answer came opens the first hit when it comes.
  useEffect(() => {
    if (wanted && hits[0]) open(hits[0].path)
  })
  const kinds = [...new Set(hits.map((h) => h.kind))]
  const words = got.error ? got.error.detail : got.isFetching || asked !== typed.trim() ? '正在找…' : '没有找到。可输入身份证号、卡号、姓名、拼音或批次号。'
  return (
    <div className="kg-search">
      <AutoComplete
        value={typed}
        onChange={(v: string) => (setTyped(v), setWanted(false))}
        onSelect={(path: string) => open(path)}
        options={kinds.map((k) => ({
          label: k,
          options: hits.filter((h) => h.kind === k).map((h) => ({ value: h.path, label: <HitRow hit={h} /> })),
        }))}
        notFoundContent={typed.trim().length > 1 ? words : null}
        popupMatchSelectWidth={460}
        defaultActiveFirstOption
        style={{ width: '100%' }}
      >
        <Input ref={field} prefix={<SearchOutlined className="kg-soft" />} suffix={<kbd>/</kbd>} placeholder="身份证号、卡号、姓名、拼音、批次号" aria-label="全局搜索" onPressEnter={() => hits.length === 0 && setWanted(true)} />
      </AutoComplete>
    </div>
  )
}

const HitRow = ({ hit }: { hit: Hit }) => (
  <span style={{ display: 'flex', gap: 8 }}>
    <span>{hit.title}</span>
    <span className="kg-soft" style={{ marginLeft: 'auto' }}>
      {hit.subtitle}
    </span>
  </span>
)
