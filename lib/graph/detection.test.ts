/**
 * From an edge file to ranked lines, with and without labels, on planted and on published networks.
 */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type DetectionInput, type DetectionLine, detectEdges } from './detection.ts'
import { distinctEdges } from './distinct-edges.ts'
import { EdgeReader } from './edge-reader.ts'
import { polarityOf } from './label-file.ts'
import { plantGraph } from './planted.ts'
import { createRandom } from './random.ts'

const DATA = process.env.XINHENG_DATA_DIR ?? join(import.meta.dirname, '../../../shared/data')

test('a planted ring, its accounts and its edges come first, each with reasons', () => {
  const { text, ring } = ringFile()
  const lines = detect(text)
  const [block] = ofType(lines, 'block')
  assert.ok(block!.rows.filter(id => ring.has(id)).length >= 0.95 * block!.rows.length)
  const nodes = ofType(lines, 'node').filter(line => line.side === 'row')
  assert.ok(nodes.slice(0, 40).every(line => ring.has(line.id) && line.reasons.length > 0))
  const edges = ofType(lines, 'edge')
  assert.ok(edges.slice(0, 100).every(line => ring.has(line.source)))
  for (const { reasons } of [block!, nodes[0]!, edges[0]!]) {
    for (const { zh, en } of reasons) assert.ok(!/[{}]|undefined|NaN/.test(zh + en))
  }
})

test('labels of nodes and of edges are told apart and judged beside trivial rankings', () => {
  const { text, ring } = ringFile()
  const rows = text.trim().split('\n')
  const accounts = [...new Set(rows.map(row => row.split(',')[0]!))]
  const ofNodes = accounts.map(id => `${id},${ring.has(id) ? 1 : 0}`).join('\n')
  const ofEdges = rows.map(row => `${row},${ring.has(row.split(',')[0]!) ? -1 : 1}`).join('\n')
  const onNodes = ofType(detect(text, { labels: ofNodes }), 'accuracy')
  assert.deepEqual(onNodes.map(line => line.ranking).slice(0, 3), ['xinheng', 'degree', '−degree'])
  assert.ok(onNodes[0]!.on === 'nodes' && onNodes[0]!.auc > 0.99)
  const onEdges = ofType(detect(text, { labels: ofEdges }), 'accuracy')
  assert.ok(onEdges[0]!.on === 'edges' && onEdges[0]!.auc > 0.99)
  assert.ok(onEdges.some(line => line.on === 'nodes'))
})

test('no score depends on labels, whether they stand in a file or beside the edges', () => {
  const { text, ring } = ringFile()
  const rows = text.trim().split('\n')
  for (const kind of ['bipartite', 'unipartite'] as const) {
    const ranked = [1, -1].map(sign => {
      const lines = rows.map(row => `${row},${ring.has(row.split(',')[0]!) ? -sign : sign}`)
      const beside = detect(`source,target,label\n${lines.join('\n')}\n`, { kind, top: 500 })
      const inFile = detect(text, { kind, top: 500, labels: lines.join('\n') })
      return [beside, inFile].map(all => {
        assert.ok(all.some(line => line.type === 'accuracy'))
        return all.filter(line => line.type === 'node' || line.type === 'edge')
      })
    })
    const [expected] = ranked[0]!
    assert.ok(expected!.length >= 1000)
    for (const found of ranked.flat()) assert.deepEqual(found, expected)
  }
})

test('labels that name nothing of the graph are refused', () => {
  assert.throws(() => detect('1,10\n2,11\n', { labels: 'x,1\ny,0\n' }), RangeError)
})

test('a graph of one line, of one node or of none is understood', () => {
  assert.equal(ofType(detect('1,2\n'), 'node').length, 2)
  assert.equal(ofType(detect('1,1\n', { kind: 'unipartite' }), 'node').length, 0)
  assert.equal(ofType(detect(''), 'graph')[0]!.edges, 0)
})

test('with −1 and 1 the fraud is −1, otherwise it is 1', () => {
  assert.deepEqual([-1, 1, 0].map(polarityOf([-1, 1])), [1, 0, -1])
  assert.deepEqual([0, 1, -10].map(polarityOf([0, 1, -10])), [0, 1, -1])
  assert.deepEqual([1, 2, 3].map(polarityOf([1, 2, 3])), [1, 0, -1])
})

test('a pair counts once, in a graph of one kind in either direction', () => {
  const sources = Uint32Array.of(0, 1, 0, 2)
  const targets = Uint32Array.of(1, 0, 1, 1)
  const { sources: kept } = distinctEdges({ nodeCount: 3, rowCount: 0, sources, targets })
  assert.equal(kept.length, 2)
})

test('raters of bitcoin-otc are judged by what they gave', t => {
  const folder = join(DATA, 'ratings/bitcoin-otc')
  if (!existsSync(folder)) return t.skip('the shared evaluation data is not here')
  const lines = detect(readFileSync(join(folder, 'otc_network.csv'), 'utf8'), {
    labels: readFileSync(join(folder, 'otc_gt.csv'), 'utf8'),
    top: 10,
  })
  const [ours, , trivial] = ofType(lines, 'accuracy')
  assert.ok(ours!.auc >= 0.85 && trivial!.auc < 0.77)
})

test('the ring of amazon-spammers is found, whatever is unlabelled or without edges', t => {
  const folder = join(DATA, 'rings/amazon-spammers')
  if (!existsSync(folder)) return t.skip('the shared evaluation data is not here')
  const lines = detect(readFileSync(join(folder, 'J01Network.txt'), 'utf8'), {
    labels: readFileSync(join(folder, 'UserLabel.txt'), 'utf8'),
    top: 10,
  })
  assert.equal(ofType(lines, 'block')[0]!.rows.length, 309)
  const [ours, degree] = ofType(lines, 'accuracy')
  assert.deepEqual([ours!.positives, ours!.negatives], [985, 7389])
  assert.equal(degree!.ranking, 'degree')
  assert.ok(ours!.auc > degree!.auc && ours!.averagePrecision > degree!.averagePrecision + 0.01)
  const recallAt95 = (line: typeof ours) =>
    line!.recallAtPrecision.find(({ precision }) => precision === 0.95)!.recall
  assert.ok(recallAt95(ours) > recallAt95(degree) + 0.2)
})

function detect(text: string, options: Omit<DetectionInput, 'edges'> = {}): DetectionLine[] {
  const reader = new EdgeReader()
  reader.push(new TextEncoder().encode(text))
  return [...detectEdges({ edges: reader.finish(), ...options })]
}

function ofType<T extends DetectionLine['type']>(lines: DetectionLine[], type: T) {
  return lines.filter((line): line is Extract<DetectionLine, { type: T }> => line.type === type)
}

function ringFile() {
  const blocks = [{ rows: 60, columns: 10, density: 1, camouflage: 5 }]
  const plan = { rowCount: 6000, columnCount: 900, edgeCount: 24000, blocks, skew: 0.5 }
  const { edges, blockOf } = plantGraph(plan, createRandom(21))
  const rows = Array.from(edges.sources, (source, edge) => `u${source},p${edges.targets[edge]}`)
  const ring = new Set(
    [...blockOf.keys()].filter(node => blockOf[node] === 1).map(node => `u${node}`),
  )
  return { text: `${[...new Set(rows)].join('\n')}\n`, ring }
}
