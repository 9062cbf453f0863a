/** The figures of the monitor, asked for every few seconds; after a failure less and less often, hidden not at all. */
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Monitor } from '#contract'
import { call, keyOf } from '../../app/api.ts'

const usualMs = 5_000
const longestMs = 60_000

/** After so many failures in a row, when to ask again. */
export const pauseAfter = (failures: number): number => Math.min(longestMs, usualMs * 2 ** failures)

export function useMonitor(hours: number): UseQueryResult<Monitor> {
  const input = { query: { hours, steps: 24 } }
  return useQuery({
    queryKey: keyOf('detectionMonitor', input),
    queryFn: ({ signal }) => call('detectionMonitor', { ...input, signal }),
    staleTime: 0,
    retry: false,
    placeholderData: last => last,
    refetchInterval: ({ state }) => pauseAfter(state.fetchFailureCount),
  })
}
