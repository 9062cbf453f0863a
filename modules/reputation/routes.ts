/** The reputation room's edge: what the public may see of a subject's ratings, and the rule they are counted by. */
import type { RatingEntry, reputationOperations } from '#contract'
import { chineseDay } from '#lib/calendar'
import { readPolicies } from '#modules/policy'
import type { Database, Db } from '#platform/database'
import { decodeCursor, type Handlers, pageOf } from '#platform/http'
import { type Clock, refuse } from '#platform/runtime'
import { ledger, ratingSummary } from './reads.ts'
import { shownRule } from './rule.ts'
import type { EntryRow } from './tables.ts'

export type ReputationDeps = {
  readonly database: Database
  readonly clock: Clock
  /** The subject that stands for this one after merges; undefined where the public may see none. */
  publicSubject(db: Db, subjectId: string): Promise<string | undefined>
}

const pageRows = 20

export function reputationRoutes({
  database: { db },
  clock,
  publicSubject,
}: ReputationDeps): Handlers<typeof reputationOperations> {
  return {
    subjectRatings: async ({ params, query }) => {
      const subjectId = await publicSubject(db, params.id)
      if (!subjectId) return refuse('subject.unknown', { subject: params.id })
      const asOf = clock.now()
      const cursor = decodeCursor(query.cursor, 3)
      const limit = query.limit ?? pageRows
      const after = cursor
        ? ([String(cursor[0]), String(cursor[1]), Number(cursor[2])] as const)
        : undefined
      const rows = await ledger(db, subjectId, { after, limit: limit + 1 })
      const page = pageOf(
        rows,
        limit,
        row => [row.at.toISOString(), row.batch_id, row.ordinal],
        shownEntry,
      )
      const summary = await ratingSummary(db, subjectId, asOf)
      return { subjectId, asOf: asOf.toISOString(), summary, ...page }
    },
    reputationRules: async () =>
      shownRule(await readPolicies(db), chineseDay(clock.now().getTime())),
  }
}

/** Without the rater and the order: who bought what is nobody else's business (PIPL art. 25). */
const shownEntry = (row: EntryRow): RatingEntry => ({
  at: row.at.toISOString(),
  score: row.score,
  stars: row.stars,
  points: row.points,
  reason: row.reason,
  rule: row.rule,
  ruleVersion: row.rule_version,
  proof: { batchId: row.batch_id, ordinal: row.ordinal },
})
