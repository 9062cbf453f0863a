/**
 * The means a scheme is planted with: a cast of shops and accounts that no other scheme uses, a
 * span of the year, sizes that follow the county's, and the record of who did what. All casts come
 * from the ordinary population, so nothing about an id or a name tells.
 */

import type { Market, RunningShop } from '../merchants.ts'
import { tellTransfer } from '../ordinary-trade.ts'
import type { PaymentInstitution } from '../organisations.ts'
import type { Random } from '../random.ts'
import { DAY_MS, dayStartMs, HOUR_MS, localDay } from '../rhythm.ts'
import type { Tokens } from '../tokens.ts'
import type { OrderWish, Placed, YearPlan } from '../year-plan.ts'
import { type Scheme, type SchemeKind, TITLES } from './scheme.ts'

/** What all schemes of a county share. */
export type Stage = {
  plan: YearPlan
  market: Market
  institutions: readonly PaymentInstitution[]
  tokens: Tokens
  /** 1 for the default county of 200,000 orders. */
  scale: number
  takenShops: Set<number>
  takenBuyers: Set<number>
  /** Shop indices by falling popularity. */
  ranking: number[]
}

export type Span = { fromMs: number; untilMs: number }

type Cast = { from?: number; to?: number; test?: (shop: RunningShop) => boolean }

const REFERENCE_ORDERS = 200_000

export function scaleOf(orders: number): number {
  return orders / REFERENCE_ORDERS
}

export class Plot {
  readonly plan: YearPlan
  readonly market: Market
  readonly random: Random
  readonly tokens: Tokens
  readonly #stage: Stage
  readonly #kind: SchemeKind
  readonly #id: string
  readonly #orders: number[] = []
  readonly #camouflage: number[] = []
  readonly #accounts = new Set<number>()
  readonly #eventIds: string[] = []
  #firstMs = Number.POSITIVE_INFINITY
  #lastMs = Number.NEGATIVE_INFINITY

  constructor(stage: Stage, kind: SchemeKind, id: string, random: Random) {
    this.#stage = stage
    this.#kind = kind
    this.#id = id
    this.random = random
    this.plan = stage.plan
    this.market = stage.market
    this.tokens = stage.tokens
  }

  /** A size that is `usual` in the default county, varied by a seventh either way. */
  size(usual: number, of: 'orders' | 'accounts' | 'shops', least: number): number {
    const exponent = { orders: 0.62, accounts: 0.4, shops: 0.3 }[of]
    const varied = usual * this.#stage.scale ** exponent * (0.85 + 0.3 * this.random.unit())
    return Math.max(least, Math.round(varied))
  }

  /** A span of so many days that begins between two shares of the year; shorter in a short year. */
  span(days: number, fromShare: number, toShare: number): Span {
    const { startMs, endMs } = this.plan
    const year = endMs - startMs
    const length = Math.min(days * DAY_MS * (0.85 + 0.3 * this.random.unit()), year * 0.4)
    const share = fromShare + (toShare - fromShare) * this.random.unit()
    const wanted = Math.min(startMs + share * year, endMs - length - year * 0.06)
    const fromMs = dayStartMs(localDay(Math.max(wanted, startMs + DAY_MS)))
    return { fromMs, untilMs: fromMs + length }
  }

  /** Shops open all year between two shares of the popularity ranking; wider when these run out. */
  castShops(count: number, { from = 0.15, to = 0.8, test }: Cast = {}): number[] {
    const { ranking, takenShops } = this.#stage
    const free = (shop: number) => {
      const running = this.plan.shops[shop]!
      const whole = running.openedMs < this.plan.startMs && running.closedMs > this.plan.endMs
      return whole && running.popularity > 0 && !takenShops.has(shop) && (!test || test(running))
    }
    const wanted = ranking.slice(from * ranking.length, Math.ceil(to * ranking.length)).filter(free)
    const candidates = wanted.length >= count ? wanted : ranking.filter(free)
    const cast = this.random.sample(candidates, Math.min(count, candidates.length))
    if (cast.length === 0) throw new RangeError(`the county is too small for ${this.#kind}`)
    for (const shop of cast) takenShops.add(shop)
    return cast
  }

  /** Buyers that take part in no other scheme. */
  castAccounts(count: number, test?: (buyer: number) => boolean): number[] {
    const { takenBuyers } = this.#stage
    const cast: number[] = []
    for (let look = 0; cast.length < count; look++) {
      if (look > 200 * count + 10_000) {
        throw new RangeError(`the county is too small for ${this.#kind}`)
      }
      const buyer = this.random.below(this.plan.buyers.length)
      if (takenBuyers.has(buyer) || (test && !test(buyer))) continue
      takenBuyers.add(buyer)
      cast.push(buyer)
    }
    return cast
  }

  /** An instant of the span, at an hour drawn by weights of the local day. */
  instant({ fromMs, untilMs }: Span, hours: readonly number[]): number {
    for (;;) {
      const atMs = Math.floor(fromMs + this.random.unit() * (untilMs - fromMs))
      const day = localDay(atMs)
      const hour = Math.floor((atMs - dayStartMs(day)) / HOUR_MS)
      const peak = Math.max(...hours)
      if (this.random.unit() < hours[hour]! / peak) return atMs
    }
  }

  /** An act of the scheme itself. */
  order(wish: OrderWish): Placed {
    const placed = this.plan.place({ cancelled: false, refund: null, ...wish }, this.random)
    this.#orders.push(placed.order)
    this.#accounts.add(wish.buyer)
    this.#see(wish.atMs)
    return placed
  }

  /** An ordinary purchase by one of the accounts, made to look honest. */
  camouflage(wish: OrderWish): void {
    this.#camouflage.push(this.plan.place(wish, this.random).order)
  }

  /** Money outside orders; the scheme remembers the event. */
  transfer(atMs: number, payer: string, payee: string, amountFen: number): void {
    const institution = this.random.pick(this.#stage.institutions).code
    const eventId = tellTransfer(this.plan, { atMs, payer, payee, amountFen, institution })
    if (eventId === null) return
    this.#eventIds.push(eventId)
    this.#see(atMs)
  }

  amountFen(placed: Placed): number {
    return this.plan.amountOf.at(placed.order)
  }

  shop(shop: number): RunningShop {
    return this.plan.shops[shop]!
  }

  payerOf(buyer: number): string {
    return this.plan.buyers[buyer]!.payer
  }

  /** Who did it: shops and merchants follow from the shop indices given. */
  record(
    shops: readonly number[],
    more: Partial<Scheme> & { span?: Span; faultless?: boolean } = {},
  ): Scheme {
    const { span, faultless, ...rest } = more
    const running = shops.map(shop => this.shop(shop))
    const { zh, en } = TITLES[this.#kind]
    const buyers = [...this.#accounts].map(buyer => this.plan.buyers[buyer]!.token)
    return {
      id: this.#id,
      kind: this.#kind,
      titleZh: zh,
      titleEn: en,
      suspicious: !this.#kind.startsWith('honest-'),
      from: new Date(Math.min(this.#firstMs, span?.fromMs ?? this.#firstMs)).toISOString(),
      to: new Date(Math.max(this.#lastMs, span?.untilMs ?? this.#lastMs)).toISOString(),
      merchants: [...new Set(running.map(({ merchant }) => merchant.id))],
      shops: running.map(({ shop }) => shop.id),
      accounts: faultless ? [] : buyers,
      orders: this.#orders.map(order => this.plan.orderId(order)),
      camouflageOrders: this.#camouflage.map(order => this.plan.orderId(order)),
      victims: [],
      beneficiaries: [],
      purses: [],
      nodes: [],
      skus: [],
      eventIds: this.#eventIds,
      links: [],
      ...rest,
    }
  }

  #see(atMs: number): void {
    this.#firstMs = Math.min(this.#firstMs, atMs)
    this.#lastMs = Math.max(this.#lastMs, atMs)
  }
}
