/**
 * Petty trade has a ceiling (requirement 3.1; 网络交易监督管理办法 art. 8): a personal seller whose sales of a year, over
 * all its shops, pass it should register as a market entity. It is told so; nothing else follows by itself.
 */
import type { Exemption } from '#contract'
import type { Db, Tx } from '#platform/database'
import { appendFacts } from './facts.ts'
import { grownColumns } from './projection.ts'
import type { Said } from './registrar.ts'

export type YearlySales = {
  readonly subjectId: string
  readonly year: number
  /** Of all its shops together. */
  readonly salesFen: number
  /** Policy `smallTrade.ceiling`. */
  readonly ceilingFen: number
}

/** Without a ceiling: their exemption rests on what they sell, not on how much. */
const exemptAtAnySize: readonly Exemption[] = [
  'farm-produce',
  'home-handicraft',
  'convenience-labour',
  'other-by-law',
]

/** The personal sellers whose exemption ends where petty trade does. */
export async function sellersUnderCeiling(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('subjects.subject')
    .select('subject_id')
    .where('kind', '=', 'personal-seller')
    .where('status', '=', 'active')
    .where(row =>
      row.or([row('exemption', 'is', null), row('exemption', 'not in', exemptAtAnySize)]),
    )
    .orderBy('subject_id')
    .execute()
  return rows.map(row => row.subject_id)
}

/** Answers whether the seller was flagged now; it is flagged once a year. */
export async function flagShouldRegister(
  tx: Tx,
  { subjectId, year, salesFen, ceilingFen }: YearlySales,
  by: Said,
): Promise<boolean> {
  if (salesFen <= ceilingFen) return false
  const flagged = await tx
    .updateTable('subjects.subject')
    .set(grownColumns({ year, salesFen }, by.at))
    .where('subject_id', '=', subjectId)
    .where('kind', '=', 'personal-seller')
    .where('status', '=', 'active')
    .where(row =>
      row.or([row('exemption', 'is', null), row('exemption', 'not in', exemptAtAnySize)]),
    )
    .where('should_register_year', 'is distinct from', year)
    .executeTakeFirst()
  if (flagged.numUpdatedRows === 0n) return false
  await appendFacts(tx, by, [
    { subjectId, type: 'subjects.should-register', body: { year, salesFen, ceilingFen } },
  ])
  return true
}
