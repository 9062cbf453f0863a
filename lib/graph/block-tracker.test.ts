/**
 * The tracked block against exhaustion and the static answer, through insertions, removals and
 * restarts.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BlockTracker } from './block-tracker.ts'
import { findDensestBlock } from './blocks.ts'
import { plantGraph } from './planted.ts'
import { createRandom } from './random.ts'

type Pair = [number, number]

const NODES = 10
const pair = fc
  .tuple(fc.nat(NODES - 1), fc.nat(NODES - 2))
  .map(([a, b]): Pair => [a, b < a ? b : b + 1])
/** An insertion, or the removal of the n-th edge present. */
const step = fc.oneof({ weight: 3, arbitrary: pair }, { weight: 1, arbitrary: fc.nat(60) })

test('after every step, densest ≤ ceiling ≤ (1 + slack) × density + 1', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 90 }),
      fc.constantFrom(0.1, 0.2, 0.5, 1),
      (steps, slack) => {
        const tracker = BlockTracker.empty({ slack })
        const edges: Pair[] = []
        for (const next of steps) {
          apply(tracker, edges, next)
          const block = tracker.block()
          const densest = densestByExhaustion(edges)
          const ceiling = block?.densityCeiling ?? 1
          assert.ok(densest <= ceiling + 1e-9)
          assert.ok(ceiling <= (1 + slack) * tracker.density() + 1)
          assert.equal(block?.edgeCount ?? 0, insideCount(edges, block?.nodes ?? []))
          assert.equal(tracker.edgeCount, edges.length)
        }
      },
    ),
    { numRuns: 150 },
  )
})

test('a checkpoint restored and replayed gives the same state, byte for byte', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), fc.nat(120), (steps, cut) => {
      const through = BlockTracker.empty()
      const edges: Pair[] = []
      for (const next of steps.slice(0, cut)) apply(through, edges, next)
      const restored = BlockTracker.restore(through.state())
      const copy = edges.slice()
      for (const next of steps.slice(cut)) {
        apply(through, edges, next)
        apply(restored, copy, next)
      }
      assert.deepEqual(restored.state(), through.state())
    }),
  )
})

test('removing an edge that is not there changes nothing', () => {
  const tracker = BlockTracker.empty()
  tracker.insert(1, 2)
  const before = tracker.state()
  assert.equal(tracker.remove(1, 3), false)
  assert.equal(tracker.remove(5000, 3), false)
  assert.deepEqual(tracker.state(), before)
})

test('a ring that forms inside a large graph becomes the block, and leaves with the window', () => {
  const plan = { rowCount: 20000, columnCount: 5000, edgeCount: 150000, blocks: [] }
  const background = plantGraph(plan, createRandom(3)).edges
  const ring = completeBlock(60, 25, 20000)
  const tracker = BlockTracker.fromEdges(background)
  for (const [row, column] of ring) tracker.insert(row, column)
  const found = tracker.block()!
  const inRing = new Set(ring.flat())
  const hits = [...found.nodes].filter(node => inRing.has(node)).length
  assert.ok(hits >= 0.95 * found.nodes.length && hits >= 0.8 * inRing.size)
  assert.ok(found.density * (1 + tracker.slack) + 1 >= ring.length / 85)
  tracker.refresh()
  assert.deepEqual(new Set(tracker.block()!.nodes), inRing)
  for (const [row, column] of ring) assert.ok(tracker.remove(row, column))
  const left = tracker.block()!
  const statics = findDensestBlock(background)!
  assert.ok(left.densityCeiling >= statics.density)
  assert.ok(left.density * (1 + tracker.slack) + 1 >= statics.density)
})

test('withdrawing the block uncovers the next one', () => {
  const blocks = [
    { rows: 60, columns: 30, density: 1 },
    { rows: 40, columns: 20, density: 1 },
  ]
  const plan = { rowCount: 8000, columnCount: 3000, edgeCount: 40000, blocks }
  const { edges, blockOf } = plantGraph(plan, createRandom(5))
  const tracker = BlockTracker.fromEdges(edges)
  for (const mark of [1, 2]) {
    const block = tracker.withdrawBlock()!
    const hits = [...block.nodes].filter(node => blockOf[node] === mark).length
    assert.ok(hits >= 0.95 * block.nodes.length && hits >= 0.95 * [90, 60][mark - 1]!)
  }
})

function apply(tracker: BlockTracker, edges: Pair[], next: Pair | number): void {
  if (typeof next !== 'number') {
    tracker.insert(...next)
    edges.push(next)
  } else if (edges.length > 0) {
    const [removed] = edges.splice(next % edges.length, 1)
    assert.ok(tracker.remove(removed![1], removed![0]))
  }
}

function completeBlock(rows: number, columns: number, rowCount: number): Pair[] {
  const pairs: Pair[] = []
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) pairs.push([row * 7, rowCount + column * 11])
  }
  return pairs
}

function insideCount(edges: Pair[], nodes: Iterable<number>): number {
  const inside = new Set(nodes)
  return edges.filter(([a, b]) => inside.has(a) && inside.has(b)).length
}

function densestByExhaustion(edges: Pair[]): number {
  let best = 0
  for (let set = 1; set < 1 << NODES; set++) {
    let inside = 0
    for (const [a, b] of edges) inside += (set >> a) & (set >> b) & 1
    let size = 0
    for (let bits = set; bits > 0; bits &= bits - 1) size++
    best = Math.max(best, inside / size)
  }
  return best
}
