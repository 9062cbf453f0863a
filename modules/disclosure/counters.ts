/** The counters of the home page: counted over all rooms, so made rarely and shown from memory in between. */
import { sql } from 'kysely'
import type { PublicCounters } from '#contract'
import { chineseDay } from '#lib/calendar'
import { listedCount } from '#modules/measures'
import { countEvents } from '#modules/trade'
import { newestCheckpoint } from '#modules/transparency'
import type { Db } from '#platform/database'
import { countRatings } from './ratings.ts'

type Elsewhere = 'events' | 'logSize' | 'ratings' | 'listed' | 'asOf'

export async function publicCounters(db: Db, asOf: Date): Promise<PublicCounters> {
  const today = chineseDay(asOf.getTime())
  const { rows } = await sql<Omit<PublicCounters, Elsewhere>>`
    select
      (select count(*) from subjects.subject where status = 'active') as subjects,
      (select count(*) from subjects.subject where status = 'active'
        and verification_state = 'verified' and verified_until > ${today}::date) as "verifiedSubjects",
      (select count(*) from subjects.shop where closed_at is null) as shops,
      (select count(*) from subjects.subject where status = 'active' and kind = 'platform') as platforms,
      (select count(*) from records.record where state = 'shown' and reviewed
        and (shown_until is null or shown_until >= ${today}::date)) as records,
      (select count(*) from cases.case_file where not closed) as "casesOpen",
      (select count(*) from cases.case_file where closed) as "casesClosed"`.execute(db)
  return {
    ...rows[0]!,
    ratings: await countRatings(db),
    listed: await listedCount(db, today),
    events: await countEvents(db),
    logSize: (await newestCheckpoint(db))?.size ?? 0,
    asOf: asOf.toISOString(),
  }
}
