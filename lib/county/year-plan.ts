/**
 * The plan of a year: each order's figures in typed columns, and the list of what happens when.
 * Everything random is decided here, so that the event stream can be rendered again and again from
 * the plan, in time order, without keeping 700,000 objects.
 */

import type { Buyer } from './buyers.ts'
import { CITIES, distanceKm } from './cities.ts'
import { GrowingColumn } from './columns.ts'
import { priceAt, type RunningShop } from './merchants.ts'
import type { Carrier, Platform } from './organisations.ts'
import type { Random } from './random.ts'
import { CHINA_OFFSET_MS, DAY_MS, dayStartMs, HOUR_MS, localDay } from './rhythm.ts'
import type { Ids } from './tokens.ts'
import type { TradeEvent } from './trade-event.ts'

/** What happens to an order, as small integers in the list of occurrences. */
export const Step = {
  placed: 0,
  cancelled: 1,
  paid: 2,
  refunded: 3,
  sent: 4,
  signed: 5,
  reviewed: 6,
  answered: 7,
  asked: 8,
  followed: 9,
  /** Not of an order: the reference is a place in `loose`. */
  loose: 10,
} as const

/** What an order may fix; what is left out is drawn as for anybody, null does not happen. */
export type OrderWish = {
  atMs: number
  shop: number
  buyer: number
  sku?: number
  quantity?: number
  alone?: boolean
  cancelled?: boolean
  handlingMs?: number
  transitMs?: number
  weightG?: number
  carrier?: number
  senderNode?: string
  senderCity?: number
  receiverCity?: number
  /** Where the parcel really goes, when not to the order's city. */
  parcelCity?: number
  review?: Partial<ReviewWish> | null
  answer?: null
  refund?: RefundWish | null
  inquiry?: InquiryWish | null
  follow?: { delayMs: number; text: string }
  /** Tokens other than the buyer's own. */
  address?: string
  device?: string
  payer?: string
  /** Whether the parcel's scans, where its carrier reports them, lack the delivery. */
  undelivered?: boolean
}

export type ReviewWish = { delayMs: number; score: number; text: string; pictures: string[] }
export type RefundWish = { delayMs: number; reason: string; fromPayment?: boolean }
export type InquiryWish = { delayMs: number; topic: string; text?: string }

/** What rendering needs beyond the columns, kept only for orders that have any of it. */
export type OrderDetail = Pick<
  OrderWish,
  'address' | 'device' | 'payer' | 'parcelCity' | 'undelivered' | 'refund' | 'inquiry' | 'follow'
> & { text?: string; pictures?: string[]; second?: { sku: number; quantity: number } }

export type LooseEvent = TradeEvent extends infer E
  ? E extends TradeEvent
    ? Omit<E, 'occurredAt' | 'eventId'>
    : never
  : never

export type Placed = { order: number; signedMs: number | null; reviewMs: number | null }

export const NO_REVIEW = 0
/** Stands for an honest text, which rendering composes. */
export const HONEST_TEXT = ''
const CANCELLED_SHARE = 0.01
const REFUND_BEFORE_SENDING_SHARE = 0.012
const UNREPORTED_PARCEL_SHARE = 0.018
const REVIEW_SHARE = 0.29
const ANSWER_SHARE = 0.095
const INQUIRY_SHARE = 0.02
const FOLLOW_SHARE = 0.012
const GIFT_SHARE = 0.04
/** Platforms close rating some weeks after an order; whoever is later, is not heard. */
const LATEST_REVIEW_MS = 29 * DAY_MS

export class YearPlan {
  readonly startMs: number
  readonly endMs: number
  readonly shops: readonly RunningShop[]
  readonly buyers: readonly Buyer[]
  readonly carriers: readonly Carrier[]
  readonly platforms: readonly Platform[]
  readonly orderIds: Ids
  readonly looseIds: Ids
  readonly nodes: string[] = []

  readonly shopOf = new GrowingColumn(Uint32Array)
  readonly buyerOf = new GrowingColumn(Uint32Array)
  readonly skuOf = new GrowingColumn(Uint8Array)
  readonly quantityOf = new GrowingColumn(Uint8Array)
  readonly unitPriceOf = new GrowingColumn(Uint32Array)
  readonly amountOf = new GrowingColumn(Uint32Array)
  readonly sentMs = new GrowingColumn(Float64Array)
  readonly weightOf = new GrowingColumn(Uint32Array)
  readonly carrierOf = new GrowingColumn(Uint8Array)
  readonly nodeOf = new GrowingColumn(Uint32Array)
  readonly senderOf = new GrowingColumn(Uint8Array)
  readonly receiverOf = new GrowingColumn(Uint8Array)
  readonly scoreOf = new GrowingColumn(Uint8Array)
  readonly answerOf = new GrowingColumn(Uint8Array)
  readonly details = new Map<number, OrderDetail>()

  readonly whenMs = new GrowingColumn(Float64Array)
  readonly step = new GrowingColumn(Uint8Array)
  readonly ref = new GrowingColumn(Uint32Array)
  readonly loose: LooseEvent[] = []

  readonly #nodePlaces = new Map<string, number>()

  constructor(of: {
    startMs: number
    endMs: number
    shops: readonly RunningShop[]
    buyers: readonly Buyer[]
    carriers: readonly Carrier[]
    platforms: readonly Platform[]
    orderIds: Ids
    looseIds: Ids
  }) {
    this.startMs = of.startMs
    this.endMs = of.endMs
    this.shops = of.shops
    this.buyers = of.buyers
    this.carriers = of.carriers
    this.platforms = of.platforms
    this.orderIds = of.orderIds
    this.looseIds = of.looseIds
  }

  get orders(): number {
    return this.shopOf.length
  }

  orderId(order: number): string {
    return this.orderIds.at(order)
  }

  /** An event that belongs to no order: its id, or null when it lies outside the year. */
  tell(atMs: number, event: LooseEvent): string | null {
    if (atMs < this.startMs || atMs >= this.endMs) return null
    this.#note(atMs, Step.loose, this.loose.length)
    return this.looseIds.at(this.loose.push(event) - 1)
  }

  /** Places an order and decides all that follows from it within the year. */
  place(wish: OrderWish, random: Random): Placed {
    if (wish.atMs < this.startMs || wish.atMs >= this.endMs) {
      throw new RangeError(`an order at ${wish.atMs} lies outside the year`)
    }
    const order = this.orders
    const detail: OrderDetail = {}
    this.#buy(order, wish, detail, random)
    this.#note(wish.atMs, Step.placed, order)
    const placed: Placed = { order, signedMs: null, reviewMs: null }
    if (wish.cancelled ?? (wish.review === undefined && random.chance(CANCELLED_SHARE))) {
      this.#note(wish.atMs + random.logNormal(20 * 60_000, 1), Step.cancelled, order)
    } else {
      const paidMs = wish.atMs + Math.min(25 * 60_000, 3000 + random.logNormal(40_000, 1))
      this.#note(paidMs, Step.paid, order)
      this.#fulfil(placed, paidMs, wish, detail, random)
    }
    for (const key of ['address', 'device', 'payer', 'parcelCity', 'undelivered'] as const) {
      if (wish[key] !== undefined) Object.assign(detail, { [key]: wish[key] })
    }
    if (Object.keys(detail).length > 0) this.details.set(order, detail)
    return placed
  }

  /** Chooses goods at the price of the moment, and how the parcel will travel. */
  #buy(order: number, wish: OrderWish, detail: OrderDetail, random: Random): void {
    const shop = this.shops[wish.shop]!
    const sku = wish.sku ?? Math.floor(random.unit() ** 1.8 * shop.skus.length)
    const quantity = wish.quantity ?? drawnQuantity(random)
    const unitPriceFen = priceAt(shop.skus[sku]!, wish.atMs).priceFen
    let amountFen = unitPriceFen * quantity
    let goodsG = shop.skus[sku]!.weightG * quantity
    if (!wish.alone && wish.sku === undefined && shop.skus.length > 1 && random.chance(0.12)) {
      const second = (sku + 1 + random.below(shop.skus.length - 1)) % shop.skus.length
      detail.second = { sku: second, quantity: 1 }
      amountFen += priceAt(shop.skus[second]!, wish.atMs).priceFen
      goodsG += shop.skus[second]!.weightG
    }
    const city = this.buyers[wish.buyer]!.city
    const gift = random.chance(GIFT_SHARE) ? random.below(CITIES.length) : city
    const carrier = random.chance(0.82) ? shop.carrier : random.below(this.carriers.length)
    const packageG = (goodsG < 150 ? 6 : 30) * (1 + 2 * random.unit()) + goodsG * 0.03
    this.shopOf.push(wish.shop)
    this.buyerOf.push(wish.buyer)
    this.skuOf.push(sku)
    this.quantityOf.push(quantity)
    this.unitPriceOf.push(unitPriceFen)
    this.amountOf.push(amountFen)
    this.weightOf.push(wish.weightG ?? Math.round(goodsG * random.logNormal(1, 0.03) + packageG))
    this.carrierOf.push(wish.carrier ?? carrier)
    this.nodeOf.push(this.#nodePlace(wish.senderNode ?? shop.senderNode))
    this.senderOf.push(wish.senderCity ?? shop.city)
    this.receiverOf.push(wish.receiverCity ?? gift)
    this.sentMs.push(0)
    this.scoreOf.push(NO_REVIEW)
    this.answerOf.push(NO_REVIEW)
    if (order !== this.orders - 1) throw new Error('order columns differ in length')
  }

  /** Sending, delivery, and what people say and ask afterwards. */
  #fulfil(
    placed: Placed,
    paidMs: number,
    wish: OrderWish,
    detail: OrderDetail,
    random: Random,
  ): void {
    const { order } = placed
    const natural = wish.refund === undefined
    if (natural && random.chance(REFUND_BEFORE_SENDING_SHARE)) {
      const delayMs = random.logNormal(3 * HOUR_MS, 0.8)
      this.#refund(order, paidMs, { delayMs, reason: 'not-wanted' }, detail)
      return
    }
    if (wish.refund?.fromPayment) this.#refund(order, paidMs, wish.refund, detail)
    this.#ask(order, paidMs, wish, detail, random)
    const shop = this.shops[wish.shop]!
    const promise = shop.shop.promiseShipHours ?? 48
    const handlingMs = wish.handlingMs ?? random.logNormal(promise * 0.4 * HOUR_MS, 0.6)
    const sentMs = Math.round(paidMs + handlingMs)
    this.sentMs.set(order, sentMs)
    const signedMs = Math.round(daytime(sentMs + this.#transitMs(order, wish, random), random))
    if (signedMs >= this.endMs) {
      this.#note(sentMs, Step.sent, order)
      return
    }
    if (wish.transitMs === undefined && random.chance(UNREPORTED_PARCEL_SHARE)) return
    this.#note(signedMs, Step.signed, order)
    placed.signedMs = signedMs
    this.#review(placed, signedMs, wish, detail, random)
    if (wish.refund && !wish.refund.fromPayment) this.#refund(order, signedMs, wish.refund, detail)
  }

  #transitMs(order: number, wish: OrderWish, random: Random): number {
    if (wish.transitMs !== undefined) return wish.transitMs
    const km = distanceKm(this.senderOf.at(order), this.receiverOf.at(order))
    const pace = this.carriers[this.carrierOf.at(order)]!.pace
    return Math.max(4, random.logNormal((15 + km / 30) * pace, 0.28)) * HOUR_MS
  }

  #ask(order: number, paidMs: number, wish: OrderWish, detail: OrderDetail, random: Random): void {
    const natural = wish.inquiry === undefined && random.chance(INQUIRY_SHARE)
    const inquiry = natural
      ? { delayMs: random.logNormal(20 * HOUR_MS, 1), topic: random.pick(TOPICS) }
      : wish.inquiry
    if (inquiry && this.#note(paidMs + inquiry.delayMs, Step.asked, order)) detail.inquiry = inquiry
  }

  #review(
    placed: Placed,
    signedMs: number,
    wish: OrderWish,
    detail: OrderDetail,
    random: Random,
  ): void {
    const { order } = placed
    const shop = this.shops[wish.shop]!
    const asked = wish.review === undefined ? random.chance(REVIEW_SHARE) : wish.review !== null
    let content = true
    if (asked) {
      const delayMs =
        wish.review?.delayMs ??
        Math.min(20 * 60_000 + random.logNormal(36 * HOUR_MS, 0.9), LATEST_REVIEW_MS)
      const reviewMs = signedMs + delayMs
      const score = wish.review?.score ?? drawnScore(random, shop.quality)
      content = score >= 3
      if (this.#note(reviewMs, Step.reviewed, order)) {
        placed.reviewMs = reviewMs
        this.scoreOf.set(order, score)
        const text = wish.review?.text ?? (random.chance(0.6) ? HONEST_TEXT : undefined)
        if (text !== undefined) detail.text = text
        const pictures = wish.review?.pictures ?? drawnPictures(random)
        if (pictures.length > 0) detail.pictures = pictures
        this.#follow(order, reviewMs, wish, detail, random)
      }
    }
    if (wish.answer !== null && random.chance(ANSWER_SHARE)) {
      const score = random.chance(content ? 0.97 : 0.7) ? 5 : random.between(1, 4)
      if (this.#note(signedMs + random.logNormal(30 * HOUR_MS, 0.7), Step.answered, order)) {
        this.answerOf.set(order, score)
      }
    }
    if (wish.refund === undefined && random.chance(content ? 0.012 : 0.18)) {
      const delayMs = random.logNormal(50 * HOUR_MS, 0.6)
      this.#refund(order, signedMs, { delayMs, reason: random.pick(REFUND_REASONS) }, detail)
    }
  }

  #follow(
    order: number,
    reviewMs: number,
    wish: OrderWish,
    detail: OrderDetail,
    random: Random,
  ): void {
    const natural = random.chance(FOLLOW_SHARE)
      ? { delayMs: (8 + random.unit() * 60) * DAY_MS, text: random.pick(FOLLOW_TEXTS) }
      : undefined
    const follow = wish.follow ?? natural
    if (follow && this.#note(reviewMs + follow.delayMs, Step.followed, order))
      detail.follow = follow
  }

  #refund(order: number, fromMs: number, refund: RefundWish, detail: OrderDetail): void {
    if (this.#note(fromMs + refund.delayMs, Step.refunded, order)) detail.refund = refund
  }

  #note(atMs: number, step: number, ref: number): boolean {
    if (atMs >= this.endMs) return false
    this.whenMs.push(Math.round(atMs))
    this.step.push(step)
    this.ref.push(ref)
    return true
  }

  #nodePlace(node: string): number {
    let place = this.#nodePlaces.get(node)
    if (place === undefined) {
      place = this.nodes.push(node) - 1
      this.#nodePlaces.set(node, place)
    }
    return place
  }
}

export const TOPICS: readonly string[] = ['delivery', 'quality', 'invoice', 'return', 'usage']

const REFUND_REASONS = ['quality', 'not-as-described', 'damaged', 'not-wanted', 'late']

const FOLLOW_TEXTS = [
  '用了一阵子还是好的',
  '一个月后来追评,没有问题',
  '后来坏了一次,店家给换了',
  '洗过几次,没变形',
  '又买了两份送人',
  '时间长了有点掉色',
  '吃完了,打算再买',
  '耐用,补个好评',
]

function drawnQuantity(random: Random): number {
  const draw = random.unit()
  return draw < 0.82 ? 1 : draw < 0.95 ? 2 : 3
}

/** J-shaped: mostly fives, then ones, little between. */
function drawnScore(random: Random, quality: number): number {
  const draw = random.unit()
  const five = 0.5 + 0.34 * quality
  if (draw < five) return 5
  const rest = (draw - five) / (1 - five)
  return rest < 0.38 ? 4 : rest < 0.54 ? 3 : rest < 0.64 ? 2 : 1
}

function drawnPictures(random: Random): string[] {
  if (!random.chance(0.12)) return []
  return Array.from({ length: random.between(1, 3) }, () => pictureHash(random))
}

export function pictureHash(random: Random): string {
  return hex(random) + hex(random)
}

function hex(random: Random): string {
  return random.bits().toString(16).padStart(8, '0')
}

/** Nobody signs at night: a night arrival is handed over the next morning. */
function daytime(atMs: number, random: Random): number {
  const day = localDay(atMs)
  const hour = (atMs + CHINA_OFFSET_MS - day * DAY_MS) / HOUR_MS
  if (hour >= 8 && hour < 21.5) return atMs
  const morning = dayStartMs(hour < 8 ? day : day + 1)
  return morning + (8 + random.unit() * 4) * HOUR_MS
}
