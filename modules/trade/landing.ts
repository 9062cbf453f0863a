/**
 * Landing a batch: log, keys, events, refused rows and the message to the stream in one transaction, so that after a
 * crash at any instruction all of it is there or none (invariant 9). New events are the common case, so a batch first
 * assumes that none is known; the key table's unique index says when that was wrong, and then it looks first. Plain
 * COPY of keys and events is what the database does fastest (docs/decisions/trade-intake.md has the measurements).
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { tradeLimits } from '#contract'
import { logBodies } from '#modules/transparency'
import { CopyText, copyRows, type Database, insertRows, type Tx } from '#platform/database'
import type { Clock, Ids } from '#platform/runtime'
import { publish } from '#platform/stream'
import {
  type Batch,
  conflictOf,
  extracted,
  type Incoming,
  keyOf,
  type RefusedRow,
  refusedRow,
  storable,
  textOf,
} from './batch.ts'
import { ensureMonths } from './partitions.ts'
import {
  heldToOrders,
  looksBack,
  type Reviewed,
  type ReviewTerms,
  reviewedIn,
} from './review-orders.ts'

export type LandingDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly ids: Ids
}

export type Reporter = {
  /** The one source it may report as; null for the credit office, which imports files of any. */
  readonly source: string | null
  /** The tenant that owns what a source reports. */
  tenantOf(source: string): string | null
  /** Groups the refused rows of one request or file. */
  readonly importId: string
}

export type Landed = {
  readonly batchId: string | null
  readonly accepted: readonly Incoming[]
  readonly duplicates: number
  /** Those of the batch and those whose number stands for another content. */
  readonly refused: readonly RefusedRow[]
  /** Some events were known already: expect the same of the next batch. */
  readonly known: boolean
}

/** The message on the stream; the span lets a reader touch only the months it must. */
export type TradeBatch = {
  readonly batchId: string
  readonly events: number
  readonly from: string
  readonly until: string
}

const attempts = 5

export type OnItsWay = {
  readonly incoming: readonly Incoming[]
  readonly landed: Promise<unknown>
}

/** How a batch is landed. */
export type LandingCourse = {
  /** Look for known events before writing. */
  readonly careful: boolean
  readonly terms: ReviewTerms
  /** The batch before it of the same sender, which may still be on its way. */
  readonly before: OnItsWay | undefined
}

/** Lands a batch; throws what the database throws, having written nothing. */
export async function landBatch(
  deps: LandingDeps,
  reporter: Reporter,
  batch: Batch,
  { careful, terms, before }: LandingCourse,
): Promise<Landed> {
  const { incoming } = batch
  await ensureMonths(deps.database, new Set(incoming.map(i => i.event.occurredAt.slice(0, 7))))
  // A stream cut into batches cuts through orders: waiting costs less than landing twice.
  const reviewed = reviewedIn(incoming)
  if (before && looksBack(reviewed, before.incoming)) await before.landed.catch(() => {})
  for (let attempt = 1; ; attempt++) {
    const look = careful || attempt > 1
    try {
      return await deps.database.tx(tx =>
        land(tx, deps, reporter, batch, { look, terms, reviewed, sure: attempt > 1 }),
      )
    } catch (error) {
      if (error instanceof Uncertain) {
        await before?.landed.catch(() => {})
        continue
      }
      // Another request may land the same events between our look and our write; then look again.
      if (!isTaken(error) || attempt === attempts) throw error
    }
  }
}

/** Some of the keys are taken, or two requests with the same events wait for each other (PostgreSQL's deadlock). */
const isTaken = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ((error.code === '23505' && 'table' in error && error.table === 'intake_key') ||
    error.code === '40P01')

/** A review was refused for want of something that may be on its way: undone, to be tried once more. */
class Uncertain extends Error {}

type Attempt = {
  readonly look: boolean
  readonly terms: ReviewTerms
  readonly reviewed: Reviewed
  /** What was on its way has landed: a refusal is final. */
  readonly sure: boolean
}

async function land(
  tx: Tx,
  deps: LandingDeps,
  reporter: Reporter,
  batch: Batch,
  { look, terms, reviewed, sure }: Attempt,
): Promise<Landed> {
  const known = look ? await knownTexts(tx, batch.incoming) : undefined
  const { fresh: unknown, duplicates, conflicts } = sorted(batch.incoming, known)
  // What a known number now says differently vouches for no review.
  const ofFresh = unknown === batch.incoming ? reviewed : reviewedIn(unknown)
  const held = await heldToOrders(tx, unknown, ofFresh, terms)
  if (held.uncertain && !sure) throw new Uncertain()
  const fresh = held.kept
  const refused = [...batch.refused, ...conflicts, ...held.refused].sort((a, b) => a.row - b.row)
  const batchId = fresh.length > 0 ? await landFresh(tx, deps, reporter, fresh) : null
  if (refused.length > 0) await keepRefused(tx, deps, reporter, refused)
  return {
    batchId,
    accepted: fresh,
    duplicates,
    refused,
    known: duplicates + conflicts.length > 0,
  }
}

async function landFresh(
  tx: Tx,
  { ids }: LandingDeps,
  reporter: Reporter,
  fresh: readonly Incoming[],
): Promise<string> {
  const texts = fresh.map(incoming => incoming.text)
  const batchId = await logBodies(tx, ids, texts)
  await copyFresh(tx, batchId, fresh, reporter)
  await publish(tx, 'trade.events', reporter.source ?? reporter.importId, spanOf(batchId, fresh))
  return batchId
}

function spanOf(batchId: string, fresh: readonly Incoming[]): TradeBatch {
  let from = secondOf(fresh[0]!)
  let until = from
  for (const incoming of fresh) {
    const second = secondOf(incoming)
    if (second < from) from = second
    if (second > until) until = second
  }
  return { batchId, events: fresh.length, from: `${from}Z`, until: `${until}.999Z` }
}

/** Up to the second, instants compare as text whether or not they name milliseconds. */
const secondOf = ({ event }: Incoming): string => event.occurredAt.slice(0, 19)

/** Without `known`, all are taken to be new; the unique index will say so if they are not. */
function sorted(incoming: readonly Incoming[], known: Map<string, string | null> | undefined) {
  const fresh: Incoming[] = []
  const conflicts: RefusedRow[] = []
  let duplicates = 0
  if (!known) return { fresh: incoming, duplicates, conflicts }
  for (const row of incoming) {
    const key = keyOf(row.event)
    const before = known.get(key)
    if (before === undefined) {
      // From here on it is known to the rows after it: a batch may hold an event twice.
      known.set(key, row.text)
      fresh.push(row)
    } else if (before === null || isSame(row, before)) duplicates += 1
    else {
      const candidate = { row: row.row, raw: row.raw, value: row.event }
      conflicts.push(refusedRow(candidate, conflictOf(row.event.eventId)))
    }
  }
  return { fresh, duplicates, conflicts }
}

/** The same report, although its shop may have come to another seller since. */
function isSame({ text, event }: Incoming, before: string): boolean {
  if (text === before) return true
  const { seller } = JSON.parse(before) as { seller: string }
  return textOf(event, seller) === before
}

/** The stored texts of known events by key; null where retention has dropped the event and kept its key. */
async function knownTexts(
  tx: Tx,
  incoming: readonly Incoming[],
): Promise<Map<string, string | null>> {
  const { rows } = await sql<{ source: string; event_id: string; body: string | null }>`
    select k.source, k.event_id, e.body
    from unnest(${textArray(incoming.map(i => i.event.source))}::text[],
                ${textArray(incoming.map(i => i.event.eventId))}::text[]) as asked (source, event_id)
    join trade.intake_key k on k.source = asked.source and k.event_id = asked.event_id
    left join trade.event e on e.batch_id = k.batch_id and e.ordinal = k.ordinal`.execute(tx)
  return new Map(rows.map(row => [`${row.source}\n${row.event_id}`, row.body]))
}

const textArray = (values: readonly string[]): string =>
  `{${values.map(value => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`

const eventColumns = [
  'batch_id',
  'ordinal',
  'seller_id',
  'kind',
  'platform',
  'order_no',
  'sku',
  'buyer',
  'occurred_at',
  'source',
  'event_id',
  'organisation_id',
  'area',
  'body',
] as const

const keyColumns = ['source', 'event_id', 'batch_id', 'ordinal'] as const

async function copyFresh(
  tx: Tx,
  batchId: string,
  fresh: readonly Incoming[],
  reporter: Reporter,
): Promise<void> {
  const keys = new CopyText(fresh.length * 64)
  const events = new CopyText(fresh.length * 640)
  for (let ordinal = 0; ordinal < fresh.length; ordinal++) {
    const { event, sellerId, area, text } = fresh[ordinal]!
    const { order, sku, buyer } = extracted(event)
    const key = `${field(event.source)}\t${field(event.eventId)}`
    const found = `${field(order)}\t${field(sku)}\t${field(buyer)}`
    const tenant = field(reporter.tenantOf(event.source))
    keys.add(`${key}\t${batchId}\t${ordinal}\n`)
    events.add(`${batchId}\t${ordinal}\t${sellerId}\t${event.kind}\t${field(event.platform)}\t`)
    events.add(`${found}\t${event.occurredAt}\t${key}\t${tenant}\t${area}\t`)
    events.add(field(text))
    events.add('\n')
  }
  await copyRows(tx, 'trade.intake_key', keyColumns, keys)
  await copyRows(tx, 'trade.event', eventColumns, events)
}

/** A field of text-format COPY. Codes hold no control characters and JSON escapes its own, so backslashes remain. */
const field = (text: string | null): string =>
  text === null ? '\\N' : text.includes('\\') ? text.replaceAll('\\', '\\\\') : text

async function keepRefused(
  tx: Tx,
  { clock }: LandingDeps,
  reporter: Reporter,
  refused: readonly RefusedRow[],
): Promise<void> {
  const at = clock.now()
  // A row belongs to who sent it, not to whom it names: a forger must not fill another's list.
  const sources = refused.map(row => reporter.source ?? row.source ?? '')
  const text = (values: readonly unknown[]) => ({ type: 'text', values }) as const
  await insertRows(
    tx,
    'trade.quarantine',
    {
      source: text(sources),
      line_sha256: { type: 'bytea', values: refused.map(digestOf) },
      organisation_id: { type: 'uuid', values: sources.map(source => reporter.tenantOf(source)) },
      import_id: { type: 'uuid', values: refused.map(() => reporter.importId) },
      row_no: { type: 'int', values: refused.map(({ row }) => row) },
      event_id: text(refused.map(({ eventId }) => eventId)),
      code: text(refused.map(({ refusal }) => refusal.code)),
      errors: text(refused.map(({ refusal }) => JSON.stringify(refusal.errors))),
      raw: text(refused.map(({ raw }) => storable(raw.slice(0, tradeLimits.keptLineChars)))),
      received_at: { type: 'timestamptz', values: refused.map(() => at) },
    },
    { tail: 'on conflict do nothing' },
  )
}

/** Of a line that could not be read nothing is left to digest but where it stood. */
const digestOf = ({ raw, row, refusal }: RefusedRow): Buffer =>
  createHash('sha256')
    .update(raw === '' ? `${refusal.code} ${refusal.errors[0]?.rule} row ${row}` : raw)
    .digest()
