/** The disclosure room's edge: everything here is open to anyone, without signing in. */
import type { disclosureOperations } from '#contract'
import type { Database } from '#platform/database'
import type { Handlers } from '#platform/http'
import type { Clock } from '#platform/runtime'
import { listEntries } from './lists.ts'
import type { PublicPages } from './pages.ts'
import { searchPublic } from './search.ts'
import type { PublicSources } from './sources.ts'

export type DisclosureDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly pages: PublicPages
  readonly sources: PublicSources
}

export function disclosureRoutes({
  database: { db },
  clock,
  pages,
  sources,
}: DisclosureDeps): Handlers<typeof disclosureOperations> {
  return {
    searchPublic: ({ query }) => searchPublic(db, sources, query, clock.now()),
    publicSubject: ({ params }) => pages.subject(params.id),
    publicCounters: () => pages.counters(),
    publicLists: async () => {
      const asOf = clock.now()
      return { items: await sources.listTypes(db, asOf), asOf: asOf.toISOString() }
    },
    publicListEntries: ({ params, query }) =>
      listEntries(db, sources, { ...params, ...query }, clock.now()),
  }
}
