/**
 * How time and memory grow with the edges, from 10^5 to 10^8: each size in a process of its own,
 * results as JSON and as a plot. `node bench/support/graph-scaling.ts [largest exponent]`; 10^8
 * edges take about 3 GB with the generator's own arrays.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { BlockTracker, createRandom, findDensestBlock, plantGraph } from '#lib/graph'

interface Point {
  edges: number
  nodes: number
  staticSeconds: number
  /** Of the whole process, the generated edge list included. */
  rssMb: number
  /** Median over batches of 1,000 insertions; null above 10^7 edges. */
  insertUs: number | null
}

const single = process.argv.indexOf('--size')
if (single > 0) console.log(JSON.stringify(measure(Number(process.argv[single + 1]))))
else record(Number(process.argv[2] ?? 8))

function record(largestExponent: number): void {
  const points: Point[] = []
  for (let exponent = 5; exponent <= largestExponent; exponent += 0.5) {
    const size = String(Math.round(10 ** exponent))
    const args = ['--max-old-space-size=8000', import.meta.filename, '--size', size]
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    points.push(JSON.parse(stdout) as Point)
    console.error(stdout.trim())
  }
  const folder = join(import.meta.dirname, '../results')
  mkdirSync(folder, { recursive: true })
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  }
  const date = new Date().toISOString().slice(0, 10)
  const result = `${JSON.stringify({ date, machine, points }, null, 2)}\n`
  writeFileSync(join(folder, 'graph-scaling.json'), result)
  writeFileSync(join(folder, 'graph-scaling.svg'), plot(points))
}

function measure(edgeCount: number): Point {
  const rowCount = Math.max(4000, Math.round(edgeCount / 10))
  const columnCount = Math.max(1000, Math.round(edgeCount / 50))
  const rows = Math.min(2000, rowCount / 4)
  const columns = Math.min(500, columnCount / 4)
  const density = Math.min(0.3, (0.1 * edgeCount) / (rows * columns))
  const plan = { rowCount, columnCount, edgeCount, blocks: [{ rows, columns, density }] }
  const random = createRandom(1)
  const { edges } = plantGraph(plan, random)
  const times = [1, 2, 3].map(() => {
    const began = performance.now()
    findDensestBlock(edges)
    return (performance.now() - began) / 1000
  })
  const rssMb = Math.round(process.resourceUsage().maxRSS / 1024)
  const insertUs = edgeCount > 1e7 ? null : medianInsertUs()
  return {
    edges: edgeCount,
    nodes: edges.nodeCount,
    staticSeconds: Math.min(...times),
    rssMb,
    insertUs,
  }

  function medianInsertUs(): number {
    const tracker = BlockTracker.fromEdges(edges)
    const batches: number[] = []
    for (let batch = 0; batch < 100; batch++) {
      const began = performance.now()
      for (let edge = 0; edge < 1000; edge++) {
        tracker.insert(random.below(rowCount), rowCount + random.below(columnCount))
      }
      batches.push(performance.now() - began)
    }
    return batches.sort((a, b) => a - b)[50]!
  }
}

/** Two log–log panels: seconds and megabytes against edges. */
function plot(points: Point[]): string {
  const panel = (left: number, title: string, measureOf: (point: Point) => number, low: number) => {
    const x = (edges: number) => left + 50 + (Math.log10(edges) - 5) * 90
    const y = (value: number) => 290 - (Math.log10(value) - low) * 60
    const line = points
      .map(point => `${x(point.edges)},${y(measureOf(point)).toFixed(1)}`)
      .join(' ')
    const dots = points.map(
      point => `<circle cx="${x(point.edges)}" cy="${y(measureOf(point)).toFixed(1)}" r="3"/>`,
    )
    const xTicks = [5, 6, 7, 8].map(
      power =>
        `<line x1="${x(10 ** power)}" y1="50" x2="${x(10 ** power)}" y2="290" class="grid"/>` +
        `<text x="${x(10 ** power)}" y="308" text-anchor="middle">10^${power}</text>`,
    )
    const yTicks = [0, 1, 2, 3, 4].map(
      step =>
        `<line x1="${x(1e5)}" y1="${290 - step * 60}" x2="${x(1e8)}" y2="${290 - step * 60}" ` +
        `class="grid"/><text x="${x(1e5) - 6}" y="${294 - step * 60}" text-anchor="end">` +
        `${10 ** (low + step)}</text>`,
    )
    return [
      `<text x="${left + 185}" y="30" text-anchor="middle" class="title">${title}</text>`,
      ...xTicks,
      ...yTicks,
      `<polyline points="${line}"/>`,
      ...dots,
    ].join('\n')
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 330" role="img"
 aria-label="Time and memory of the densest block against edges, logarithmic">
<style>text{font:12px sans-serif}.title{font-size:14px}.grid{stroke:#ddd}polyline{fill:none;
stroke:#1f5fa8;stroke-width:2}circle{fill:#1f5fa8}</style>
<rect width="760" height="330" fill="#fff"/>
${panel(0, '最稠密块 / densest block, s', point => point.staticSeconds, -3)}
${panel(380, '进程内存 / process memory, MB', point => point.rssMb, 1)}
</svg>
`
}
