/** What every list of the console shows before its rows: that they are on their way, why they did not come, or nothing. */
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorState, Skeleton } from '../design/states.tsx'

export function Loaded<T>({
  read,
  lines = 6,
  children,
}: {
  read: UseQueryResult<T>
  lines?: number
  children: (data: T) => ReactNode
}) {
  if (read.error) return <ErrorState error={read.error} retry={() => void read.refetch()} />
  if (read.data === undefined) return <Skeleton lines={lines} />
  return <div aria-busy={read.isPlaceholderData}>{children(read.data)}</div>
}
