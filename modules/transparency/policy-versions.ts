/**
 * Policy versions as logged facts. The policy room stands before this one and cannot log; so its versions are logged
 * here, at start (those that are shipped) and whenever one is enacted.
 */
import { canonicalize } from '#lib/canonical'
import { readRules } from '#modules/policy'
import { type Db, insertRows, type Tx } from '#platform/database'
import type { Ids } from '#platform/runtime'
import type { Consumer } from '#platform/stream'
import { type Fact, type FactSource, factText, type JsonObject, logFacts } from './facts.ts'

type Rule = Awaited<ReturnType<typeof readRules>>[number]

/** Logs the versions that are not yet in the log; answers how many. Running it again changes nothing. */
export async function logPolicies(tx: Tx, ids: Ids): Promise<number> {
  const rows = await tx
    .selectFrom('transparency.policy_version')
    .select(['key', 'version'])
    .execute()
  const known = new Set(rows.map(row => `${row.key} ${row.version}`))
  const rules = (await readRules(tx)).filter(rule => !known.has(`${rule.key} ${rule.version}`))
  if (rules.length === 0) return 0
  const { batchId, bodies } = await logFacts(tx, ids, rules.map(factOf))
  await insertRows(tx, 'transparency.policy_version', {
    key: { type: 'text', values: rules.map(rule => rule.key) },
    version: { type: 'int', values: rules.map(rule => rule.version) },
    body: { type: 'text', values: bodies },
    batch_id: { type: 'uuid', values: rules.map(() => batchId) },
    ordinal: { type: 'int', values: rules.map((_, i) => i) },
  })
  return rules.length
}

/** One version with its place in the log: all of policy is public. */
export async function loggedPolicy(db: Db, key: string, version: number) {
  const row = await db
    .selectFrom('transparency.policy_version')
    .select(['body', 'batch_id', 'ordinal'])
    .where('key', '=', key)
    .where('version', '=', version)
    .executeTakeFirst()
  return row && { body: row.body, batchId: row.batch_id, ordinal: row.ordinal }
}

export const policyConsumer = (ids: Ids): Consumer => ({
  name: 'transparency.policies',
  topics: ['policy.enacted'],
  batch: 100,
  handle: async tx => void (await logPolicies(tx, ids)),
})

const type = 'policy.rule'

const factOf = (rule: Rule): Fact => ({
  type,
  body: {
    key: rule.key,
    version: rule.version,
    value: rule.value,
    unit: rule.unit,
    titleZh: rule.title_zh,
    titleEn: rule.title_en,
    basis: rule.basis,
    sourceUrl: rule.source_url,
    confidence: rule.confidence,
    from: rule.from_on,
    until: rule.until_on,
    enactedBy: rule.enacted_by,
    enactedAt: rule.enacted_at.toISOString(),
  },
})

export const policyFactSource: FactSource = {
  type,
  table: 'transparency.policy_version',
  key: "key || ' v' || version",
  columnsOf: (body: JsonObject) => ({ key: body.key, version: body.version }),
}

/** Versions in force that differ from what was logged of them, or were never logged. */
export async function changedPolicies(db: Db): Promise<{ key: string; what: string }[]> {
  const rows = await db.selectFrom('transparency.policy_version').selectAll().execute()
  const logged = new Map(rows.map(row => [`${row.key} v${row.version}`, row.body]))
  return (await readRules(db)).flatMap(rule => {
    const key = `${rule.key} v${rule.version}`
    const body = logged.get(key)
    if (body === undefined) return [{ key, what: 'not logged' }]
    if (body === factText(factOf(rule))) return []
    const before = JSON.parse(body) as JsonObject
    const after = factOf(rule).body
    const fields = Object.keys(after).filter(
      name => canonicalize(after[name]) !== canonicalize(before[name] ?? null),
    )
    return [{ key, what: `differs from the log in ${fields.join(', ')}` }]
  })
}
