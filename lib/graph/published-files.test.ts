/**
 * Edge and label files in the shapes in which strangers publish them: the same network, however it
 * is written down, and no label taken for a weight.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DetectionInput, type DetectionLine, detectEdges } from './detection.ts'
import { EdgeReader } from './edge-reader.ts'
import { plantGraph } from './planted.ts'
import { createRandom } from './random.ts'

const { pairs, ring } = ringMarket()
const accounts = [...new Set(pairs.map(([account]) => account))]
const isRing = (account: string) => ring.has(account)

test('a market reads the same with any delimiter, header, quotes, line ends or comments', () => {
  const write = (mark: string, end = '\n') => pairs.map(pair => pair.join(mark)).join(end)
  const shapes = {
    comma: write(','),
    tab: write('\t'),
    space: write(' '),
    spaces: write('   '),
    semicolon: write(';'),
    crlf: `\ufeffuser_id,product_id\r\n${write(',', '\r\n')}\r\n`,
    header: `reviewerID\tasin\n${write('\t')}`,
    unknownHeader: `from_node_id to_node_id\n${write(' ')}`,
    quoted: pairs.map(([account, product]) => `"${account}","${product}"`).join('\n'),
    quotedSpaces: pairs.map(([account, product]) => `"${account}" "${product}"`).join('\n'),
    comments: `# Directed graph\n% bip unweighted\n\n${write('\t')}\n# end\n`,
    twice: `${write(',')}\n${write(',')}`,
    matrix: `%%MatrixMarket matrix coordinate pattern\n6000 900 ${pairs.length}\n${write(' ')}`,
    matrixWithoutBanner: `% made elsewhere\n6000 900 ${pairs.length}\n${write(' ')}`,
    pipe: write('|'),
    colons: pairs.map(pair => `${pair.join('::')}::5::978300760`).join('\n'),
    arrows: write(' -> '),
    decimals: pairs.map(([account, product]) => `${account}.0,${product}.0`).join('\n'),
    dateFirst: pairs.map(pair => `2014-12-08,${pair.join(',')},4.5`).join('\n'),
    dated: pairs.map(pair => `${pair.join(',')},2014-12-08`).join('\n'),
    weighed: pairs.map(pair => `${pair.join(';')};3,5`).join('\n'),
  }
  const expected = nodesOf(detect(write(',')))
  for (const [shape, text] of Object.entries(shapes)) {
    const lines = detect(text)
    assert.equal(graphOf(lines).refusedLines, 0, shape)
    assert.equal(graphOf(lines).kind, 'bipartite', shape)
    assert.deepEqual(nodesOf(lines), expected, shape)
  }
})

test('the first line says as what each column was read and what decided the kind', () => {
  const graph = graphOf(detect('user_id,stars,prod_id,date\n1,5,7,2020-01-01\n2,4,7,2020-01-02\n'))
  assert.deepEqual(
    graph.read.map(({ name, as }) => [name, as]),
    [
      ['user_id', 'source'],
      ['stars', 'weight'],
      ['prod_id', 'target'],
      ['date', 'time'],
    ],
  )
  assert.deepEqual([graph.kindBy, graph.method], ['header', 'market'])
  assert.equal(graphOf(detect('1,2\n2,3\n')).kindBy, 'shared-ids')
  assert.equal(graphOf(detect('1,2\n2,3\n', { kind: 'bipartite' })).kindBy, 'option')
  assert.equal(graphOf(detect('1,2,-1\n2,3,1\n3,1,1\n')).method, 'raters')
})

test('a label beside the edges is no weight, with and without a header, in numbers or words', () => {
  const marks = [
    ['0', '1'],
    ['1', '-1'],
    ['benign', 'fraud'],
    ['False', 'True'],
    ['genuine', 'Fake'],
  ] as const
  for (const [good, bad] of marks) {
    const rows = pairs.map(([u, v]) => `${u}\t${v}\t${isRing(u) ? bad : good}`).join('\n')
    const rated = pairs.map(([u, v]) => `${u}\t${v}\t4.0\t${isRing(u) ? bad : good}\t2014-12-08`)
    for (const text of [rows, `u\tv\tlabel\n${rows}`, rated.join('\n')]) {
      const lines = detect(text)
      const graph = graphOf(lines)
      assert.equal(graph.method, 'market', bad)
      assert.ok(graph.read.some(({ as }) => as === 'label'))
      assert.equal(graph.read[2]!.as === 'weight', text === rated.join('\n'))
      assert.equal(graph.read[4]?.as ?? 'time', 'time')
      judged(lines, 'edges', bad)
    }
  }
})

test('people who trust and distrust each other keep their signs', () => {
  const graph = graphOf(detect('1,2,1\n2,3,-1\n3,1,1\n1,3,-1\n'))
  assert.deepEqual([graph.method, graph.read[2]!.as], ['raters', 'weight'])
  assert.equal(graphOf(detect('rater,ratee,rating\n1,9,1\n2,9,-1\n')).method, 'raters')
})

test('labels of accounts are read in every shape', () => {
  const write = (bad: string, good: string, mark = ',') =>
    accounts.map(id => `${id}${mark}${isRing(id) ? bad : good}`).join('\n')
  const shapes = {
    bits: write('1', '0'),
    signs: write('-1', '1'),
    header: `id,label\n${write('1', '0')}`,
    otherHeader: `account\tis_fraud\r\n${write('1', '0', '\t').replaceAll('\n', '\r\n')}`,
    words: `user,label\n${write('fraud', 'benign')}`,
    truth: write('TRUE', 'FALSE', ';'),
    hyphen: write('spammer', 'non-spammer', '\t'),
    labelFirstWithoutHeader: accounts.map(id => `${isRing(id) ? 1 : 0}\t${id}`).join('\n'),
    moreColumns: accounts.map(id => `${id},${isRing(id) ? 1 : 0},name of ${id}`).join('\n'),
    decimals: accounts.map(id => `${id}.0,${isRing(id) ? '1.0' : '0.0'}`).join('\n'),
    minusAndNone: write('-1', '0'),
    otherWords: write('scam', 'ok'),
    oneKnownWord: write('vandal', 'normal'),
    comments: `# who was banned\n${write('1', '0', ' ')}`,
    list: accounts.filter(isRing).join('\n'),
    listWithHeader: `user_id\n${accounts.filter(isRing).join('\n')}`,
    labelFirst: `label,id\n${accounts.map(id => `${isRing(id) ? 1 : 0},${id}`).join('\n')}`,
    numbered: accounts.map((id, index) => `${id} ${index} ${isRing(id) ? 1 : 0}`).join('\n'),
    bothSides: `${write('1', '0')}\n${[...new Set(pairs.map(pair => pair[1]))].map(id => `${id},0`).join('\n')}`,
  }
  for (const [shape, labels] of Object.entries(shapes)) {
    const found = judged(detect(`${text()}\n`, { labels }), 'nodes', shape)
    assert.equal(found.fraud, accounts.filter(isRing).length, shape)
    assert.equal(found.other, accounts.length - found.fraud, shape)
  }
})

test('a word of two that nobody knows is no label if it says so', () => {
  const labels = accounts.map(id => `${id},${isRing(id) ? 'fraud' : 'unknown'}`).join('\n')
  const [found] = ofType(detect(`${text()}\n`, { labels }), 'labels')
  assert.deepEqual([found!.fraud, found!.other], [accounts.filter(isRing).length, 0])
})

test('who pays whom is read by the names that simulators and ledgers use', () => {
  const graph = graphOf(detect('step,type,amount,nameOrig,nameDest\n1,CASH_OUT,20.5,C1,C2\n'))
  assert.deepEqual(
    graph.read.map(({ as }) => as),
    ['ignored', 'ignored', 'weight', 'source', 'target'],
  )
})

test('a file in UTF-16 is refused with its reason instead of being read as one line', () => {
  const reader = new EdgeReader()
  reader.push(new Uint8Array(Buffer.from('\ufeff1,2\n3,4\n', 'utf16le')))
  assert.throws(() => reader.finish(), /UTF-16/)
})

test('labels of edges are read in every shape, and rows without such an edge are counted', () => {
  const write = (bad: string, good: string, mark = ',') =>
    pairs.map(([u, v]) => [u, v, isRing(u) ? bad : good].join(mark)).join('\n')
  const shapes = {
    bits: write('1', '0'),
    signs: write('-1', '1', '\t'),
    header: `user,product,filtered\n${write('yes', 'no')}`,
    list: pairs
      .filter(([u]) => isRing(u))
      .map(pair => pair.join(','))
      .join('\n'),
    manyUnknown: `${write('1', '0')}\n${pairs.map((_, row) => `x${row},y${row},1`).join('\n')}`,
  }
  for (const [shape, labels] of Object.entries(shapes)) {
    const found = judged(detect(text(), { labels }), 'edges', shape)
    assert.equal(found.unknownIds, shape === 'manyUnknown' ? pairs.length : 0)
  }
})

test('unknown accounts of a label file rank last and are counted', () => {
  const labels = `${accounts.map(id => `${id},${isRing(id) ? 1 : 0}`).join('\n')}\nghost,1\nx,0\n`
  const lines = detect(text(), { labels })
  const [found] = ofType(lines, 'labels')
  const [ours] = ofType(lines, 'accuracy')
  assert.equal(found!.unknownIds, 2)
  assert.equal(ours!.positives, found!.fraud + 1)
})

function judged(lines: DetectionLine[], on: 'nodes' | 'edges', shape: string) {
  const [found] = ofType(lines, 'labels')
  const [ours] = ofType(lines, 'accuracy')
  assert.equal(found?.on, on, shape)
  assert.ok(ours!.auc > 0.95, `${shape}: ${ours!.auc}`)
  return found!
}

function detect(text: string, options: Omit<DetectionInput, 'edges'> = {}): DetectionLine[] {
  const reader = new EdgeReader()
  reader.push(new TextEncoder().encode(text))
  return [...detectEdges({ edges: reader.finish(), top: 100, ...options })]
}

function ofType<T extends DetectionLine['type']>(lines: DetectionLine[], type: T) {
  return lines.filter((line): line is Extract<DetectionLine, { type: T }> => line.type === type)
}

function graphOf(lines: DetectionLine[]) {
  return ofType(lines, 'graph')[0]!
}

function nodesOf(lines: DetectionLine[]) {
  return ofType(lines, 'node').map(({ id, score }) => [id, score])
}

function text(): string {
  return pairs.map(pair => pair.join(',')).join('\n')
}

function ringMarket() {
  const blocks = [{ rows: 60, columns: 10, density: 1, camouflage: 5 }]
  const plan = { rowCount: 3000, columnCount: 600, edgeCount: 9000, blocks, skew: 0.5 }
  const { edges, blockOf } = plantGraph(plan, createRandom(4))
  const keys = new Set(Array.from(edges.sources, (row, edge) => `${row} ${edges.targets[edge]}`))
  const pairs = [...keys].map(key => {
    const [row, column] = key.split(' ') as [string, string]
    return [String(10_000 + Number(row)), String(90_000 + Number(column))] as const
  })
  const ring = new Set(
    Array.from(blockOf.keys())
      .filter(node => blockOf[node] === 1)
      .map(node => String(10_000 + node)),
  )
  return { pairs, ring }
}
