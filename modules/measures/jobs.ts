/** The sweep of terms: entries and measures whose last day has passed end by themselves, and the feed says so. */
import { anyone } from '#contract'
import { chineseDay } from '#lib/calendar'
import { readPolicies, shippedCalendar } from '#modules/policy'
import type { Database } from '#platform/database'
import type { Job } from '#platform/jobs'
import type { Clock, Ids } from '#platform/runtime'
import { endEntry, lockedEntry } from './entries.ts'
import { endMeasure, lockedMeasure } from './measures.ts'
import type { Said } from './said.ts'

export type SweepDeps = { readonly database: Database; readonly clock: Clock; readonly ids: Ids }

export const measureJobs = (deps: SweepDeps): Job[] => [
  { name: 'measures.terms', cron: '20 0 * * *', run: async () => void (await sweepTerms(deps)) },
]

const lapsed = { cause: 'expired', reason: '期限届满' } as const

/** Answers how many entries and measures ended. */
export async function sweepTerms({ database, clock, ids }: SweepDeps): Promise<number> {
  const at = clock.now()
  const today = chineseDay(at.getTime())
  const said: Said = {
    actor: { ...anyone, name: '系统', roles: [] },
    ownSubjectIds: [],
    at,
    ids,
    calendar: shippedCalendar(),
    policies: await readPolicies(database.db),
  }
  const entries = await database.db
    .selectFrom('measures.entry')
    .select('entry_id')
    .where('state', '=', 'in-force')
    .where('until_on', '<', today)
    .execute()
  for (const { entry_id } of entries)
    await database.tx(async tx => {
      const entry = await lockedEntry(tx, entry_id)
      if (entry.state === 'in-force') await endEntry(tx, entry, lapsed, said)
    })
  const measures = await database.db
    .selectFrom('measures.measure')
    .select('measure_id')
    .where('state', '=', 'in-force')
    .where('until_on', '<', today)
    .execute()
  for (const { measure_id } of measures)
    await database.tx(async tx => {
      const row = await lockedMeasure(tx, measure_id)
      if (row.state === 'in-force') await endMeasure(tx, row, lapsed, said)
    })
  return entries.length + measures.length
}
