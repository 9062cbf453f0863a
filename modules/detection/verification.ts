/**
 * Folds every alert again from its facts and compares it with the row by which it is found (invariants 1 and 4), and the
 * evidence of each suspicion with the digest that its fact holds.
 */
import { sha256 } from '#lib/canonical'
import {
  type Checked,
  type CheckProgress,
  compareRows,
  type Faults,
  faultList,
  keyPages,
} from '#modules/transparency'
import type { Db } from '#platform/database'
import { type Alert, type AlertFact, applyFact } from './alert-state.ts'
import { alertRow } from './alerts.ts'

/** Few: a suspicion keeps its evidence whole. */
const alertsPerPage = 50

const tables = ['detection.fact', 'detection.alert', 'detection.suspicion']

export async function verifyAlerts(
  db: Db,
  { progress }: { progress?: CheckProgress } = {},
): Promise<Checked<'alerts' | 'suspicions'>> {
  const faults = faultList()
  const checked = { alerts: 0, suspicions: 0 }
  const columns = tables.map(table => ({ table, column: 'alert_id' }))
  for await (const ids of keyPages(db, columns, alertsPerPage)) {
    const facts = await factsOf(db, ids)
    const alerts = await db
      .selectFrom('detection.alert')
      .selectAll()
      .where('alert_id', 'in', ids)
      .execute()
    const folded = foldedAlerts(facts, faults)
    compareRows('alert', { told: folded, stored: byName(alerts, row => row.alert_id) }, faults)
    checked.alerts += alerts.length
    checked.suspicions += await checkSuspicions(db, ids, facts, faults)
    progress?.(checked.alerts)
  }
  return { checked, faults: faults.listed, more: faults.more() }
}

const byName = <Row>(rows: readonly Row[], nameOf: (row: Row) => string) =>
  new Map(rows.map(row => [nameOf(row), row]))

async function factsOf(db: Db, ids: readonly string[]): Promise<AlertFact[]> {
  const rows = await db
    .selectFrom('detection.fact')
    .select('body')
    .where('alert_id', 'in', ids)
    .orderBy('fact_id')
    .execute()
  return rows.map(({ body }) => JSON.parse(body) as AlertFact)
}

/** An alert whose facts do not add up is named as such, and its row then as added. */
function foldedAlerts(facts: readonly AlertFact[], faults: Faults) {
  const rows = new Map<string, object>()
  for (const [id, own] of Map.groupBy(facts, fact => fact.alert)) {
    try {
      let alert: Alert | undefined
      for (const fact of own) alert = applyFact(alert, fact)
      rows.set(id, { ...alertRow(alert!), state_json: alert })
    } catch (error) {
      faults.add('alert', id, `its facts do not add up: ${(error as Error).message}`)
    }
  }
  return rows
}

/** Answers how many there are. */
async function checkSuspicions(
  db: Db,
  ids: readonly string[],
  facts: readonly AlertFact[],
  faults: Faults,
): Promise<number> {
  const stored = await db
    .selectFrom('detection.suspicion')
    .selectAll()
    .where('alert_id', 'in', ids)
    .execute()
  const told = facts.flatMap(fact => {
    if (fact.kind !== 'raised' && fact.kind !== 'strengthened') return []
    const { id, model, version, key, contentSha256 } = fact.suspicion
    return {
      alert_id: fact.alert,
      suspicion_id: id,
      model,
      version,
      act_key: key,
      raised_at: new Date(fact.at),
      content_sha256: Buffer.from(contentSha256, 'hex'),
      content: contentSha256,
    }
  })
  const nameOf = (row: { alert_id: string; suspicion_id: string }) =>
    `${row.alert_id}/${row.suspicion_id}`
  // Of the evidence itself the fact holds the digest.
  const digested = stored.map(row => ({ ...row, content: sha256(row.content).toString('hex') }))
  const rows = { told: byName(told, nameOf), stored: byName(digested, nameOf) }
  compareRows('suspicion', rows, faults)
  return stored.length
}
