/**
 * Renders the plan of a year as trade events in time order: a radix sort over what happens when,
 * then one object at a time, so that a consumer can stream a year of any size in flat memory.
 * Rendering draws nothing that matters: the same plan gives the same bytes each time.
 */

import type { Buyer } from './buyers.ts'
import { CATEGORIES } from './catalogue.ts'
import { CITIES, distanceKm } from './cities.ts'
import type { RunningShop } from './merchants.ts'
import type { PaymentInstitution } from './organisations.ts'
import { Random } from './random.ts'
import { honestReview } from './review-texts.ts'
import { DAY_MS } from './rhythm.ts'
import { Ids } from './tokens.ts'
import type { OrderItem, ParcelScan, TradeEvent } from './trade-event.ts'
import { HONEST_TEXT, Step, type YearPlan } from './year-plan.ts'

export function* eventsOf(
  plan: YearPlan,
  institutions: readonly PaymentInstitution[],
  seed: string,
): Generator<TradeEvent> {
  const renderer = new Renderer(plan, institutions, seed)
  for (const place of inTimeOrder(plan)) yield renderer.render(place)
}

/** Places of the plan's occurrences by time, ties as they were noted. LSD radix sort, O(n). */
function inTimeOrder(plan: YearPlan): Uint32Array {
  const n = plan.whenMs.length
  let order = new Uint32Array(n)
  let spare = new Uint32Array(n)
  for (let i = 0; i < n; i++) order[i] = i
  const counts = new Uint32Array(RADIX)
  const span = plan.endMs - plan.startMs
  for (let scale = 1; scale <= span; scale *= RADIX) {
    counts.fill(0)
    for (let i = 0; i < n; i++) counts[digit(plan, i, scale)]!++
    let start = 0
    for (let d = 0; d < RADIX; d++) {
      const count = counts[d]!
      counts[d] = start
      start += count
    }
    for (let i = 0; i < n; i++) {
      const place = order[i]!
      spare[counts[digit(plan, place, scale)]!++] = place
    }
    const held = order
    order = spare
    spare = held
  }
  return order
}

const RADIX = 4096

function digit(plan: YearPlan, place: number, scale: number): number {
  return Math.floor((plan.whenMs.at(place) - plan.startMs) / scale) % RADIX
}

class Renderer {
  readonly #plan: YearPlan
  readonly #institutions: readonly PaymentInstitution[]
  readonly #seed: string
  readonly #waybills: Ids
  readonly #clock = new Clock()

  constructor(plan: YearPlan, institutions: readonly PaymentInstitution[], seed: string) {
    this.#plan = plan
    this.#institutions = institutions
    this.#seed = seed
    this.#waybills = new Ids('', new Random(`${seed}/waybills`))
  }

  render(place: number): TradeEvent {
    const plan = this.#plan
    const ref = plan.ref.at(place)
    const step = plan.step.at(place)
    const occurredAt = this.#clock.format(plan.whenMs.at(place))
    if (step === Step.loose) return this.#loose(ref, occurredAt)
    const order = plan.orderId(ref)
    const running = plan.shops[plan.shopOf.at(ref)]!
    const buyer = plan.buyers[plan.buyerOf.at(ref)]!
    const at = { ref, order, occurredAt, running, buyer }
    switch (step) {
      case Step.placed:
        return this.#placed(at)
      case Step.cancelled: {
        const common = this.#common(at, running.shop.platform, 'x')
        return { kind: 'order.cancelled', ...common, order, buyer: buyer.token, reason: 'buyer' }
      }
      case Step.paid:
        return this.#paid(at)
      case Step.refunded:
        return this.#refunded(at)
      case Step.sent:
      case Step.signed:
        return this.#parcel(at, step)
      case Step.reviewed:
      case Step.answered:
        return this.#review(at, step)
      case Step.asked: {
        const { topic, text } = plan.details.get(ref)!.inquiry!
        const common = this.#common(at, running.shop.platform, 'v')
        const asked = {
          kind: 'service.opened',
          ...common,
          order,
          buyer: buyer.token,
          topic,
        } as const
        return text === undefined ? asked : { ...asked, text }
      }
      case Step.followed: {
        const { text } = plan.details.get(ref)!.follow!
        const common = this.#common(at, running.shop.platform, 'f')
        const ids = { review: `f${order}`, parent: `r${order}` }
        return { kind: 'review.followed', ...common, order, ...ids, buyer: buyer.token, text }
      }
      default:
        throw new Error(`unknown step ${step}`)
    }
  }

  #loose(ref: number, occurredAt: string): TradeEvent {
    const event = this.#plan.loose[ref]!
    // The union's members keep their own fields; only what rendering knows is added.
    return { ...event, eventId: this.#plan.looseIds.at(ref), occurredAt } as TradeEvent
  }

  #placed({ ref, order, occurredAt, running, buyer }: At): TradeEvent {
    const plan = this.#plan
    const detail = plan.details.get(ref)
    const platform = plan.platforms[running.platform]!
    const quantity = plan.quantityOf.at(ref)
    const unitPriceFen = plan.unitPriceOf.at(ref)
    const sku = running.skus[plan.skuOf.at(ref)]!.id
    const items: OrderItem[] = [{ sku, quantity, unitPriceFen }]
    if (detail?.second) {
      const { sku: second, quantity: pieces } = detail.second
      const restFen = plan.amountOf.at(ref) - unitPriceFen * quantity
      const unit = restFen / pieces
      items.push({ sku: running.skus[second]!.id, quantity: pieces, unitPriceFen: unit })
    }
    const { promiseShipHours } = running.shop
    return {
      kind: 'order.placed',
      source: platform.code,
      eventId: `o${order}`,
      occurredAt,
      platform: platform.code,
      shop: running.shop.id,
      order,
      buyer: buyer.token,
      items,
      amountFen: plan.amountOf.at(ref),
      addressCity: CITIES[plan.receiverOf.at(ref)]!.code,
      ...(platform.reportsAddress && { address: detail?.address ?? buyer.address }),
      ...(platform.reportsDevice && { device: detail?.device ?? buyer.device }),
      ...(promiseShipHours && { promiseShipHours }),
    }
  }

  #paid(at: At): TradeEvent {
    const { ref, order, running, buyer } = at
    const institution = this.#institutions[buyer.institution]!.code
    return {
      kind: 'payment.made',
      ...this.#common(at, institution, 'p'),
      order,
      payment: `p${order}`,
      payer: this.#plan.details.get(ref)?.payer ?? buyer.payer,
      payee: running.merchant.payee,
      amountFen: this.#plan.amountOf.at(ref),
      institution,
    }
  }

  #refunded(at: At): TradeEvent {
    const { ref, order, running, buyer } = at
    const detail = this.#plan.details.get(ref)!
    return {
      kind: 'payment.refunded',
      ...this.#common(at, this.#institutions[buyer.institution]!.code, 'z'),
      order,
      payment: `z${order}`,
      payer: running.merchant.payee,
      payee: detail.payer ?? buyer.payer,
      amountFen: this.#plan.amountOf.at(ref),
      reason: detail.refund!.reason,
    }
  }

  #parcel(at: At, step: number): TradeEvent {
    const plan = this.#plan
    const { ref, order } = at
    const carrier = plan.carriers[plan.carrierOf.at(ref)]!
    const parcel = {
      order,
      waybill: `${carrier.code.toUpperCase()}${this.#waybills.at(ref).toUpperCase()}`,
      carrier: carrier.code,
      senderNode: plan.nodes[plan.nodeOf.at(ref)]!,
      senderCity: CITIES[plan.senderOf.at(ref)]!.code,
      receiverCity: CITIES[this.#destination(ref)]!.code,
      weightG: plan.weightOf.at(ref),
    }
    if (step === Step.sent) {
      return { kind: 'parcel.sent', ...this.#common(at, carrier.code, 't'), ...parcel }
    }
    const sentAt = new Date(plan.sentMs.at(ref)).toISOString()
    const common = this.#common(at, carrier.code, 's')
    const signed = { kind: 'parcel.signed', ...common, ...parcel, sentAt } as const
    return carrier.reportsScans ? { ...signed, scans: this.#scans(at, parcel.senderNode) } : signed
  }

  /** Collected, hub to hub, brought out, delivered; what never was on the road lacks the end. */
  #scans({ ref, occurredAt }: At, senderNode: string): ParcelScan[] {
    const plan = this.#plan
    const sentMs = plan.sentMs.at(ref)
    const signedMs = Date.parse(occurredAt)
    const [from, to] = [plan.senderOf.at(ref), this.#destination(ref)]
    const carrier = plan.carriers[plan.carrierOf.at(ref)]!.code
    const scan = (share: number, city: number, action: string, node?: string): ParcelScan => ({
      at: new Date(Math.round(sentMs + (signedMs - sentMs) * share)).toISOString(),
      node: node ?? `${carrier}-${CITIES[city]!.code}`,
      city: CITIES[city]!.code,
      action,
    })
    const scans = [scan(0, from, 'collected', senderNode), scan(0.15, from, 'departed')]
    if (plan.details.get(ref)?.undelivered) return scans
    if (distanceKm(from, to) > 0) scans.push(scan(0.7, to, 'arrived'))
    scans.push(scan(0.9, to, 'out-for-delivery'), scan(1, to, 'delivered'))
    return scans
  }

  #destination(ref: number): number {
    return this.#plan.details.get(ref)?.parcelCity ?? this.#plan.receiverOf.at(ref)
  }

  #review(at: At, step: number): TradeEvent {
    const plan = this.#plan
    const { ref, order, running, buyer } = at
    const { platform } = running.shop
    if (step === Step.answered) {
      return {
        kind: 'review.posted',
        ...this.#common(at, platform, 'q'),
        order,
        review: `q${order}`,
        by: 'seller',
        buyer: buyer.token,
        score: plan.answerOf.at(ref),
      }
    }
    const detail = plan.details.get(ref)
    const score = plan.scoreOf.at(ref)
    const text = detail?.text === HONEST_TEXT ? this.#honestText(ref, running, score) : detail?.text
    return {
      kind: 'review.posted',
      ...this.#common(at, platform, 'r'),
      order,
      review: `r${order}`,
      by: 'buyer',
      buyer: buyer.token,
      score,
      ...(text !== undefined && { text }),
      ...(detail?.pictures && { pictures: detail.pictures }),
    }
  }

  #honestText(ref: number, running: RunningShop, score: number): string {
    const random = new Random(`${this.#seed}/text/${ref}`)
    return honestReview(random, CATEGORIES[running.category]!, score)
  }

  #common({ order, occurredAt, running }: At, source: string, letter: string) {
    const { platform, id: shop } = running.shop
    return { source, eventId: letter + order, occurredAt, platform, shop }
  }
}

type At = { ref: number; order: string; occurredAt: string; running: RunningShop; buyer: Buyer }

/** Formats instants with milliseconds; remembers the day, since a stream stays in one for long. */
class Clock {
  #day = Number.NaN
  #date = ''

  format(atMs: number): string {
    const day = Math.floor(atMs / DAY_MS)
    if (day !== this.#day) {
      this.#day = day
      this.#date = new Date(day * DAY_MS).toISOString().slice(0, 11)
    }
    const rest = atMs - day * DAY_MS
    const seconds = Math.floor(rest / 1000)
    const [hour, minute] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
    const millis = rest % 1000
    return `${this.#date}${TWO[hour]}:${TWO[minute]}:${TWO[seconds % 60]}.${THREE[millis]}Z`
  }
}

const TWO = Array.from({ length: 60 }, (_, i) => `${i}`.padStart(2, '0'))
const THREE = Array.from({ length: 1000 }, (_, i) => `${i}`.padStart(3, '0'))
