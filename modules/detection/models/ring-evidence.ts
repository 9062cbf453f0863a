/**
 * A ring put into evidence: the inputs from which its figures follow, the figures beside their thresholds, the graph with
 * its camouflage, and the sentence that may stand in a notice.
 */
import type { Figure, GraphEdge, GraphNode } from '#contract'
import { boundedGraph, counted, figure, shopKey, spanOfDays } from '../evidence.ts'
import type { JsonRecord, Suspicion } from '../model.ts'
import type { OrderColumns } from './order-window.ts'
import {
  memberCost,
  type Population,
  type Ring,
  type RingLimits,
  visitSaving,
} from './ring-search.ts'

/** All that the figures of a ring follow from. */
export type RingInputs = {
  readonly population: Population
  /** Orders of others at each of the ring's shops. */
  readonly honestOrders: readonly number[]
  readonly shops: readonly string[]
  readonly accounts: readonly string[]
  /** Of each account: how often it came to which shop, as [shop, times] pairs. */
  readonly visits: readonly (readonly (readonly [number, number])[])[]
  /** All orders of each account in the window, also elsewhere. */
  readonly ordersOfAccount: readonly number[]
}

export function inputsOf(columns: OrderColumns, ring: Ring, population: Population): RingInputs {
  const placeOf = new Map(ring.shops.map((shop, place) => [shop, place]))
  const memberOf = new Map(ring.accounts.map((account, place) => [account, place]))
  const honestOrders = ring.shops.map(() => 0)
  const visits = ring.accounts.map(() => new Map<number, number>())
  const ordersOfAccount = ring.accounts.map(() => 0)
  for (let i = 0; i < columns.size; i++) {
    const shop = placeOf.get(columns.shops[i]!)
    const member = memberOf.get(columns.accounts[i]!)
    if (member !== undefined) ordersOfAccount[member]!++
    if (shop === undefined) continue
    if (member === undefined) honestOrders[shop]!++
    else visits[member]!.set(shop, (visits[member]!.get(shop) ?? 0) + 1)
  }
  return {
    population,
    honestOrders,
    shops: ring.shops.map(shop => columns.shopNames[shop]!),
    accounts: ring.accounts.map(account => columns.accountNames[account]!),
    visits: visits.map(of => [...of]),
    ordersOfAccount,
  }
}

export function figuresOf(inputs: RingInputs | null, limits: RingLimits): Figure[] {
  const { accounts, shops, orders, gain, expected } = inputs
    ? sums(inputs)
    : { accounts: 0, shops: 0, orders: 0, gain: 0, expected: 0 }
  return [
    figure({
      name: 'accounts',
      zh: '共同光顾的买家账号',
      en: 'accounts that share the shops',
      value: accounts,
      atLeast: limits.minAccounts,
      unit: 'count',
    }),
    figure({
      name: 'shops',
      zh: '被共同光顾的网店',
      en: 'shops they share',
      value: shops,
      atLeast: limits.minShops,
      unit: 'count',
    }),
    figure({
      name: 'gain',
      zh: '异常程度（描述长度之差）',
      en: 'how far it exceeds chance and habit (nats)',
      value: gain,
      atLeast: limits.minGain,
      unit: 'score',
    }),
    figure({ name: 'orders', zh: '团伙内订单', en: 'orders within', value: orders, unit: 'count' }),
    figure({
      name: 'expected',
      zh: '按各店平常客流的预期订单',
      en: 'orders to be expected from the shops’ usual custom',
      value: expected,
      unit: 'count',
    }),
  ]
}

function sums({ population, honestOrders, shops, accounts, visits, ordersOfAccount }: RingInputs) {
  const shopCount = shops.length
  let orders = 0
  let gain = -shopCount * memberCost(population.shops, shopCount)
  for (const of of visits) {
    gain -= memberCost(population.accounts, accounts.length)
    for (const [shop, times] of of) {
      orders += times
      gain += visitSaving({ times, honestOrders: honestOrders[shop]!, shopCount }, population)
    }
  }
  const all = ordersOfAccount.reduce((sum, count) => sum + count, 0)
  const honest = honestOrders.reduce((sum, count) => sum + count, 0)
  const expected = round((all * honest) / population.orders)
  return { accounts: accounts.length, shops: shopCount, orders, gain: round(gain), expected }
}

const round = (value: number): number => Math.round(value * 100) / 100

export function suspicionOf(of: {
  /** The act as it was told before and has grown since. */
  act: {
    readonly key: string
    readonly shops: ReadonlySet<string>
    readonly accounts: ReadonlySet<string>
  }
  columns: OrderColumns
  inputs: RingInputs
  nowMs: number
  limits: RingLimits
}): Suspicion {
  const { act, columns, inputs, nowMs, limits } = of
  const figures = figuresOf(inputs, limits)
  const { graph, fromMs, untilMs } = graphOf(act, columns)
  const { orders, gain, expected } = sums(inputs)
  const platforms = new Set([...act.shops].map(name => shopKey(name).platform)).size
  const days = spanOfDays(fromMs, untilMs)
  const [accountCount, shopCount] = [act.accounts.size, act.shops.size]
  return {
    behaviour: 'forward-brushing',
    shops: [...act.shops].map(shopKey),
    victims: [],
    accounts: [...act.accounts],
    severity: orders >= 100 || platforms >= 3 ? 'high' : 'medium',
    confidence: round(1 - Math.exp(-gain / 60)),
    window: { fromMs, untilMs },
    raisedMs: nowMs,
    key: act.key,
    evidence: { figures, graph },
    inputs: inputs as unknown as JsonRecord,
    sentence: {
      zh: `${days.zh}，${accountCount} 个买家账号在 ${platforms} 个平台的 ${shopCount} 家网店之间集中下单 ${orders} 笔，而按各店平常客流预期约 ${Math.ceil(expected)} 笔，涉嫌有组织虚假交易。`,
      en: `${days.en}: ${accountCount} buyer accounts placed ${orders} orders among ${shopCount} shops of ${counted(platforms, 'platform')}, where about ${Math.ceil(expected)} were to be expected; organised false trade is suspected.`,
    },
  }
}

/** The orders of those named, and as camouflage whatever else the accounts bought in the window. */
function graphOf(
  { shops, accounts }: Parameters<typeof suspicionOf>[0]['act'],
  columns: OrderColumns,
) {
  const nodes = new Map<string, GraphNode>()
  const edges: GraphEdge[] = []
  let [fromMs, untilMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < columns.size; i++) {
    const account = columns.accountNames[columns.accounts[i]!]!
    if (!accounts.has(account)) continue
    const shop = columns.shopNames[columns.shops[i]!]!
    const core = shops.has(shop)
    const { order, atMs, amountFen } = columns.order(i)
    if (core) [fromMs, untilMs] = [Math.min(fromMs, atMs), Math.max(untilMs, atMs)]
    nodes.set(account, { id: account, kind: 'account', label: account, role: 'core' })
    nodes.set(shop, { id: shop, kind: 'shop', label: shop, role: core ? 'core' : 'context' })
    edges.push({
      from: account,
      to: shop,
      kind: 'order',
      role: core ? 'core' : 'camouflage',
      atMs,
      reference: order,
      amountFen,
    })
  }
  return { graph: boundedGraph({ nodes: [...nodes.values()], edges }), fromMs, untilMs }
}

export function answerSentence(seen: boolean, suspected: boolean, figures: readonly Figure[]) {
  if (!seen) return { zh: '时间窗内没有其订单。', en: 'It has no orders in the window.' }
  if (suspected) return { zh: '已达到全部门槛。', en: 'Every threshold is met.' }
  const missed = figures.filter(({ met }) => !met)
  return {
    zh: `未达到：${missed.map(({ zh, value, threshold }) => `${zh} ${value}（门槛 ${threshold}）`).join('；')}。`,
    en: `Not met: ${missed.map(({ en, value, threshold }) => `${en} ${value} (threshold ${threshold})`).join('; ')}.`,
  }
}
