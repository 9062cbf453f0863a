import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GraphEdge, GraphNode } from '#contract'
import { arranged } from './arrange.ts'
import { countBy, histogram, linesOf, nodeFigures, spanOf, sumBy } from './drawn.ts'

const node = (
  id: string,
  kind: GraphNode['kind'],
  role: GraphNode['role'] = 'core',
): GraphNode => ({
  id,
  kind,
  label: id,
  role,
})
const edge = (
  from: string,
  to: string,
  atMs: number,
  more: Partial<GraphEdge> = {},
): GraphEdge => ({
  from,
  to,
  kind: 'order',
  role: 'core',
  atMs,
  reference: `${from}${atMs}`,
  amountFen: 100,
  ...more,
})
const distance = (a: { x: number; y: number }, b = { x: 0, y: 0 }) =>
  Math.hypot(a.x - b.x, a.y - b.y)

test('every node has a place of its own, however many there are', () => {
  const nodes = Array.from({ length: 2_500 }, (_, i) =>
    node(`n${i}`, i % 9 === 0 ? 'shop' : 'account', i % 3 === 0 ? 'core' : 'context'),
  )
  const places = arranged(nodes, [])
  assert.equal(places.size, nodes.length)
  const seen = new Set([...places.values()].map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`))
  assert.equal(seen.size, nodes.length)
})

test('the few shops stand within, their buyers around them, context outermost, and the same way each time', () => {
  const nodes = [
    ...['s1', 's2'].map(id => node(id, 'shop')),
    ...['a', 'b', 'c', 'd'].map(id => node(id, 'account')),
    node('s9', 'shop', 'context'),
  ]
  const lines = linesOf([
    edge('a', 's1', 1),
    edge('b', 's1', 1),
    edge('c', 's2', 1),
    edge('d', 's2', 1),
  ])
  const places = arranged(nodes, lines)
  const radius = (id: string) => distance(places.get(id)!)
  assert.ok(radius('s1') < radius('a') && radius('a') < radius('s9'))
  // Buyers stand on the side of their shop.
  const near = (buyer: string, shop: string) => distance(places.get(buyer)!, places.get(shop)!)
  assert.ok(near('a', 's1') < near('a', 's2') && near('d', 's2') < near('d', 's1'))
  assert.deepEqual([...arranged(nodes, lines)], [...places])
})

test('a loop of funds is drawn as a loop: who pays whom stands side by side', () => {
  const loop = ['p1', 'p4', 'p2', 'p5', 'p3']
  const nodes = loop.toSorted().map(id => node(id, 'purse'))
  const places = arranged(
    nodes,
    loop.map((id, i) => ({ from: id, to: loop[(i + 1) % loop.length]! })),
  )
  const step = loop.map((id, i) =>
    distance(places.get(id)!, places.get(loop[(i + 1) % loop.length]!)!),
  )
  assert.ok(Math.max(...step) - Math.min(...step) < 1e-6, 'all steps of the loop are as long')
})

test('edges between the same two become one line that grows with time, kinds and roles apart', () => {
  const edges = [
    edge('a', 's', 30),
    edge('a', 's', 10),
    edge('a', 's', 20, { role: 'camouflage' }),
    edge('s', 'a', 40, { kind: 'refund', amountFen: null }),
  ]
  const lines = linesOf(edges)
  assert.equal(lines.length, 3)
  const [first] = lines
  assert.deepEqual(
    [9, 10, 30].map(at => countBy(first!, at)),
    [0, 1, 2],
  )
  assert.equal(sumBy(first!, 30), 200)
  assert.deepEqual(spanOf(edges), { fromMs: 10, untilMs: 40 })
  assert.deepEqual(histogram(edges, spanOf(edges), 3), [1, 1, 2])
  const [a] = nodeFigures(
    { nodes: [node('a', 'account')], edges, omittedEdges: 0, omittedNodes: 0 },
    20,
  )
  assert.deepEqual([a!.edges, a!.amountFen, a!.firstMs, a!.lastMs], [2, 200, 10, 20])
})
