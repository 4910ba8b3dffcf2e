/** A day as the server writes it, 2026-11-23. */
import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { nowMs } from '@kit/time'

interface Props {
  value?: string
  onChange?: (day: string | undefined) => void
  id?: string
  width?: number | string
  /** No day before this one. */
  least?: string
}

export function DayField({ value, onChange, id, width = '100%', least }: Props) {
  return (
    <DatePicker
      id={id}
      style={{ width }}
      value={value ? dayjs(value) : null}
      // The demo city's day is cranked: the calendar opens on the server's month.
      defaultPickerValue={dayjs(nowMs())}
      disabledDate={(d) => !!least && d.format('YYYY-MM-DD') < least}
      onChange={(d) => onChange?.(d ? d.format('YYYY-MM-DD') : undefined)}
    />
  )
}
