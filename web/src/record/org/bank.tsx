/** 服务银行: the city's five, small enough to be read whole. */
import { Select } from 'antd'
import { useRead } from '@kit/api/hooks'
import type { Listing } from '@kit/api/types'

export interface Bank {
  code: string
  name: string
  short: string
}

/** The open banks, also those closed when a past record must show its name. */
export const useBanks = (): Bank[] => useRead<Listing<Bank>>('/banks', { state: 'all' }).data?.items ?? []

/** What clerks call a bank, by its code. */
export function useBankName(): (code: string) => string {
  const banks = useBanks()
  return (code) => banks.find((b) => b.code === code)?.short ?? code
}

interface Props {
  value?: string
  onChange?: (code: string | undefined) => void
  id?: string
  width?: number | string
  disabled?: boolean
}

export function BankPicker({ value, onChange, id, width = '100%', disabled }: Props) {
  const open = useRead<Listing<Bank>>('/banks')
  return (
    <Select
      id={id}
      allowClear
      showSearch={{ optionFilterProp: 'search' }}
      style={{ width }}
      value={value || undefined}
      onChange={(v: string | undefined) => onChange?.(v)}
      placeholder="服务银行"
      aria-label="服务银行"
      disabled={disabled}
      loading={open.isFetching}
      status={open.error ? 'error' : undefined}
      notFoundContent={open.error ? open.error.detail : undefined}
      options={(open.data?.items ?? []).map((b) => ({ value: b.code, label: b.short, title: b.name, search: `${b.code} ${b.short} ${b.name}` }))}
    />
  )
}
