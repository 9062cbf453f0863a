/**
 * Trade: what happened between buyer and seller, as the systems report it that saw it (requirement 2.2). One event is
 * one JSON object, one NDJSON line; the five stages are those of the notice: production, transaction, payment,
 * logistics, customer service. People appear only as one-way tokens made by the reporting system.
 */
import Type, { type Static, type TSchema } from 'typebox'
import { operation } from './operation.ts'
import {
  AmountFen,
  Day,
  Instant,
  limits,
  Nullable,
  Page,
  PageQuery,
  Problem,
  Strict,
  Uuid,
} from './shapes.ts'

/** Named limits of one event. */
export const tradeLimits = {
  items: 200,
  scans: 100,
  pictures: 20,
  titleChars: 200,
  /** How far a reporter's clock may run ahead of ours. */
  clockAheadMs: 5 * 60_000,
  /** How much of a refused line is kept for its correction. */
  keptLineChars: 4_096,
} as const

/** Control characters would break what reads these texts as lines; NUL cannot be stored at all. */
const Code = Type.String({
  maxLength: limits.tokenChars,
  pattern: '^[^\\u0000-\\u001f\\u007f]+$',
})
const Words = Type.String({ maxLength: limits.textChars, pattern: '^[^\\u0000]*$' })
const Title = Type.String({ maxLength: tradeLimits.titleChars, pattern: '^[^\\u0000]+$' })
const City = Type.String({ pattern: '^\\d{6}$' })
const WeightG = Type.Integer({ minimum: 0, maximum: 100_000_000 })
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const Gtin = Type.String({ pattern: '^\\d{8}(\\d{4,6})?$' })

const event = <const K extends string, P extends Record<string, TSchema>>(kind: K, fields: P) =>
  Strict({
    kind: Type.Literal(kind),
    /** Code of the reporting system; `eventId` is unique within it. */
    source: Code,
    eventId: Code,
    occurredAt: Instant,
    platform: Code,
    shop: Code,
    ...fields,
  })

const parcel = {
  order: Code,
  waybill: Code,
  carrier: Code,
  senderNode: Code,
  senderCity: City,
  receiverCity: City,
  weightG: WeightG,
}
const payment = { order: Code, payment: Code, payer: Code, payee: Code, amountFen: AmountFen }

/** The schema of each kind of event. */
export const tradeEvents = {
  'order.placed': event('order.placed', {
    order: Code,
    buyer: Code,
    items: Type.Array(
      Strict({
        sku: Code,
        quantity: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
        unitPriceFen: AmountFen,
      }),
      { minItems: 1, maxItems: tradeLimits.items },
    ),
    amountFen: AmountFen,
    addressCity: Type.Optional(City),
    address: Type.Optional(Code),
    device: Type.Optional(Code),
    promiseShipHours: Type.Optional(Type.Integer({ minimum: 1, maximum: 8_784 })),
  }),
  'order.cancelled': event('order.cancelled', { order: Code, buyer: Code, reason: Words }),
  'order.completed': event('order.completed', { order: Code, buyer: Code }),
  'payment.made': event('payment.made', { ...payment, institution: Code }),
  /** `payer` is who pays back. */
  'payment.refunded': event('payment.refunded', { ...payment, reason: Words }),
  /** A transfer outside any order; its `shop` may be the payee's token and need not be registered. */
  'funds.moved': event('funds.moved', {
    payer: Code,
    payee: Code,
    amountFen: AmountFen,
    institution: Code,
  }),
  'parcel.sent': event('parcel.sent', parcel),
  'parcel.signed': event('parcel.signed', {
    ...parcel,
    sentAt: Instant,
    scans: Type.Optional(
      Type.Array(Strict({ at: Instant, node: Code, city: City, action: Code }), {
        maxItems: tradeLimits.scans,
      }),
    ),
  }),
  'review.posted': event('review.posted', {
    order: Code,
    review: Code,
    by: Type.Enum(['buyer', 'seller']),
    buyer: Code,
    score: Type.Integer({ minimum: 1, maximum: 5 }),
    text: Type.Optional(Words),
    pictures: Type.Optional(Type.Array(Code, { maxItems: tradeLimits.pictures })),
  }),
  'review.followed': event('review.followed', {
    order: Code,
    review: Code,
    parent: Code,
    buyer: Code,
    text: Words,
  }),
  'listing.changed': event('listing.changed', {
    sku: Code,
    title: Title,
    priceFen: AmountFen,
    struckPriceFen: Type.Optional(AmountFen),
    gtin: Type.Optional(Gtin),
    brand: Type.Optional(Title),
    category: Type.Optional(Title),
  }),
  'production.recorded': event('production.recorded', {
    sku: Code,
    lot: Code,
    gtin: Type.Optional(Gtin),
    producedOn: Day,
  }),
  'service.opened': event('service.opened', {
    order: Code,
    buyer: Code,
    topic: Code,
    text: Type.Optional(Words),
  }),
  'traffic.counted': event('traffic.counted', {
    windowS: Type.Integer({ minimum: 1, maximum: 31 * 86_400 }),
    views: Count,
    visitors: Count,
    likes: Count,
    follows: Count,
    medianDwellS: Type.Number({ minimum: 0, maximum: 86_400 }),
  }),
  /** People rating each other without a platform order; `shop` is the ratee's id. */
  'peer.rated': event('peer.rated', {
    rater: Code,
    ratee: Code,
    score: Type.Integer({ minimum: -10, maximum: 10 }),
  }),
}

export type TradeKind = keyof typeof tradeEvents
export type TradeEventOf<K extends TradeKind> = Static<(typeof tradeEvents)[K]>
export type TradeEvent = { [K in TradeKind]: TradeEventOf<K> }[TradeKind]
export const tradeKinds = Object.keys(tradeEvents) as readonly TradeKind[]
// `Object.values` loses the tuple that a union's type is made from.
const TradeEventLine = Type.Unsafe<TradeEvent>(Type.Union(Object.values(tradeEvents)))

export const tradeStages = ['production', 'transaction', 'payment', 'logistics', 'service'] as const
export type TradeStage = (typeof tradeStages)[number]

/** The stage of 发改财金〔2016〕2794号 that a kind of event belongs to. */
export const stageOf: Readonly<Record<TradeKind, TradeStage>> = {
  'production.recorded': 'production',
  'listing.changed': 'transaction',
  'traffic.counted': 'transaction',
  'order.placed': 'transaction',
  'order.cancelled': 'transaction',
  'order.completed': 'transaction',
  'payment.made': 'payment',
  'payment.refunded': 'payment',
  'funds.moved': 'payment',
  'parcel.sent': 'logistics',
  'parcel.signed': 'logistics',
  'review.posted': 'service',
  'review.followed': 'service',
  'service.opened': 'service',
  'peer.rated': 'service',
}

const FieldFault = Type.Object({
  field: Type.String(),
  rule: Type.String(),
  zh: Type.String(),
  en: Type.String(),
})

/** One row that was not taken in. It is kept and waits for its correction: send it again, corrected. */
export const TradeRowRefused = Type.Object({
  status: Type.Literal('refused'),
  row: Type.Integer(),
  eventId: Nullable(Type.String()),
  code: Type.String(),
  errors: Type.Array(FieldFault),
})

/** Rows `rows[0]` to `rows[1]` are on disk, but for those refused; whoever reads this line need not send them again. */
export const TradeRowsCommitted = Type.Object({
  status: Type.Literal('committed'),
  rows: Type.Tuple([Type.Integer(), Type.Integer()]),
  accepted: Type.Integer(),
  duplicates: Type.Integer(),
  refused: Type.Integer(),
  /** Accepted although older than trade facts are kept. */
  late: Type.Integer(),
  batchId: Nullable(Uuid),
})

/** The last line. `stopped` means that what came after the last committed row must be sent again. */
export const TradeIntakeEnd = Type.Object({
  status: Type.Enum(['finished', 'stopped']),
  rows: Type.Integer(),
  accepted: Type.Integer(),
  duplicates: Type.Integer(),
  refused: Type.Integer(),
  late: Type.Integer(),
  problem: Nullable(Problem),
})

export const TradeAnswer = Type.Union([TradeRowRefused, TradeRowsCommitted, TradeIntakeEnd])
export type TradeRowRefused = Static<typeof TradeRowRefused>
export type TradeRowsCommitted = Static<typeof TradeRowsCommitted>
export type TradeIntakeEnd = Static<typeof TradeIntakeEnd>
export type TradeAnswer = Static<typeof TradeAnswer>

export const TimelineEvent = Type.Object({
  occurredAt: Instant,
  stage: Type.Enum(tradeStages),
  kind: Type.Enum(tradeKinds as TradeKind[]),
  /** The system that reported it, and its own number for it. */
  source: Type.String(),
  eventId: Type.String(),
  /** What it reported, whole. */
  event: TradeEventLine,
  proof: Type.Object({ batchId: Uuid, ordinal: Type.Integer() }),
})
export type TimelineEvent = Static<typeof TimelineEvent>

export const OrderTimeline = Type.Object({
  platform: Type.String(),
  order: Type.String(),
  sellerId: Nullable(Uuid),
  /** The shop that sold, and what it is called where the register knows it. */
  shop: Type.String(),
  shopName: Nullable(Type.String()),
  /** Stages with at least one event, in the order of the five. */
  stages: Type.Array(Type.Enum(tradeStages)),
  events: Type.Array(TimelineEvent),
})
export type OrderTimeline = Static<typeof OrderTimeline>

export const SellerTrade = Type.Object({
  sellerId: Uuid,
  from: Instant,
  to: Instant,
  placed: Type.Integer(),
  cancelled: Type.Integer(),
  completed: Type.Integer(),
  /** Of the orders placed. */
  amountFen: Type.Integer(),
  buyers: Type.Integer(),
})
export type SellerTrade = Static<typeof SellerTrade>

export const RefusedEvent = Type.Object({
  source: Type.String(),
  eventId: Nullable(Type.String()),
  row: Type.Integer(),
  importId: Uuid,
  receivedAt: Instant,
  code: Type.String(),
  errors: Type.Array(FieldFault),
  /** The line as it came, cut to a bound. */
  raw: Type.String(),
  /** An event of the same source and number was accepted since. */
  resolved: Type.Boolean(),
})
export type RefusedEvent = Static<typeof RefusedEvent>

export const tradeOperations = {
  postTradeEvents: operation({
    method: 'POST',
    path: '/trade/events',
    zh: '报送交易事件（NDJSON，可 gzip）',
    en: 'Report trade events (NDJSON, gzip accepted)',
    transfer: 'ndjson',
    // By (source, eventId): sending a line twice is answered as a duplicate.
    safe: true,
    body: TradeEventLine,
    answer: TradeAnswer,
  }),
  orderTimeline: operation({
    method: 'GET',
    path: '/trade/orders/:platform/:order',
    zh: '一笔订单的全流程',
    en: 'One order through all five stages, each event with its source',
    purpose: true,
    params: Strict({ platform: Code, order: Code }),
    answer: OrderTimeline,
  }),
  sellerTrade: operation({
    method: 'GET',
    path: '/trade/sellers/:id',
    zh: '一个经营者在一段时间内的订单概况',
    en: 'A seller’s orders in a window',
    purpose: true,
    params: Strict({ id: Uuid }),
    query: Strict({ from: Instant, to: Instant }),
    answer: SellerTrade,
  }),
  listRefusedEvents: operation({
    method: 'GET',
    path: '/trade/refused-events',
    zh: '未接收的交易事件',
    en: 'Trade events that were refused and wait for correction',
    purpose: true,
    query: Strict({ ...PageQuery, open: Type.Optional(Type.Boolean()) }),
    answer: Page(RefusedEvent),
  }),
}
