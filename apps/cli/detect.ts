/**
 * `xinheng detect --edges FILE [--labels FILE]`: what makes a network suspect, from a bare edge list, as NDJSON. Needs no
 * installation and no database; labels are for measuring only and no score sees them.
 */
import { closeSync, createReadStream, openSync, readFileSync, readSync } from 'node:fs'
import { createGunzip, gunzipSync } from 'node:zlib'
import type { Command } from 'commander'
import { type DetectionLine, detectEdges, EdgeReader, type GraphKind } from '#lib/graph'

type Options = { edges: string; labels?: string; kind?: GraphKind; top?: string; blocks?: string }

export function addDetect(program: Command): void {
  program
    .command('detect')
    .description(
      '从边表找出可疑的密集块、节点与边 / suspicious blocks, nodes and edges of an edge list',
    )
    .requiredOption(
      '--edges <file>',
      'u,v[,weight[,time[,label]]]，表头可有可无，可压缩 / header optional, may be gzip',
    )
    .option(
      '--labels <file>',
      '节点或边的标签，仅用于评估 / labels of nodes or edges, for measuring only',
    )
    .option('--kind <kind>', 'bipartite | unipartite，默认自动识别 / guessed unless said')
    .option('--top <n>', '最多输出的节点与边 / nodes and edges printed at most')
    .option('--blocks <n>', '最多输出的块 / blocks printed at most')
    .action(async (options: Options) => {
      const edges = await readEdges(options.edges)
      const lines = detectEdges({
        edges,
        ...(options.labels ? { labels: readText(options.labels) } : {}),
        ...(options.kind ? { kind: options.kind } : {}),
        ...(options.top ? { top: positive('top', options.top) } : {}),
        ...(options.blocks ? { blockCount: positive('blocks', options.blocks) } : {}),
      })
      for (const line of lines) {
        if (line.type === 'graph') sayReading(line)
        if (line.type === 'graph') sayRefused(line)
        await write(`${JSON.stringify(line)}\n`)
      }
    })
}

type GraphLine = Extract<DetectionLine, { type: 'graph' }>

/** A label that was taken for a weight, or people for goods, is best seen before the answer. */
function sayReading({ kind, kindBy, method, read }: GraphLine): void {
  const columns = read.map(({ column, name, as }) => `${name ?? column} → ${as}`).join(', ')
  console.error(`读作 / read as: ${columns}; ${kind} (${kindBy}), ${method}`)
}

/** The answer goes to a program; whoever started it should still see that lines were left out. */
function sayRefused({ refusedLines, refused }: GraphLine): void {
  if (refusedLines === 0) return
  const first = refused
    .slice(0, 3)
    .map(({ line, reason, field }) => `${line} (${field}: ${reason})`)
  console.error(
    `${refusedLines} 行未读入 / ${refusedLines} lines refused: ${first.join(', ')}${refusedLines > 3 ? ' …' : ''}`,
  )
}

async function readEdges(path: string) {
  const reader = new EdgeReader()
  const file = createReadStream(path, { highWaterMark: 1 << 20 })
  const bytes = isGzip(path) ? file.compose(createGunzip()) : file
  for await (const chunk of bytes) reader.push(chunk as Uint8Array)
  return reader.finish()
}

function readText(path: string): string {
  const bytes = readFileSync(path)
  return (isGzip(path) ? gunzipSync(bytes) : bytes).toString('utf8')
}

/** By what the file begins with: names are changed more easily than contents. */
function isGzip(path: string): boolean {
  const file = openSync(path, 'r')
  const start = new Uint8Array(2)
  readSync(file, start)
  closeSync(file)
  return start[0] === 0x1f && start[1] === 0x8b
}

function positive(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`--${name} ${text}: 应为正整数 / must be a positive integer`)
  return value
}

/** Waits where the reader of the pipe is slower than we are. */
const write = (text: string): Promise<void> =>
  new Promise(resolve => {
    if (process.stdout.write(text)) resolve()
    else process.stdout.once('drain', resolve)
  })
