/** Organisations of some kinds: a county has few of those that are told of things, however many merchants it has. */
import { useQueries } from '@tanstack/react-query'
import type { Organisation, OrganisationKind } from '#contract'
import { call, keyOf } from '../../app/api.ts'

export function useOrganisationsOf(kinds: readonly OrganisationKind[]): readonly Organisation[] {
  return useQueries({
    queries: kinds.map(kind => {
      const input = { query: { kind, limit: 100 } }
      return {
        queryKey: keyOf('listOrganisations', input),
        queryFn: () => call('listOrganisations', input),
      }
    }),
    combine: answers => answers.flatMap(({ data }) => data?.items ?? []),
  })
}
