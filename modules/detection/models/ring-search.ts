/**
 * Finds groups of accounts that share a set of shops far more than chance and habit explain.
 *
 * Candidates are pairs of shops with more common customers than the activity of their customers foretells (the
 * configuration model; a ring of any size shares at least a pair, and camouflage elsewhere does not hide it). A candidate
 * is then judged and completed by code length (minimum description length, after Rissanen 1978 and the suspiciousness
 * of CrossSpot, ICDM 2015): a ring is real as far as naming its members is shorter than telling their orders one by
 * one. The honest code knows that people come back: a second order in the same shop costs only what a regular's does.
 * Lengths are in nats.
 */
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

/** Order numbers by account or shop: those of group g are items[starts[g]] … items[starts[g + 1] − 1], ascending. */
type Groups = { readonly starts: Int32Array; readonly items: Int32Array }

type Graph = {
  readonly columns: OrderColumns
  readonly population: Population
  readonly ofAccount: Groups
  readonly ofShop: Groups
  /** Orders a found ring has explained. */
  readonly explained: Uint8Array
  /** Scratch of zeros, a place for each account. */
  readonly counts: Int32Array
}

type Cast = { accounts: Set<number>; shops: Set<number> }

const CHOICE = Math.LN2
/** Rounds of completing accounts from shops and shops from accounts; it settles in three or four. */
const ROUNDS = 8
/** Candidates tried in one search, the most surprising first. */
const MAX_SEEDS = 32
/** Nats by which a pair of shops must exceed chance to be tried, and common customers that make a pair. */
const SEED_NATS = 6
const SEED_ACCOUNTS = 3
/** Distinct shops looked at of one account: who buys everywhere tells nothing about pairs. */
const MAX_ACCOUNT_SHOPS = 60
/** A shop belongs to a ring when its members come this many times as often as anybody would. */
const SHOP_LIFT = 5
const MIN_SHOP_ACCOUNTS = 3
const REGULAR_ORDERS = 5
/** A seed is the hard core of a ring; while it grows, it is taken for as large as this. */
const GROWING_TO = 40

/** Rings that share no order, the strongest first. O(orders + common customers of pairs). */
export function findRings(
  columns: OrderColumns,
  limits: RingLimits,
): { rings: Ring[]; population: Population } {
  const graph = graphOf(columns)
  const rings: Ring[] = []
  const seen: Cast[] = []
  const found: Cast[] = []
  for (const pair of surprisingPairs(graph)) {
    if (seen.length >= MAX_SEEDS) break
    if (seen.some(({ shops }) => shops.has(pair.first) && shops.has(pair.second))) continue
    const seed = seedOf(graph, pair)
    const cast = completed(graph, seed, limits)
    seen.push(cast ?? seed)
    if (cast) found.push(cast)
  }
  const byGain = found
    .map(cast => ({ cast, gain: judged(graph, cast).gain }))
    .sort((a, b) => b.gain - a.gain)
  for (const { cast } of byGain) {
    if (rings.length >= limits.maxRings) break
    // What an earlier ring explains must not be told twice.
    const rest = rings.length === 0 ? cast : completed(graph, cast, limits)
    const ring = rest && judged(graph, rest)
    if (!ring || ring.gain < limits.minGain) continue
    rings.push(ring)
    explain(graph, ring)
  }
  return { rings: rings.sort((a, b) => b.gain - a.gain), population: graph.population }
}

type Pair = { readonly first: number; readonly second: number; readonly nats: number }

/** Pairs of shops by the surprise of their common customers, the greatest first. */
function surprisingPairs(graph: Graph): Pair[] {
  const { columns, ofAccount } = graph
  const shopCount = columns.shopNames.length
  const customers = new Int32Array(shopCount)
  const common = new Map<number, number>()
  let [ends, pairs] = [0, 0]
  for (let account = 0; account + 1 < ofAccount.starts.length; account++) {
    const shops = distinctShops(graph, account)
    for (const shop of shops) customers[shop]!++
    ends += shops.length
    if (shops.length > MAX_ACCOUNT_SHOPS) continue
    pairs += shops.length * (shops.length - 1)
    for (let i = 1; i < shops.length; i++) {
      for (let j = 0; j < i; j++) {
        const key = shops[j]! * shopCount + shops[i]!
        common.set(key, (common.get(key) ?? 0) + 1)
      }
    }
  }
  const found: Pair[] = []
  for (const [key, count] of common) {
    if (count < SEED_ACCOUNTS) continue
    const [first, second] = [Math.floor(key / shopCount), key % shopCount]
    const expected = (customers[first]! * customers[second]! * pairs) / (ends * ends)
    const nats = count * Math.log(count / expected) - count + expected
    if (count > expected && nats >= SEED_NATS) found.push({ first, second, nats })
  }
  return found.sort((a, b) => b.nats - a.nats || a.first - b.first || a.second - b.second)
}

/** Ascending. */
function distinctShops({ columns, ofAccount: { starts, items } }: Graph, account: number) {
  const from = starts[account]!
  const until = starts[account + 1]!
  if (until - from === 1) return [columns.shops[items[from]!]!]
  const shops = new Set<number>()
  for (let at = from; at < until; at++) shops.add(columns.shops[items[at]!]!)
  return [...shops].sort((a, b) => a - b)
}

function seedOf({ columns, ofShop: { starts, items } }: Graph, { first, second }: Pair): Cast {
  const customersOf = (shop: number) =>
    new Set(
      items
        .subarray(starts[shop]!, starts[shop + 1]!)
        .values()
        .map(i => columns.accounts[i]!),
    )
  const accounts = customersOf(first).intersection(customersOf(second))
  return { accounts, shops: new Set([first, second]) }
}

/** Completes accounts and shops in turn until nothing changes; null when no ring remains. */
function completed(graph: Graph, seed: Cast, limits: RingLimits): Cast | null {
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
  return cast
}

function shopsOf(graph: Graph, { accounts, shops }: Cast): Set<number> {
  const { population } = graph
  const visitors = new Map<number, number>()
  let orders = 0
  for (const account of accounts) {
    const visited = new Set<number>()
    for (const i of membersOf(graph.ofAccount, account)) {
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
    const others = sizeOf(graph.ofShop, shop) - seen
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
  const found = new Set<number>()
  for (const account of regularsOf(graph, shops)) {
    const visits = visitsOf(graph, account, shops)
    // One shop's regular is nobody's accomplice until they are far too regular.
    if (visits.size < 2 && ordersIn(visits) < REGULAR_ORDERS) continue
    if (savedBy(visits, inside, graph, shops.size) > cost) found.add(account)
  }
  return found
}

/** Accounts with two orders or more at the shops; most customers have one, and need no closer look. */
function regularsOf({ columns, ofShop, explained, counts }: Graph, shops: ReadonlySet<number>) {
  const regulars: number[] = []
  const touched: number[] = []
  for (const shop of shops) {
    for (const i of membersOf(ofShop, shop)) {
      if (explained[i] === 1) continue
      const account = columns.accounts[i]!
      const times = ++counts[account]!
      if (times === 1) touched.push(account)
      if (times === 2) regulars.push(account)
    }
  }
  for (const account of touched) counts[account] = 0
  return regulars
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
  for (const i of membersOf(graph.ofAccount, account)) {
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
    for (const i of membersOf(graph.ofShop, shop))
      if (accounts.has(graph.columns.accounts[i]!)) inside++
    counts.set(shop, inside)
  }
  return counts
}

function savedBy(visits: Visits, inside: Visits, graph: Graph, shopCount: number): number {
  let saved = 0
  for (const [shop, times] of visits) {
    const honest = sizeOf(graph.ofShop, shop) - (inside.get(shop) ?? 0)
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
    for (const i of membersOf(graph.ofAccount, account))
      if (inShops.has(graph.columns.shops[i]!)) graph.explained[i] = 1
}

function graphOf(columns: OrderColumns): Graph {
  const { size } = columns
  const ofAccount = grouped(columns.accounts, columns.accountNames.length)
  const ofShop = grouped(columns.shops, columns.shopNames.length)
  return {
    columns,
    population: {
      accounts: inhabited(ofAccount),
      shops: inhabited(ofShop),
      orders: size,
      // One more of each keeps an empty market from having no regulars at all.
      repeatShare: (size - pairsOf(columns, ofAccount) + 1) / (size + 2),
    },
    ofAccount,
    ofShop,
    explained: new Uint8Array(size),
    counts: new Int32Array(columns.accountNames.length),
  }
}

/** Distinct pairs of account and shop. `lastVisitor` remembers who was seen at a shop last. */
function pairsOf({ shops, shopNames }: OrderColumns, { starts, items }: Groups): number {
  const lastVisitor = new Int32Array(shopNames.length).fill(-1)
  let pairs = 0
  for (let account = 0; account + 1 < starts.length; account++) {
    for (let at = starts[account]!; at < starts[account + 1]!; at++) {
      const shop = shops[items[at]!]!
      if (lastVisitor[shop] === account) continue
      lastVisitor[shop] = account
      pairs++
    }
  }
  return pairs
}

/** Counting sort. */
function grouped(groups: Int32Array, count: number): Groups {
  const starts = new Int32Array(count + 1)
  for (const group of groups) starts[group + 1]!++
  for (let group = 0; group < count; group++) starts[group + 1]! += starts[group]!
  const next = starts.slice(0, count)
  const items = new Int32Array(groups.length)
  for (let i = 0; i < groups.length; i++) items[next[groups[i]!]!++] = i
  return { starts, items }
}

const membersOf = ({ starts, items }: Groups, group: number): Int32Array =>
  items.subarray(starts[group]!, starts[group + 1]!)

const sizeOf = ({ starts }: Groups, group: number): number => starts[group + 1]! - starts[group]!

function inhabited(groups: Groups): number {
  let count = 0
  for (let group = 0; group + 1 < groups.starts.length; group++)
    if (sizeOf(groups, group) > 0) count++
  return count
}

const sameSet = (a: ReadonlySet<number>, b: ReadonlySet<number>): boolean =>
  a.size === b.size && a.isSubsetOf(b)
