/**
 * Few accounts that buy again and again at one shop and take their money back (requirements 5.3, 20.2). Done to an
 * established shop within days it is an attack that makes the shop look like a brusher: the shop is the victim. Kept up
 * for weeks it is the shop's own way to brush for nothing.
 */
import type { Figure, GraphEdge, GraphNode, TradeEvent } from '#contract'
import { AgeingMap, type AgeingMapState, poissonTail } from '#lib/stream-windows'
import {
  answerOf,
  boundedGraph,
  figure,
  numberOf,
  shopKey,
  shopName,
  spanOfDays,
} from '../evidence.ts'
import { onCounty } from '../measured.ts'
import type {
  Asked,
  Detector,
  Json,
  JsonRecord,
  Model,
  ModelCard,
  Parameters,
  Suspicion,
} from '../model.ts'
import { chanceShareOf, oddsNeeded } from './chance.ts'
import { type Told, untold, worthTelling } from './telling.ts'
import { mayBeAttack, type WaveLimits, waveOf } from './wave.ts'

const DAY_MS = 86_400_000
/** Orders kept of one shop; a shop that sells more in the window is judged by its latest. */
const MAX_SHOP_ORDERS = 2_000
/** An account whose refunds are fewer is a customer who changed their mind once. */
const REFUNDED_SHARE = 0.25

const card: ModelCard = {
  code: 'mass-refunds',
  version: '1.1.0',
  titleZh: '少数账号反复下单退款',
  titleEn: 'Few accounts that buy and are refunded over and over',
  method: {
    zh: '统计同一网店时间窗内重复下单的买家账号，其订单的退款数与平常退款率下的泊松概率比较；只列出退款情况属普通顾客的概率低于门槛的账号。已经营一段时间的网店数日内突发的，疑为针对该店的反向刷单，该店列为受害方；持续多日的，疑为该店退款刷单。',
    en: 'Takes the accounts that order repeatedly at one shop and compares the refunds of their orders with the Poisson chance of the usual rate; named are those whose own refunds are hardly a customer’s. A sudden wave at an established shop is suspected as reverse brushing, with the shop as its victim; one that goes on for weeks as the shop’s own refund loop.',
  },
  dataUsed: {
    zh: '订单（买家令牌、时间、金额）、退款。',
    en: 'Orders (buyer token, time, amount) and refunds.',
  },
  lawfulSource: {
    zh: '《反不正当竞争法》第9条、第13条；《电子商务法》第25条、第31条',
    en: 'Anti-Unfair Competition Law, art. 9 and 13; E-Commerce Law, art. 25 and 31',
  },
  limitations: {
    zh: '商品批次缺陷会使真实回头客集中退款；每个账号只下一单的攻击不触发；谁获益须结合资金线索。',
    en: 'A bad batch makes true regulars return goods together; an attack with one order an account passes; who gains takes the money trail to tell.',
  },
  owner: '宁晋县信用办',
  behaviours: ['reverse-brushing', 'refund-loop'],
  parameters: [
    { name: 'windowDays', policyKey: 'detection.mass-refunds.windowDays' },
    { name: 'usualRate', policyKey: 'detection.mass-refunds.usualRate' },
    { name: 'minAccounts', policyKey: 'detection.mass-refunds.minAccounts' },
    { name: 'minSurprise', policyKey: 'detection.mass-refunds.minSurprise' },
    { name: 'suddenDays', policyKey: 'detection.mass-refunds.suddenDays' },
    { name: 'establishedDays', policyKey: 'detection.mass-refunds.establishedDays' },
    { name: 'maxShops', policyKey: 'detection.maxShops' },
    { name: 'chanceShare', policyKey: 'detection.mass-refunds.chanceShare' },
  ],
  measured: [
    {
      data: onCounty('reverse brushing', 33, 0.1),
      precision: 1,
      recall: 0.615,
      date: '2026-11-28',
    },
    {
      data: onCounty('reverse brushing', 35, 0.3),
      precision: 1,
      recall: 0.955,
      date: '2026-11-28',
    },
  ],
  from: '2020-01-01',
  until: null,
  mode: 'production',
}

type Limits = WaveLimits & {
  readonly windowDays: number
  /** Share of honest orders that are refunded. */
  readonly usualRate: number
  readonly minAccounts: number
  /** Nats of the Poisson tail. */
  readonly minSurprise: number
  readonly maxShops: number
  /** The probability up to which a named account may be a customer who was refunded. */
  readonly chanceShare: number
}

type Order = {
  readonly order: string
  readonly buyer: string
  readonly amountFen: number
  readonly atMs: number
  refundedMs: number | null
}

type Shop = { readonly shop: string; readonly sinceMs: number; orders: Order[]; told: Told }

class MassRefundsDetector implements Detector {
  readonly #limits: Limits
  readonly #shops: AgeingMap<Shop>
  readonly #changed = new Set<string>()
  #told: Suspicion[] = []

  constructor(limits: Limits, state?: Json) {
    this.#limits = limits
    const kept = state as JsonRecord | undefined
    const shops = kept?.shops as unknown as AgeingMapState<Shop> | undefined
    const spanMs = Math.max(limits.windowDays, limits.establishedDays) * DAY_MS
    this.#shops = new AgeingMap({ spanMs, maxKeys: limits.maxShops }, shops)
    for (const shop of (kept?.changed ?? []) as string[]) this.#changed.add(shop)
  }

  observe(event: TradeEvent, atMs: number): void {
    if (event.kind === 'order.placed') {
      const name = shopName(event)
      const { order, buyer, amountFen } = event
      const begun: Shop = { shop: name, sinceMs: atMs, orders: [], told: untold }
      const shop = this.#shops.get(name) ?? begun
      shop.orders = this.#room(shop.orders, atMs)
      shop.orders.push({ order, buyer, amountFen, atMs, refundedMs: null })
      this.#shops.set(name, shop, atMs)
    } else if (event.kind === 'payment.refunded') {
      const name = shopName(event)
      const order = this.#shops.get(name)?.orders.findLast(({ order: id }) => id === event.order)
      if (!order || order.refundedMs !== null) return
      order.refundedMs = atMs
      this.#changed.add(name)
    }
  }

  advance(nowMs: number): void {
    for (const name of this.#changed) {
      const shop = this.#shops.get(name)
      const orders = shop && this.#refundedOften(shop) ? this.#circle(shop, nowMs) : []
      if (shop && figuresOf({ orders }, this.#limits).every(({ met }) => met)) {
        const size = orders.filter(({ refundedMs }) => refundedMs !== null).length
        if (!worthTelling(size, shop.told, nowMs)) continue
        this.#shops.set(name, { ...shop, told: { size, atMs: nowMs } }, nowMs)
        this.#told.push(suspicionOf(shop, orders, nowMs, this.#limits))
      }
      this.#changed.delete(name)
    }
  }

  drain(): Suspicion[] {
    const told = this.#told
    this.#told = []
    return told
  }

  state(): Json {
    return {
      shops: this.#shops.exportState() as unknown as Json,
      changed: [...this.#changed],
    }
  }

  losses() {
    return { forgottenShops: this.#shops.evictedKeys }
  }

  whyNot({ shop }: Asked) {
    const kept = shop && this.#shops.get(shopName(shop))
    const newestMs = kept?.orders.at(-1)?.atMs ?? 0
    const orders = kept ? this.#circle(kept, newestMs) : []
    return answerOf(kept !== undefined, figuresOf({ orders }, this.#limits))
  }

  /** Forgets when a sixteenth is old, so that it costs O(1) an order. */
  #room(orders: Order[], atMs: number): Order[] {
    const forgetMs = atMs - this.#limits.windowDays * DAY_MS
    const sixteenth = orders[orders.length >> 4]
    const full = orders.length >= MAX_SHOP_ORDERS
    if (!full && (!sixteenth || sixteenth.atMs > forgetMs)) return orders
    return orders.filter(order => order.atMs > forgetMs).slice(-Math.ceil(MAX_SHOP_ORDERS * 0.9))
  }

  #refundedOften({ orders }: Shop): boolean {
    let refunds = 0
    for (const { refundedMs } of orders) if (refundedMs !== null) refunds++
    return refunds >= this.#limits.minAccounts
  }

  /** Copies of the window's orders by accounts that came more than once. */
  #circle({ orders }: Shop, nowMs: number): Order[] {
    const fromMs = nowMs - this.#limits.windowDays * DAY_MS
    const live = orders.filter(({ atMs }) => atMs > fromMs)
    const times = new Map<string, number>()
    for (const { buyer } of live) times.set(buyer, (times.get(buyer) ?? 0) + 1)
    return live.filter(({ buyer }) => times.get(buyer)! > 1).map(order => ({ ...order }))
  }
}

/**
 * Accounts of the circle whose refunds are the circle's and not a customer's: log odds of as many at the rate of those
 * who are refunded often against the usual rate, both binomial.
 */
function refundedAccounts(orders: readonly Order[], { usualRate, chanceShare }: Limits): string[] {
  const circle = Map.groupBy(orders, ({ buyer }) => buyer)
    .entries()
    .map(([buyer, of]) => ({ buyer, of: of.length, refunded: of.filter(isRefunded).length }))
    .filter(({ of, refunded }) => refunded > 0 && refunded >= REFUNDED_SHARE * of)
    .toArray()
  const sum = (count: (account: (typeof circle)[number]) => number) =>
    circle.reduce((total, account) => total + count(account), 0)
  // One more of each: of a few refunds nobody knows that every order will be refunded.
  const rate = (sum(({ refunded }) => refunded) + 1) / (sum(({ of }) => of) + 2)
  const least = oddsNeeded(chanceShare)
  return circle
    .filter(({ of, refunded }) => {
      const kept = (of - refunded) * Math.log((1 - rate) / (1 - usualRate))
      return refunded * Math.log(rate / usualRate) + kept >= least
    })
    .map(({ buyer }) => buyer)
}

const isRefunded = ({ refundedMs }: Order): boolean => refundedMs !== null

type RefundInputs = { readonly orders: readonly Order[] }

function figuresOf({ orders }: RefundInputs, limits: Limits): Figure[] {
  const refunded = orders.filter(({ refundedMs }) => refundedMs !== null)
  const expected = orders.length * limits.usualRate
  const tail = refunded.length === 0 ? 1 : poissonTail(refunded.length, expected)
  return [
    figure({
      name: 'accounts',
      zh: '反复下单并退款的账号',
      en: 'accounts that ordered repeatedly and were refunded',
      value: refundedAccounts(orders, limits).length,
      atLeast: limits.minAccounts,
      unit: 'count',
    }),
    figure({
      name: 'surprise',
      zh: '退款超出平常的程度',
      en: 'how far refunds exceed the usual (nats)',
      value: Math.round(Math.min(700, -Math.log(Math.max(tail, 1e-300))) * 100) / 100,
      atLeast: limits.minSurprise,
      unit: 'score',
    }),
    figure({
      name: 'orders',
      zh: '重复下单账号的订单',
      en: 'orders by accounts that came repeatedly',
      value: orders.length,
      unit: 'count',
    }),
    figure({
      name: 'refunded',
      zh: '其中退款',
      en: 'of these refunded',
      value: refunded.length,
      unit: 'count',
    }),
  ]
}

function suspicionOf(
  { shop, sinceMs }: Shop,
  orders: readonly Order[],
  nowMs: number,
  limits: Limits,
): Suspicion {
  const accounts = refundedAccounts(orders, limits)
  const theirs = orders.filter(({ buyer }) => accounts.includes(buyer))
  const wave = waveOf(theirs.map(({ atMs }) => atMs))
  const { firstMs } = wave
  const refunded = theirs.filter(({ refundedMs }) => refundedMs !== null)
  const untilMs = Math.max(...refunded.map(({ refundedMs }) => refundedMs!))
  const reverse = mayBeAttack(wave, sinceMs, limits)
  const figures = figuresOf({ orders }, limits)
  const days = spanOfDays(firstMs, untilMs)
  const what = reverse
    ? { zh: '针对该店的反向刷单', en: 'reverse brushing against the shop is suspected' }
    : { zh: '以退款回流的虚假交易', en: 'false trade paid back by refunds is suspected' }
  return {
    behaviour: reverse ? 'reverse-brushing' : 'refund-loop',
    shops: reverse ? [] : [shopKey(shop)],
    victims: reverse ? [shopKey(shop)] : [],
    accounts,
    severity: refunded.length >= 30 ? 'high' : 'medium',
    confidence: Math.round((1 - Math.exp(-figures[1]!.value / 40)) * 1000) / 1000,
    window: { fromMs: firstMs, untilMs },
    raisedMs: nowMs,
    key: `${shop} ${new Date(firstMs).toISOString().slice(0, 7)}`,
    evidence: { figures, graph: graphOf(shop, theirs) },
    inputs: { orders } satisfies RefundInputs as unknown as JsonRecord,
    sentence: {
      zh: `${days.zh}，${accounts.length} 个买家账号在该店反复下单 ${theirs.length} 笔，其中 ${refunded.length} 笔退款，涉嫌${what.zh}。`,
      en: `${days.en}: ${accounts.length} buyer accounts placed ${theirs.length} orders at the shop and had ${refunded.length} refunded; ${what.en}.`,
    },
  }
}

function graphOf(shop: string, orders: readonly Order[]) {
  const nodes = new Map<string, GraphNode>([
    [shop, { id: shop, kind: 'shop', label: shop, role: 'core' }],
  ])
  const edges: GraphEdge[] = []
  for (const { order, buyer, atMs, amountFen, refundedMs } of orders) {
    nodes.set(buyer, { id: buyer, kind: 'account', label: buyer, role: 'core' })
    const common = { role: 'core', reference: order, amountFen } as const
    edges.push({ from: buyer, to: shop, kind: 'order', ...common, atMs })
    if (refundedMs !== null)
      edges.push({ from: shop, to: buyer, kind: 'refund', ...common, atMs: refundedMs })
  }
  return boundedGraph({ nodes: [...nodes.values()], edges })
}

function limitsOf(parameters: Parameters): Limits {
  const limits: Limits = {
    windowDays: numberOf(parameters, 'windowDays'),
    usualRate: numberOf(parameters, 'usualRate'),
    minAccounts: numberOf(parameters, 'minAccounts'),
    minSurprise: numberOf(parameters, 'minSurprise'),
    suddenDays: numberOf(parameters, 'suddenDays'),
    establishedDays: numberOf(parameters, 'establishedDays'),
    maxShops: numberOf(parameters, 'maxShops'),
    chanceShare: chanceShareOf(parameters),
  }
  if (!(limits.usualRate > 0 && limits.usualRate < 1 && limits.minAccounts >= 2))
    throw new RangeError('some orders are refunded, and a circle has at least two accounts')
  return limits
}

export const massRefunds: Model = {
  card,
  create: (parameters, state) => new MassRefundsDetector(limitsOf(parameters), state),
  recompute: (inputs, parameters) =>
    figuresOf(inputs as unknown as RefundInputs, limitsOf(parameters)),
}
