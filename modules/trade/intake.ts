/**
 * Intake: candidates in, answers out. While the database lands one batch the next is read and checked; nothing is read
 * faster than it lands. An answer is given only after the commit of what it speaks of (invariant 9).
 */
import type { TradeAnswer, TradeIntakeEnd, TradeRowsCommitted } from '#contract'
import { chineseDay } from '#lib/calendar'
import { readPolicies } from '#modules/policy'
import type { Database } from '#platform/database'
import type { Line } from '#platform/http'
import { slicesOf } from '#platform/runtime'
import { type Batch, type BatchRules, batchOf } from './batch.ts'
import { type Candidate, latestOf } from './event-check.ts'
import {
  type Landed,
  type Landing,
  type LandingDeps,
  landBatch,
  type Reporter,
  type WrittenBatch,
} from './landing.ts'
import type { ReviewTerms } from './review-orders.ts'
import type { ShopBook } from './shops.ts'
import { batchWriter } from './written.ts'

/** Rows a transaction takes: long enough to share the cost of a commit, short enough to answer soon. */
export const batchRows = 3_000

/** Where one session is all there is, those who read wait for each transaction to end: there it is short. */
const shortBatchRows = 750

export const batchRowsBeside = ({ sessions }: Pick<Database, 'sessions'>): number =>
  sessions === 1 ? shortBatchRows : batchRows

/** Batches on their way to the disk at once: as many as keep both the program and the database at work. */
const inFlight = 4

export type IntakeDeps = LandingDeps & {
  readonly shops: ShopBook
  /** Told after each commit: the sequencer and the stream's consumers have work. */
  wake?(): void
}

export type Tally = Omit<TradeIntakeEnd, 'status' | 'problem'>

/**
 * Takes batches in and yields one answer per refused row and per committed range, then ends. `tally` is kept up to date
 * for whoever writes the last line, also where the input breaks off and this throws.
 */
export async function* takeIn(
  deps: IntakeDeps,
  reporter: Reporter,
  batches: AsyncIterable<readonly Candidate[]>,
  tally: Tally = emptyTally(),
): AsyncGenerator<Exclude<TradeAnswer, TradeIntakeEnd>> {
  const { keptSince, ...terms } = await termsNow(deps)
  const landing: Promise<Answers>[] = []
  // Where one session is all there is, others would wait for every batch that already waits for it.
  const atOnce = Math.min(inFlight, deps.database.sessions)
  const oldest = async () => told(await landing.shift()!, tally)
  let careful = false
  let before: Landing | undefined
  const start = (batch: WrittenBatch) => {
    before = landBatch(deps, reporter, batch, { careful, terms, before })
    const work = before.landed.then(landed => {
      careful = landed.known
      deps.wake?.()
      return answersOf(batch, landed, keptSince)
    })
    landing.push(heard(work))
  }
  const input = batches[Symbol.asyncIterator]()
  try {
    for (let next = heard(input.next()); ; ) {
      // Whichever comes first: a sender that pauses still hears at once of what has landed.
      while (landing.length > 0 && !(await comesFirst(next, landing[0]!))) yield* await oldest()
      const { done, value } = await next
      if (done) break
      next = heard(input.next())
      if (value.length === 0) continue
      const batch = await writtenBySlices(deps, reporter, await identified(deps, reporter, value))
      if (landing.length >= atOnce) yield* await oldest()
      start(batch)
    }
  } catch (cause) {
    // What was read whole before the input broke off lands and is answered like everything else.
    while (landing.length > 0) yield* await oldest()
    throw cause
  } finally {
    // Not awaited: a sender that is silent would keep us from leaving.
    input.return?.().catch(() => {})
    await Promise.allSettled(landing)
  }
  while (landing.length > 0) yield* await oldest()
}

/** A promise that is waited for later: until then its failure must not count as unheard. */
function heard<T>(work: Promise<T>): Promise<T> {
  work.catch(() => {})
  return work
}

const comesFirst = (next: Promise<unknown>, landed: Promise<unknown>): Promise<boolean> =>
  Promise.race([next.then(() => true), landed.then(() => false)])

export const emptyTally = (): Tally => ({
  rows: 0,
  accepted: 0,
  duplicates: 0,
  refused: 0,
  late: 0,
})

type Terms = ReviewTerms & {
  /** Events before this instant are older than the law keeps trade facts (电子商务法 art. 31): taken in, and counted. */
  readonly keptSince: string
}

async function termsNow({ database, clock }: IntakeDeps): Promise<Terms> {
  const at = clock.now()
  const policies = await readPolicies(database.db)
  const on = chineseDay(at.getTime())
  const start = new Date(at)
  start.setUTCFullYear(at.getUTCFullYear() - policies.number('trade.retain', on))
  return {
    keptSince: start.toISOString(),
    windowDays: policies.number('review.window', on),
    followUpDays: policies.number('review.followUp', on),
  }
}

async function identified(
  { shops, clock }: IntakeDeps,
  { source }: Reporter,
  candidates: readonly Candidate[],
): Promise<Batch> {
  await shops.refresh()
  const rules = { shops, source, latestMs: latestOf(clock.now()) }
  const batch = await identifiedBySlices(candidates, rules)
  if (!batch.refused.some(({ refusal }) => refusal.code === 'trade.shop-unknown')) return batch
  const readAgain = await shops.refreshAfterMiss()
  return readAgain ? identifiedBySlices(candidates, rules) : batch
}

/** Reads lines, slice by slice. */
export async function candidatesOf(
  lines: readonly Line[],
  read: (line: Line) => Candidate,
): Promise<Candidate[]> {
  const candidates: Candidate[] = []
  for await (const slice of slicesOf(lines)) for (const line of slice) candidates.push(read(line))
  return candidates
}

async function identifiedBySlices(
  candidates: readonly Candidate[],
  rules: BatchRules,
): Promise<Batch> {
  const slices: Batch[] = []
  for await (const slice of slicesOf(candidates)) slices.push(batchOf(slice, rules))
  return {
    firstRow: slices[0]!.firstRow,
    lastRow: slices.at(-1)!.lastRow,
    incoming: slices.flatMap(({ incoming }) => incoming),
    refused: slices.flatMap(({ refused }) => refused),
  }
}

/** All that can be done before the transaction is done before it: then the database need not wait for the program. */
async function writtenBySlices(
  { ids }: IntakeDeps,
  { tenantOf }: Reporter,
  batch: Batch,
): Promise<WrittenBatch> {
  const { incoming } = batch
  if (incoming.length === 0) return { ...batch, written: undefined }
  const { add, written } = batchWriter(ids, tenantOf, incoming.length)
  for await (const slice of slicesOf(incoming)) for (const one of slice) add(one)
  return { ...batch, written: written() }
}

type Answers = {
  readonly refused: Exclude<TradeAnswer, TradeIntakeEnd>[]
  readonly committed: TradeRowsCommitted
}

function answersOf(batch: Batch, landed: Landed, keptSince: string): Answers {
  const { batchId, accepted, duplicates } = landed
  const refused = landed.refused.map(({ row, eventId, refusal }) => ({
    status: 'refused' as const,
    row,
    eventId,
    code: refusal.code,
    errors: [...refusal.errors],
  }))
  return {
    refused,
    committed: {
      status: 'committed',
      rows: [batch.firstRow, batch.lastRow],
      accepted: accepted.length,
      duplicates,
      refused: refused.length,
      late: accepted.filter(({ event }) => event.occurredAt < keptSince).length,
      batchId,
    },
  }
}

function* told(answers: Answers, tally: Tally) {
  const { committed } = answers
  tally.rows = committed.rows[1]
  tally.accepted += committed.accepted
  tally.duplicates += committed.duplicates
  tally.refused += committed.refused
  tally.late += committed.late
  yield* answers.refused
  yield committed
}
