/**
 * Suspicion without labels, on networks whose truth is planted, and on what must stay unsuspicious.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { meanRank, midranks, surprise } from './chance.ts'
import { distinctEdges } from './distinct-edges.ts'
import { degreesOf, type EdgeList } from './edge-list.ts'
import { evaluateRanking } from './evaluation.ts'
import { suspectMarket } from './market.ts'
import { plantGraph } from './planted.ts'
import { createRandom, type Random } from './random.ts'
import { type Ratings, suspectRaters } from './raters.ts'
import { findSuspiciousBlocks } from './suspicious-blocks.ts'

test('tied values share the middle of their ranks, and chance surprises nobody', () => {
  assert.deepEqual([...midranks([5, 1, 5, 9])], [0.5, 0.125, 0.5, 0.875])
  assert.deepEqual(
    [
      ...meanRank([
        [1, 2],
        [2, 1],
      ]),
    ],
    [0.5, 0.5],
  )
  assert.equal(surprise(3, 3), 0)
  assert.ok(surprise(30, 3) > surprise(20, 3))
})

test('a market of busy users and popular shops alone holds no suspicious block', () => {
  const plan = { rowCount: 8000, columnCount: 1000, edgeCount: 60000, blocks: [], skew: 0.7 }
  const { edges } = plantGraph(plan, createRandom(1))
  assert.deepEqual(findSuspiciousBlocks(edges, 5), [])
})

test('a planted ring is a suspicious block and leads the ranking despite camouflage', () => {
  const blocks = [{ rows: 80, columns: 12, density: 0.9, camouflage: 6 }]
  const plan = { rowCount: 20000, columnCount: 3000, edgeCount: 90000, blocks, skew: 0.6 }
  const { edges, blockOf } = plantGraph(plan, createRandom(2))
  const found = findSuspiciousBlocks(edges, 3)
  assert.equal(found.length, 1)
  const hits = found[0]!.nodes.filter(node => blockOf[node] === 1).length
  assert.ok(hits >= 0.95 * found[0]!.nodes.length)
  const { scores } = suspectMarket(edges, found)
  const figures = evaluateRanking(scores.subarray(0, 20000), blockOf.subarray(0, 20000))
  assert.ok(figures.averagePrecision > 0.99)
})

test('rings of equal density are told apart, and where accounts return, the returning lead', () => {
  const { edges, ringOf } = ringMarket(createRandom(6))
  const found = findSuspiciousBlocks(edges, 5)
  const pure = found.filter(({ nodes }) => {
    const rings = Array.from(nodes, node => ringOf[node]!).filter(ring => ring > 0)
    const most = Math.max(...[1, 2, 3, 4, 5, 6].map(r => rings.filter(ring => ring === r).length))
    return most >= 0.9 * nodes.length
  })
  assert.ok(pure.length >= 5, `${pure.length} of 6 rings`)
  const spammer = ringOf.slice(0, edges.rowCount).map(ring => (ring > 0 ? 1 : 0))
  const { scores } = suspectMarket(edges, found)
  assert.ok(evaluateRanking(scores.subarray(0, edges.rowCount), spammer).auc > 0.95)
})

test('where all accounts return, weak coincidences rank hired accounts that no block shows', () => {
  const { edges, hired } = returningMarket(createRandom(7))
  const blocks = findSuspiciousBlocks(edges, 5)
  const { scores } = suspectMarket(edges, blocks)
  const ours = evaluateRanking(scores.subarray(0, edges.rowCount), hired)
  const degrees = degreesOf(edges).subarray(0, edges.rowCount)
  const trivial = evaluateRanking(degrees, hired)
  assert.ok(ours.averagePrecision > 0.9, `${ours.averagePrecision}`)
  assert.ok(trivial.averagePrecision < 0.2, `${trivial.averagePrecision}`)
})

test('where most accounts appear once, those at promoted products are found', () => {
  for (const seed of [3, 4, 5]) {
    const { edges, fake, degrees } = throwawayMarket(createRandom(seed))
    const { scores } = suspectMarket(edges, findSuspiciousBlocks(edges, 3))
    const ours = evaluateRanking(scores.subarray(0, edges.rowCount), fake)
    const trivial = evaluateRanking(
      degrees.map(degree => -degree),
      fake,
    )
    assert.ok(ours.auc > trivial.auc + 0.05, `${ours.auc} against ${trivial.auc}`)
  }
})

test('crooked raters are suspected, and the ratings one received do not count', () => {
  const random = createRandom(9)
  const ratings = trustMarket(random)
  const { scores } = suspectRaters(ratings)
  const crooked = Array.from(scores, (_, node) => (node >= 180 ? 1 : 0))
  assert.ok(evaluateRanking(scores, crooked).auc > 0.95)
  // Turning every rating that node 7 received upside down must not raise or lower node 7 itself.
  const scorned = ratings.scores.map((score, at) => (ratings.ratees[at] === 7 ? -score : score))
  const after = suspectRaters({ ...ratings, scores: scorned })
  assert.equal(
    after.disagreement[7]!.toFixed(2),
    suspectRaters(ratings).disagreement[7]!.toFixed(2),
  )
})

test('many new accounts that condemn the trusted do not become the consensus', () => {
  for (const [victims, campaign] of [
    [8, 4],
    [3, 3],
  ] as const) {
    const { ratings, slanderers } = slanderCampaign(createRandom(12), { victims, campaign })
    const { scores } = suspectRaters(ratings)
    const labels = Array.from(scores, (_, node) => (node >= 180 ? (node >= 200 ? 1 : -1) : 0))
    assert.equal(labels.filter(label => label === 1).length, slanderers)
    const { auc, averagePrecision } = evaluateRanking(scores, labels)
    assert.ok(auc > 0.99 && averagePrecision > 0.9, `${auc}, ${averagePrecision}`)
  }
})

test('who has condemned much and is alone with it is strict, not crooked', () => {
  const { ratings } = slanderCampaign(createRandom(13), { victims: 8, campaign: 4 })
  const strict = Array.from({ length: 170 }, (_, ratee) => ratee)
  const { scores } = suspectRaters({
    ...ratings,
    nodeCount: ratings.nodeCount + 1,
    raters: Uint32Array.from([...ratings.raters, ...strict.map(() => ratings.nodeCount)]),
    ratees: Uint32Array.from([...ratings.ratees, ...strict]),
    scores: Float64Array.from([
      ...ratings.scores,
      ...strict.map(ratee => (ratee % 10 === 0 ? -1 : 0.5)),
    ]),
    times: Float64Array.from([...ratings.times!, ...strict.map(ratee => ratee * 6000)]),
  })
  const least = scores.slice(200, 240).sort()[4]!
  assert.ok(scores[ratings.nodeCount]! < least, `${scores[ratings.nodeCount]} against ${least}`)
})

/** Forty new accounts, each of which condemns a few of the same honest people. */
function slanderCampaign(random: Random, { victims, campaign }: Record<string, number>) {
  const { raters, ratees, scores, times } = trustMarket(random)
  const more: { rater: number; ratee: number; time: number }[] = []
  for (let rater = 200; rater < 240; rater++) {
    const begun = random.below(1e6)
    for (let given = 0; given < campaign!; given++) {
      more.push({ rater, ratee: 10 + ((rater + given) % victims!), time: begun + given * 1e5 })
    }
  }
  const ratings = {
    nodeCount: 240,
    raters: Uint32Array.from([...raters, ...more.map(({ rater }) => rater)]),
    ratees: Uint32Array.from([...ratees, ...more.map(({ ratee }) => ratee)]),
    scores: Float64Array.from([...scores, ...more.map(() => -1)]),
    times: Float64Array.from([...times!, ...more.map(({ time }) => time)]),
  }
  return { ratings, slanderers: 40 }
}

function toEdges(nodeCount: number, rowCount: number, pairs: [number, number][]): EdgeList {
  const sources = Uint32Array.from(pairs, pair => pair[0])
  const targets = Uint32Array.from(pairs, pair => pair[1])
  return { nodeCount, rowCount, sources, targets }
}

/** Honest accounts of any activity; a tenth are thrown away at a quarter of the products. */
function throwawayMarket(random: Random) {
  const users = 12000
  const products = 300
  const pairs: [number, number][] = []
  const fake = new Uint8Array(users)
  for (let user = 0; user < users; user++) {
    fake[user] = random.unit() < 0.1 ? 1 : 0
    const once = random.unit() < (fake[user] === 1 ? 0.9 : 0.6)
    const visits = once ? 1 : 2 + random.below(10)
    for (let visit = 0; visit < visits; visit++) {
      const product = Math.floor(products * random.unit() ** 1.5)
      const place = fake[user] === 1 ? product - (product % 4) : product
      pairs.push([user, users + place])
    }
  }
  const degrees = new Int32Array(users)
  for (const [user] of pairs) degrees[user]!++
  return { edges: toEdges(users + products, users, pairs), fake, degrees }
}

/** Everybody comes back; five rings of 40 visit half of their 15 products and ten popular ones. */
function returningMarket(random: Random) {
  const users = 8000
  const products = 3000
  const pairs: [number, number][] = []
  const popular = () => users + Math.floor(products * random.unit() ** 2)
  const hired = Uint8Array.from({ length: users }, (_, user) => (user < 200 ? 1 : 0))
  for (let user = 0; user < users; user++) {
    const visits = hired[user] === 1 ? 10 : 4 + Math.floor(2 / (random.unit() + 0.05))
    for (let visit = 0; visit < visits; visit++) pairs.push([user, popular()])
    for (let product = 0; product < 15 && hired[user] === 1; product++) {
      const place = users + 2000 + Math.floor(user / 40) * 15 + product
      if (random.unit() < 0.5) pairs.push([user, place])
    }
  }
  return { edges: distinctEdges(toEdges(users + products, users, pairs)), hired }
}

/**
 * Six rings of 100 hired accounts with a pool of 40 products each, among mostly one-time visitors.
 */
function ringMarket(random: Random) {
  const users = 12000
  const products = 2400
  const pairs: [number, number][] = []
  const ringOf = new Uint8Array(users + products)
  for (let user = 0; user < users; user++) {
    const ring = user < 600 ? user % 6 : -1
    const visits = ring >= 0 ? 6 + random.below(8) : random.unit() < 0.75 ? 1 : 2 + random.below(6)
    if (ring >= 0) ringOf[user] = ring + 1
    for (let visit = 0; visit < visits; visit++) {
      const hired = ring >= 0 && random.unit() < 0.8
      const product = hired
        ? ring * 40 + random.below(40)
        : Math.floor(products * random.unit() ** 2)
      if (hired) ringOf[users + product] = ring + 1
      pairs.push([user, users + product])
    }
  }
  return { edges: toEdges(users + products, users, pairs), ringOf }
}

/** 180 honest people, 20 crooked ones who praise each other, scorn the honest and leave soon. */
function trustMarket(random: Random): Ratings {
  const raters: number[] = []
  const ratees: number[] = []
  const scores: number[] = []
  const times: number[] = []
  for (let rater = 0; rater < 200; rater++) {
    const crooked = rater >= 180
    const start = random.below(1e6)
    for (let given = 0; given < (crooked ? 5 : 15); given++) {
      const ratee =
        random.unit() < (crooked ? 0.6 : 0.1) ? 180 + random.below(20) : random.below(180)
      if (ratee === rater) continue
      const deserved = ratee >= 180 ? -0.6 : 0.5
      raters.push(rater)
      ratees.push(ratee)
      scores.push(crooked ? -deserved : deserved + 0.2 * (random.unit() - 0.5))
      times.push(start + random.below(crooked ? 1e4 : 1e6))
    }
  }
  return {
    nodeCount: 200,
    raters: Uint32Array.from(raters),
    ratees: Uint32Array.from(ratees),
    scores: Float64Array.from(scores),
    times: Float64Array.from(times),
  }
}
