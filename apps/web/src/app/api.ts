/**
 * How pages read and write: the typed client behind a query cache. A page names an operation and gets its answer,
 * its problem or the fact that it is still on its way; it never writes a URL.
 */
import { QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query'
import {
  type AnswerOf,
  type CallInput,
  createClient,
  type OperationName,
  type OperationTable,
  operations,
  ProblemError,
} from '#contract'

export const client = createClient(operations, { base: '' })

export const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: 30_000, refetchOnWindowFocus: false, retry: again } },
})

/** A refusal will be the same next time; only a lost connection or a fault is worth another try. */
function again(failures: number, error: unknown): boolean {
  if (error instanceof ProblemError && error.problem.status < 500) return false
  return failures < 2
}

export type Input<N extends OperationName> = CallInput<OperationTable[N]>
export type Answer<N extends OperationName> = AnswerOf<OperationTable[N]>

/** The key under which the answer of an operation is cached. */
export const keyOf = <N extends OperationName>(name: N, input?: Input<N>): readonly unknown[] => [
  name,
  input ?? {},
]

/** Reads by an operation. With `keepLast` the last answer stays until the new one arrives (paging, filtering). */
export function useRead<N extends OperationName>(
  name: N,
  input?: Input<N>,
  options: { readonly enabled?: boolean; readonly keepLast?: boolean } = {},
): UseQueryResult<Answer<N>> {
  return useQuery<Answer<N>, Error, Answer<N>>({
    queryKey: keyOf(name, input),
    queryFn: ({ signal }) => call(name, { ...input, signal } as Input<N>),
    enabled: options.enabled ?? true,
    placeholderData: options.keepLast ? last => last : undefined,
  })
}

/** Calls an operation once, outside the cache. */
export const call = <N extends OperationName>(name: N, input?: Input<N>): Promise<Answer<N>> =>
  (client[name] as (input?: Input<N>) => Promise<Answer<N>>)(input)
