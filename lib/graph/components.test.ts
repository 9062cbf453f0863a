/** Components and cores against their definitions. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { communitiesOf } from './communities.ts'
import { connectedComponents, coreNumbers } from './components.ts'
import { buildCsr, buildSimpleCsr } from './csr.ts'
import type { EdgeList } from './edge-list.ts'

const graphs = fc.integer({ min: 2, max: 20 }).chain(nodeCount =>
  fc.array(fc.tuple(fc.nat(nodeCount - 1), fc.nat(nodeCount - 1)), { maxLength: 60 }).map(pairs => {
    const apart = pairs.filter(([a, b]) => a !== b)
    return {
      nodeCount,
      rowCount: 0,
      sources: Uint32Array.from(apart, pair => pair[0]),
      targets: Uint32Array.from(apart, pair => pair[1]),
    }
  }),
)

test('two nodes share a component exactly when a path joins them', () => {
  fc.assert(
    fc.property(graphs, edges => {
      const { componentOf, count } = connectedComponents(edges)
      const reached = closure(edges)
      for (let a = 0; a < edges.nodeCount; a++) {
        for (let b = 0; b < edges.nodeCount; b++) {
          assert.equal(componentOf[a] === componentOf[b], reached[a]!.has(b))
        }
      }
      assert.equal(new Set(componentOf).size, count)
    }),
  )
})

test('two cliques with a bridge are two communities, and no community spans components', () => {
  const pairs = [[19, 39]]
  for (const first of [0, 20]) {
    for (let a = 0; a < 20; a++) for (let b = 0; b < a; b++) pairs.push([first + a, first + b])
  }
  const sources = Uint32Array.from(pairs, pair => pair[0]!)
  const targets = Uint32Array.from(pairs, pair => pair[1]!)
  const cliques = { nodeCount: 40, rowCount: 0, sources, targets }
  const { count, communityOf } = communitiesOf(buildCsr(cliques))
  assert.equal(count, 2)
  assert.ok(communityOf.every((community, node) => community === Math.floor(node / 20)))
  fc.assert(
    fc.property(graphs, random => {
      const { componentOf } = connectedComponents(random)
      const found = communitiesOf(buildCsr(random)).communityOf
      for (let a = 0; a < random.nodeCount; a++) {
        for (let b = 0; b < a; b++) {
          if (found[a] === found[b]) assert.equal(componentOf[a], componentOf[b])
        }
      }
    }),
  )
})

test('a core number is the largest k whose core holds the node', () => {
  fc.assert(
    fc.property(graphs, edges => {
      const cores = coreNumbers(buildCsr(edges))
      for (let k = 0; k <= 12; k++) {
        const core = naiveCore(edges, k)
        for (let node = 0; node < edges.nodeCount; node++) {
          assert.equal(cores[node]! >= k, core.has(node))
        }
      }
    }),
  )
})

test('a simple graph lists each neighbour once, in order', () => {
  fc.assert(
    fc.property(graphs, edges => {
      const { offsets, neighbours } = buildSimpleCsr(edges)
      for (let node = 0; node < edges.nodeCount; node++) {
        const expected = new Set<number>()
        edges.sources.forEach((source, edge) => {
          if (source === node) expected.add(edges.targets[edge]!)
          if (edges.targets[edge] === node) expected.add(source)
        })
        const row = [...neighbours.subarray(offsets[node], offsets[node + 1])]
        assert.deepEqual(
          row,
          [...expected].sort((a, b) => a - b),
        )
      }
    }),
  )
})

function closure(edges: EdgeList): Set<number>[] {
  const reached = Array.from({ length: edges.nodeCount }, (_, node) => new Set([node]))
  for (let round = 0; round < edges.nodeCount; round++) {
    edges.sources.forEach((source, edge) => {
      const joined = new Set([...reached[source]!, ...reached[edges.targets[edge]!]!])
      for (const node of joined) reached[node] = joined
    })
  }
  return reached
}

function naiveCore(edges: EdgeList, k: number): Set<number> {
  const core = new Set(Array(edges.nodeCount).keys())
  for (;;) {
    const degreeIn = (node: number) =>
      edges.sources.reduce((sum, source, edge) => {
        const target = edges.targets[edge]!
        const touches = (source === node || target === node) && core.has(source) && core.has(target)
        return sum + (touches ? 1 : 0)
      }, 0)
    const weak = [...core].filter(node => degreeIn(node) < k)
    if (weak.length === 0) return core
    for (const node of weak) core.delete(node)
  }
}
