/**
 * The honest year: who buys where and when, prices cut on sale days, lots recorded by makers,
 * visitors counted by the week, money moved between people who know each other. It is the sea in
 * which the planted schemes must be found, so it has crowds, regulars and second thoughts.
 */

import type { Buyer } from './buyers.ts'
import { CATEGORIES } from './catalogue.ts'
import {
  type BoughtTraffic,
  type Market,
  type Price,
  priceAt,
  type RunningShop,
  rounded,
  type Sku,
} from './merchants.ts'
import type { PaymentInstitution } from './organisations.ts'
import { type Random, WeightedDraw } from './random.ts'
import {
  DAY_MS,
  dayStartMs,
  dayWeight,
  HOUR_MS,
  isoDate,
  localDay,
  ORDER_HOURS,
  SALE_HOURS,
  saleFactor,
} from './rhythm.ts'
import type { YearPlan } from './year-plan.ts'

/** Days with at least this factor are announced sales, for which shops cut prices. */
const ANNOUNCED_SALE = 2.5
const SETTLING_MS = 10 * 60_000
const REMEMBERED_BUYERS = 12
/** How often someone orders again at once, and again after that. */
const SECOND_THOUGHT_SHARE = 0.004
const THIRD_THOUGHT_SHARE = 0.2
const MAKERS_RECORDING = 0.22

/** Before the first order: which shops cut which prices for the announced sale days. */
export function scheduleSales(plan: YearPlan, random: Random): void {
  const saleDays = daysOf(plan).filter(day => saleFactor(day) >= ANNOUNCED_SALE)
  const byPopularity = [...plan.shops].sort((a, b) => b.popularity - a.popularity)
  for (const shop of byPopularity.slice(0, Math.ceil(plan.shops.length / 5))) {
    if (shop.saleAppeal < 0.5 || random.chance(0.6)) continue
    for (const sku of shop.skus) {
      if (random.chance(0.5)) continue
      for (const day of saleDays) cutPrice(plan, shop, sku, day, random)
    }
  }
}

function cutPrice(plan: YearPlan, shop: RunningShop, sku: Sku, day: number, random: Random): void {
  const fromMs = dayStartMs(day) - 10 * 60_000 + random.below(8 * 60_000)
  const untilMs = dayStartMs(day + 1) + random.below(HOUR_MS)
  // The struck price must have been charged before: only what has been on sale a month is cut.
  if (fromMs < Math.max(shop.openedMs, plan.startMs) + 30 * DAY_MS || untilMs >= plan.endMs) return
  const usual = priceAt(sku, fromMs).priceFen
  const cut: Price = {
    fromMs,
    priceFen: rounded(usual * (0.72 + random.unit() * 0.2)),
    struckPriceFen: usual,
  }
  if (cut.priceFen >= usual) return
  sku.prices.push(cut, { fromMs: untilMs, priceFen: usual })
  sku.prices.sort((a, b) => a.fromMs - b.fromMs)
}

/** `count` orders over the year, in time order, so that shops remember who bought lately. */
export function placeOrdinaryOrders(plan: YearPlan, count: number, random: Random): void {
  const times = orderTimes(plan, count, random.stream('times'))
  const crowd = new Crowd(plan, random.stream('crowd'))
  for (let i = 0; i < count; i++) {
    const atMs = times[i]!
    const shop = crowd.shopAt(atMs)
    const buyer = crowd.buyerOf(shop, atMs)
    plan.place({ atMs, shop, buyer }, random)
    let againMs = atMs + 60_000 + random.below(20 * 60_000)
    let thought = SECOND_THOUGHT_SHARE
    while (i + 1 < count && againMs < plan.endMs && random.chance(thought)) {
      plan.place({ atMs: againMs, shop, buyer }, random)
      againMs += 60_000 + random.below(15 * 60_000)
      thought = THIRD_THOUGHT_SHARE
      i++
    }
  }
}

function orderTimes(plan: YearPlan, count: number, random: Random): Float64Array {
  const days = daysOf(plan)
  const dayDraw = new WeightedDraw(days.map(dayWeight))
  const ordinary = new WeightedDraw(ORDER_HOURS)
  const sale = new WeightedDraw(SALE_HOURS)
  const firstMs = plan.startMs + SETTLING_MS
  const times = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    do {
      const day = days[dayDraw.draw(random)]!
      const hour = (saleFactor(day) >= ANNOUNCED_SALE ? sale : ordinary).draw(random)
      times[i] = dayStartMs(day) + hour * HOUR_MS + random.below(HOUR_MS)
    } while (times[i]! < firstMs || times[i]! >= plan.endMs)
  }
  return times.sort()
}

/** Chooses shops by popularity and buyers by loyalty, habit and taste. */
class Crowd {
  readonly #plan: YearPlan
  readonly #random: Random
  readonly #ordinary: WeightedDraw
  readonly #sale: WeightedDraw
  readonly #active: WeightedDraw
  readonly #remembered: Uint32Array
  readonly #served: Uint32Array

  constructor(plan: YearPlan, random: Random) {
    this.#plan = plan
    this.#random = random
    this.#ordinary = new WeightedDraw(plan.shops.map(shop => shop.popularity))
    this.#sale = new WeightedDraw(plan.shops.map(shop => shop.popularity * shop.saleAppeal))
    this.#active = new WeightedDraw(plan.buyers.map(buyer => buyer.activity))
    this.#remembered = new Uint32Array(plan.shops.length * REMEMBERED_BUYERS)
    this.#served = new Uint32Array(plan.shops.length)
  }

  shopAt(atMs: number): number {
    const draw = saleFactor(localDay(atMs)) >= ANNOUNCED_SALE ? this.#sale : this.#ordinary
    for (;;) {
      const shop = draw.draw(this.#random)
      const { openedMs, closedMs } = this.#plan.shops[shop]!
      if (openedMs + SETTLING_MS <= atMs && atMs < closedMs) return shop
    }
  }

  buyerOf(shop: number, atMs: number): number {
    const random = this.#random
    const running = this.#plan.shops[shop]!
    const served = this.#served[shop]!
    const known = Math.min(served, REMEMBERED_BUYERS)
    if (known > 2 && random.chance(running.loyalty)) {
      return this.#remembered[shop * REMEMBERED_BUYERS + random.below(known)]!
    }
    const hurried = saleFactor(localDay(atMs)) >= ANNOUNCED_SALE
    let buyer = this.#active.draw(random)
    for (let look = 0; look < (hurried ? 1 : 4); look++) {
      if (suits(this.#plan.buyers[buyer]!, running)) break
      buyer = this.#active.draw(random)
    }
    this.#remembered[shop * REMEMBERED_BUYERS + (served % REMEMBERED_BUYERS)] = buyer
    this.#served[shop] = served + 1
    return buyer
  }
}

function suits(buyer: Buyer, shop: RunningShop): boolean {
  return buyer.habit === shop.platform || buyer.tastes.includes(shop.category)
}

/** After all orders: listings, production lots, weekly traffic, and money outside orders. */
export function tellOrdinaryFacts(
  plan: YearPlan,
  market: Market,
  institutions: readonly PaymentInstitution[],
  random: Random,
): void {
  tellListings(plan, random.stream('listings'))
  tellProduction(plan, random.stream('production'))
  tellTraffic(plan, random.stream('traffic'))
  tellTransfers(plan, market, institutions, random.stream('transfers'))
}

function tellListings(plan: YearPlan, random: Random): void {
  for (const running of plan.shops) {
    const { platform, id: shop, category } = running.shop
    for (const sku of running.skus) {
      for (const { fromMs, priceFen, struckPriceFen } of sku.prices) {
        const atMs = fromMs < plan.startMs ? plan.startMs + random.below(60_000) : fromMs
        plan.tell(atMs, {
          kind: 'listing.changed',
          source: platform,
          platform,
          shop,
          sku: sku.id,
          title: sku.title,
          priceFen,
          ...(struckPriceFen !== undefined && { struckPriceFen }),
          ...(sku.gtin && { gtin: sku.gtin }),
          ...(sku.brand && { brand: sku.brand }),
          category,
        })
      }
    }
  }
}

/** Makers record a lot every month or two; the first lots precede the first orders. */
function tellProduction(plan: YearPlan, random: Random): void {
  for (const running of plan.shops) {
    if (!CATEGORIES[running.category]!.makers || !random.chance(MAKERS_RECORDING)) continue
    const { platform, id: shop } = running.shop
    for (const sku of running.skus.slice(0, 2)) {
      let atMs = Math.max(plan.startMs, running.openedMs) + random.below(9 * 60_000)
      for (let lot = 1; atMs < Math.min(plan.endMs, running.closedMs); lot++) {
        const producedOn = isoDate(localDay(atMs) - random.between(0, 3))
        plan.tell(atMs, {
          kind: 'production.recorded',
          source: platform,
          platform,
          shop,
          sku: sku.id,
          lot: `L${producedOn.slice(2).replaceAll('-', '')}${`${lot}`.padStart(2, '0')}`,
          ...(sku.gtin && { gtin: sku.gtin }),
          producedOn,
        })
        atMs += random.between(30, 110) * DAY_MS + random.below(8 * HOUR_MS)
      }
    }
  }
}

const WEEK_MS = 7 * DAY_MS
const COUNTED_SHOPS = 300

type TrafficWeek = {
  views: number
  visitors: number
  likes: number
  follows: number
  medianDwellS: number
}

/** Shops whose visitors platforms count: the larger ones, and those asked for by name. */
export function countedShops(plan: YearPlan): number[] {
  return [...plan.shops.keys()]
    .sort((a, b) => plan.shops[b]!.popularity - plan.shops[a]!.popularity || a - b)
    .slice(0, Math.min(COUNTED_SHOPS, Math.ceil(plan.shops.length / 8)))
}

function tellTraffic(plan: YearPlan, random: Random): void {
  const weeks = Math.floor((plan.endMs - plan.startMs) / WEEK_MS)
  const orders = new Uint32Array(plan.shops.length * (weeks + 1))
  for (let i = 0; i < plan.whenMs.length; i++) {
    if (plan.step.at(i) !== 0) continue
    const week = Math.floor((plan.whenMs.at(i) - plan.startMs) / WEEK_MS)
    orders[plan.shopOf.at(plan.ref.at(i)) * (weeks + 1) + week]!++
  }
  for (const shop of countedShops(plan)) {
    const running = plan.shops[shop]!
    const visitorsPerOrder = random.logNormal(28, 0.4)
    const dwellS = random.logNormal(38, 0.3)
    for (let week = 0; week < weeks; week++) {
      const atMs = plan.startMs + (week + 1) * WEEK_MS + random.below(20 * 60_000)
      if (running.openedMs >= atMs || running.closedMs < atMs) continue
      const visits = (orders[shop * (weeks + 1) + week]! + 2) * visitorsPerOrder
      const visitors = Math.round(visits * random.logNormal(1, 0.12))
      const counted: TrafficWeek = {
        views: Math.round(visitors * random.logNormal(3.1, 0.15)),
        visitors,
        likes: Math.round(visitors * random.logNormal(0.03, 0.4)),
        follows: Math.round(visitors * random.logNormal(0.012, 0.4)),
        medianDwellS: Math.round(dwellS * random.logNormal(1, 0.08)),
      }
      const { platform, id } = running.shop
      const common = { source: platform, platform, shop: id, windowS: WEEK_MS / 1000 }
      const bought = boughtIn(running, atMs)
      const figures = bought ? inflated(counted, bought, random) : counted
      const eventId = plan.tell(atMs, { kind: 'traffic.counted', ...common, ...figures })
      if (bought && eventId) bought.eventIds.push(eventId)
    }
  }
}

function boughtIn(shop: RunningShop, atMs: number): BoughtTraffic | undefined {
  const bought = shop.boughtTraffic
  return bought && atMs >= bought.fromMs && atMs < bought.untilMs ? bought : undefined
}

/** Machines come in numbers, leave at once and like on command. */
function inflated(counted: TrafficWeek, bought: BoughtTraffic, random: Random): TrafficWeek {
  const machines = Math.round(counted.visitors * bought.factor * random.logNormal(1, 0.15))
  return {
    views: counted.views + Math.round(machines * 1.05),
    visitors: counted.visitors + machines,
    likes: counted.likes + Math.round(machines * 0.3),
    follows: counted.follows + Math.round(machines * 0.1),
    medianDwellS: bought.dwellS,
  }
}

/** Family money, wages to people who also buy, and merchants paying each other. */
function tellTransfers(
  plan: YearPlan,
  market: Market,
  institutions: readonly PaymentInstitution[],
  random: Random,
): void {
  const { merchants } = market
  const count = Math.round(plan.orders / 70)
  for (let i = 0; i < count; i++) {
    const atMs = plan.startMs + random.unit() * (plan.endMs - plan.startMs)
    const draw = random.unit()
    const person = random.pick(plan.buyers)
    const friend = random.pick(plan.buyers)
    const merchant = random.pick(merchants)
    const [payer, payee, amountFen] =
      draw < 0.55
        ? [person.payer, friend.payer, random.logNormal(20_000, 1.1)]
        : draw < 0.8
          ? [merchant.payee, person.payer, random.logNormal(60_000, 1)]
          : [merchant.payee, random.pick(merchants).payee, random.logNormal(300_000, 1)]
    if (payer === payee) continue
    const institution = institutions[person.institution]!.code
    tellTransfer(plan, { atMs, payer, payee, amountFen, institution })
  }
}

export type Transfer = {
  atMs: number
  payer: string
  payee: string
  amountFen: number
  institution: string
}

/** The event's id, or null when the transfer lies outside the year. */
export function tellTransfer(plan: YearPlan, transfer: Transfer): string | null {
  const { atMs, payer, payee, amountFen, institution } = transfer
  return plan.tell(Math.round(atMs), {
    kind: 'funds.moved',
    source: institution,
    platform: institution,
    shop: payee,
    payer,
    payee,
    amountFen: Math.max(1, Math.round(amountFen)),
    institution,
  })
}

function daysOf(plan: YearPlan): number[] {
  const first = localDay(plan.startMs)
  const last = localDay(plan.endMs - 1)
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}
