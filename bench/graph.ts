/**
 * Speed of the graph room: the densest block of ten million edges in memory and from a file, and a
 * block tracked edge by edge. The peer is the obvious typed-array peel of the same process. How
 * accurate rankings are without labels is measured in accuracy.ts.
 */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BlockTracker, createRandom, type EdgeList, findDensestBlock, plantGraph } from '#lib/graph'
import { plainPeel } from './support/graph-peer.ts'
import { report } from './support/metric.ts'

const ROWS = 1_000_000
const COLUMNS = 200_000
const PLAN = {
  rowCount: ROWS,
  columnCount: COLUMNS,
  edgeCount: 10_000_000,
  blocks: [{ rows: 2000, columns: 500, density: 0.3 }],
}
const SHAPE = '10,000,000 edges, 1,000,000 × 200,000 nodes, planted 2,000 × 500'

const random = createRandom(20160816)
const { edges } = plantGraph(PLAN, random)
const peerSeconds = measureStatic(edges)
measureFromCsv(edges, peerSeconds)
measureIncremental(edges)

function seconds(work: () => unknown): number {
  const began = performance.now()
  work()
  return (performance.now() - began) / 1000
}

function measureStatic(graph: EdgeList): number {
  let density = 0
  const times = [1, 2, 3, 4, 5].map(() =>
    seconds(() => {
      density = findDensestBlock(graph)!.density
    }),
  )
  let peerDensity = 0
  const peer = seconds(() => {
    peerDensity = plainPeel(graph)
  })
  report({
    metric: 'graph.static_10m_s',
    value: round(Math.min(...times)),
    unit: 's',
    ceiling: round(peer),
    work: `${SHAPE}; best of 5; density ${round(density)}, the plain peel's ${round(peerDensity)}`,
  })
  const weighted = seconds(() => findDensestBlock(graph, { weighting: 'camouflage-resistant' }))
  report({
    metric: 'graph.static_10m_weighted_s',
    value: round(weighted),
    unit: 's',
    ceiling: round(peer),
    work: `${SHAPE}; column weights 1 / log(x + 5), against the unweighted plain peel`,
  })
  return peer
}

function measureFromCsv(graph: EdgeList, peer: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'graph-bench-'))
  const path = join(folder, 'edges.csv')
  writeCsv(path, graph)
  const script = join(import.meta.dirname, 'support/graph-from-csv.ts')
  const runs = [1, 2, 3].map(() => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [script, path], {
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(stderr)
    return JSON.parse(stdout) as { seconds: number; rssMb: number; size: number; density: number }
  })
  rmSync(folder, { recursive: true })
  const work = `${SHAPE}; own process from its start, best of 3; ${runs[0]!.size} members`
  report({
    metric: 'graph.static_10m_from_csv_s',
    value: round(Math.min(...runs.map(run => run.seconds))),
    unit: 's',
    ceiling: round(peer),
    work: `${work}; against the plain peel alone`,
  })
  report({
    metric: 'graph.static_10m_rss_mb',
    value: Math.round(Math.max(...runs.map(run => run.rssMb))),
    unit: 'MB',
    ceiling: 600,
    work: `${work}; largest resident size of the process that reads the file`,
  })
}

function writeCsv(path: string, { sources, targets, rowCount }: EdgeList): void {
  const file = openSync(path, 'w')
  let text = ''
  for (let edge = 0; edge < sources.length; edge++) {
    text += `${sources[edge]},${targets[edge]! - rowCount}\n`
    if (text.length < 1 << 20 && edge + 1 < sources.length) continue
    writeSync(file, text)
    text = ''
  }
  closeSync(file)
}

/** Half background, half a ring that grows denser than the known block; then a sliding window. */
function measureIncremental(graph: EdgeList): void {
  const tracker = BlockTracker.fromEdges(graph)
  const stranger = (): [number, number] => [random.below(ROWS), ROWS + random.below(COLUMNS)]
  const ringRows = Array.from({ length: 1500 }, () => random.below(ROWS))
  const ringColumns = Array.from({ length: 400 }, () => ROWS + random.below(COLUMNS))
  const ring = (): [number, number] => [
    ringRows[random.below(1500)]!,
    ringColumns[random.below(400)]!,
  ]
  const arriving = Array.from({ length: 600_000 }, (_, at) => (at % 2 === 0 ? stranger() : ring()))
  const floor = batches(arriving.slice(0, 100_000), countDegrees(graph.nodeCount))
  const inserted = batches(arriving, ([source, target]) => tracker.insert(source, target))
  let oldest = 0
  const sliding = batches(arriving.slice(0, 300_000), ([source, target]) => {
    tracker.insert(target, source)
    tracker.remove(graph.sources[oldest]!, graph.targets[oldest]!)
    oldest++
  })
  const block = tracker.block()!
  tracker.refresh()
  const bound = `density ${round(block.density)}, no block above ${block.densityCeiling}`
  const work = `batches of 1,000 on ${SHAPE}, half of them a ring that outgrows the block; ${bound}`
  const put = (metric: string, value: number, what = work) =>
    report({ metric, value: round(value), unit: 'µs', ceiling: round(at(floor, 0.5)), work: what })
  put('graph.incremental_p50_us', at(inserted, 0.5), `${work}; against counting two degrees`)
  put('graph.incremental_p99_us', at(inserted, 0.99), `${work}; against counting two degrees`)
  put('graph.window_p50_us', at(sliding, 0.5), 'one edge in and the oldest out, same graph')
  put('graph.window_p99_us', at(sliding, 0.99), 'one edge in and the oldest out, same graph')
}

/** The least that any tracker must do: touch both ends. */
function countDegrees(nodeCount: number): (edge: [number, number]) => void {
  const degrees = new Uint32Array(nodeCount)
  return ([source, target]) => {
    degrees[source]!++
    degrees[target]!++
  }
}

/** Microseconds an edge of each batch of 1,000, ascending. */
function batches(list: [number, number][], work: (edge: [number, number]) => void): number[] {
  const times: number[] = []
  for (let start = 0; start + 1000 <= list.length; start += 1000) {
    const began = performance.now()
    for (let index = start; index < start + 1000; index++) work(list[index]!)
    times.push(performance.now() - began)
  }
  return times.sort((a, b) => a - b)
}

function at(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
}

function round(value: number): number {
  return Number(value.toPrecision(4))
}
