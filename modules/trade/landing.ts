/**
 * Landing a batch: log, keys, events, refused rows and the message to the stream in one transaction, so that after a
 * crash at any instruction all of it is there or none (invariant 9). The common case is assumed first: that no event is
 * known, that no order was rated, and that the batch before lands as it was sent. The unique indexes and the batch
 * before say when that was wrong; then all is undone, and done again after looking (docs/decisions/trade-intake.md).
 */
import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { tradeLimits } from '#contract'
import { type Database, insertRows, type Tx } from '#platform/database'
import type { Clock, Ids } from '#platform/runtime'
import { publish } from '#platform/stream'
import {
  type Batch,
  conflictOf,
  type Incoming,
  keyOf,
  type RefusedRow,
  refusedRow,
  storable,
} from './batch.ts'
import { textOf } from './fact-text.ts'
import { ensureMonths } from './partitions.ts'
import {
  heldToOrders,
  type Reviewed,
  type ReviewTerms,
  reviewedIn,
  withEarlier,
} from './review-orders.ts'
import { type Written, writeBatch, writtenOf } from './written.ts'

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

/** Whoever looks takes turns, so it is overtaken only by those who do not, each of them once. */
const attempts = 8

/**
 * How long a batch waits for the one before it to land as it was sent. Longer waits mean that the two, and perhaps other
 * senders' batches with the same events, wait for each other where the database cannot see it.
 */
const patienceMs = 1_000

/** A batch on its way. */
export type Landing = {
  readonly incoming: readonly Incoming[]
  readonly landed: Promise<Landed>
  /** It has its place in the line for the database: what begins later does not get before it. */
  readonly begun: Promise<void>
  /** Whether it landed at the first try with every event that it holds. */
  readonly asSent: Promise<boolean>
  /** It and all before it of the same sender have landed or failed; never rejects. */
  readonly ended: Promise<void>
}

/** A batch, and what is written where all of it is new; nothing where no row of it could be read. */
export type WrittenBatch = Batch & { readonly written: Written | undefined }

/** How a batch is landed. */
export type LandingCourse = {
  /** Look for known events before writing. */
  readonly careful: boolean
  readonly terms: ReviewTerms
  /** The batch before it of the same sender, which may still be on its way. */
  readonly before: Landing | undefined
}

/** Lands a batch; `landed` rejects with what the database throws, nothing having been written. */
export function landBatch(
  deps: LandingDeps,
  reporter: Reporter,
  batch: WrittenBatch,
  course: LandingCourse,
): Landing {
  const begun = Promise.withResolvers<void>()
  const asSent = Promise.withResolvers<boolean>()
  const signs = { begun: begun.resolve, asSent: asSent.resolve }
  const landed = untilLanded(deps, reporter, batch, course, signs).finally(() => {
    begun.resolve()
    asSent.resolve(false)
  })
  // Resolves to nothing: what has landed is not to be held by all that come after it.
  const ended = Promise.allSettled([course.before?.ended, landed]).then(() => {})
  const { incoming } = batch
  return { incoming, landed, begun: begun.promise, asSent: asSent.promise, ended }
}

async function untilLanded(
  deps: LandingDeps,
  reporter: Reporter,
  batch: WrittenBatch,
  { careful, terms, before }: LandingCourse,
  signs: { begun(): void; asSent(it: boolean): void },
): Promise<Landed> {
  const { incoming } = batch
  await ensureMonths(deps.database, monthsOf(incoming))
  await before?.begun
  const reviewed = reviewedIn(incoming)
  // A stream cut into batches cuts through orders.
  const leaning = before && withEarlier(reviewed, before.incoming)
  if (leaning && careful) await before.ended
  const leans = leaning !== undefined && !careful
  let attempt: Attempt = {
    look: careful,
    terms,
    reviewed: leans ? leaning : reviewed,
    sure: false,
    after: leans ? before?.asSent : undefined,
  }
  for (let n = 1; ; n++) {
    try {
      const landing = deps.database.tx(tx => land(tx, deps, reporter, batch, attempt))
      signs.begun()
      const landed = await landing
      signs.asSent(!attempt.look && landed.accepted === incoming)
      return landed
    } catch (error) {
      // Another request may land the same events between our look and our write; then look again.
      if (n === attempts || !(error instanceof Uncertain || isTaken(error))) throw error
      signs.asSent(false)
      await before?.ended
      attempt = { look: true, terms, reviewed, sure: true, after: undefined }
    }
  }
}

/** Events come mostly in order, so the month is mostly that of the event before. */
function monthsOf(incoming: readonly Incoming[]): Set<string> {
  const months = new Set<string>()
  let last: string | undefined
  for (const { event } of incoming) {
    if (last !== undefined && event.occurredAt.startsWith(last)) continue
    last = event.occurredAt.slice(0, 7)
    months.add(last)
  }
  return months
}

/** Some of the keys are taken, or two requests with the same events wait for each other (PostgreSQL's deadlock). */
const isTaken = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ((error.code === '23505' &&
    'table' in error &&
    (error.table === 'intake_key' || error.table === 'review_key')) ||
    error.code === '40P01')

/** The batch before did not land as it was sent, or a review lacks what may be on its way: undone, to be tried again. */
class Uncertain extends Error {}

type Attempt = {
  readonly look: boolean
  readonly terms: ReviewTerms
  readonly reviewed: Reviewed
  /** What was on its way has landed: a refusal is final. */
  readonly sure: boolean
  /** What the reviews lean on: this is committed only once that has landed as it was sent. */
  readonly after: Promise<boolean> | undefined
}

async function land(
  tx: Tx,
  deps: LandingDeps,
  reporter: Reporter,
  batch: WrittenBatch,
  { look, terms, reviewed, sure, after }: Attempt,
): Promise<Landed> {
  if (look) await takeTurn(tx, batch.incoming)
  const known = look ? await knownTexts(tx, batch.incoming) : undefined
  const { fresh: unknown, duplicates, conflicts } = sorted(batch.incoming, known)
  // What a known number now says differently vouches for no review.
  const ofFresh = unknown === batch.incoming ? reviewed : reviewedIn(unknown)
  const held = await heldToOrders(tx, unknown, ofFresh, { ...terms, look })
  if (held.overtaken || (held.uncertain && !sure)) throw new Uncertain()
  const fresh = held.kept
  const refused = [...batch.refused, ...conflicts, ...held.refused].sort((a, b) => a.row - b.row)
  const written = fresh === batch.incoming ? batch.written : rewritten(deps, reporter, fresh)
  if (written) {
    await writeBatch(tx, written)
    const key = reporter.source ?? reporter.importId
    await publish(tx, 'trade.events', key, spanOf(written.facts.batchId, fresh))
  }
  if (refused.length > 0) await keepRefused(tx, deps, reporter, refused)
  if (after && !(await within(patienceMs, after))) throw new Uncertain()
  return {
    batchId: written?.facts.batchId ?? null,
    accepted: fresh,
    duplicates,
    refused,
    known: duplicates + conflicts.length > 0,
  }
}

const rewritten = ({ ids }: LandingDeps, { tenantOf }: Reporter, fresh: readonly Incoming[]) =>
  fresh.length > 0 ? writtenOf(ids, tenantOf, fresh) : undefined

/** Whether it comes true in time. */
async function within(ms: number, sign: Promise<boolean>): Promise<boolean> {
  const timer = new AbortController()
  const late = setTimeout(ms, false, { signal: timer.signal }).catch(() => false)
  try {
    return await Promise.race([sign, late])
  } finally {
    timer.abort()
  }
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
      known.set(key, textOf(row.event, row.sellerId))
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
function isSame({ event, sellerId }: Incoming, before: string): boolean {
  if (textOf(event, sellerId) === before) return true
  const { seller } = JSON.parse(before) as { seller: string }
  return textOf(event, seller) === before
}

const turnLock = 0x10_7_2ae

/** Those who look before they write do so one after the other for each source: what one looked for the next finds. */
async function takeTurn(tx: Tx, incoming: readonly Incoming[]): Promise<void> {
  const sources = [...new Set(incoming.map(({ event }) => event.source))].sort()
  await sql`
    select pg_advisory_xact_lock(${turnLock}::int, hashtext(source))
    from unnest(${textArray(sources)}::text[]) as asked (source)`.execute(tx)
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
