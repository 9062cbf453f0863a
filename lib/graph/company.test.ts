/**
 * Who keeps close company in graphs of one kind of node: rings, crowds of one occasion, bought
 * followers and celebrities, and the counts that their scores rest on.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { circlesOf, joinCircles } from './circles.ts'
import { findCompany } from './company.ts'
import { buildSimpleCsr, edgesOf } from './csr.ts'
import { distinctEdges } from './distinct-edges.ts'
import { degreesOf, type EdgeList } from './edge-list.ts'
import { EdgeReader } from './edge-reader.ts'
import { buildEdgeTable } from './edge-table.ts'
import { evaluateRanking } from './evaluation.ts'
import { createRandom, type Random } from './random.ts'
import { tiesBeyondOccasions } from './repeats.ts'
import { suspect } from './suspicion.ts'
import { findSuspiciousBlocks } from './suspicious-blocks.ts'
import { closednessOf, countTriangles } from './triangles.ts'

type Pair = [number, number]

test('triangles are those that looking at every three nodes finds', () => {
  const random = createRandom(4)
  const edges = toEdges(40, randomPairs(40, 240, random))
  const joined = new Set(pairsOf(edges).map(String))
  const expected = new Float64Array(40)
  for (let a = 0; a < 40; a++)
    for (let b = 0; b < a; b++)
      for (let c = 0; c < b; c++)
        if (isJoined(joined, a, b) && isJoined(joined, a, c) && isJoined(joined, b, c))
          for (const node of [a, b, c]) expected[node]!++
  assert.deepEqual(countTriangles(buildSimpleCsr(edges)), expected)
  assert.ok(expected.some(count => count > 5))
})

test('beyond the bound a part of the edges is counted, and a ring still stands out', () => {
  const random = createRandom(5)
  const ring = Array.from({ length: 80 }, (_, at) => at * 25)
  const edges = toEdges(2000, [...randomPairs(2000, 12000, random), ...clique(ring)])
  const csr = buildSimpleCsr(edges)
  const isRing = Array.from({ length: 2000 }, (_, node) => (node % 25 === 0 ? 1 : 0))
  const all = closednessOf(csr)
  const part = closednessOf(csr, 10_000)
  assert.equal(evaluateRanking(all, isRing).auc, 1)
  assert.ok(evaluateRanking(part, isRing).auc > 0.99)
  for (const member of ring) assert.ok(part[member]! > 0 && part[member]! < all[member]!)
})

test('who keeps the very same company is one circle, and circles are joined as their members', () => {
  // 0, 1 and 2 met once; 2 also met 3 and 4, who met nobody else; 5 and 6 share a friend, not each
  // other's company.
  const pairs: Pair[] = [...clique([0, 1, 2]), ...clique([2, 3, 4]), [5, 7], [6, 7]]
  const csr = buildSimpleCsr(toEdges(8, pairs))
  const circles = circlesOf(csr)
  assert.deepEqual([...circles.circleOf], [0, 0, 1, 2, 2, 3, 4, 5])
  const joined = joinCircles(csr, circles)
  assert.deepEqual([...joined.offsets], [0, 1, 3, 4, 5, 6, 8])
  assert.deepEqual([...joined.neighbours], [1, 0, 2, 1, 5, 5, 3, 4])
})

test('a tie is left out where all shared fellows know each other, and only there', () => {
  for (const seed of [1, 2, 3]) {
    const random = createRandom(seed)
    // Crowds and chance meetings of few people, so that every kind of tie occurs, twins included.
    const crowds = [7, 6, 8, 5].map(size => Array.from({ length: size }, () => random.below(40)))
    const pairs = [...crowds.flatMap(clique), ...randomPairs(40, 30, random)]
    const edges = toEdges(60, [...pairs, ...clique([50, 51, 52, 53]), [55, 56]])
    const joined = new Set(pairsOf(edges).map(String))
    const csr = buildSimpleCsr(edges)
    const { ties, repeated } = tiesBeyondOccasions(csr)
    const kept = new Set(pairsOf(edgesOf(ties)).map(String))
    const expected = new Uint32Array(60)
    let left = 0
    for (const [a, b] of pairsOf(edges)) {
      const shared = [...expected.keys()].filter(
        c => isJoined(joined, a, c) && isJoined(joined, b, c),
      )
      const isRepeated = shared.some(c => shared.some(d => d < c && !isJoined(joined, c, d)))
      if (isRepeated) for (const end of [a, b]) expected[end]!++
      assert.equal(isJoined(kept, a, b), isRepeated || shared.length === 0)
      if (!isJoined(kept, a, b)) left++
    }
    assert.deepEqual(repeated, expected)
    assert.ok(left > 6 && kept.size > 10)
  }
})

test('a crowd stays one if a few of its ties are missing from the record', () => {
  const random = createRandom(6)
  const crowd = clique(Array.from({ length: 60 }, (_, guest) => guest))
  const { kept, all } = leftOf(crowd.filter(() => random.unit() > 0.005))
  assert.ok(kept < 0.3 * all, `${kept} of ${all}`)
  const open = leftOf(crowd.filter(() => random.unit() > 0.2))
  assert.ok(open.kept > 0.95 * open.all, `${open.kept} of ${open.all}`)
})

test('a closed ring stands above a hub of strangers', () => {
  const ring = Array.from({ length: 20 }, (_, member) => member)
  const leaves = Array.from({ length: 39 }, (_, at): Pair => [20, 21 + at])
  const scores = scoresOf(toEdges(60, [...clique(ring), ...leaves]))
  for (const member of ring) assert.ok(scores[member]! > scores[20]!)
})

test('a ring that meets again and again stands above the larger crowd of one occasion', () => {
  const random = createRandom(11)
  const pairs = randomPairs(1000, 1500, random)
  // 30 accounts meet 20 times in groups of a dozen; 60 guests meet once, all of them.
  for (let meeting = 0; meeting < 20; meeting++) {
    pairs.push(...clique(Array.from({ length: 12 }, () => random.below(30))))
  }
  const crowd = Array.from({ length: 60 }, (_, guest) => 1000 + guest)
  const edges = toEdges(1060, [...pairs, ...clique(crowd)])
  const scores = scoresOf(edges)
  const degrees = degreesOf(edges)
  for (let member = 0; member < 30; member++) {
    assert.ok(degrees[member]! < degrees[1000]!)
    assert.ok(scores[member]! > scores[1000]!)
  }
  const table = tableOf(edges)
  const { reasonsOf } = suspect(table, table.edges, [])
  const reasonsFor = (id: number) => reasonsOf(table.names.nodeOf(`${id}`, 0)!)
  const [again] = reasonsFor(0).filter(({ code }) => code === 'repeated-company')
  assert.ok(again!.values.fellows! > 10 && again!.values.nats! > 0)
  assert.ok(!/[{}]|undefined|NaN/.test(again!.zh + again!.en))
  const [reason] = reasonsFor(1000).filter(({ code }) => code === 'one-occasion')
  assert.match(`${reason!.zh} ${reason!.en}`, /全部 59 个同伴.*All 59 fellows/)
})

test('where all company is crowds, those who keep meeting in small groups are found', () => {
  const random = createRandom(14)
  const pairs: Pair[] = []
  for (let crowd = 0; crowd < 400; crowd++) {
    const size = 2 + Math.floor(3 / (random.unit() + 0.05))
    pairs.push(...clique(Array.from({ length: size }, () => 60 + random.below(3940))))
  }
  for (let ring = 0; ring < 2; ring++) {
    const members = Array.from({ length: 30 }, (_, at) => 30 * ring + at)
    for (let meeting = 0; meeting < 12; meeting++) {
      pairs.push(...clique(members.filter(() => random.unit() < 0.3)))
    }
  }
  const edges = toEdges(4000, pairs)
  const isRing = Array.from({ length: 4000 }, (_, node) => (node < 60 ? 1 : 0))
  const ours = evaluateRanking(scoresOf(edges), isRing)
  const trivial = evaluateRanking(degreesOf(edges), isRing)
  assert.ok(ours.averagePrecision > 0.8, `${ours.averagePrecision}`)
  assert.ok(trivial.averagePrecision < 0.1, `${trivial.averagePrecision}`)
})

test('bought followers, of whom no two know each other, stand above celebrities', () => {
  const random = createRandom(12)
  const people = 4000
  const pairs: Pair[] = []
  for (let person = 0; person < people; person++) {
    for (let k = 0; k < 4; k++) pairs.push([person, Math.floor(people * random.unit() ** 3)])
  }
  for (let bought = 0; bought < 150; bought++) {
    for (let customer = 0; customer < 20; customer++) {
      if (random.unit() < 0.6) pairs.push([people + bought, people + 150 + customer])
    }
    for (let k = 0; k < 5; k++) {
      pairs.push([people + bought, Math.floor(people * random.unit() ** 2)])
    }
  }
  const edges = toEdges(people + 170, pairs)
  const bought = Array.from({ length: people + 170 }, (_, node) => (node >= people ? 1 : 0))
  const ours = evaluateRanking(scoresOf(edges), bought)
  const trivial = evaluateRanking(degreesOf(edges), bought)
  assert.ok(ours.averagePrecision > 0.95, `${ours.averagePrecision}`)
  assert.ok(ours.averagePrecision > trivial.averagePrecision + 0.3, `${trivial.averagePrecision}`)
})

test('the order of the nodes, and each edge said twice, change no score', () => {
  const random = createRandom(13)
  const pairs = [...randomPairs(300, 900, random), ...clique([3, 50, 77, 120, 200, 240])]
  const scores = scoresOf(toEdges(300, pairs))
  const turned = pairs.map(([a, b]): Pair => [299 - b, 299 - a])
  const again = scoresOf(toEdges(300, [...turned, ...turned.map(([a, b]): Pair => [b, a])]))
  for (let node = 0; node < 300; node++) {
    assert.ok(Math.abs(scores[node]! - again[299 - node]!) < 1e-9)
  }
})

function scoresOf(edges: EdgeList): Float64Array {
  return findCompany(edges, findSuspiciousBlocks(edges, 3)).scores
}

function leftOf(pairs: Pair[]) {
  const csr = buildSimpleCsr(toEdges(60, pairs))
  const { ties } = tiesBeyondOccasions(csr)
  return { kept: ties.neighbours.length, all: csr.neighbours.length }
}

function tableOf(edges: EdgeList) {
  const reader = new EdgeReader()
  const lines = pairsOf(edges).map(([source, target]) => `${source},${target}\n`)
  reader.push(new TextEncoder().encode(lines.join('')))
  return buildEdgeTable(reader.finish(), 'unipartite')
}

function toEdges(nodeCount: number, pairs: Pair[]): EdgeList {
  const proper = pairs.filter(([a, b]) => a !== b)
  const sources = Uint32Array.from(proper, pair => pair[0])
  const targets = Uint32Array.from(proper, pair => pair[1])
  return distinctEdges({ nodeCount, rowCount: 0, sources, targets })
}

function pairsOf({ sources, targets }: EdgeList): Pair[] {
  return Array.from(sources, (source, edge): Pair => [source, targets[edge]!])
}

function isJoined(joined: Set<string>, a: number, b: number): boolean {
  return joined.has(`${a},${b}`) || joined.has(`${b},${a}`)
}

function clique(members: number[]): Pair[] {
  return members.flatMap((a, at) => members.slice(0, at).map((b): Pair => [a, b]))
}

function randomPairs(nodeCount: number, count: number, random: Random): Pair[] {
  return Array.from({ length: count }, () => [random.below(nodeCount), random.below(nodeCount)])
}
