/**
 * Reading trade: the events of a batch for those who follow the stream, one order through its five stages, a seller's
 * orders in a window, and the rows that were refused. Lists of people's trade go through a predicate of who may see.
 */
import { type RawBuilder, sql } from 'kysely'
import {
  type Actor,
  hasRole,
  type RefusedEvent,
  type SellerTrade,
  stageOf,
  type TimelineEvent,
  type TradeEvent,
  type TradeKind,
} from '#contract'
import type { Db } from '#platform/database'
import type { TradeBatch } from './landing.ts'

/** An event as consumers get it. `event` is what was reported, `seller` and `fact` aside. */
export type LandedEvent = {
  readonly ordinal: number
  readonly sellerId: string
  readonly area: string
  readonly occurredAt: Date
  readonly event: TradeEvent
}

/**
 * The events of one batch in order, all or those of some kinds. The batch's span, from its message, spares the months it
 * does not touch.
 */
export async function eventsOfBatch(
  db: Db,
  { batchId, from, until }: Pick<TradeBatch, 'batchId' | 'from' | 'until'>,
  kinds?: readonly TradeKind[],
): Promise<LandedEvent[]> {
  const wanted = kinds ? sql`kind in (${sql.join(kinds.map(kind => sql`${kind}`))})` : sql`true`
  const { rows } = await sql<{
    ordinal: number
    seller_id: string
    area: string
    occurred_at: Date
    body: string
  }>`
    select ordinal, seller_id, area, occurred_at, body from trade.event
    where batch_id = ${batchId}::uuid
      and occurred_at >= ${from}::timestamptz and occurred_at <= ${until}::timestamptz
      and ${wanted}
    order by ordinal`.execute(db)
  return rows.map(row => ({
    ordinal: row.ordinal,
    sellerId: row.seller_id,
    area: row.area,
    occurredAt: row.occurred_at,
    event: reported(row.body),
  }))
}

/** All that a batch reported, in order, as one text: for who wants nothing else of it, a fraction of the rows' cost. */
export async function reportedInBatch(
  db: Db,
  { batchId, from, until }: Pick<TradeBatch, 'batchId' | 'from' | 'until'>,
): Promise<TradeEvent[]> {
  const { rows } = await sql<{ bodies: string | null }>`
    select string_agg(body, ',' order by ordinal) as bodies from trade.event
    where batch_id = ${batchId}::uuid
      and occurred_at >= ${from}::timestamptz and occurred_at <= ${until}::timestamptz`.execute(db)
  return (JSON.parse(`[${rows[0]!.bodies ?? ''}]`) as Logged[]).map(asReported)
}

type Logged = TradeEvent & Record<string, unknown>

/** The event as its source sent it, without what intake added. */
export const reported = (body: string): TradeEvent => asReported(JSON.parse(body) as Logged)

function asReported({ fact, seller, ...event }: Logged): TradeEvent {
  return event as TradeEvent
}

/**
 * Which events an actor may see (invariant 8): what its own organisation reported, what concerns its own platform or its
 * own trade as a seller, and for the government what concerns sellers of its areas.
 */
export type Sight = {
  readonly actor: Actor
  /** The sellers the actor acts for; known to the room that knows people. */
  readonly sellerIds: readonly string[]
}

export function visibleTo({ actor, sellerIds }: Sight): RawBuilder<boolean> {
  const ways: RawBuilder<boolean>[] = []
  const { organisationCode: code } = actor
  if (hasRole(actor, 'auditor', 'administrator')) ways.push(sql`true`)
  if (hasRole(actor, 'credit-office', 'regulator', 'township'))
    for (const area of actor.areas) ways.push(sql`starts_with(area, ${area})`)
  if (code !== null && hasRole(actor, 'platform')) ways.push(sql`platform = ${code}`)
  if (code !== null && hasRole(actor, 'platform', 'carrier', 'payment-institution'))
    ways.push(sql`source = ${code}`)
  if (sellerIds.length > 0 && hasRole(actor, 'merchant'))
    ways.push(sql`seller_id = any(${`{${sellerIds.join(',')}}`}::uuid[])`)
  return ways.length === 0 ? sql`false` : sql`(${sql.join(ways, sql` or `)})`
}

export type Timeline = {
  readonly sellerId: string | null
  readonly events: readonly TimelineEvent[]
}

type TimelineRow = {
  seller_id: string
  kind: TradeKind
  occurred_at: Date
  source: string
  event_id: string
  batch_id: string
  ordinal: number
  body: string
}

/** Rows of one order at most; an honest order has a dozen. */
const timelineRows = 500

/** One order's events in time order, with the production of its goods before it; empty where nothing is visible. */
export async function orderTimeline(
  db: Db,
  { platform, order }: { readonly platform: string; readonly order: string },
  sight: Sight,
): Promise<Timeline> {
  const { rows } = await sql<TimelineRow>`
    select seller_id, kind, occurred_at, source, event_id, batch_id, ordinal, body from trade.event
    where order_no = ${order} and platform = ${platform} and ${visibleTo(sight)}
    order by occurred_at, ordinal limit ${timelineRows}`.execute(db)
  const placed = rows.find(row => row.kind === 'order.placed') ?? rows[0]
  if (!placed) return { sellerId: null, events: [] }
  const all = [...(await productionOf(db, placed, sight)), ...rows]
  all.sort((a, b) => a.occurred_at.getTime() - b.occurred_at.getTime())
  return { sellerId: placed.seller_id, events: all.map(shownEvent) }
}

/** The last production record of each of the order's goods before the order. */
async function productionOf(db: Db, placed: TimelineRow, sight: Sight): Promise<TimelineRow[]> {
  const event = reported(placed.body)
  if (event.kind !== 'order.placed') return []
  const skus = sql.join(event.items.map(({ sku }) => sql`${sku}`))
  const { rows } = await sql<TimelineRow>`
    select distinct on (sku)
      seller_id, kind, occurred_at, source, event_id, batch_id, ordinal, body
    from trade.event
    where seller_id = ${placed.seller_id}::uuid and sku in (${skus})
      and kind = 'production.recorded' and occurred_at <= ${placed.occurred_at}
      and ${visibleTo(sight)}
    order by sku, occurred_at desc`.execute(db)
  return rows
}

const shownEvent = (row: TimelineRow): TimelineEvent => ({
  occurredAt: row.occurred_at.toISOString(),
  stage: stageOf[row.kind],
  kind: row.kind,
  source: row.source,
  eventId: row.event_id,
  event: reported(row.body),
  proof: { batchId: row.batch_id, ordinal: row.ordinal },
})

/** A seller's orders with `from` ≤ time < `to`. */
export async function sellerTrade(
  db: Db,
  { sellerId, from, to }: { readonly sellerId: string; readonly from: Date; readonly to: Date },
  sight: Sight,
): Promise<SellerTrade> {
  const { rows } = await sql<Omit<SellerTrade, 'sellerId' | 'from' | 'to'>>`
    select count(*) filter (where kind = 'order.placed') as placed,
      count(*) filter (where kind = 'order.cancelled') as cancelled,
      count(*) filter (where kind = 'order.completed') as completed,
      coalesce(sum((body::json ->> 'amountFen')::bigint)
        filter (where kind = 'order.placed'), 0)::bigint as "amountFen",
      count(distinct buyer) filter (where kind = 'order.placed') as buyers
    from trade.event
    where seller_id = ${sellerId}::uuid and occurred_at >= ${from} and occurred_at < ${to}
      and kind in ('order.placed', 'order.cancelled', 'order.completed')
      and ${visibleTo(sight)}`.execute(db)
  return { sellerId, from: from.toISOString(), to: to.toISOString(), ...rows[0]! }
}

/** How many events there are, for the public counters; an estimate from the planner's statistics would do later. */
export async function countEvents(db: Db): Promise<number> {
  const { rows } = await sql<{ events: number }>`
    select count(*) as events from trade.intake_key`.execute(db)
  return rows[0]!.events
}

export type RefusedRowRead = RefusedEvent & { readonly lineSha256: string }

/**
 * Refused rows, newest first. One is resolved when an event of its source and number was accepted; a conflict never is
 * by that, because there the number was taken from the start.
 */
export async function refusedEvents(
  db: Db,
  options: {
    /** One source, or all for the credit office. */
    readonly source: string | null
    readonly open: boolean
    readonly after: readonly [receivedAt: string, lineSha256: string] | undefined
    readonly limit: number
  },
): Promise<RefusedRowRead[]> {
  const { source, open, after, limit } = options
  const resolved = sql`(q.code <> 'trade.event-conflict' and q.event_id is not null and exists (
    select from trade.intake_key k
    where k.source = q.source and k.event_id = q.event_id))`
  const { rows } = await sql<{
    source: string
    event_id: string | null
    row_no: number
    import_id: string
    received_at: Date
    code: string
    errors: string
    raw: string
    resolved: boolean
    line_sha256: string
  }>`
    select q.source, q.event_id, q.row_no, q.import_id, q.received_at, q.code, q.errors, q.raw,
      ${resolved} as resolved, encode(q.line_sha256, 'hex') as line_sha256
    from trade.quarantine q
    where ${source === null ? sql`true` : sql`q.source = ${source}`}
      and ${open ? sql`not ${resolved}` : sql`true`}
      and ${after ? sql`(q.received_at, q.line_sha256) < (${after[0]}::timestamptz, decode(${after[1]}, 'hex'))` : sql`true`}
    order by q.received_at desc, q.line_sha256 desc limit ${limit}`.execute(db)
  return rows.map(row => ({
    source: row.source,
    eventId: row.event_id,
    row: row.row_no,
    importId: row.import_id,
    receivedAt: row.received_at.toISOString(),
    code: row.code,
    errors: JSON.parse(row.errors) as RefusedEvent['errors'],
    raw: row.raw,
    resolved: row.resolved,
    lineSha256: row.line_sha256,
  }))
}
