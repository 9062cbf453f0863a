/**
 * Edge files as they are published: every shape reads to the same graph, and bad lines cost only
 * themselves.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { EdgeReader } from './edge-reader.ts'
import { buildEdgeTable, type GraphKind } from './edge-table.ts'
import { createRandom } from './random.ts'

test('a file reads the same however it is cut into chunks', () => {
  const line = fc.tuple(fc.nat(50), fc.nat(50)).map(([u, v]) => `${u},${v}`)
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 40 }), fc.nat(30), (lines, cut) => {
      const text = lines.join('\n')
      const whole = read(text)
      assert.deepEqual(pairs(read(text, cut + 1)), pairs(whole))
      assert.deepEqual(
        pairs(whole),
        lines.map(entry => entry.split(',')).filter(notLoop(whole.kind)),
      )
    }),
  )
})

test('delimiters, headers, comments and line ends do not change the graph', () => {
  const expected = [
    ['7', '12'],
    ['8', '13'],
  ]
  const shapes = [
    '7,12\n8,13\n',
    '\ufeffuser,product\r\n7,12\r\n8,13\r\n',
    '# made by hand\n7 12\n8 13',
    '% bip\n 7\t12\n8   13\n\n',
    'u;v\n7;12\n8;13',
    'rating,product,user\n5,12,7\n3,13,8',
    '"7","12"\n"8","13"',
  ]
  for (const shape of shapes) assert.deepEqual(pairs(read(shape)), expected, shape)
})

test('ids that are not plain integers keep their text, also those read before', () => {
  const table = read('1,2\n007,2\n張三,"a, b"\n')
  assert.deepEqual(pairs(table), [
    ['1', '2'],
    ['007', '2'],
    ['張三', 'a, b'],
  ])
})

test('long integers and integers as large as 2^32 stay apart', () => {
  const table = read('12345678901,4294967295\n4294967294,12345678902\n')
  assert.deepEqual(pairs(table)[0], ['12345678901', '4294967295'])
  assert.equal(table.edges.nodeCount, 4)
})

test('weights and times are numbers, dates become Unix seconds, empty fields are unknown', () => {
  const table = read(
    'rater,ratee,rating,time\n1,2,-10,1289241911.72836\n2,3,+4.5,2012-09-22\n3,4,,5\n',
  )
  assert.deepEqual([...table.weights!], [-10, 4.5, Number.NaN])
  assert.deepEqual([...table.times!], [1289241911.72836, 1348272000, 5])
})

test('a bad line is refused with its number and reason and loses no good line', () => {
  const reader = new EdgeReader()
  reader.push(new TextEncoder().encode('u,v,weight\n1,2,3\n4\n,5,1\n6,7,heavy\n8,9,1\n'))
  const raw = reader.finish()
  assert.equal(raw.count, 2)
  assert.deepEqual(raw.refused, [
    { line: 3, reason: 'too-few-fields', field: 'target' },
    { line: 4, reason: 'empty-id', field: 'source' },
    { line: 5, reason: 'not-a-number', field: 'weight' },
  ])
})

test('columns without a common id are two kinds of nodes, with common ids one kind', () => {
  assert.equal(read('1,10\n2,11\n').kind, 'bipartite')
  assert.equal(read('1,2\n2,5\n').kind, 'unipartite')
  assert.equal(read('a,b\nb,c\n').kind, 'unipartite')
  assert.equal(read('1,2\n2,5\n', undefined, 'bipartite').kind, 'bipartite')
})

test('two columns that both count from zero to different ends are two kinds of nodes', () => {
  const lines = Array.from({ length: 100 }, (_, user) => `${user},${(user * 7) % 30}`)
  const table = read(lines.join('\n'))
  assert.equal(table.kind, 'bipartite')
  assert.equal(table.edges.nodeCount, 130)
})

test('numbers with gaps on both sides are two kinds if they meet themselves and answer by chance', () => {
  const random = createRandom(8)
  const draw = (step: number) => 1 + step * Math.floor(600 * random.unit() ** 2)
  const lines = (write: (at: number) => string) =>
    Array.from({ length: 6000 }, (_, at) => write(at))
  const market = read(lines(() => `${draw(2)} ${draw(3)}`).join('\n'))
  assert.deepEqual([market.kind, market.kindBy], ['bipartite', 'met-by-chance'])
  // People: nobody meets himself, or every third is answered.
  const strangers = lines(() => `${draw(2)} ${draw(3)}`).filter(line => !/^(\d+) \1$/.test(line))
  assert.equal(read(strangers.join('\n')).kindBy, 'shared-ids')
  const friends = lines(() => `${draw(2)} ${draw(2)}`)
  const answers = friends.filter((_, at) => at % 3 === 0).map(line => line.split(' ').reverse())
  const all = [...friends, ...answers.map(pair => pair.join(' '))]
  assert.equal(read(all.join('\n')).kindBy, 'shared-ids')
})

test('a node joined to itself is left out of a graph of one kind', () => {
  const table = read('1,1\n1,2\n2,3\n3,3\n')
  assert.equal(table.selfLoopCount, 2)
  assert.deepEqual(pairs(table), [
    ['1', '2'],
    ['2', '3'],
  ])
})

test('names lead back to nodes', () => {
  const table = read('1,10\n2,11\n')
  assert.equal(table.names.nameOf(table.names.nodeOf('11', 1)!), '11')
  assert.equal(table.names.nodeOf('11', 0), undefined)
})

function read(text: string, cut = 1 << 20, kind: GraphKind | null = null) {
  const bytes = new TextEncoder().encode(text)
  const reader = new EdgeReader()
  for (let at = 0; at < bytes.length; at += cut) reader.push(bytes.subarray(at, at + cut))
  return buildEdgeTable(reader.finish(), kind)
}

function pairs({ edges, names }: ReturnType<typeof read>): string[][] {
  return [...edges.sources].map((source, edge) => [
    names.nameOf(source),
    names.nameOf(edges.targets[edge]!),
  ])
}

function notLoop(kind: GraphKind) {
  return ([source, target]: string[]) => kind === 'bipartite' || source !== target
}
