/** Code tables as pages choose from them: by code, by name, or by the initials of its pinyin. */
import { Select } from 'antd'
import { useRead } from '@kit/api/hooks'
import type { Listing } from '@kit/api/types'
import { fits } from '@kit/pinyin'

export interface Code {
  code: string
  name: string
}

/** The codes of a table that hold today; with `all`, also those that old records hold. */
export function useCodes(table: string, all = false) {
  const read = useRead<Listing<Code>>(`/codes/${table}`, { state: all ? 'all' : 'open' })
  return { codes: read.data?.items ?? [], pending: read.isPending, problem: read.error }
}

/** What a code of the table is called; a code that is not there stays as it is. */
export function useCodeName(table: string): (code: string | undefined) => string {
  const { codes } = useCodes(table, true)
  return (code) => (code && (codes.find((c) => c.code === code)?.name ?? code)) || ''
}

interface Props {
  table: string
  value?: string
  onChange?: (code: string | undefined) => void
  id?: string
  width?: number | string
  placeholder?: string
}

export function CodePicker({ table, value, onChange, id, width = '100%', placeholder = '代码、名称或拼音首字母' }: Props) {
  const { codes, pending, problem } = useCodes(table)
  return (
    <Select
      id={id}
      allowClear
      showSearch={{ filterOption: (typed, o) => !!o && (o.value.startsWith(typed) || fits(typed, o.label)) }}
      style={{ width }}
      value={value || undefined}
      onChange={(v: string | undefined) => onChange?.(v)}
      placeholder={placeholder}
      loading={pending}
      status={problem ? 'error' : undefined}
      notFoundContent={problem ? problem.detail : '没有这个代码'}
      options={codes.map((c) => ({ value: c.code, label: c.name }))}
      optionRender={(o) => (
        <span>
          <span className="kg-soft kg-digits" style={{ display: 'inline-block', minWidth: 32 }}>
            {o.value}
          </span>
          {o.label}
        </span>
      )}
    />
  )
}
