/**
 * Markets where most accounts appear once, everybody has a town, and the truth is planted: bought
 * visits, thin rings, both, or neither. No ranking may fall behind the best trivial one.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { distinctEdges } from './distinct-edges.ts'
import { degreesOf, type EdgeList } from './edge-list.ts'
import { evaluateRanking } from './evaluation.ts'
import { findHired } from './hired.ts'
import { suspectMarket } from './market.ts'
import { createRandom, type Random } from './random.ts'
import { findSuspiciousBlocks } from './suspicious-blocks.ts'

const ACCOUNTS = 15_000
const PRODUCTS = 1200
const TOWNS = 12

test('thin rings among one-time accounts lead the ranking of accounts and of edges', () => {
  for (const seed of [1, 2, 3]) {
    const { accounts, edges } = judge(market(createRandom(seed), { hired: 750 }))
    assert.ok(accounts.ours.auc > accounts.bestAuc, tell(accounts))
    assert.ok(accounts.ours.averagePrecision > accounts.bestPrecision + 0.3, tell(accounts))
    assert.ok(edges.ours.auc > edges.bestAuc + 0.1, tell(edges))
    assert.ok(edges.ours.averagePrecision > edges.bestPrecision + 0.3, tell(edges))
  }
})

test('bought one-time visits are told from the crowd at popular products', () => {
  for (const seed of [1, 2, 3]) {
    const { accounts, edges } = judge(market(createRandom(seed), { bought: 1200 }))
    assert.ok(accounts.ours.auc > accounts.bestAuc + 0.03, tell(accounts))
    assert.ok(accounts.ours.averagePrecision > accounts.bestPrecision, tell(accounts))
    assert.ok(edges.ours.auc > edges.bestAuc + 0.03, tell(edges))
  }
})

test('where both kinds are at work both are found', () => {
  for (const seed of [1, 2, 3]) {
    const { accounts, edges } = judge(market(createRandom(seed), { bought: 1200, hired: 600 }))
    assert.ok(accounts.ours.auc > accounts.bestAuc + 0.1, tell(accounts))
    assert.ok(accounts.ours.averagePrecision > accounts.bestPrecision + 0.15, tell(accounts))
    assert.ok(edges.ours.averagePrecision > edges.bestPrecision + 0.2, tell(edges))
  }
})

test('accounts thrown away at random are ranked as well as by their single appearance', () => {
  for (const seed of [1, 2, 3]) {
    const { accounts, edges } = judge(market(createRandom(seed), { thrownAway: 0.2 }))
    assert.ok(accounts.ours.auc > accounts.bestAuc - 0.01, tell(accounts))
    assert.ok(edges.ours.auc > edges.bestAuc - 0.01, tell(edges))
  }
})

test('honest people of one town and one taste do not count as hired', () => {
  for (const seed of [1, 2, 3, 4]) {
    const { edges } = market(createRandom(seed), {})
    const { lockstep } = suspectMarket(edges, [])
    assert.equal(findHired(lockstep.company, degreesOf(edges)).share, 0)
  }
})

test('a product is suspect by those who visit it, and a market of nobody has no scores', () => {
  const { edges, targets } = market(createRandom(5), { bought: 1200, hired: 600 })
  const { scores } = suspectMarket(edges, findSuspiciousBlocks(edges, 5))
  const ofProducts = evaluateRanking(scores.subarray(edges.rowCount), targets)
  assert.ok(ofProducts.auc > 0.9, `${ofProducts.auc}`)
  const none = { nodeCount: 3, rowCount: 1, sources: new Uint32Array(), targets: new Uint32Array() }
  assert.equal(suspectMarket(none, []).scores[0], Number.NEGATIVE_INFINITY)
})

test('a product whose crowd no habit explains spoils nobody else’s score', () => {
  const { edges } = market(createRandom(6), { hired: 600 })
  const crowd = Array.from({ length: 4000 }, (_, guest) => ACCOUNTS + guest)
  const shifted = edges.targets.map(column => column + crowd.length)
  const { scores } = suspectMarket(
    {
      nodeCount: edges.nodeCount + crowd.length,
      rowCount: ACCOUNTS + crowd.length,
      sources: Uint32Array.from([...edges.sources, ...crowd]),
      targets: Uint32Array.from([...shifted, ...crowd.map(() => shifted[0]!)]),
    },
    [],
  )
  assert.ok(scores.every(score => !Number.isNaN(score)))
})

test('a herd that hides among popular goods is found as a block and ranked before who returns', () => {
  for (const seed of [1, 2, 3]) {
    const { edges, herd } = herdedMarket(createRandom(seed))
    const blocks = findSuspiciousBlocks(edges, 10)
    const members = new Set(blocks.flatMap(({ nodes }) => [...nodes]))
    const caught = Array.from({ length: HERD }, (_, row) => row).filter(row => members.has(row))
    assert.ok(caught.length > 0.8 * HERD, `${caught.length} of ${HERD}`)
    const { scores } = suspectMarket(edges, blocks)
    const { auc } = evaluateRanking(scores.subarray(0, edges.rowCount), herd)
    assert.ok(auc > 0.85, `${auc}`)
  }
})

test('a handful of accounts is ranked without a fit', () => {
  const nats = Float64Array.of(0, 5, 9)
  const { logOdds, share } = findHired(nats, Uint32Array.of(2, 3, 4))
  assert.equal(share, 0)
  assert.ok(logOdds[0]! < logOdds[1]! && logOdds[1]! < logOdds[2]!)
})

const HERD = 60

/**
 * Few goods, so that everybody meets everybody, and a herd of accounts with ten visits to the same
 * twenty goods and ten where all go.
 */
function herdedMarket(random: Random) {
  const rowCount = 4000
  const goods = 300
  const anywhere = picker(
    random,
    Float64Array.from({ length: goods }, (_, good) => (good + 5) ** -1),
  )
  const pairs = new Set<number>()
  for (let row = 0; row < rowCount; row++) {
    const visits = row < HERD ? 10 : random.unit() < 0.6 ? 1 : 2 + random.below(4)
    for (let visit = 0; visit < visits; visit++) {
      pairs.add(row * goods + anywhere())
      if (row < HERD) pairs.add(row * goods + 200 + random.below(20))
    }
  }
  const edges: EdgeList = {
    nodeCount: rowCount + goods,
    rowCount,
    sources: Uint32Array.from(pairs, pair => Math.floor(pair / goods)),
    targets: Uint32Array.from(pairs, pair => rowCount + (pair % goods)),
  }
  return { edges, herd: Uint8Array.from({ length: rowCount }, (_, row) => (row < HERD ? 1 : 0)) }
}

interface Plan {
  /** Accounts that appear once, at a fifth of the products and not at the popular ones. */
  bought?: number
  /** Accounts in rings of 5 to 15 at 3 to 6 products of one town, with two visits elsewhere. */
  hired?: number
  /** Part of the honest one-time accounts that is called fraud whatever it did. */
  thrownAway?: number
}

interface Market {
  edges: EdgeList
  isFraud: Uint8Array
  isFraudEdge: Uint8Array
  targets: Uint8Array
}

function market(random: Random, { bought = 0, hired = 0, thrownAway = 0 }: Plan): Market {
  const popularity = Float64Array.from(
    { length: PRODUCTS },
    () => (random.below(PRODUCTS) + 5) ** -0.8,
  )
  const townOf = Uint8Array.from(popularity, () => Math.floor(TOWNS * random.unit() ** 1.5))
  const anywhere = picker(random, popularity)
  // Popular products have more than their share of honest one-time visitors.
  const passing = picker(
    random,
    popularity.map(weight => weight ** 1.2),
  )
  const inTown = Array.from({ length: TOWNS }, (_, town) =>
    picker(
      random,
      popularity.map((weight, product) => (townOf[product] === town ? weight : 0)),
    ),
  )
  const isFraud = new Uint8Array(ACCOUNTS)
  const visits = new Map<string, { account: number; product: number; fraud: number }>()
  const visit = (account: number, product: number, fraud: 0 | 1) => {
    const key = `${account} ${product}`
    if (!visits.has(key)) visits.set(key, { account, product, fraud })
    if (fraud === 1) isFraud[account] = 1
  }
  for (let account = bought + hired; account < ACCOUNTS; account++) {
    if (random.unit() < 0.7) {
      visit(account, passing(), random.unit() < thrownAway ? 1 : 0)
      continue
    }
    const town = random.below(TOWNS)
    const count = Math.min(60, 2 + Math.floor(1.2 * (random.unit() + 0.001) ** -0.75 - 1))
    for (let n = 0; n < count; n++) {
      visit(account, random.unit() < 0.7 ? inTown[town]!() : anywhere(), 0)
    }
  }
  const unpopular = picker(
    random,
    popularity.map(weight => weight ** -0.4),
  )
  const promoted = Array.from({ length: PRODUCTS / 5 }, unpopular)
  for (let account = 0; account < bought; account++) {
    visit(account, promoted[random.below(promoted.length)]!, 1)
  }
  for (let first = bought; first < bought + hired; ) {
    const town = random.below(TOWNS)
    const places = Array.from({ length: 3 + random.below(4) }, () => inTown[town]!())
    const last = Math.min(bought + hired, first + 5 + random.below(11))
    for (; first < last; first++) {
      for (const place of places) if (random.unit() < 0.85) visit(first, place, 1)
      visit(first, anywhere(), 0)
      visit(first, inTown[town]!(), 0)
    }
  }
  return assemble([...visits.values()], isFraud)
}

function assemble(
  visits: { account: number; product: number; fraud: number }[],
  isFraud: Uint8Array,
): Market {
  const sources = Uint32Array.from(visits, ({ account }) => account)
  const targets = Uint32Array.from(visits, ({ product }) => ACCOUNTS + product)
  const list = { nodeCount: ACCOUNTS + PRODUCTS, rowCount: ACCOUNTS, sources, targets }
  assert.equal(distinctEdges(list).sources.length, visits.length)
  const frauds = new Uint32Array(PRODUCTS)
  for (const { product, fraud } of visits) frauds[product]! += fraud
  return {
    edges: list,
    isFraud,
    isFraudEdge: Uint8Array.from(visits, ({ fraud }) => fraud),
    targets: Uint8Array.from(frauds, count => (count >= 4 ? 1 : 0)),
  }
}

function picker(random: Random, weights: Float64Array): () => number {
  let total = 0
  const sums = weights.map(weight => (total += weight))
  return () => {
    const drawn = random.unit() * total
    let low = 0
    let high = sums.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (sums[middle]! <= drawn) low = middle + 1
      else high = middle
    }
    return low
  }
}

type Judgement = ReturnType<typeof compare>

function tell({ ours, bestAuc, bestPrecision }: Judgement): string {
  return `AUC ${ours.auc} against ${bestAuc}, AP ${ours.averagePrecision} against ${bestPrecision}`
}

/** Our rankings beside activity, popularity and the share of one-time visitors, either way round. */
function judge({ edges, isFraud, isFraudEdge }: Market) {
  const { rowCount, sources, targets } = edges
  const { scores, edgeScore } = suspectMarket(edges, findSuspiciousBlocks(edges, 10))
  const degrees = degreesOf(edges)
  const once = new Float64Array(edges.nodeCount)
  sources.forEach((row, edge) => {
    if (degrees[row] === 1) once[targets[edge]!]!++
  })
  const popularity = new Float64Array(rowCount)
  const share = new Float64Array(rowCount)
  sources.forEach((row, edge) => {
    const column = targets[edge]!
    popularity[row]! += degrees[column]! / degrees[row]!
    share[row]! += once[column]! / degrees[column]! / degrees[row]!
  })
  const known = Int8Array.from(isFraud, (label, row) => (degrees[row] === 0 ? -1 : label))
  return {
    accounts: compare(scores.subarray(0, rowCount), known, [
      degrees.subarray(0, rowCount),
      popularity,
      share,
    ]),
    edges: compare(
      sources.reduce((all, row, edge) => {
        all[edge] = edgeScore(row, targets[edge]!)
        return all
      }, new Float64Array(sources.length)),
      isFraudEdge,
      [
        sources.map(row => degrees[row]!),
        targets.map(column => degrees[column]!),
        Float64Array.from(targets, column => once[column]! / degrees[column]!),
      ],
    ),
  }
}

function compare(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  trivial: (Uint32Array | Float64Array)[],
) {
  const theirs = trivial.flatMap(values =>
    [1, -1].map(sign =>
      evaluateRanking(
        Array.from(values, value => sign * value),
        labels,
      ),
    ),
  )
  return {
    ours: evaluateRanking(scores, labels),
    bestAuc: Math.max(...theirs.map(({ auc }) => auc)),
    bestPrecision: Math.max(...theirs.map(({ averagePrecision }) => averagePrecision)),
  }
}
