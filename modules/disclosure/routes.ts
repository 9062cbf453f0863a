/** The disclosure room's edge: everything here is open to anyone, without signing in. */
import type { disclosureOperations } from '#contract'
import { type LogKeys, shownFactProof } from '#modules/transparency'
import type { Database } from '#platform/database'
import type { Handlers } from '#platform/http'
import type { Clock } from '#platform/runtime'
import { provePublicFact } from './facts.ts'
import { publicListEntries, publicListEntry, publicLists } from './lists.ts'
import type { PublicPages } from './pages.ts'
import { searchPublic } from './search.ts'
import { publicSubjectRecords } from './subject-page.ts'

export type DisclosureDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly pages: PublicPages
  readonly logKeys: LogKeys
}

export function disclosureRoutes({
  database: { db },
  clock,
  pages,
  logKeys,
}: DisclosureDeps): Handlers<typeof disclosureOperations> {
  return {
    searchPublic: ({ query }) => searchPublic(db, query, clock.now()),
    publicSubject: ({ params }) => pages.subject(params.id),
    publicSubjectRecords: ({ params, query }) =>
      publicSubjectRecords(db, { ...params, ...query }, clock.now()),
    provePublicFact: async ({ query: { batch, ordinal } }) => {
      const place = { batchId: batch, ordinal }
      return shownFactProof(await provePublicFact(db, logKeys, place, clock.now()))
    },
    publicCounters: () => pages.counters(),
    publicLists: async () => {
      const asOf = clock.now()
      return { items: await publicLists(db, asOf), asOf: asOf.toISOString() }
    },
    publicListEntries: ({ params, query }) =>
      publicListEntries(db, { ...params, ...query }, clock.now()),
    publicListEntry: ({ params }) => publicListEntry(db, params.id, clock.now()),
  }
}
