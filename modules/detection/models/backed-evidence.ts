/**
 * Backed orders put into evidence: the figures beside their thresholds, whom the purse's money accuses and whom it harms,
 * the graph from sellers through the purse to accounts and shops, and the sentence that may stand in a notice.
 */
import type { Figure, GraphEdge, GraphNode } from '#contract'
import { boundedGraph, counted, figure, shopKey, spanOfDays } from '../evidence.ts'
import type { JsonRecord, Suspicion } from '../model.ts'
import type { Paid } from './payment-book.ts'

export type BackingLimits = {
  /** Days from a gift to the order it pays for, and from a payment to its return. */
  readonly beforeDays: number
  readonly afterDays: number
  /** Share by which the sum may fall short of the order's amount, and fen by which it may exceed it. */
  readonly shortfall: number
  readonly commissionFen: number
  readonly minAccounts: number
  readonly minOrders: number
  /** Backed shops that must be linked by more than one sum. */
  readonly minShops: number
  readonly memoryDays: number
  readonly maxPurses: number
}

export type Way = 'paid' | 'given' | 'returned'

/** An order with the money of the purse that stands behind it. */
export type Backing = {
  readonly way: Way
  readonly paid: Paid
  readonly atMs: number
  readonly amountFen: number
  readonly reference: string
}

/** Who gave a purse money, and how much in all. */
export type Feeding = { payer: string; amountFen: number; times: number }
export type Feeder = Feeding & { readonly shops: readonly string[] }
/** What the figures follow from. */
type Backed = {
  readonly backings: readonly Backing[]
  readonly feeders: readonly Feeder[]
}

export type BackedInputs = Backed & {
  /** The categories in which each of the shops lists. */
  readonly trades: Readonly<Record<string, readonly string[]>>
}

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)]

export function figuresOf(inputs: Backed, limits: BackingLimits): Figure[] {
  const { backings, feeders } = inputs
  const sum = backings.reduce((total, { amountFen }) => total + amountFen, 0)
  const count = (way: Way) => backings.filter(backing => backing.way === way).length
  return [
    figure({
      name: 'accounts',
      zh: '同一账户资助的买家账号',
      en: 'buyer accounts behind which the purse stands',
      value: distinct(backings.map(({ paid }) => paid.buyer)).length,
      atLeast: limits.minAccounts,
      unit: 'count',
    }),
    figure({
      name: 'orders',
      zh: '同一账户资助的订单',
      en: 'orders behind which the purse stands',
      value: distinct(backings.map(({ paid }) => `${paid.shop} ${paid.order}`)).length,
      atLeast: limits.minOrders,
      unit: 'count',
    }),
    figure({
      name: 'shops',
      zh: '与该账户有资金往来或多账号共同下单的网店',
      en: 'shops that gave the purse money or that several of the accounts share',
      value: shopsOf(inputs).length,
      atLeast: limits.minShops,
      unit: 'count',
    }),
    figure({
      name: 'returned',
      zh: '下单后返还',
      en: 'returned after',
      value: count('returned'),
      unit: 'count',
    }),
    figure({
      name: 'given',
      zh: '下单前给款',
      en: 'given before',
      value: count('given'),
      unit: 'count',
    }),
    figure({
      name: 'paid',
      zh: '直接代付',
      en: 'paid for others',
      value: count('paid'),
      unit: 'count',
    }),
    figure({ name: 'sumFen', zh: '资助金额', en: 'sum in all', value: sum, unit: 'fen' }),
    figure({
      name: 'feeders',
      zh: '向该账户转账的卖家',
      en: 'sellers who gave the purse money',
      value: feeders.length,
      unit: 'count',
    }),
  ]
}

/** The backed accounts of each shop. */
function accountsByShop(backings: readonly Backing[]): Map<string, Set<string>> {
  const accounts = new Map<string, Set<string>>()
  for (const { paid } of backings)
    accounts.set(paid.shop, (accounts.get(paid.shop) ?? new Set()).add(paid.buyer))
  return accounts
}

/**
 * Shops that gave the purse money or that several accounts share; any other may be a chance fit of two sums, and on its
 * sale day a large shop meets two of the accounts by chance. A purse is its operator's and not one shop's: for which of
 * several shops it pays, one account does not tell.
 */
function shopsOf({ backings, feeders }: Backed): string[] {
  const byShop = accountsByShop(backings)
  const backedAt = (shop: string): number => byShop.get(shop)?.size ?? 0
  const least = Math.max(3, distinct(backings.map(({ paid }) => paid.buyer)).length / 10)
  const feeding = new Set(
    feeders.flatMap(({ shops }) =>
      shops.filter(shop => backedAt(shop) >= Math.min(2, shops.length)),
    ),
  )
  return [...byShop].filter(([shop, of]) => feeding.has(shop) || of.size >= least).map(([s]) => s)
}

/** Feeders at whose shops the purse's orders are; none of them when most of the orders are elsewhere. */
function ownFeeders({ backings, feeders }: Backed, shops: readonly string[]): Feeder[] {
  const own = feeders.filter(feeder => feeder.shops.some(shop => shops.includes(shop)))
  const within = new Set(own.flatMap(feeder => feeder.shops))
  const orders = backings.filter(({ paid }) => within.has(paid.shop)).length
  return orders >= backings.length / 2 ? own : []
}

/** Of an operator's shops only those in the trade of the attacked gain by the attack; where none is known to be, any may. */
function gaining({ shops }: Feeder, attacked: readonly string[], { trades }: BackedInputs) {
  const theirs = new Set(attacked.flatMap(shop => trades[shop] ?? []))
  const rivals = shops.filter(shop => trades[shop]?.some(trade => theirs.has(trade)))
  return rivals.length > 0 ? rivals : shops
}

export function suspicionOf(
  { purse, sinceMs }: { readonly purse: string; readonly sinceMs: number },
  inputs: BackedInputs,
  nowMs: number,
  limits: BackingLimits,
): Suspicion {
  const { backings, feeders } = inputs
  const shops = shopsOf(inputs)
  const own = ownFeeders(inputs, shops)
  const fed = new Set(feeders.flatMap(feeder => feeder.shops))
  const attacked = shops.filter(shop => !fed.has(shop))
  const rivals = distinct(
    feeders
      .filter(feeder => !own.includes(feeder))
      .flatMap(feeder => gaining(feeder, attacked, inputs)),
  )
  const given = backings.filter(({ way }) => way === 'given').length
  // Money that another shop sent ahead speaks sooner than money whose source is unknown.
  const reverse = own.length === 0 && given > backings.length / (rivals.length > 0 ? 4 : 2)
  const accounts = distinct(backings.map(({ paid }) => paid.buyer))
  const times = backings.flatMap(({ paid, atMs }) => [paid.atMs, atMs])
  const [fromMs, untilMs] = [Math.min(...times), Math.max(...times)]
  const days = spanOfDays(fromMs, untilMs)
  const orders = backings.length
  const act = reverse
    ? { zh: '反向刷单', en: 'reverse brushing against those shops' }
    : { zh: '有组织虚假交易', en: 'organised false trade' }
  return {
    behaviour: reverse ? 'reverse-brushing' : 'forward-brushing',
    shops: (reverse ? rivals : shops).map(shopKey),
    victims: reverse ? attacked.map(shopKey) : [],
    accounts,
    severity: orders >= 30 ? 'high' : 'medium',
    confidence: Math.round((1 - (own.length > 0 ? 0.75 : 0.85) ** orders) * 1000) / 1000,
    window: { fromMs, untilMs },
    raisedMs: nowMs,
    key: `${purse} ${new Date(sinceMs).toISOString().slice(0, 10)}`,
    evidence: { figures: figuresOf(inputs, limits), graph: graphOf(purse, inputs) },
    inputs: inputs as unknown as JsonRecord,
    sentence: {
      zh: `${days.zh}，同一支付账户为 ${accounts.length} 个买家账号在 ${shops.length} 家网店的 ${orders} 笔订单承担或返还货款，涉嫌${act.zh}。`,
      en: `${days.en}: one purse paid for, or paid back, ${orders} orders by ${counted(accounts.length, 'buyer account')} at ${counted(shops.length, 'shop')}; ${act.en} is suspected.`,
    },
  }
}

/** Sellers → purse → accounts → shops, each with sums and times. */
function graphOf(purse: string, { backings, feeders }: BackedInputs) {
  const nodes = new Map<string, GraphNode>()
  const edges: GraphEdge[] = []
  const see = (kind: GraphNode['kind'], id: string) => {
    if (!nodes.has(id)) nodes.set(id, { id, kind, label: id, role: 'core' })
    return id
  }
  const center = see('purse', purse)
  for (const { way, paid, atMs, amountFen, reference } of backings) {
    const [account, shop] = [see('account', paid.buyer), see('shop', paid.shop)]
    const order = { atMs: paid.atMs, reference: paid.order, amountFen: paid.amountFen }
    edges.push({ from: account, to: shop, kind: 'order', role: 'core', ...order })
    const kind = way === 'paid' ? 'payment' : 'transfer'
    edges.push({ from: center, to: account, kind, role: 'core', atMs, reference, amountFen })
  }
  const atMs = Math.min(...backings.map(backing => backing.atMs))
  for (const { shops, payer, amountFen } of feeders) {
    const from = see('shop', shops[0]!)
    const sum = { atMs, reference: payer, amountFen }
    edges.push({ from, to: center, kind: 'transfer', role: 'core', ...sum })
  }
  return boundedGraph({ nodes: [...nodes.values()], edges })
}
