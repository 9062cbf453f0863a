/** The policy room's edge: the numbers, their history, and enacting a new version. */
import type { PolicyRule, policyOperations } from '#contract'
import { chineseDay } from '#lib/calendar'
import type { Database } from '#platform/database'
import { decodeCursor, type Handlers, pageOf } from '#platform/http'
import { type Clock, refuse } from '#platform/runtime'
import { basisInEnglish } from './basis-names.ts'
import { readPolicies } from './policies.ts'
import { enactPolicy } from './policy.ts'
import type { RuleRow } from './tables.ts'

const pageRows = 100

export function policyRoutes({
  database,
  clock,
}: {
  database: Database
  clock: Clock
}): Handlers<typeof policyOperations> {
  const today = () => chineseDay(clock.now().getTime())
  return {
    listPolicies: async ({ query }) => {
      const after = decodeCursor(query.cursor, 1)?.[0] ?? ''
      const policies = await readPolicies(database.db)
      const rows = policies
        .inForce(query.on ?? today())
        .filter(row => row.key > String(after) && row.key.startsWith(query.prefix ?? ''))
      return pageOf(rows, query.limit ?? pageRows, row => [row.key], shownRule)
    },
    policyHistory: async ({ params }) => {
      const rows = await database.db
        .selectFrom('policy.rule')
        .selectAll()
        .where('key', '=', params.key)
        .orderBy('version', 'desc')
        .execute()
      if (rows.length === 0) refuse('policy.unknown', { key: params.key })
      return { items: rows.map(shownRule) }
    },
    enactPolicy: async ({ params, body, actor }) => {
      const enactment = {
        key: params.key,
        value: body.value,
        from: body.from,
        basis: body.basis,
        confidence: body.confidence,
        sourceUrl: body.sourceUrl ?? null,
      }
      const row = await database.tx(tx =>
        enactPolicy(tx, enactment, { actor, at: clock.now(), today: today() }),
      )
      return shownRule(row)
    },
  }
}

const shownRule = (row: RuleRow): PolicyRule => ({
  key: row.key,
  value: row.value,
  unit: row.unit,
  titleZh: row.title_zh,
  titleEn: row.title_en,
  basis: row.basis,
  basisEn: basisInEnglish(row.basis),
  sourceUrl: row.source_url,
  confidence: row.confidence,
  from: row.from_on,
  to: row.until_on,
  version: row.version,
})
