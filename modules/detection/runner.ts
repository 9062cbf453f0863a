/**
 * Runs the models on the stream of trade (requirement 4.6). Detectors live in memory; the suspicions of a batch commit
 * with the cursor that moves past it. Their memory is written down every so many events together with its position, so
 * that intake is not slowed by a checkpoint per batch; after a restart what lies between checkpoint and cursor is
 * replayed in silence, and the state is what it was (the contract of model.ts).
 */
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { ModelMode, TradeEvent } from '#contract'
import { chineseDay } from '#lib/calendar'
import { readPolicies } from '#modules/policy'
import type { Db, Tx } from '#platform/database'
import type { Clock, Ids } from '#platform/runtime'
import {
  type Consumer,
  cursorOf,
  type Message,
  moveCursor,
  type Position,
  readAgain,
} from '#platform/stream'
import { system } from './alerts.ts'
import { type Clockwork, feed, startOfTime } from './event-feed.ts'
import { EventRate } from './event-rate.ts'
import type {
  Answer,
  Asked,
  Detector,
  Json,
  JsonRecord,
  Model,
  Parameters,
  Suspicion,
} from './model.ts'
import { parametersOf } from './parameters.ts'
import { type KeepersOf, raiseSuspicion } from './raising.ts'
import { modelNamed, modesOf, registerModels } from './registry.ts'

export const detectionConsumer = 'detection'
/** Holds the place of the checkpoint among the cursors, so that nothing still needed for a replay is trimmed. */
const checkpointCursor = 'detection.checkpoint'
const topics = ['trade.events'] as const
const messagesPerRead = 20

export type RunnerDeps = {
  readonly clock: Clock
  readonly ids: Ids
  readonly models: readonly Model[]
  /** The events of one message of `trade.events`, in order. */
  eventsOf(db: Db, message: Message): Promise<readonly TradeEvent[]>
  keepersOf(db: Db): KeepersOf
  /** What people write beside parameters, by the model that runs it. */
  readonly books?: Readonly<Record<string, Book>>
  readonly checkpointEveryEvents?: number
  readonly checkpointEveryMs?: number
}

/** Read again whenever its revision has changed. */
export type Book = {
  revision(db: Db, on: string): Promise<string>
  read(db: Db, on: string): Promise<unknown>
}

type Running = {
  readonly model: Model
  /** Revision of the book it has taken. */
  book?: string
  parameters: Parameters
  detector: Detector
  suspicions: number
}

/** What the detectors knew when the stream stood at `at`. */
type Memory = {
  at: Position
  on: string
  /** When the checkpoint that it was taken from was written. */
  readonly savedAt: Date | null
  readonly clockwork: Clockwork
  readonly running: Running[]
}

export type Runner = {
  readonly consumer: Consumer
  /** Undefined while nothing was read yet. */
  whyNot(code: string, asked: Asked): Answer | undefined
  figures(): {
    readonly eventsPerSecond: number
    readonly eventsSeen: number
    /** Of each of the last sixty seconds, oldest first. */
    readonly lastMinute: readonly number[]
    readonly newestEventMs: number | null
    readonly checkpointAt: Date | null
    readonly models: readonly {
      code: string
      suspicions: number
      losses: Readonly<Record<string, number>>
    }[]
  }
  /** Takes the memory up as a restart left it, so that one may ask before the next event comes. */
  remember(tx: Tx): Promise<void>
  /** Writes the memory down now: before the process ends, and in tests. */
  checkpoint(tx: Tx): Promise<void>
  /** A digest-friendly picture of all detectors, for the replay test. */
  state(): Json
}

const gzipped = promisify(gzip)
const gunzipped = promisify(gunzip)

export function createRunner(deps: RunnerDeps): Runner {
  const everyEvents = deps.checkpointEveryEvents ?? 100_000
  const everyMs = deps.checkpointEveryMs ?? 60_000
  let memory: Memory | undefined
  let sinceCheckpoint = 0
  let checkpointAt: Date | null = null
  // The time of the machine: a checkpoint spares it work after a restart, whatever day its clock is set to.
  let checkpointedMs = Number.NEGATIVE_INFINITY
  const rate = new EventRate()

  const checkpoint = async (tx: Tx) => {
    if (!memory) return
    checkpointAt = deps.clock.now()
    checkpointedMs = performance.now()
    sinceCheckpoint = 0
    await saveMemory(tx, memory, checkpointAt)
  }

  const handle = async (tx: Tx, messages: readonly Message[]) => {
    const cursor = await cursorOf(tx, detectionConsumer)
    // A rolled back or foreign step leaves memory and cursor apart; then the checkpoint is the truth.
    if (!memory || !samePlace(memory.at, cursor)) memory = await loadMemory(tx, deps, cursor)
    const now = memory
    memory = undefined
    await renewParameters(tx, deps, now)
    await renewBooks(tx, deps, now)
    const told: Told[] = []
    for (const message of messages) {
      const events = await deps.eventsOf(tx, message)
      for (const event of events)
        feed(
          now.running.map(({ detector }) => detector),
          now.clockwork,
          event,
        )
      rate.count(events.length, deps.clock.now().getTime())
      sinceCheckpoint += events.length
      told.push(...drained(now))
    }
    await tell(tx, deps, told)
    now.at = messages.at(-1)!.position
    memory = now
    const age = performance.now() - checkpointedMs
    if (sinceCheckpoint >= everyEvents || (sinceCheckpoint > 0 && age >= everyMs))
      await checkpoint(tx)
  }

  const remember = async (tx: Tx) => {
    memory ??= await loadMemory(tx, deps, await cursorOf(tx, detectionConsumer))
    checkpointAt ??= memory.savedAt
  }

  return {
    consumer: { name: detectionConsumer, topics, batch: messagesPerRead, handle },
    remember,
    checkpoint,
    whyNot: (code, asked) => {
      modelNamed(deps.models, code)
      return memory?.running.find(({ model }) => model.card.code === code)?.detector.whyNot(asked)
    },
    figures: () => ({
      eventsPerSecond: rate.perSecond(deps.clock.now().getTime()),
      eventsSeen: rate.total,
      lastMinute: rate.lastMinute(deps.clock.now().getTime()),
      newestEventMs:
        memory && memory.clockwork.newestMs > startOfTime ? memory.clockwork.newestMs : null,
      checkpointAt,
      models: (memory?.running ?? []).map(({ model, detector, suspicions }) => ({
        code: model.card.code,
        suspicions,
        losses: detector.losses(),
      })),
    }),
    state: () => (memory ? stateOf(memory) : null),
  }
}

type Told = { readonly running: Running; readonly suspicion: Suspicion }

function drained(memory: Memory): Told[] {
  return memory.running.flatMap(running =>
    running.detector.drain().map(suspicion => {
      running.suspicions++
      return { running, suspicion }
    }),
  )
}

/** Production raises alerts; a trial is kept apart and unlogged; what is retired says nothing. */
async function tell(tx: Tx, deps: RunnerDeps, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return
  const modes = await modesOf(tx, deps.models)
  const policies = await readPolicies(tx)
  const said = { actor: system, at: deps.clock.now(), ids: deps.ids, policies }
  const keepersOf = deps.keepersOf(tx)
  for (const { running, suspicion } of told) {
    const { card } = running.model
    const mode: ModelMode = modes.get(card.code)!
    if (mode === 'production' && !suspicion.rule?.onTrial)
      await raiseSuspicion(tx, { card, parameters: running.parameters, suspicion }, keepersOf, said)
    else if (mode !== 'retired') await keepTrial(tx, card.code, suspicion, said)
  }
}

const keepTrial = (
  tx: Tx,
  model: string,
  { inputs: _inputs, ...suspicion }: Suspicion,
  { ids, at }: { ids: Ids; at: Date },
) =>
  tx
    .insertInto('detection.trial')
    .values({
      trial_id: ids.next(),
      model,
      rule: suspicion.rule?.code.split('@')[0] ?? null,
      raised_at: at,
      content: JSON.stringify(suspicion),
    })
    .execute()

/** The memory at the cursor: the checkpoint, and in silence every event between it and the cursor. */
async function loadMemory(tx: Tx, deps: RunnerDeps, cursor: Position): Promise<Memory> {
  await registerModels(tx, deps.models, deps.clock.now())
  const row = await tx
    .selectFrom('detection.checkpoint')
    .selectAll()
    .where('consumer', '=', detectionConsumer)
    .executeTakeFirst()
  const kept = row
    ? (JSON.parse((await gunzipped(row.state)).toString('utf8')) as JsonRecord)
    : undefined
  const on = chineseDay(deps.clock.now().getTime())
  const policies = await readPolicies(tx)
  const states = (kept?.models ?? {}) as JsonRecord
  const memory: Memory = {
    at: row ? { xid: row.xid, seq: row.seq } : { xid: '0', seq: 0 },
    on,
    savedAt: row?.saved_at ?? null,
    clockwork: { newestMs: (kept?.newestMs as number | undefined) ?? startOfTime },
    running: deps.models.map(model => {
      const parameters = parametersOf(model.card, policies, on)
      const state = states[keyOf(model)]
      return { model, parameters, detector: model.create(parameters, state), suspicions: 0 }
    }),
  }
  await renewBooks(tx, deps, memory)
  await replay(tx, deps, memory, cursor)
  return memory
}

async function replay(tx: Tx, deps: RunnerDeps, memory: Memory, cursor: Position): Promise<void> {
  const detectors = memory.running.map(({ detector }) => detector)
  while (isBefore(memory.at, cursor)) {
    const missed = await readAgain(tx, memory.at, cursor, topics, messagesPerRead)
    for (const message of missed) {
      for (const event of await deps.eventsOf(tx, message)) feed(detectors, memory.clockwork, event)
      for (const detector of detectors) detector.drain()
    }
    memory.at = missed.at(-1)?.position ?? cursor
  }
}

/** A new day may bring new numbers of policy: each detector goes on from its state under them. */
async function renewParameters(tx: Tx, deps: RunnerDeps, memory: Memory): Promise<void> {
  const on = chineseDay(deps.clock.now().getTime())
  if (on === memory.on) return
  memory.on = on
  const policies = await readPolicies(tx)
  for (const running of memory.running) {
    const parameters = parametersOf(running.model.card, policies, on)
    if (JSON.stringify(parameters) === JSON.stringify(running.parameters)) continue
    running.parameters = parameters
    running.detector = running.model.create(parameters, running.detector.state())
    delete running.book
  }
}

/** Books may change from one batch to the next: what was activated is in force with the next event. */
async function renewBooks(tx: Tx, { books = {} }: RunnerDeps, memory: Memory): Promise<void> {
  for (const running of memory.running) {
    const book = books[running.model.card.code]
    if (!book) continue
    const revision = await book.revision(tx, memory.on)
    if (revision === running.book) continue
    running.detector.take?.(await book.read(tx, memory.on))
    running.book = revision
  }
}

const keyOf = ({ card }: Model): string => `${card.code} ${card.version}`

const stateOf = ({ clockwork, running }: Memory): Json => ({
  newestMs: clockwork.newestMs,
  models: Object.fromEntries(
    running.map(({ model, detector }) => [keyOf(model), detector.state()]),
  ),
})

async function saveMemory(tx: Tx, memory: Memory, at: Date): Promise<void> {
  const row = {
    consumer: detectionConsumer,
    xid: memory.at.xid,
    seq: memory.at.seq,
    saved_at: at,
    state: await gzipped(JSON.stringify(stateOf(memory)), { level: 1 }),
  }
  const { consumer, ...moving } = row
  await tx
    .insertInto('detection.checkpoint')
    .values(row)
    .onConflict(conflict => conflict.column('consumer').doUpdateSet(moving))
    .execute()
  await moveCursor(tx, checkpointCursor, memory.at)
}

const samePlace = (a: Position, b: Position): boolean => a.xid === b.xid && a.seq === b.seq

function isBefore(a: Position, b: Position): boolean {
  const [ax, bx] = [BigInt(a.xid), BigInt(b.xid)]
  return ax < bx || (ax === bx && a.seq < b.seq)
}
