/**
 * What one order would do is split into many (requirement 5.3): an account places several orders at one shop within an
 * hour, and several accounts do so there. One customer who forgot something is nobody's accomplice; the count of such
 * accounts is judged against how often second thoughts come in threes among all the shop's orders. On days that policy
 * names as sales, coupons and purchase limits make honest customers split too, and a split takes more orders.
 */
import type { Figure, GraphEdge, GraphNode, TradeEvent } from '#contract'
import { chineseDay } from '#lib/calendar'
import { AgeingMap, type AgeingMapState, poissonTail } from '#lib/stream-windows'
import {
  answerOf,
  boundedGraph,
  counted,
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
import { type Told, untold, worthTelling } from './telling.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const MAX_SPLITS = 300
const MAX_RECENT = 50

const card: ModelCard = {
  code: 'split-orders',
  version: '1.1.0',
  titleZh: '拆单刷量',
  titleEn: 'Orders split into many',
  method: {
    zh: '同一账号在同一网店一小时内下单达到笔数门槛（促销日按政策表提高）即为一次拆单；网店时间窗内拆单账号数与其订单量下的平常水平作泊松比较。',
    en: 'Several orders by one account at one shop within an hour, more on sale days named by policy, are one split; the accounts that split at a shop are compared with the Poisson chance of the usual rate among its orders.',
  },
  dataUsed: {
    zh: '订单事件：平台、网店、买家令牌、时间、金额。',
    en: 'Order events: platform, shop, buyer token, time, amount.',
  },
  lawfulSource: {
    zh: '《电子商务法》第25条、第31条；《网络交易监督管理办法》第35条',
    en: 'E-Commerce Law, art. 25 and 31; Measures on Online Trading, art. 35',
  },
  limitations: {
    zh: '限购、满减规则会使真实顾客拆单，故须人工核实；分日、分账号下单的不触发。',
    en: 'Purchase limits and coupon rules make honest customers split too, so a person verifies; orders spread over days or accounts pass.',
  },
  owner: '宁晋县信用办',
  behaviours: ['forward-brushing'],
  parameters: [
    { name: 'minOrders', policyKey: 'detection.split-orders.minOrders' },
    { name: 'windowMinutes', policyKey: 'detection.split-orders.windowMinutes' },
    { name: 'memoryDays', policyKey: 'detection.split-orders.memoryDays' },
    { name: 'usualRate', policyKey: 'detection.split-orders.usualRate' },
    { name: 'minAccounts', policyKey: 'detection.split-orders.minAccounts' },
    { name: 'minSurprise', policyKey: 'detection.split-orders.minSurprise' },
    { name: 'saleDays', policyKey: 'detection.saleDays' },
    { name: 'maxShops', policyKey: 'detection.maxShops' },
  ],
  measured: [
    { data: onCounty('brushing ring', 33, 0.1), precision: 1, recall: 0.833, date: '2026-11-28' },
    { data: onCounty('brushing ring', 35, 0.3), precision: 1, recall: 0.791, date: '2026-11-28' },
  ],
  from: '2020-01-01',
  until: null,
  mode: 'production',
}

type Limits = {
  /** Orders of one account at one shop within the window that are a split. */
  readonly minOrders: number
  readonly windowMinutes: number
  readonly memoryDays: number
  /** Honest splits to an order. */
  readonly usualRate: number
  readonly minAccounts: number
  /** Nats of the Poisson tail. */
  readonly minSurprise: number
  /** By month and day: the factor of `minOrders`. */
  readonly saleDays: Readonly<Record<string, number>>
  readonly maxShops: number
}

type Order = { readonly order: string; readonly amountFen: number; readonly atMs: number }
type Split = { readonly buyer: string; readonly orders: readonly Order[] }

/** A shop's splits, and its orders in this and the last span of memory. */
type Shop = {
  readonly shop: string
  readonly sinceMs: number
  span: number
  ordersNow: number
  ordersBefore: number
  splits: Split[]
  splitCount: number
  told: Told
}

class SplitOrdersDetector implements Detector {
  readonly #limits: Limits
  /** The latest orders of an account at a shop. */
  readonly #recent: AgeingMap<Order[]>
  readonly #shops: AgeingMap<Shop>
  readonly #changed = new Set<string>()
  #told: Suspicion[] = []

  constructor(limits: Limits, state?: Json) {
    this.#limits = limits
    const kept = state as JsonRecord | undefined
    const map = <V>(name: string, spanMs: number) =>
      new AgeingMap<V>(
        { spanMs, maxKeys: limits.maxShops },
        kept?.[name] as unknown as AgeingMapState<V> | undefined,
      )
    this.#recent = map('recent', limits.windowMinutes * MINUTE_MS)
    this.#shops = map('shops', limits.memoryDays * DAY_MS)
    for (const shop of (kept?.changed ?? []) as string[]) this.#changed.add(shop)
  }

  observe(event: TradeEvent, atMs: number): void {
    if (event.kind !== 'order.placed') return
    const name = shopName(event)
    const shop = this.#counted(name, atMs)
    const key = `${name} ${event.buyer}`
    const sinceMs = atMs - this.#limits.windowMinutes * MINUTE_MS
    const before = this.#recent.get(key)?.filter(order => order.atMs > sinceMs) ?? []
    const order = { order: event.order, amountFen: event.amountFen, atMs }
    const orders = [...before.slice(1 - MAX_RECENT), order]
    this.#recent.set(key, orders, atMs)
    if (orders.length < this.#limits.minOrders || orders.length < this.#threshold(atMs)) return
    // A split that goes on replaces what was known of it.
    const same = (split: Split) =>
      split.buyer === event.buyer && split.orders.some(({ order: id }) => id === before[0]!.order)
    const others = shop.splits.filter(split => !same(split))
    if (others.length === shop.splits.length) shop.splitCount++
    shop.splits = [...others.slice(1 - MAX_SPLITS), { buyer: event.buyer, orders }]
    this.#changed.add(name)
  }

  advance(nowMs: number): void {
    for (const name of this.#changed) {
      const shop = this.#shops.get(name)
      const inputs = shop && this.#inputsOf(shop, nowMs)
      if (inputs && figuresOf(inputs, this.#limits).every(({ met }) => met)) {
        if (!worthTelling(shop.splitCount, shop.told, nowMs)) continue
        const told = { size: shop.splitCount, atMs: nowMs }
        this.#shops.set(name, { ...shop, told }, nowMs)
        this.#told.push(suspicionOf(shop, inputs, nowMs, this.#limits))
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
      recent: this.#recent.exportState(),
      shops: this.#shops.exportState(),
      changed: [...this.#changed],
    } as unknown as Json
  }

  losses() {
    return { forgottenShops: this.#shops.evictedKeys }
  }

  whyNot({ shop }: Asked) {
    const kept = shop && this.#shops.get(shopName(shop))
    const newestMs = kept?.splits.at(-1)?.orders.at(-1)?.atMs ?? 0
    const inputs = kept ? this.#inputsOf(kept, newestMs) : { splits: [], orders: 0 }
    return answerOf(kept !== undefined, figuresOf(inputs, this.#limits))
  }

  #threshold(atMs: number): number {
    const { minOrders, saleDays } = this.#limits
    return minOrders * (saleDays[chineseDay(atMs).slice(5)] ?? 1)
  }

  #counted(name: string, atMs: number): Shop {
    const span = Math.floor(atMs / (this.#limits.memoryDays * DAY_MS))
    const shop = this.#shops.get(name) ?? {
      shop: name,
      sinceMs: atMs,
      span,
      ordersNow: 0,
      ordersBefore: 0,
      splits: [],
      splitCount: 0,
      told: untold,
    }
    if (span > shop.span) {
      shop.ordersBefore = span === shop.span + 1 ? shop.ordersNow : 0
      shop.ordersNow = 0
      shop.span = span
    }
    shop.ordersNow++
    this.#shops.set(name, shop, atMs)
    return shop
  }

  #inputsOf({ splits, ordersNow, ordersBefore }: Shop, nowMs: number): SplitInputs {
    const fromMs = nowMs - this.#limits.memoryDays * DAY_MS
    const live = splits.filter(({ orders }) => orders.at(-1)!.atMs > fromMs)
    return { splits: live, orders: ordersNow + ordersBefore }
  }
}

type SplitInputs = {
  readonly splits: readonly Split[]
  /** All orders of the shop in a span of memory and what has passed of the next. */
  readonly orders: number
}

const accountsOf = (splits: readonly Split[]): string[] => [
  ...new Set(splits.map(({ buyer }) => buyer)),
]

function figuresOf({ splits, orders }: SplitInputs, limits: Limits): Figure[] {
  const tail = splits.length === 0 ? 1 : poissonTail(splits.length, orders * limits.usualRate)
  const most = Math.max(0, ...splits.map(split => split.orders.length))
  return [
    figure({
      name: 'accounts',
      zh: '在该店拆单的账号',
      en: 'accounts that split orders at the shop',
      value: accountsOf(splits).length,
      atLeast: limits.minAccounts,
      unit: 'count',
    }),
    figure({
      name: 'surprise',
      zh: '拆单超出平常的程度',
      en: 'how far splits exceed the usual (nats)',
      value: Math.round(Math.min(700, -Math.log(Math.max(tail, 1e-300))) * 100) / 100,
      atLeast: limits.minSurprise,
      unit: 'score',
    }),
    figure({
      name: 'orders',
      zh: '一小时内同一账号最多下单',
      en: 'most orders of one account within an hour',
      value: most,
      atLeast: limits.minOrders,
      unit: 'count',
    }),
    figure({ name: 'splits', zh: '拆单次数', en: 'splits', value: splits.length, unit: 'count' }),
    figure({ name: 'all', zh: '该店全部订单', en: 'all orders', value: orders, unit: 'count' }),
  ]
}

function suspicionOf(
  { shop, sinceMs }: Shop,
  inputs: SplitInputs,
  nowMs: number,
  limits: Limits,
): Suspicion {
  const { splits } = inputs
  const accounts = accountsOf(splits)
  const all = splits.flatMap(({ orders }) => orders)
  const times = all.map(({ atMs }) => atMs)
  const [fromMs, untilMs] = [Math.min(...times), Math.max(...times)]
  const days = spanOfDays(fromMs, untilMs)
  const figures = figuresOf(inputs, limits)
  return {
    behaviour: 'forward-brushing',
    shops: [shopKey(shop)],
    victims: [],
    accounts,
    severity: splits.length >= 10 ? 'medium' : 'low',
    confidence: Math.round((1 - Math.exp(-figures[1]!.value / 25)) * 1000) / 1000,
    window: { fromMs, untilMs },
    raisedMs: nowMs,
    key: `${shop} ${new Date(sinceMs).toISOString().slice(0, 10)}`,
    evidence: { figures, graph: graphOf(shop, splits) },
    inputs: inputs as unknown as JsonRecord,
    sentence: {
      zh: `${days.zh}，${accounts.length} 个买家账号在该店 ${splits.length} 次把购买拆成一小时内的多笔订单，共 ${all.length} 笔，涉嫌拆单刷量。`,
      en: `${days.en}: ${counted(accounts.length, 'buyer account')} split their purchases at the shop into several orders within an hour, ${counted(splits.length, 'time')} and ${all.length} orders in all; inflated sales are suspected.`,
    },
  }
}

function graphOf(shop: string, splits: readonly Split[]) {
  const nodes = new Map<string, GraphNode>([
    [shop, { id: shop, kind: 'shop', label: shop, role: 'core' }],
  ])
  const edges: GraphEdge[] = []
  for (const { buyer, orders } of splits) {
    nodes.set(buyer, { id: buyer, kind: 'account', label: buyer, role: 'core' })
    for (const { order: reference, amountFen, atMs } of orders) {
      const what = { kind: 'order', role: 'core', atMs, reference, amountFen } as const
      edges.push({ from: buyer, to: shop, ...what })
    }
  }
  return boundedGraph({ nodes: [...nodes.values()], edges })
}

function limitsOf(parameters: Parameters): Limits {
  const limits: Limits = {
    minOrders: numberOf(parameters, 'minOrders'),
    windowMinutes: numberOf(parameters, 'windowMinutes'),
    memoryDays: numberOf(parameters, 'memoryDays'),
    usualRate: numberOf(parameters, 'usualRate'),
    minAccounts: numberOf(parameters, 'minAccounts'),
    minSurprise: numberOf(parameters, 'minSurprise'),
    saleDays: parameters.saleDays as unknown as Record<string, number>,
    maxShops: numberOf(parameters, 'maxShops'),
  }
  if (!(limits.minOrders >= 2 && limits.usualRate > 0))
    throw new RangeError('a split has at least two orders, and some are honest')
  return limits
}

export const splitOrders: Model = {
  card,
  create: (parameters, state) => new SplitOrdersDetector(limitsOf(parameters), state),
  recompute: (inputs, parameters) =>
    figuresOf(inputs as unknown as SplitInputs, limitsOf(parameters)),
}
