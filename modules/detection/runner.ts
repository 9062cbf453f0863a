/**
 * Runs the models on the stream of trade (requirement 4.6). Detectors live in memory and reckon before the transaction;
 * what they suspect after a batch commits with the cursor that moves past it. Their memory is written down every so many
 * events together with its position, so that intake is not slowed by a checkpoint per batch; after a restart what lies
 * between checkpoint and cursor is replayed in silence, and the state is what it was (the contract of model.ts).
 */
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { ModelMode, TradeEvent } from '#contract'
import { chineseDay } from '#lib/calendar'
import { readPolicies } from '#modules/policy'
import type { Db, Tx } from '#platform/database'
import { type Clock, type Ids, slicesOf } from '#platform/runtime'
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
  /** When a message is looked at: now, unless somebody watches what is long past. */
  instantOf?(message: Message): Date
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
  /** Whether that is all they have seen: no step is under way, and none was given up halfway. */
  settled: boolean
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
  let prepared: { readonly messages: readonly Message[]; readonly told: Told[] } | undefined
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

  /** Lets the detectors see the messages; from here on they are ahead of the cursor, until that has moved. */
  const reckon = async (db: Db, now: Memory, messages: readonly Message[]): Promise<Told[]> => {
    now.settled = false
    const told: Told[] = []
    for await (const { message, events } of readAhead(db, deps, messages)) {
      const at = deps.instantOf?.(message) ?? deps.clock.now()
      if (message === messages[0] || chineseDay(at.getTime()) !== now.on)
        await renewed(db, deps, now, at)
      const detectors = now.running.map(({ detector }) => detector)
      for await (const slice of slicesOf(events))
        for (const event of slice) feed(detectors, now.clockwork, event)
      rate.count(events.length, deps.clock.now().getTime())
      sinceCheckpoint += events.length
      told.push(...drained(now, at))
    }
    return told
  }

  const prepare = async (db: Db, messages: readonly Message[], cursor: Position) => {
    prepared = undefined
    if (!memory?.settled || !samePlace(memory.at, cursor)) return
    prepared = { messages, told: await reckon(db, memory, messages) }
  }

  const handle = async (tx: Tx, messages: readonly Message[]) => {
    const { told } = prepared?.messages === messages ? prepared : await caughtUp(tx, messages)
    prepared = undefined
    await tell(tx, deps, told)
    memory!.at = messages.at(-1)!.position
    memory!.settled = true
    const age = performance.now() - checkpointedMs
    if (sinceCheckpoint >= everyEvents || (sinceCheckpoint > 0 && age >= everyMs))
      await checkpoint(tx)
  }

  /** A start, or a rolled back or foreign step, leaves memory and cursor apart; then the checkpoint is the truth. */
  const caughtUp = async (tx: Tx, messages: readonly Message[]) => {
    const cursor = await cursorOf(tx, detectionConsumer)
    if (!memory?.settled || !samePlace(memory.at, cursor))
      memory = await loadMemory(tx, deps, cursor, deps.instantOf?.(messages[0]!))
    return { told: await reckon(tx, memory, messages) }
  }

  const remember = async (tx: Tx) => {
    memory ??= await loadMemory(tx, deps, await cursorOf(tx, detectionConsumer))
    checkpointAt ??= memory.savedAt
  }

  return {
    consumer: { name: detectionConsumer, topics, batch: messagesPerRead, prepare, handle },
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

/** What a model suspects, and the instant at which it does. */
type Told = { readonly running: Running; readonly suspicion: Suspicion; readonly at: Date }

function drained(memory: Memory, at: Date): Told[] {
  return memory.running.flatMap(running =>
    running.detector.drain().map(suspicion => {
      running.suspicions++
      return { running, suspicion, at }
    }),
  )
}

/** While the detectors look at one message the database reads the next. */
async function* readAhead(
  db: Db,
  { eventsOf }: Pick<RunnerDeps, 'eventsOf'>,
  messages: readonly Message[],
): AsyncGenerator<{ readonly message: Message; readonly events: readonly TradeEvent[] }> {
  let next: Promise<readonly TradeEvent[]> | undefined
  try {
    next = eventsOf(db, messages[0]!)
    for (const [n, message] of messages.entries()) {
      const events = await next
      const after = messages[n + 1]
      next = after && eventsOf(db, after)
      // Waited for later: until then its failure must not count as unheard.
      next?.catch(() => {})
      yield { message, events: events! }
    }
  } finally {
    // A transaction must not end under a read of it.
    await Promise.allSettled([next])
  }
}

/** Production raises alerts; a trial is kept apart and unlogged; what is retired says nothing. */
async function tell(tx: Tx, deps: RunnerDeps, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return
  const modes = await modesOf(tx, deps.models)
  const policies = await readPolicies(tx)
  const keepersOf = deps.keepersOf(tx)
  for (const { running, suspicion, at } of told) {
    const { card } = running.model
    const mode: ModelMode = modes.get(card.code)!
    const said = { actor: system, at, ids: deps.ids, policies }
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
async function loadMemory(
  tx: Tx,
  deps: RunnerDeps,
  cursor: Position,
  now: Date = deps.clock.now(),
): Promise<Memory> {
  await registerModels(tx, deps.models, now)
  const row = await tx
    .selectFrom('detection.checkpoint')
    .selectAll()
    .where('consumer', '=', detectionConsumer)
    .executeTakeFirst()
  const kept = row
    ? (JSON.parse((await gunzipped(row.state)).toString('utf8')) as JsonRecord)
    : undefined
  const on = chineseDay(now.getTime())
  const policies = await readPolicies(tx)
  const states = (kept?.models ?? {}) as JsonRecord
  const memory: Memory = {
    at: row ? { xid: row.xid, seq: row.seq } : { xid: '0', seq: 0 },
    settled: true,
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
async function renewed(db: Db, deps: RunnerDeps, memory: Memory, at: Date): Promise<void> {
  const on = chineseDay(at.getTime())
  const policies = on === memory.on ? undefined : await readPolicies(db)
  memory.on = on
  for (const running of policies ? memory.running : []) {
    const parameters = parametersOf(running.model.card, policies!, on)
    if (JSON.stringify(parameters) === JSON.stringify(running.parameters)) continue
    running.parameters = parameters
    running.detector = running.model.create(parameters, running.detector.state())
    delete running.book
  }
  await renewBooks(db, deps, memory)
}

/** Books may change from one step to the next: what was activated is in force with the next event. */
async function renewBooks(db: Db, { books = {} }: RunnerDeps, memory: Memory): Promise<void> {
  for (const running of memory.running) {
    const book = books[running.model.card.code]
    if (!book) continue
    const revision = await book.revision(db, memory.on)
    if (revision === running.book) continue
    running.detector.take?.(await book.read(db, memory.on))
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
