/**
 * Folds every agreement again from its facts and compares it with the stored one, and every signal with the exchange that
 * reported it (invariants 1 and 4). Signals come by the thousand, so each exchange's are compared on their own, and those
 * that no exchange reported are looked for only where there are more than were told.
 */
import { sql } from 'kysely'
import {
  type Checked,
  type CheckProgress,
  compareRows,
  type Faults,
  faultList,
  keyPages,
} from '#modules/transparency'
import type { Db } from '#platform/database'
import {
  type AgreementTold,
  applyFact,
  type FactKind,
  signalRows,
  type Told,
} from './projection.ts'
import type { SignalRow } from './tables.ts'

const agreementsPerPage = 20
/** Each reports as many signals as `exchangeLimits` lets it. */
const exchangesPerPage = 20

export async function verifyExchange(
  db: Db,
  { progress }: { progress?: CheckProgress } = {},
): Promise<Checked<'agreements' | 'signals'>> {
  const faults = faultList()
  const checked = { agreements: 0, signals: 0 }
  const columns = ['fact', 'agreement', 'signal'].map(table => ({
    table: `exchange.${table}`,
    column: 'agreement_id',
  }))
  for await (const ids of keyPages(db, columns, agreementsPerPage)) {
    checked.agreements += await compareAgreements(db, ids, faults)
    for (const id of ids) {
      const matched = await compareSignals(db, id, faults)
      const stored = await signalsOf(db, id)
      if (stored !== matched) await nameStrays(db, id, faults)
      checked.signals += stored
    }
    progress?.(checked.agreements)
  }
  return { checked, faults: faults.listed, more: faults.more() }
}

async function compareAgreements(db: Db, ids: readonly string[], faults: Faults): Promise<number> {
  const facts = await db
    .selectFrom('exchange.fact')
    .select(['agreement_id', 'body'])
    .where('agreement_id', 'in', ids)
    .where('kind', '<>', 'exchanged')
    .orderBy('fact_id')
    .execute()
  const rows = await db
    .selectFrom('exchange.agreement')
    .selectAll()
    .where('agreement_id', 'in', ids)
    .execute()
  const told = new Map<string, AgreementTold>()
  const stored = new Map(rows.map(row => [row.agreement_id, row]))
  for (const [id, own] of Map.groupBy(facts, row => row.agreement_id))
    try {
      let agreement: AgreementTold | undefined
      for (const { body } of own) agreement = applyFact(agreement, toldBy<FactKind>(body))
      told.set(id, agreement!)
    } catch (error) {
      faults.add('agreement', id, `its facts do not add up: ${(error as Error).message}`)
      stored.delete(id)
    }
  compareRows('agreement', { told, stored }, faults)
  return rows.length
}

/** The text is canonical JSON of what was appended under this kind. */
const toldBy = <K extends FactKind>(body: string): Told<K> => JSON.parse(body) as Told<K>

type SignalKey = Pick<SignalRow, 'agreement_id' | 'subject_key' | 'behaviour' | 'seen_at'>

const nameOf = ({ agreement_id, subject_key, behaviour, seen_at }: SignalKey): string =>
  `${agreement_id} ${subject_key} ${behaviour} ${seen_at.toISOString()}`

/**
 * Every signal that an exchange reported stands in the table, under that exchange or an earlier one that reported it too;
 * answers how many stand under the exchange that reported them.
 */
async function compareSignals(db: Db, agreementId: string, faults: Faults): Promise<number> {
  let matched = 0
  for (let after = nil; ; ) {
    const facts = await db
      .selectFrom('exchange.fact')
      .select(['fact_id', 'body'])
      .where('agreement_id', '=', agreementId)
      .where('kind', '=', 'exchanged')
      .where('fact_id', '>', after)
      .orderBy('fact_id')
      .limit(exchangesPerPage)
      .execute()
    for (const { body } of facts) matched += await compareExchange(db, body, faults)
    if (facts.length < exchangesPerPage) return matched
    after = facts.at(-1)!.fact_id
  }
}

const nil = '00000000-0000-0000-0000-000000000000'

async function compareExchange(db: Db, body: string, faults: Faults): Promise<number> {
  // Reported twice in one exchange, the first stands.
  const told = new Map(signalRows(toldBy<'exchanged'>(body)).toReversed().map(named))
  const stored = new Map((await standing(db, [...told.values()])).map(named))
  let matched = 0
  for (const [name, signal] of told) {
    const row = stored.get(name)
    if (!row) faults.add('signal', name, 'missing')
    else if (row.fact_id > signal.fact_id) faults.add('signal', name, 'changed: fact_id')
    else if (row.fact_id === signal.fact_id) {
      matched += 1
      if (row.level !== signal.level) faults.add('signal', name, 'changed: level')
    }
  }
  return matched
}

const named = (row: SignalRow) => [nameOf(row), row] as const

async function standing(db: Db, signals: readonly SignalRow[]): Promise<SignalRow[]> {
  if (signals.length === 0) return []
  const { rows } = await sql<SignalRow>`
    select s.* from json_to_recordset(${JSON.stringify(signals)}::json)
      as asked (agreement_id uuid, subject_key text, behaviour text, seen_at timestamptz)
    join exchange.signal s using (agreement_id, subject_key, behaviour, seen_at)`.execute(db)
  return rows
}

const signalsOf = async (db: Db, agreementId: string): Promise<number> => {
  const { rows } = await sql<{ signals: number }>`
    select count(*) as signals from exchange.signal
    where agreement_id = ${agreementId}`.execute(db)
  return rows[0]!.signals
}

/** Signals that the exchange they name did not report. */
async function nameStrays(db: Db, agreementId: string, faults: Faults): Promise<void> {
  const { rows } = await sql<SignalRow>`
    select s.* from exchange.signal s
    where s.agreement_id = ${agreementId} and not exists (
      select from exchange.fact f, json_array_elements(f.body::json -> 'report') told
      where f.agreement_id = s.agreement_id and f.fact_id = s.fact_id
        and told ->> 'key' = s.subject_key and told ->> 'behaviour' = s.behaviour
        and (told ->> 'seenAt')::timestamptz = s.seen_at)
    limit 100`.execute(db)
  for (const row of rows) faults.add('signal', nameOf(row), 'added')
}
