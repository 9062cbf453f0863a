/**
 * Files of trade events: NDJSON, plain or gzip, and the ratings people give each other as CSV. A file is read as it
 * lands, so memory is flat; what is broken is kept row by row, and a file that is cut short says how far it came.
 */
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { limits, type TradeRowRefused } from '#contract'
import { type Line, linesOf } from '#platform/http'
import { type Candidate, candidateOf, RowRefusal } from './event-check.ts'
import {
  batchRows,
  candidatesOf,
  emptyTally,
  type IntakeDeps,
  type Tally,
  takeIn,
} from './intake.ts'
import type { Reporter } from './landing.ts'

export type ImportReport = Tally & {
  /** Where reading ended before the file's end: rows up to `rows` are in. */
  readonly cutAfterRow: number | null
  /** The first refused rows; all of them are in the list of refused events. */
  readonly shown: readonly TradeRowRefused[]
}

export type ImportOptions = {
  readonly path: string
  readonly deps: IntakeDeps
  readonly reporter: Reporter
  /** Told the rows landed and the bytes read of the file. */
  readonly progress?: (rows: number, bytes: number) => void
  readonly signal?: AbortSignal
}

const refusedShown = 100

/** Imports NDJSON, gzip by the file's name. Importing the same file again changes nothing. */
export const importTrade = (options: ImportOptions): Promise<ImportReport> =>
  importLines(options, candidateOf)

/**
 * Imports `rater,ratee,rating,unix time` as `peer.rated` events of a network. The network's code is platform and source;
 * each member must keep the shop of his own number there (`membersOf` names them beforehand).
 */
export const importRatings = (
  options: ImportOptions & { readonly network: string },
): Promise<ImportReport> => importLines(options, line => ratingOf(line, options.network))

/** Everyone a ratings file names well, for registration before the import. */
export async function membersOf(path: string): Promise<string[]> {
  const members = new Set<string>()
  for await (const lines of linesIn(path, { bytes: 0 }))
    for (const { text } of lines) {
      const match = text === undefined ? null : ratingPattern.exec(text)
      if (!match) continue
      members.add(match[1]!)
      members.add(match[2]!)
    }
  return [...members]
}

async function importLines(
  { path, deps, reporter, progress, signal }: ImportOptions,
  candidate: (line: Line) => Candidate,
): Promise<ImportReport> {
  const read = { bytes: 0 }
  const tally = emptyTally()
  const shown: TradeRowRefused[] = []
  const batches = async function* () {
    for await (const lines of linesIn(path, read)) {
      signal?.throwIfAborted()
      yield await candidatesOf(lines, candidate)
    }
  }
  try {
    for await (const answer of takeIn(deps, reporter, batches(), tally)) {
      if (answer.status === 'committed') progress?.(tally.rows, read.bytes)
      else if (shown.length < refusedShown) shown.push(answer)
    }
  } catch (error) {
    if (!isCut(error)) throw error
    return { ...tally, cutAfterRow: tally.rows, shown }
  }
  return { ...tally, cutAfterRow: null, shown }
}

async function* linesIn(path: string, read: { bytes: number }): AsyncGenerator<Line[]> {
  const file = createReadStream(path, { highWaterMark: 1 << 18 })
  file.on('data', chunk => {
    read.bytes += chunk.length
  })
  // The fault of either stream reaches whoever reads the last one.
  const bytes = path.endsWith('.gz') ? pipeline(file, createGunzip(), () => {}) : file
  yield* linesOf(bytes, { lineBytes: limits.bulkLineBytes, batchRows })
}

/** Compressed data that ends early or is damaged. */
export const isCut = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'Z_BUF_ERROR' || error.code === 'Z_DATA_ERROR')

const ratingPattern = /^\s*([\w-]{1,20}),([\w-]{1,20}),(-?(?:10|0?\d)),(\d{9,10})(?:\.(\d+))?\s*$/

/** One rating as an event; its number is made of what it is, so that the file can be imported again. */
function ratingOf({ row, text, fault }: Line, network: string): Candidate {
  if (text === undefined) return candidateOf({ row, text, ...(fault ? { fault } : {}) })
  const match = ratingPattern.exec(text)
  if (!match)
    return { row, raw: text, value: new RowRefusal('trade.event-invalid', faultsOf(text)) }
  const [, rater, ratee, score, seconds, fraction = ''] = match
  const ms = Number(seconds) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3))
  const value = {
    kind: 'peer.rated',
    source: network,
    eventId: `${rater}-${ratee}-${seconds}${fraction ? `.${fraction}` : ''}`,
    occurredAt: new Date(ms).toISOString(),
    platform: network,
    shop: ratee,
    rater,
    ratee,
    score: Number(score),
  }
  return { row, raw: text, value }
}

const ratingColumns = [
  { field: 'rater', pattern: /^\s*[\w-]{1,20}$/, rule: 'code' },
  { field: 'ratee', pattern: /^[\w-]{1,20}$/, rule: 'code' },
  { field: 'rating', pattern: /^-?(10|0?\d)$/, rule: 'integer -10..10' },
  { field: 'time', pattern: /^\d{9,10}(\.\d+)?\s*$/, rule: 'unix seconds' },
] as const

/** Names the columns of a broken row and the rule each breaks. */
function faultsOf(text: string) {
  const cells = text.split(',')
  if (cells.length !== ratingColumns.length) {
    const zh = `应为 4 列（rater,ratee,rating,time），实为 ${cells.length} 列。`
    const en = `There must be 4 columns (rater,ratee,rating,time), not ${cells.length}.`
    return [{ field: '(line)', rule: 'columns', zh, en }]
  }
  return ratingColumns.flatMap(({ field, pattern, rule }, i) =>
    pattern.test(cells[i]!)
      ? []
      : [
          {
            field,
            rule,
            zh: `第 ${i + 1} 列“${field}”不符合要求（${rule}）。`,
            en: `Column ${i + 1}, "${field}", must be ${rule}.`,
          },
        ],
  )
}
