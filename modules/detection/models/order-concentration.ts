/**
 * Many orders by few buyers within any hour of a shop (requirement 4.6): orders ÷ unique buyers at or above a threshold
 * of policy, the rule Shopee published in 2020. Volume alone never counts: a sale day brings many orders by many people,
 * and on days that policy names as sales the threshold rises besides.
 */
import type { Figure, GraphEdge, GraphNode, TradeEvent } from '#contract'
import { chineseDay } from '#lib/calendar'
import {
  type Concentration,
  OrderConcentration,
  type SlidingWindowsState,
} from '#lib/stream-windows'
import {
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
  Answer,
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
/** Kept of an act for its picture; its figures count all. */
const MAX_ACT_ORDERS = 1_000
const MAX_ACT_ACCOUNTS = 500

const card: ModelCard = {
  code: 'order-concentration',
  version: '1.1.0',
  titleZh: '单店短时订单集中度',
  titleEn: 'Orders of one shop concentrated on few buyers',
  method: {
    zh: '任意连续一小时内，订单数÷不同买家数达到门槛，且至少两名买家重复下单；促销日门槛按政策表提高。',
    en: 'In any hour orders ÷ unique buyers reach a threshold and at least two buyers come repeatedly; on sale days named by policy the threshold rises.',
  },
  dataUsed: {
    zh: '订单事件：平台、网店、买家令牌、时间。',
    en: 'Order events: platform, shop, buyer token, time.',
  },
  lawfulSource: {
    zh: '《电子商务法》第25条、第31条；《网络交易监督管理办法》第35条',
    en: 'E-Commerce Law, art. 25 and 31; Measures on Online Trading, art. 35',
  },
  limitations: {
    zh: '分散时段、一人一单的刷单不触发；单位集中代购可能触发，故须人工核实。',
    en: 'Brushing spread over days with one order each passes it; an office that orders through two colleagues may trip it, so a person verifies.',
  },
  owner: '宁晋县信用办',
  behaviours: ['forward-brushing'],
  parameters: [
    { name: 'windowMinutes', policyKey: 'detection.order-concentration.windowMinutes' },
    { name: 'ratio', policyKey: 'detection.order-concentration.ratio' },
    { name: 'minOrders', policyKey: 'detection.order-concentration.minOrders' },
    { name: 'minRepeaters', policyKey: 'detection.order-concentration.minRepeaters' },
    { name: 'memoryDays', policyKey: 'detection.order-concentration.memoryDays' },
    { name: 'latenessMinutes', policyKey: 'detection.latenessMinutes' },
    { name: 'maxShops', policyKey: 'detection.maxShops' },
    { name: 'saleDays', policyKey: 'detection.saleDays' },
  ],
  measured: [
    { data: onCounty('brushing ring', 33, 0.1), precision: 1, recall: 0.875, date: '2026-11-28' },
    { data: onCounty('brushing ring', 35, 0.3), precision: 1, recall: 0.837, date: '2026-11-28' },
  ],
  from: '2020-01-01',
  until: null,
  mode: 'production',
}

type Limits = {
  readonly windowMinutes: number
  readonly ratio: number
  readonly minOrders: number
  readonly minRepeaters: number
  readonly memoryDays: number
  readonly latenessMinutes: number
  readonly maxShops: number
  /** `MM-DD` → factor by which the threshold rises. */
  readonly saleDays: Readonly<Record<string, number>>
}

type Order = {
  readonly buyer: string
  readonly order: string
  readonly atMs: number
  readonly amountFen: number
}

/** The concentrated hours of one shop that follow each other within the memory. */
type Act = {
  readonly key: string
  readonly shop: string
  orders: Order[]
  orderCount: number
  episodes: number
  firstMs: number
  untilMs: number
  worst: Hour
  told: Told
}

/** One concentrated hour: all that its figures follow from. */
type Hour = {
  readonly fromMs: number
  readonly endMs: number
  readonly threshold: number
  /** The buyer of each order, in order. */
  readonly buyers: readonly string[]
}

class OrderConcentrationDetector implements Detector {
  readonly #limits: Limits
  readonly #concentration: OrderConcentration
  /** Orders of each shop's last hour, late ones included. */
  readonly #recent: Map<string, Order[]>
  readonly #acts: Map<string, Act>
  #newestMs = 0
  #told: Suspicion[] = []

  constructor(limits: Limits, state?: Json) {
    this.#limits = limits
    const kept = state as JsonRecord | undefined
    const windows = {
      spanMs: limits.windowMinutes * MINUTE_MS,
      latenessMs: limits.latenessMinutes * MINUTE_MS,
      maxEntries: 5_000,
      maxKeys: limits.maxShops,
      minOrders: limits.minOrders,
    }
    this.#concentration = new OrderConcentration(
      windows,
      kept?.windows as unknown as SlidingWindowsState | undefined,
    )
    this.#recent = new Map(structuredClone(kept?.recent ?? []) as unknown as [string, Order[]][])
    this.#acts = new Map(structuredClone(kept?.acts ?? []) as unknown as [string, Act][])
    this.#newestMs = (kept?.newestMs as number | undefined) ?? 0
  }

  observe(event: TradeEvent, atMs: number): void {
    if (event.kind !== 'order.placed') return
    const shop = shopName(event)
    const { buyer, order, amountFen } = event
    if (atMs > this.#newestMs) this.#newestMs = atMs
    const recent = this.#recent.get(shop)
    if (recent) recent.push({ buyer, order, atMs, amountFen })
    else this.#recent.set(shop, [{ buyer, order, atMs, amountFen }])
    const peak = this.#concentration.add({ shop, buyer, atMs })
    if (peak && peak.ratio >= this.#threshold(peak.endMs)) this.#concentrated(shop, peak)
  }

  advance(nowMs: number): void {
    const oldestMs =
      nowMs - (this.#limits.windowMinutes + 2 * this.#limits.latenessMinutes) * MINUTE_MS
    for (const [shop, orders] of this.#recent) {
      const live = orders.filter(({ atMs }) => atMs > oldestMs)
      if (live.length === 0) this.#recent.delete(shop)
      else if (live.length < orders.length) this.#recent.set(shop, live)
    }
    for (const [shop, act] of this.#acts) {
      if (worthTelling(act.orderCount, act.told, nowMs)) this.#tell(act, nowMs)
      if (act.untilMs < nowMs - this.#limits.memoryDays * DAY_MS) this.#acts.delete(shop)
    }
  }

  drain(): Suspicion[] {
    const told = this.#told
    this.#told = []
    return told
  }

  state(): Json {
    return {
      windows: this.#concentration.exportState() as unknown as Json,
      recent: [...this.#recent] as unknown as Json,
      acts: [...this.#acts] as unknown as Json,
      newestMs: this.#newestMs,
    }
  }

  losses() {
    return { ...this.#concentration.windows.losses }
  }

  whyNot({ shop }: Asked): Answer {
    const now = shop && this.#concentration.read(shopName(shop), this.#newestMs)
    const act = shop && this.#acts.get(shopName(shop))
    const recent = (shop && this.#recent.get(shopName(shop))) ?? []
    const hour = act?.worst ?? this.#hourOf(recent, now ?? null)
    const figures = figuresOf(hour, this.#limits)
    const missed = figures.filter(({ met }) => !met)
    const suspected = act !== undefined
    return {
      seen: now !== null && now !== undefined,
      suspected,
      figures,
      sentence: suspected
        ? { zh: '已达到全部门槛。', en: 'Every threshold is met.' }
        : {
            zh: `最近一小时未达到：${missed.map(({ zh }) => zh).join('、')}。`,
            en: `Not met in the last hour: ${missed.map(({ en }) => en).join(', ')}.`,
          },
    }
  }

  #threshold(atMs: number): number {
    const factor = this.#limits.saleDays[chineseDay(atMs).slice(5)] ?? 1
    return this.#limits.ratio * factor
  }

  #hourOf(orders: readonly Order[], peak: Pick<Concentration, 'fromMs' | 'endMs'> | null): Hour {
    const { fromMs, endMs } = peak ?? { fromMs: 0, endMs: 0 }
    const inside = orders.filter(({ atMs }) => atMs > fromMs && atMs <= endMs)
    const buyers = inside.map(({ buyer }) => buyer)
    return { fromMs, endMs, threshold: this.#threshold(endMs), buyers }
  }

  #concentrated(shop: string, peak: Concentration): void {
    const recent = this.#recent.get(shop)!
    const hour = this.#hourOf(recent, peak)
    if (!figuresOf(hour, this.#limits).every(({ met }) => met)) return
    const inside = recent.filter(({ atMs }) => atMs > peak.fromMs && atMs <= peak.endMs)
    const act = this.#acts.get(shop) ?? this.#newAct(shop, hour)
    const known = new Set(act.orders.map(({ order }) => order))
    const fresh = inside.filter(({ order }) => !known.has(order))
    if (peak.fromMs >= act.untilMs) act.episodes++
    act.orders = [...act.orders, ...fresh].slice(-MAX_ACT_ORDERS)
    act.orderCount += fresh.length
    act.untilMs = Math.max(act.untilMs, peak.endMs)
    act.firstMs = Math.min(act.firstMs, peak.fromMs)
    if (ratioOf(hour) > ratioOf(act.worst)) act.worst = hour
    if (act.told.size === 0) this.#tell(act, peak.endMs)
  }

  #newAct(shop: string, hour: Hour): Act {
    const act: Act = {
      key: `${shop} ${chineseDay(hour.endMs)}`,
      shop,
      orders: [],
      orderCount: 0,
      episodes: 0,
      firstMs: hour.fromMs,
      untilMs: Number.NEGATIVE_INFINITY,
      worst: hour,
      told: untold,
    }
    this.#acts.set(shop, act)
    return act
  }

  #tell(act: Act, nowMs: number): void {
    act.told = { size: act.orderCount, atMs: nowMs }
    this.#told.push(suspicionOf(act, nowMs, this.#limits))
  }
}

const ratioOf = ({ buyers }: Hour): number =>
  buyers.length === 0 ? 0 : buyers.length / new Set(buyers).size

function repeaters(buyers: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const buyer of buyers) counts.set(buyer, (counts.get(buyer) ?? 0) + 1)
  return [...counts].filter(([, times]) => times >= 2).map(([buyer]) => buyer)
}

function figuresOf(hour: Hour, limits: Limits): Figure[] {
  return [
    figure({
      name: 'ratio',
      zh: '订单数÷不同买家数',
      en: 'orders ÷ unique buyers',
      value: Math.round(ratioOf(hour) * 100) / 100,
      atLeast: hour.threshold,
      unit: 'ratio',
    }),
    figure({
      name: 'orders',
      zh: '一小时内订单',
      en: 'orders within the hour',
      value: hour.buyers.length,
      atLeast: limits.minOrders,
      unit: 'count',
    }),
    figure({
      name: 'repeaters',
      zh: '重复下单的买家',
      en: 'buyers who came repeatedly',
      value: repeaters(hour.buyers).length,
      atLeast: limits.minRepeaters,
      unit: 'count',
    }),
  ]
}

function suspicionOf(act: Act, nowMs: number, limits: Limits): Suspicion {
  const accounts = repeaters(act.orders.map(({ buyer }) => buyer)).slice(0, MAX_ACT_ACCOUNTS)
  const { worst, orderCount, episodes } = act
  const days = spanOfDays(act.firstMs, act.untilMs)
  const ratio = Math.round(ratioOf(worst) * 10) / 10
  const buyers = new Set(worst.buyers).size
  return {
    behaviour: 'forward-brushing',
    shops: [shopKey(act.shop)],
    victims: [],
    accounts,
    severity: episodes >= 5 ? 'high' : episodes >= 2 ? 'medium' : 'low',
    confidence: Math.round((1 - 0.5 ** (1 + episodes)) * 100) / 100,
    window: { fromMs: act.firstMs, untilMs: act.untilMs },
    raisedMs: nowMs,
    key: act.key,
    evidence: { figures: figuresOf(worst, limits), graph: graphOf(act, accounts) },
    inputs: { hour: worst } as unknown as JsonRecord,
    sentence: {
      zh: `${days.zh}，该店有 ${episodes} 个时段订单异常集中，共 ${orderCount} 笔；最集中的一小时内 ${worst.buyers.length} 笔订单仅来自 ${buyers} 个买家账号（每账号 ${ratio} 笔），涉嫌虚假交易。`,
      en: `${days.en}: in ${counted(episodes, 'period')} the shop's orders were unusually concentrated, ${orderCount} in all; in the worst hour ${worst.buyers.length} orders came from only ${counted(buyers, 'buyer account')} (${ratio} each); false trade is suspected.`,
    },
  }
}

function graphOf(act: Act, accounts: readonly string[]) {
  const core = new Set(accounts)
  const nodes = new Map<string, GraphNode>([
    [act.shop, { id: act.shop, kind: 'shop', label: act.shop, role: 'core' }],
  ])
  const edges: GraphEdge[] = act.orders.map(({ buyer, order, atMs, amountFen }) => {
    const role = core.has(buyer) ? 'core' : 'context'
    nodes.set(buyer, { id: buyer, kind: 'account', label: buyer, role })
    return { from: buyer, to: act.shop, kind: 'order', role, atMs, reference: order, amountFen }
  })
  return boundedGraph({ nodes: [...nodes.values()], edges })
}

function limitsOf(parameters: Parameters): Limits {
  return {
    windowMinutes: numberOf(parameters, 'windowMinutes'),
    ratio: numberOf(parameters, 'ratio'),
    minOrders: numberOf(parameters, 'minOrders'),
    minRepeaters: numberOf(parameters, 'minRepeaters'),
    memoryDays: numberOf(parameters, 'memoryDays'),
    latenessMinutes: numberOf(parameters, 'latenessMinutes'),
    maxShops: numberOf(parameters, 'maxShops'),
    saleDays: parameters.saleDays as unknown as Record<string, number>,
  }
}

export const orderConcentration: Model = {
  card,
  create: (parameters, state) => new OrderConcentrationDetector(limitsOf(parameters), state),
  recompute: (inputs, parameters) =>
    figuresOf(inputs.hour as unknown as Hour, limitsOf(parameters)),
}
