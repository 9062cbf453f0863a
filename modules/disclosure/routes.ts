/** The disclosure room's edge: everything here is open to anyone, without signing in. */
import type { disclosureOperations } from '#contract'
import type { Database } from '#platform/database'
import type { Handlers } from '#platform/http'
import type { Clock } from '#platform/runtime'
import { publicListEntries, publicLists } from './lists.ts'
import type { PublicPages } from './pages.ts'
import { searchPublic } from './search.ts'

export type DisclosureDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly pages: PublicPages
}

export function disclosureRoutes({
  database: { db },
  clock,
  pages,
}: DisclosureDeps): Handlers<typeof disclosureOperations> {
  return {
    searchPublic: ({ query }) => searchPublic(db, query, clock.now()),
    publicSubject: ({ params }) => pages.subject(params.id),
    publicCounters: () => pages.counters(),
    publicLists: async () => {
      const asOf = clock.now()
      return { items: await publicLists(db, asOf), asOf: asOf.toISOString() }
    },
    publicListEntries: ({ params, query }) =>
      publicListEntries(db, { ...params, ...query }, clock.now()),
  }
}
