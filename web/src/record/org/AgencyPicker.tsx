/** 经办机构: found by typing a part of its name or the beginning of its code. Its value is the agency's id. */
import { Select } from 'antd'
import { useState } from 'react'
import { useRead } from '@kit/api/hooks'
import type { Listing } from '@kit/api/types'

interface Found {
  /** In URLs and forms it is text. */
  id: number
  name: string
  regionName?: string
}

interface Props {
  value?: string
  onChange?: (id: string | undefined) => void
  id?: string
  placeholder?: string
  width?: number | string
  /** Only agencies of this kind. */
  kind?: string
  /** The chosen agency, where the page knows it already: its name needs no look-up. */
  known?: { id: number; name: string }
}

export function AgencyPicker({ value, onChange, id, placeholder = '经办机构', width = '100%', kind, known }: Props) {
  const [typed, setTyped] = useState('')
  const found = useRead<Listing<Found>>('/agencies', { q: typed, kind, limit: 30 }, { keep: true })
  const listed = [...(known && !typed ? [known] : []), ...(found.data?.items ?? [])]
  // A value that came by the URL must show its name, also when it is not among the first thirty.
  const shown = listed.some((a) => String(a.id) === String(value))
  const chosen = useRead<Found>(`/agencies/${value}`, {}, { on: !!value && !!found.data && !shown })
  const agencies = new Map<string, Found>([...(shown || !chosen.data ? [] : [chosen.data]), ...listed].map((a) => [String(a.id), a]))
  return (
    <Select
      id={id}
      allowClear
      style={{ width }}
      value={value === undefined ? undefined : String(value)}
      onChange={(v: string | undefined) => onChange?.(v)}
      placeholder={placeholder}
      aria-label={placeholder}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={found.isFetching}
      status={found.error ? 'error' : undefined}
      notFoundContent={found.error ? found.error.detail : '没有这个机构，或不在您的数据权限内'}
      popupMatchSelectWidth={320}
      options={[...agencies].map(([key, a]) => ({ value: key, label: a.name, title: a.regionName }))}
      optionRender={(o) => (
        <span style={{ display: 'flex', gap: 8 }}>
          {o.label}
          <span className="kg-soft" style={{ marginLeft: 'auto' }}>
            {o.data.title}
          </span>
        </span>
      )}
    />
  )
}
