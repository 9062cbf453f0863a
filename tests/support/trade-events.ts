/**
 * One well-formed event of each kind, for tests of trade and of the rooms that follow it: together
 * they tell the story of one order from its production to its review.
 */
import type { TradeEvent, TradeEventOf, TradeKind } from '#contract'

const common = (n: number) => ({
  source: 'p01',
  eventId: `e${n}`,
  occurredAt: `2026-03-01T${String(n).padStart(2, '0')}:00:00.000Z`,
  platform: 'p01',
  shop: 's1',
})

const parcel = {
  order: 'o1',
  waybill: 'w1',
  carrier: 'c01',
  senderNode: 'n1',
  senderCity: '130500',
  receiverCity: '110100',
  weightG: 900,
}
const payment = { order: 'o1', payment: 'y1', payer: 'b1', payee: 's1', amountFen: 5_000 }

const samples: { readonly [K in TradeKind]: TradeEventOf<K> } = {
  'production.recorded': {
    ...common(0),
    kind: 'production.recorded',
    sku: 'k1',
    lot: 'l1',
    producedOn: '2026-02-20',
  },
  'listing.changed': {
    ...common(1),
    kind: 'listing.changed',
    sku: 'k1',
    title: '羊绒衫',
    priceFen: 2_500,
  },
  'traffic.counted': {
    ...common(2),
    kind: 'traffic.counted',
    windowS: 3_600,
    views: 90,
    visitors: 40,
    likes: 3,
    follows: 1,
    medianDwellS: 17.5,
  },
  'order.placed': {
    ...common(3),
    kind: 'order.placed',
    order: 'o1',
    buyer: 'b1',
    items: [{ sku: 'k1', quantity: 2, unitPriceFen: 2_500 }],
    amountFen: 5_000,
    addressCity: '110100',
  },
  'payment.made': { ...common(4), kind: 'payment.made', ...payment, institution: 'y01' },
  'parcel.sent': { ...common(5), kind: 'parcel.sent', ...parcel },
  'parcel.signed': {
    ...common(6),
    kind: 'parcel.signed',
    ...parcel,
    sentAt: '2026-03-01T05:00:00.000Z',
    scans: [{ at: '2026-03-01T05:30:00.000Z', node: 'n2', city: '130100', action: 'arrived' }],
  },
  'order.completed': { ...common(7), kind: 'order.completed', order: 'o1', buyer: 'b1' },
  'review.posted': {
    ...common(8),
    kind: 'review.posted',
    order: 'o1',
    review: 'r1',
    by: 'buyer',
    buyer: 'b1',
    score: 5,
    text: '很暖和',
  },
  'review.followed': {
    ...common(9),
    kind: 'review.followed',
    order: 'o1',
    review: 'r2',
    parent: 'r1',
    buyer: 'b1',
    text: '洗后不起球',
  },
  'service.opened': {
    ...common(10),
    kind: 'service.opened',
    order: 'o1',
    buyer: 'b1',
    topic: 'size',
  },
  'payment.refunded': { ...common(11), kind: 'payment.refunded', ...payment, reason: '尺码不合' },
  'order.cancelled': {
    ...common(12),
    kind: 'order.cancelled',
    order: 'o2',
    buyer: 'b1',
    reason: '重复下单',
  },
  'funds.moved': {
    ...common(13),
    kind: 'funds.moved',
    shop: 'b2',
    payer: 's1',
    payee: 'b2',
    amountFen: 4_800,
    institution: 'y01',
  },
  'peer.rated': { ...common(14), kind: 'peer.rated', rater: 'm1', ratee: 's1', score: 3 },
}

/** The sample of a kind, with what a test wants to say about it. */
export const tradeEvent = <K extends TradeKind>(
  kind: K,
  more: Partial<TradeEventOf<K>> = {},
): TradeEventOf<K> => ({ ...samples[kind], ...more })

export const everyTradeEvent = (): TradeEvent[] => Object.values(samples)

/** What makes an order one that may be reviewed: placed and completed shortly before its review. */
export const completedOrder = ({
  platform,
  shop,
  order,
  buyer,
  eventId,
  occurredAt,
}: TradeEventOf<'review.posted'>): TradeEvent[] => {
  const before = (minutes: number) =>
    new Date(Date.parse(occurredAt) - minutes * 60_000).toISOString()
  const common = { platform, shop, order, buyer }
  return [
    tradeEvent('order.placed', { ...common, eventId: `${eventId}-p`, occurredAt: before(120) }),
    tradeEvent('order.completed', { ...common, eventId: `${eventId}-c`, occurredAt: before(60) }),
  ]
}
