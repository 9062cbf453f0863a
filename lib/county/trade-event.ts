/**
 * The trade events the county speaks, one closed union: what platforms, carriers and payment
 * institutions report of an order's five stages (production, transaction, payment, logistics,
 * service). Amounts are integer fen, weights grams, times RFC 3339 in UTC with milliseconds.
 */

type Common = {
  /** Code of the system that reports it; `eventId` is unique within it. */
  source: string
  eventId: string
  occurredAt: string
  platform: string
  shop: string
}

export type OrderItem = { sku: string; quantity: number; unitPriceFen: number }

export type ParcelScan = { at: string; node: string; city: string; action: string }

type ParcelBody = {
  order: string
  waybill: string
  carrier: string
  senderNode: string
  senderCity: string
  receiverCity: string
  weightG: number
}

type PaymentBody = {
  order: string
  payment: string
  payer: string
  payee: string
  amountFen: number
}

export type OrderPlaced = Common & {
  kind: 'order.placed'
  order: string
  buyer: string
  items: OrderItem[]
  amountFen: number
  addressCity?: string
  address?: string
  device?: string
  promiseShipHours?: number
}

export type OrderCancelled = Common & {
  kind: 'order.cancelled'
  order: string
  buyer: string
  reason: string
}

export type PaymentMade = Common & { kind: 'payment.made'; institution: string } & PaymentBody

export type PaymentRefunded = Common & { kind: 'payment.refunded'; reason: string } & PaymentBody

/** A transfer outside any order. It has no shop of its own: `shop` is the payee's token. */
export type FundsMoved = Common & {
  kind: 'funds.moved'
  payer: string
  payee: string
  amountFen: number
  institution: string
}

export type ParcelSent = Common & { kind: 'parcel.sent' } & ParcelBody

export type ParcelSigned = Common & {
  kind: 'parcel.signed'
  sentAt: string
  scans?: ParcelScan[]
} & ParcelBody

export type ReviewPosted = Common & {
  kind: 'review.posted'
  order: string
  review: string
  by: 'buyer' | 'seller'
  buyer: string
  score: number
  text?: string
  pictures?: string[]
}

export type ReviewFollowed = Common & {
  kind: 'review.followed'
  order: string
  review: string
  parent: string
  buyer: string
  text: string
}

export type ListingChanged = Common & {
  kind: 'listing.changed'
  sku: string
  title: string
  priceFen: number
  struckPriceFen?: number
  gtin?: string
  brand?: string
  category?: string
}

export type ProductionRecorded = Common & {
  kind: 'production.recorded'
  sku: string
  lot: string
  gtin?: string
  producedOn: string
}

export type ServiceOpened = Common & {
  kind: 'service.opened'
  order: string
  buyer: string
  topic: string
  text?: string
}

export type TrafficCounted = Common & {
  kind: 'traffic.counted'
  windowS: number
  views: number
  visitors: number
  likes: number
  follows: number
  medianDwellS: number
}

export type TradeEvent =
  | OrderPlaced
  | OrderCancelled
  | PaymentMade
  | PaymentRefunded
  | FundsMoved
  | ParcelSent
  | ParcelSigned
  | ReviewPosted
  | ReviewFollowed
  | ListingChanged
  | ProductionRecorded
  | ServiceOpened
  | TrafficCounted

export type TradeEventKind = TradeEvent['kind']
