/**
 * The fast block search against a naive greedy peel written from the definition, and planted
 * blocks.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { EdgeWeighting } from './blocks.ts'
import { findDenseBlocks, findDensestBlock } from './blocks.ts'
import type { EdgeList } from './edge-list.ts'
import { plantGraph } from './planted.ts'
import { createRandom } from './random.ts'

const graphs = fc
  .record({ rows: fc.integer({ min: 1, max: 14 }), columns: fc.integer({ min: 1, max: 10 }) })
  .chain(({ rows, columns }) =>
    fc
      .array(fc.tuple(fc.nat(rows - 1), fc.nat(columns - 1)), { minLength: 1, maxLength: 90 })
      .map(pairs =>
        edgeList(
          rows + columns,
          rows,
          pairs.map(([row, column]) => [row, rows + column]),
        ),
      ),
  )

const unipartite = fc.integer({ min: 2, max: 16 }).chain(nodes =>
  fc
    .array(fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1)), { minLength: 1, maxLength: 70 })
    .map(pairs =>
      edgeList(
        nodes,
        0,
        pairs.filter(([a, b]) => a !== b),
      ),
    )
    .filter(edges => edges.sources.length > 0),
)

for (const weighting of ['plain', 'camouflage-resistant'] as const) {
  test(`the densest block has the density of the naive greedy peel (${weighting})`, () => {
    fc.assert(
      fc.property(fc.oneof(graphs, unipartite), edges => {
        const block = findDensestBlock(edges, { weighting })
        const naive = naivePeel(edges, weighting)
        assert.ok(block !== null)
        assert.ok(Math.abs(block.density - naive.density) < 1e-9)
        assert.deepEqual([...block.nodes], naive.nodes)
      }),
      { numRuns: 1500 },
    )
  })
}

test('a block is at least half as dense as the densest of all subgraphs', () => {
  fc.assert(
    fc.property(unipartite, edges => {
      if (edges.nodeCount > 11) return
      const block = findDensestBlock(edges)
      assert.ok(block !== null && block.density * 2 >= densestByExhaustion(edges) - 1e-9)
    }),
    { numRuns: 200 },
  )
})

test('planted blocks are found one after the other, whole and apart, under camouflage', () => {
  const blocks = [
    { rows: 80, columns: 30, density: 0.9, camouflage: 20 },
    { rows: 50, columns: 20, density: 0.9, camouflage: 10 },
    { rows: 40, columns: 15, density: 0.9, camouflage: 10 },
  ]
  const plan = { rowCount: 20000, columnCount: 4000, edgeCount: 120000, blocks, skew: 0.5 }
  const { edges, blockOf } = plantGraph(plan, createRandom(11))
  const found = findDenseBlocks(edges, { weighting: 'camouflage-resistant', count: 3 })
  assert.equal(found.length, 3)
  found.forEach((block, index) => {
    const planted = [...blockOf.keys()].filter(node => blockOf[node] === index + 1)
    assert.deepEqual([...block.nodes], planted)
  })
})

test('a graph without edges has no block', () => {
  assert.equal(findDensestBlock(edgeList(5, 0, [])), null)
})

function edgeList(nodeCount: number, rowCount: number, pairs: [number, number][]): EdgeList {
  const sources = Uint32Array.from(pairs, pair => pair[0])
  const targets = Uint32Array.from(pairs, pair => pair[1])
  return { nodeCount, rowCount, sources, targets }
}

function naivePeel(
  edges: EdgeList,
  weighting: EdgeWeighting,
): { density: number; nodes: number[] } {
  const targets = [...edges.targets]
  const weightOf = (target: number) => {
    if (weighting === 'plain') return 1
    const popularity = targets.filter(other => other === target).length
    return Math.round(2 ** 20 / Math.log(popularity + 5)) / 2 ** 20
  }
  let alive = [...Array(edges.nodeCount).keys()]
  let best = { density: 0, nodes: alive }
  while (alive.length > 0) {
    const inside = targets
      .map((target, edge) => ({ source: edges.sources[edge]!, target, weight: weightOf(target) }))
      .filter(({ source, target }) => alive.includes(source) && alive.includes(target))
    const density = inside.reduce((sum, edge) => sum + edge.weight, 0) / alive.length
    if (density > best.density) best = { density, nodes: alive }
    const degreeOf = (node: number) =>
      inside.reduce((sum, e) => sum + (e.source === node || e.target === node ? e.weight : 0), 0)
    const degrees = alive.map(degreeOf)
    const least = degrees.indexOf(Math.min(...degrees))
    alive = alive.filter((_, index) => index !== least)
  }
  return best
}

function densestByExhaustion(edges: EdgeList): number {
  let best = 0
  for (let set = 1; set < 2 ** edges.nodeCount; set++) {
    let inside = 0
    for (let edge = 0; edge < edges.sources.length; edge++) {
      inside += (set >> edges.sources[edge]!) & (set >> edges.targets[edge]!) & 1
    }
    best = Math.max(best, inside / set.toString(2).replaceAll('0', '').length)
  }
  return best
}
