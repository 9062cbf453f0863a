/**
 * The exchange itself (requirement 4.8): the partner asks by digest and is told only the fields agreed on, and what it
 * reports is kept by digest. Without an agreement in force there is nothing, and what passed is a fact with its purpose.
 */
import { createHash } from 'node:crypto'
import type { Signal, SignalField, SignalGiven } from '#contract'
import { type Db, insertRows, type Tx } from '#platform/database'
import { refuse } from '#platform/runtime'
import { agreementInForce } from './agreements.ts'
import { appendFact, type Said } from './facts.ts'
import { signalRows } from './projection.ts'

/** A suspicion that is open here, of a subject with a code. */
export type OpenSuspicion = {
  readonly code: string
  readonly behaviour: NonNullable<Signal['behaviour']>
  readonly level: NonNullable<Signal['level']>
  readonly from: string
  readonly until: string
}

export type SuspicionsOf = (db: Db) => Promise<readonly OpenSuspicion[]>

export type Asked = {
  readonly purpose: string
  readonly ask: readonly string[]
  readonly report?: readonly SignalGiven[] | undefined
}

export async function exchangeSignals(
  tx: Tx,
  { purpose, ask, report = [] }: Asked,
  suspicionsOf: SuspicionsOf,
  said: Said,
): Promise<{ agreementId: string; signals: Signal[]; received: number }> {
  const agreement = await agreementInForce(tx, said.actor.organisationId, said.at)
  if (!agreement) refuse('exchange.no-agreement')
  const { agreement_id: agreementId, fields, salt } = agreement
  const wanted = new Set(ask)
  const open = wanted.size === 0 ? [] : await suspicionsOf(tx)
  const signals = open.flatMap(suspicion => {
    const key = subjectKey(salt, suspicion.code)
    return wanted.has(key) ? [agreed(key, suspicion, fields)] : []
  })
  const passed = { asked: ask.length, answered: signals.length, received: report.length }
  const body = { purpose, fields, ...passed, report }
  const rows = signalRows(await appendFact(tx, agreementId, { kind: 'exchanged', body }, said))
  await insertRows(
    tx,
    'exchange.signal',
    {
      agreement_id: { type: 'uuid', values: rows.map(row => row.agreement_id) },
      subject_key: { type: 'text', values: rows.map(row => row.subject_key) },
      behaviour: { type: 'text', values: rows.map(row => row.behaviour) },
      level: { type: 'text', values: rows.map(row => row.level) },
      seen_at: { type: 'timestamptz', values: rows.map(row => row.seen_at) },
      fact_id: { type: 'uuid', values: rows.map(row => row.fact_id) },
    },
    { tail: 'on conflict do nothing' },
  )
  return { agreementId, signals, received: report.length }
}

/** The digest under which both sides know a subject: whoever lacks the salt cannot compare it with another's. */
export const subjectKey = (salt: string, code: string): string =>
  createHash('sha256').update(`${salt}:${code}`).digest('hex')

function agreed(
  key: string,
  { behaviour, level, from, until }: OpenSuspicion,
  fields: readonly SignalField[],
): Signal {
  const all = { behaviour, level, period: { from, until }, state: 'suspected' } as const
  const told = Object.entries(all).filter(([name]) => fields.includes(name as SignalField))
  return { key, ...Object.fromEntries(told) }
}
