/** What stands there until something was read: its outline, or why it could not be read. */
import { Skeleton } from 'antd'
import type { Problem } from './api/problem'
import { ProblemState } from './Problem'

interface Props {
  of: { error: Problem | null; refetch: () => unknown }
  rows?: number
}

export const Reading = ({ of, rows = 8 }: Props) =>
  of.error ? <ProblemState of={of.error} retry={() => void of.refetch()} /> : <Skeleton active title={false} paragraph={{ rows, width: '100%' }} style={{ padding: 16, boxSizing: 'border-box' }} />
