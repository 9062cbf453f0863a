/**
 * A review stands on a real order (requirements 4.1 and 4.3; E-Commerce Law art. 39): that buyer's, at that shop, carried
 * out, once for each side and within the window that policy gives. A review without all that is refused and kept for
 * correction like any other row. An order is carried out when its platform says so or when a parcel of it was signed
 * for, which is when the goods are delivered (E-Commerce Law art. 51).
 */
import { sql } from 'kysely'
import type { RefusalCode, RefusalDetails, TradeEvent, TradeEventOf } from '#contract'
import { CopyRows, copyRows, type Tx } from '#platform/database'
import type { Incoming, RefusedRow } from './batch.ts'
import { refusedRow } from './batch.ts'
import { RowRefusal } from './event-check.ts'

/** Days after which a side can no longer rate, and a buyer no longer add to a rating. */
export type ReviewTerms = { readonly windowDays: number; readonly followUpDays: number }

export type HeldReviews = {
  readonly kept: readonly Incoming[]
  readonly refused: readonly RefusedRow[]
  /** A refusal may end once what is on its way has landed: an earlier batch, or the same events sent twice at once. */
  readonly uncertain: boolean
  /** Another request landed one of these very reviews since they were looked for: it is known, not rated twice. */
  readonly overtaken: boolean
}

type Posted = TradeEventOf<'review.posted'>
type Review = Posted | TradeEventOf<'review.followed'>

/** What is known of an order; times in epoch milliseconds, `completedMs` the earliest. */
type Order = {
  placed?: { readonly buyer: string; readonly sellerId: string }
  completedMs: number
  readonly posted: Map<string, { readonly side: Posted['by']; readonly ms: number }>
}

const DAY_MS = 86_400_000
/** How long an order may take to be carried out, at most; the windows of policy begin after that. */
const longestOrderDays = 400
/** Where an order was placed so few days before the reviews, all that is told of it lies within them. */
const soonDays = 40

/** A batch's reviews, and what the batch itself says of the orders that they stand on. */
export type Reviewed = { readonly reviews: readonly Incoming[]; readonly orders: Orders }

/** Most senders report an order's events long before its review. */
export function reviewedIn(incoming: readonly Incoming[]): Reviewed {
  const reviews = incoming.filter(({ event }) => isReview(event))
  const orders = new Orders()
  if (reviews.length === 0) return { reviews, orders }
  for (const { event } of reviews) orders.set(event as Review, unknownOrder())
  noteAll(orders, incoming)
  return { reviews, orders }
}

/**
 * Splits a batch's fresh events, whose reviews are `reviewed`; reserves the side of each review that is kept. Without
 * `look` every side is taken to be free: where one is not, the unique index of `review_key` says so.
 */
export async function heldToOrders(
  tx: Tx,
  fresh: readonly Incoming[],
  { reviews, orders }: Reviewed,
  terms: ReviewTerms & { readonly look: boolean },
): Promise<HeldReviews> {
  if (reviews.length === 0) return { kept: fresh, refused: [], uncertain: false, overtaken: false }
  await addStored(tx, reviews, orders, terms)
  const faults = new Map<Incoming, RowRefusal>()
  for (const review of reviews) {
    const fault = faultOf(review, orders.get(review.event as Review), terms)
    if (fault) faults.set(review, fault)
  }
  let uncertain = faults.size > 0
  const posted = reviews.filter(review => review.event.kind === 'review.posted')
  const sound = posted.filter(review => !faults.has(review))
  const { twice, overtaken } = await reserve(tx, sound, terms.look)
  for (const review of twice) {
    const { order, by } = review.event as Posted
    faults.set(review, refusal('trade.review-twice', 'order', { order, by }))
    uncertain = true
  }
  return {
    kept: faults.size === 0 ? fresh : fresh.filter(incoming => !faults.has(incoming)),
    refused: [...faults].map(([{ row, raw, event }, fault]) =>
      refusedRow({ row, raw, value: event }, fault),
    ),
    uncertain,
    overtaken,
  }
}

/**
 * What is known once the batch before has landed too; undefined where no review stands on an order that its own batch
 * does not tell whole and that the batch before speaks of.
 */
export function withEarlier(
  { reviews, orders }: Reviewed,
  earlier: readonly Incoming[],
): Reviewed | undefined {
  const asked = new Orders()
  for (const { event } of reviews) {
    if (isWhole(event as Review, orders)) continue
    const order = orders.get(event as Review)!
    asked.set(event as Review, { ...order, posted: new Map(order.posted) })
  }
  if (asked.size === 0 || noteAll(asked, earlier) === 0) return undefined
  return { reviews, orders: asked.over(orders) }
}

const isReview = (event: TradeEvent): event is Review =>
  event.kind === 'review.posted' || event.kind === 'review.followed'

const refusal = (code: RefusalCode, field: string, details: RefusalDetails = {}): RowRefusal =>
  RowRefusal.of(code, field, details)

type OrderName = { readonly platform: string; readonly order: string }

/** What is known of orders, by platform and number: their own texts are looked up, none is put together for it. */
class Orders {
  readonly #byPlatform = new Map<string, Map<string, Order>>()
  size = 0

  get({ platform, order }: OrderName): Order | undefined {
    return this.#byPlatform.get(platform)?.get(order)
  }

  set({ platform, order }: OrderName, known: Order): void {
    const ofPlatform = this.#byPlatform.get(platform) ?? new Map<string, Order>()
    this.#byPlatform.set(platform, ofPlatform)
    if (!ofPlatform.has(order)) this.size += 1
    ofPlatform.set(order, known)
  }

  /** These, and of the others those that are not among these. */
  over(others: Orders): Orders {
    const all = new Orders()
    for (const from of [others, this])
      for (const [platform, orders] of from.#byPlatform)
        for (const [order, known] of orders) all.set({ platform, order }, known)
    return all
  }
}

const unknownOrder = (): Order => ({ completedMs: Number.POSITIVE_INFINITY, posted: new Map() })

type Noted = Pick<Incoming, 'event' | 'sellerId' | 'atMs'>

/** Notes what events say of the orders; answers how many did. */
function noteAll(orders: Orders, incoming: readonly Noted[]): number {
  let told = 0
  for (const one of incoming) {
    const order = 'order' in one.event ? orders.get(one.event) : undefined
    if (!order) continue
    note(order, one)
    told += 1
  }
  return told
}

function note(order: Order, { event, sellerId, atMs }: Noted): void {
  const { kind } = event
  if (kind === 'order.placed') order.placed = { buyer: event.buyer, sellerId }
  else if (kind === 'order.completed' || kind === 'parcel.signed')
    order.completedMs = Math.min(order.completedMs, atMs)
  else if (kind === 'review.posted') order.posted.set(event.review, { side: event.by, ms: atMs })
}

/** Most orders are rated soon, so that the months before those are seldom looked through. */
async function addStored(
  tx: Tx,
  reviews: readonly Incoming[],
  orders: Orders,
  { windowDays, followUpDays }: ReviewTerms,
): Promise<void> {
  for (const days of [soonDays, longestOrderDays + windowDays + followUpDays]) {
    const missing = reviews.filter(({ event }) => !isWhole(event as Review, orders))
    if (missing.length > 0) await addStoredOf(tx, missing, orders, days)
  }
}

/**
 * Notes what is stored of the orders of `reviews`, from so many days before the first of them on. `offset 0` holds the
 * planner to one order after the other: of months that are still growing it knows too little to prefer their index.
 */
async function addStoredOf(
  tx: Tx,
  reviews: readonly Incoming[],
  orders: Orders,
  days: number,
): Promise<void> {
  const asked = reviews.map(({ event }) => event as Review)
  const times = reviews.map(({ atMs }) => atMs)
  const from = new Date(Math.min(...times) - days * DAY_MS)
  const until = new Date(Math.max(...times))
  const { rows } = await sql<{ seller_id: string; body: string }>`
    select event.seller_id, event.body
    from (
      select distinct asked ->> 0 as platform, asked ->> 1 as order_no
      from json_array_elements(${JSON.stringify(asked.map(({ platform, order }) => [platform, order]))}::json) asked
    ) asked cross join lateral (
      select seller_id, body from trade.event
      where order_no = asked.order_no and platform = asked.platform
        and kind in ('order.placed', 'order.completed', 'parcel.signed', 'review.posted')
        and occurred_at between ${from} and ${until}
      offset 0
    ) event`.execute(tx)
  for (const { body, seller_id } of rows) {
    const event = JSON.parse(body) as Extract<TradeEvent, { order: string }>
    const atMs = Date.parse(event.occurredAt)
    note(orders.get(event)!, { event, sellerId: seller_id, atMs })
  }
}

/** Whether the batch tells all that a review's check asks for. */
function isWhole(review: Review, orders: Orders): boolean {
  const order = orders.get(review)
  if (!order?.placed) return false
  return review.kind === 'review.posted'
    ? order.completedMs !== Number.POSITIVE_INFINITY
    : order.posted.has(review.parent)
}

function faultOf(
  { event, sellerId, atMs: ms }: Incoming,
  order: Order | undefined,
  { windowDays, followUpDays }: ReviewTerms,
): RowRefusal | undefined {
  const review = event as Review
  const { order: orderNo, platform } = review
  const details = { order: orderNo, platform }
  if (!order?.placed || order.placed.sellerId !== sellerId)
    return refusal('trade.review-order-unknown', 'order', details)
  if (order.placed.buyer !== review.buyer)
    return refusal('trade.review-order-unknown', 'buyer', details)
  if (review.kind === 'review.posted') {
    if (ms < order.completedMs) return refusal('trade.review-early', 'occurredAt', details)
    if (ms > order.completedMs + windowDays * DAY_MS)
      return refusal('trade.review-late', 'occurredAt', { ...details, days: windowDays })
    return undefined
  }
  const parent = order.posted.get(review.parent)
  if (parent?.side !== 'buyer' || parent.ms > ms)
    return refusal('trade.review-parent-unknown', 'parent', { ...details, parent: review.parent })
  if (ms > parent.ms + followUpDays * DAY_MS)
    return refusal('trade.review-late', 'occurredAt', { ...details, days: followUpDays })
  return undefined
}

type Reserved = Pick<HeldReviews, 'overtaken'> & { readonly twice: readonly Incoming[] }

/** Reserves each review's side of its order; answers those whose side is taken, in this batch or before. */
async function reserve(tx: Tx, reviews: readonly Incoming[], look: boolean): Promise<Reserved> {
  const first = new Map<string, Incoming>()
  const twice: Incoming[] = []
  for (const review of reviews) {
    const key = sideKey(review.event as Posted)
    if (first.has(key)) twice.push(review)
    else first.set(key, review)
  }
  if (first.size === 0) return { twice, overtaken: false }
  // In one order everywhere, so that two batches with the same orders do not wait for each other in a circle.
  const asked = [...first].sort(([a], [b]) => (a < b ? -1 : 1))
  if (!look) {
    await copyRows(tx, 'trade.review_key', sidesOf(asked.map(([, { event }]) => event as Posted)))
    return { twice, overtaken: false }
  }
  const { rows } = await sql<{ platform: string; order_no: string; side: string }>`
    insert into trade.review_key (platform, order_no, side, source, event_id)
    select asked ->> 0, asked ->> 1, asked ->> 2, asked ->> 3, asked ->> 4
    from json_array_elements(${sidesAsked(asked.map(([, review]) => review))}::json) asked
    on conflict do nothing returning platform, order_no, side`.execute(tx)
  const reserved = new Set(rows.map(row => `${row.platform}\n${row.order_no}\n${row.side}`))
  const taken = asked.filter(([key]) => !reserved.has(key)).map(([, review]) => review)
  return { twice: [...twice, ...taken], overtaken: await areReservedFor(tx, taken) }
}

/** Whether one of the sides is taken by the very review that asks for it. */
async function areReservedFor(tx: Tx, reviews: readonly Incoming[]): Promise<boolean> {
  if (reviews.length === 0) return false
  const { rows } = await sql`
    select from json_array_elements(${sidesAsked(reviews)}::json) asked
    join trade.review_key k on k.platform = asked ->> 0 and k.order_no = asked ->> 1
      and k.side = asked ->> 2 and k.source = asked ->> 3 and k.event_id = asked ->> 4
    limit 1`.execute(tx)
  return rows.length > 0
}

const sidesAsked = (reviews: readonly Incoming[]): string =>
  JSON.stringify(
    reviews.map(({ event }) => {
      const { platform, order, by, source, eventId } = event as Posted
      return [platform, order, by, source, eventId]
    }),
  )

function sidesOf(posted: readonly Posted[]): CopyRows {
  const rows = new CopyRows(['platform', 'order_no', 'side', 'source', 'event_id'], 0)
  for (const { platform, order, by, source, eventId } of posted)
    rows.row().text(platform).text(order).text(by).text(source).text(eventId)
  return rows
}

/** No code holds a line break. */
const sideKey = ({ platform, order, by }: Posted) => `${platform}\n${order}\n${by}`
