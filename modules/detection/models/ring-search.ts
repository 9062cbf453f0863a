/**
 * Finds groups of accounts that share a set of shops far more than chance and habit explain.
 *
 * Candidates come from camouflage-resistant peeling (FRAUDAR, KDD 2016), on all shops and again without the most
 * popular ones, whose honest crowd is dense too. A candidate is then judged and completed by code length (minimum
 * description length, after Rissanen 1978 and the suspiciousness of CrossSpot, ICDM 2015): a ring is real as far as
 * naming its members is shorter than telling their orders one by one. The honest code knows that people come back:
 * a second order in the same shop costs only what a regular's does. Lengths are in nats.
 */
import { type EdgeList, findDenseBlocks } from '#lib/graph'
import type { OrderColumns } from './order-window.ts'

export type RingLimits = {
  readonly minAccounts: number
  readonly minShops: number
  /** What spreads wider is the market itself, not a ring. */
  readonly maxShops: number
  /** Nats by which the ring's code must be shorter. */
  readonly minGain: number
  readonly maxRings: number
}

export type Ring = {
  /** Indices into the columns' name lists, ascending. */
  readonly accounts: readonly number[]
  readonly shops: readonly number[]
  /** Orders of its accounts at its shops. */
  readonly orderCount: number
  readonly gain: number
}

/** What the code lengths need to know of the window. */
export type Population = {
  readonly accounts: number
  readonly shops: number
  readonly orders: number
  /** Share of orders that repeat an earlier pair of account and shop. */
  readonly repeatShare: number
}

type Graph = {
  readonly columns: OrderColumns
  readonly population: Population
  readonly ordersOfAccount: readonly Int32Array[]
  readonly ordersOfShop: readonly Int32Array[]
  /** Orders a found ring has explained. */
  readonly explained: Uint8Array
}

type Cast = { accounts: Set<number>; shops: Set<number> }

const CHOICE = Math.LN2
/** Rounds of completing accounts from shops and shops from accounts; it settles in three or four. */
const ROUNDS = 8
/** Shares of the shops, least popular first, among which candidates are looked for. */
const POPULARITY_CUTS = [1, 0.8]
const BLOCKS_PER_CUT = 3
/** A shop belongs to a ring when its members come this many times as often as anybody would. */
const SHOP_LIFT = 5
const MIN_SHOP_ACCOUNTS = 3
const REGULAR_ORDERS = 5
/** A seed is the hard core of a ring; while it grows, it is taken for as large as this. */
const GROWING_TO = 40

/** Rings that share no order, the strongest first. O(orders) passes a ring. */
export function findRings(
  columns: OrderColumns,
  limits: RingLimits,
): { rings: Ring[]; population: Population } {
  const graph = graphOf(columns)
  const rings: Ring[] = []
  let seeds = candidates(graph, POPULARITY_CUTS)
  while (rings.length < limits.maxRings) {
    const best = strongest(graph, seeds, limits)
    if (!best) break
    rings.push(best)
    explain(graph, best)
    // What a ring covered up shows only now.
    if (rings.length === 1) seeds = [...seeds, ...candidates(graph, POPULARITY_CUTS.slice(1))]
  }
  return { rings, population: graph.population }
}

function strongest(graph: Graph, seeds: readonly Cast[], limits: RingLimits): Ring | null {
  let best: Ring | null = null
  for (const seed of seeds) {
    const ring = completed(graph, seed, limits)
    if (ring && ring.gain > (best?.gain ?? 0)) best = ring
  }
  return best
}

function candidates(graph: Graph, cuts: readonly number[]): Cast[] {
  const { columns, ordersOfShop, ordersOfAccount, explained } = graph
  const degrees = Int32Array.from(ordersOfShop, orders => orders.length)
    .filter(degree => degree > 0)
    .sort()
  const accountCount = columns.accountNames.length
  return cuts.flatMap(cut => {
    const most = degrees[Math.ceil(cut * degrees.length) - 1] ?? 0
    const sources = new Uint32Array(explained.length)
    const targets = new Uint32Array(explained.length)
    let kept = 0
    for (let i = 0; i < explained.length; i++) {
      if (explained[i] === 1 || ordersOfAccount[columns.accounts[i]!]!.length < 2) continue
      const degree = ordersOfShop[columns.shops[i]!]!.length
      if (degree < MIN_SHOP_ACCOUNTS || degree > most) continue
      sources[kept] = columns.accounts[i]!
      targets[kept++] = accountCount + columns.shops[i]!
    }
    if (kept === 0) return []
    const edges: EdgeList = {
      nodeCount: accountCount + columns.shopNames.length,
      rowCount: accountCount,
      sources: sources.subarray(0, kept),
      targets: targets.subarray(0, kept),
    }
    const options = { weighting: 'camouflage-resistant', count: BLOCKS_PER_CUT } as const
    return findDenseBlocks(edges, options).map(({ nodes }) => ({
      accounts: new Set(nodes.filter(node => node < accountCount)),
      shops: new Set(nodes.filter(node => node >= accountCount).map(node => node - accountCount)),
    }))
  })
}

/** Completes accounts and shops in turn until nothing changes; null when no ring remains. */
function completed(graph: Graph, seed: Cast, limits: RingLimits): Ring | null {
  let cast = seed
  for (let round = 0; round < ROUNDS; round++) {
    const shops = shopsOf(graph, cast)
    const accounts = accountsOf(graph, { accounts: cast.accounts, shops })
    const same = sameSet(accounts, cast.accounts) && sameSet(shops, cast.shops)
    cast = { accounts, shops }
    if (accounts.size < limits.minAccounts || shops.size < limits.minShops) return null
    if (shops.size > limits.maxShops) return null
    if (same) break
  }
  const ring = judged(graph, cast)
  return ring.gain >= limits.minGain ? ring : null
}

function shopsOf(graph: Graph, { accounts, shops }: Cast): Set<number> {
  const { population } = graph
  const visitors = new Map<number, number>()
  let orders = 0
  for (const account of accounts) {
    const visited = new Set<number>()
    for (const i of graph.ordersOfAccount[account]!) {
      if (graph.explained[i] === 1) continue
      orders++
      visited.add(graph.columns.shops[i]!)
    }
    for (const shop of visited) visitors.set(shop, (visitors.get(shop) ?? 0) + 1)
  }
  const cost = memberCost(population.shops, Math.max(1, shops.size))
  const found = new Set<number>()
  for (const [shop, seen] of visitors) {
    if (seen < MIN_SHOP_ACCOUNTS) continue
    const others = graph.ordersOfShop[shop]!.length - seen
    const expected = (orders * (others + 1)) / population.orders
    const surplus = seen * Math.log(seen / expected) - seen + expected
    if (seen > SHOP_LIFT * expected && surplus > cost) found.add(shop)
  }
  return found
}

/** Accounts whose orders at the shops are told shorter as a member's. */
function accountsOf(graph: Graph, { accounts, shops }: Cast): Set<number> {
  const inside = insideCounts(graph, accounts, shops)
  const cost = memberCost(graph.population.accounts, Math.max(GROWING_TO, accounts.size))
  const seen = new Set<number>()
  const found = new Set<number>()
  for (const shop of shops) {
    for (const i of graph.ordersOfShop[shop]!) {
      const account = graph.columns.accounts[i]!
      if (seen.has(account) || graph.explained[i] === 1) continue
      seen.add(account)
      const visits = visitsOf(graph, account, shops)
      // One shop's regular is nobody's accomplice until they are far too regular.
      if (visits.size < 2 && ordersIn(visits) < REGULAR_ORDERS) continue
      if (savedBy(visits, inside, graph, shops.size) > cost) found.add(account)
    }
  }
  return found
}

type Visits = ReadonlyMap<number, number>

function ordersIn(visits: Visits): number {
  let orders = 0
  for (const times of visits.values()) orders += times
  return orders
}

/** How often the account came to each of the shops. */
function visitsOf(graph: Graph, account: number, shops: ReadonlySet<number>): Visits {
  const visits = new Map<number, number>()
  for (const i of graph.ordersOfAccount[account]!) {
    const shop = graph.columns.shops[i]!
    if (graph.explained[i] === 0 && shops.has(shop)) visits.set(shop, (visits.get(shop) ?? 0) + 1)
  }
  return visits
}

/** Orders of the accounts at each shop: what must not count as the shop's honest popularity. */
function insideCounts(
  graph: Graph,
  accounts: ReadonlySet<number>,
  shops: ReadonlySet<number>,
): Visits {
  const counts = new Map<number, number>()
  for (const shop of shops) {
    let inside = 0
    for (const i of graph.ordersOfShop[shop]!)
      if (accounts.has(graph.columns.accounts[i]!)) inside++
    counts.set(shop, inside)
  }
  return counts
}

function savedBy(visits: Visits, inside: Visits, graph: Graph, shopCount: number): number {
  let saved = 0
  for (const [shop, times] of visits) {
    const honest = graph.ordersOfShop[shop]!.length - (inside.get(shop) ?? 0)
    saved += visitSaving({ times, honestOrders: honest, shopCount }, graph.population)
  }
  return saved
}

export type Visit = {
  readonly times: number
  readonly honestOrders: number
  readonly shopCount: number
}

/** Nats saved by telling a member's orders at one of the ring's shops as the ring's instead of as anybody's. */
export function visitSaving(
  { times, honestOrders, shopCount }: Visit,
  population: Population,
): number {
  const asMember = Math.log(shopCount) + CHOICE
  // A shop known from few orders is taken for an ordinary one, or its first customers would look chosen.
  const usual = population.orders / population.shops
  const first = Math.log(population.orders / (honestOrders + usual)) - asMember
  const again = -Math.log(population.repeatShare) - CHOICE
  return Math.max(0, first) + (times - 1) * Math.max(0, again)
}

/** Nats to name one member of a group among the population. */
export const memberCost = (population: number, members: number): number =>
  Math.log(population / members) + 1

function judged(graph: Graph, cast: Cast): Ring {
  const { population } = graph
  const inside = insideCounts(graph, cast.accounts, cast.shops)
  const shops = [...cast.shops].sort((a, b) => a - b)
  const accounts = [...cast.accounts].sort((a, b) => a - b)
  let gain = -shops.length * memberCost(population.shops, shops.length)
  let orderCount = 0
  for (const account of accounts) {
    const visits = visitsOf(graph, account, cast.shops)
    gain += savedBy(visits, inside, graph, shops.length)
    gain -= memberCost(population.accounts, accounts.length)
    orderCount += ordersIn(visits)
  }
  return { accounts, shops, orderCount, gain }
}

function explain(graph: Graph, { accounts, shops }: Ring): void {
  const inShops = new Set(shops)
  for (const account of accounts)
    for (const i of graph.ordersOfAccount[account]!)
      if (inShops.has(graph.columns.shops[i]!)) graph.explained[i] = 1
}

function graphOf(columns: OrderColumns): Graph {
  const { size } = columns
  const ordersOfAccount = grouped(columns.accounts, columns.accountNames.length)
  const ordersOfShop = grouped(columns.shops, columns.shopNames.length)
  const inhabited = (groups: readonly Int32Array[]) =>
    groups.reduce((count, orders) => count + (orders.length > 0 ? 1 : 0), 0)
  return {
    columns,
    population: {
      accounts: inhabited(ordersOfAccount),
      shops: inhabited(ordersOfShop),
      orders: size,
      // One more of each keeps an empty market from having no regulars at all.
      repeatShare: (size - pairsOf(columns, ordersOfAccount) + 1) / (size + 2),
    },
    ordersOfAccount,
    ordersOfShop,
    explained: new Uint8Array(size),
  }
}

/** Distinct pairs of account and shop. `lastVisitor` remembers who was seen at a shop last. */
function pairsOf(
  { shops, shopNames }: OrderColumns,
  ordersOfAccount: readonly Int32Array[],
): number {
  const lastVisitor = new Int32Array(shopNames.length).fill(-1)
  let pairs = 0
  ordersOfAccount.forEach((orders, account) => {
    for (const i of orders) {
      if (lastVisitor[shops[i]!] === account) continue
      lastVisitor[shops[i]!] = account
      pairs++
    }
  })
  return pairs
}

/** For each group the indices of its orders, ascending; counting sort. */
function grouped(groups: Int32Array, count: number): Int32Array[] {
  const starts = new Int32Array(count + 1)
  for (const group of groups) starts[group + 1]!++
  for (let group = 0; group < count; group++) starts[group + 1]! += starts[group]!
  const next = starts.slice(0, count)
  const sorted = new Int32Array(groups.length)
  for (let i = 0; i < groups.length; i++) sorted[next[groups[i]!]!++] = i
  return Array.from({ length: count }, (_, group) =>
    sorted.subarray(starts[group]!, starts[group + 1]!),
  )
}

const sameSet = (a: ReadonlySet<number>, b: ReadonlySet<number>): boolean =>
  a.size === b.size && a.isSubsetOf(b)
