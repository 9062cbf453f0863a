/**
 * Runs consumers one after another in one loop: each gets its next batch in a transaction that also moves its cursor.
 * A consumer that fails waits and tries again from the same cursor; the others go on.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Database, Db, Tx } from '#platform/database'
import type { Log } from '#platform/runtime'
import { createBell } from './bell.ts'
import {
  cursorOf,
  lockCursor,
  type Message,
  moveCursor,
  newestPosition,
  type Position,
  readAfter,
  readAgain,
  whoHasWork,
} from './outbox.ts'

export type Consumer = {
  readonly name: string
  readonly topics: readonly string[]
  /** Messages a transaction takes at most. */
  readonly batch: number
  /** What can be done before the transaction is done before it, so that it is short; `at` is the cursor. */
  prepare?(db: Db, messages: readonly Message[], at: Position): Promise<void>
  handle(tx: Tx, messages: readonly Message[]): Promise<void>
}

export type Consumers = {
  /** Something was published: look now instead of at the next poll. */
  wake(): void
  /** Resolves when every consumer has seen all that is published, by the others too while this runs. */
  drain(): Promise<void>
  stop(): Promise<void>
}

const retryMs = 2_000
/** Between looks while an older running transaction keeps what is published from being final. */
const heldBackMs = 20

export function runConsumers(
  database: Database,
  log: Log,
  consumers: readonly Consumer[],
): Consumers {
  let stopped = false
  const bell = createBell()
  const notBefore = new Map<string, number>()
  // The loop and `drain` take turns: a consumer prepares one step at a time.
  let lastStep: Promise<unknown> = Promise.resolve()
  const turn = (consumer: Consumer): Promise<number> => {
    const work = lastStep.then(() => step(database, consumer))
    lastStep = work.catch(() => {})
    return work
  }
  const loop = (async () => {
    while (!stopped) {
      const busy = await round()
      if (!busy && !stopped) await bell.rest()
    }
  })()

  async function round(): Promise<boolean> {
    let busy = false
    for (const consumer of await withWork()) {
      if (stopped) return false
      try {
        if ((await turn(consumer)) === consumer.batch) busy = true
      } catch (cause) {
        log.error({ consumer: consumer.name, err: cause }, 'a consumer failed and will try again')
        notBefore.set(consumer.name, performance.now() + retryMs)
      }
    }
    return busy
  }

  /** None where the database cannot be asked: the next look comes by itself. */
  async function withWork(): Promise<Consumer[]> {
    const now = performance.now()
    const ready = consumers.filter(({ name }) => (notBefore.get(name) ?? 0) <= now)
    try {
      const names = await whoHasWork(database.db, ready)
      return ready.filter(({ name }) => names.has(name))
    } catch (cause) {
      log.error({ err: cause }, 'the stream could not be read and will be looked at again')
      return []
    }
  }

  return {
    wake: () => bell.ring(),
    drain: async () => {
      let until = await newestPosition(database.db)
      for (const sought = new Set(consumers); sought.size > 0 && !stopped; ) {
        for (const consumer of sought) {
          const taken = await turn(consumer)
          const at = await cursorOf(database.db, consumer.name)
          const behind = await readAgain(database.db, at, until, consumer.topics, 1)
          if (behind.length === 0) sought.delete(consumer)
          else if (taken === 0) await pause(heldBackMs)
        }
        const newest = await newestPosition(database.db)
        if (newest.xid === until.xid && newest.seq === until.seq) continue
        until = newest
        for (const consumer of consumers) sought.add(consumer)
      }
    },
    stop: async () => {
      stopped = true
      bell.ring()
      await loop
    },
  }
}

/** One batch of one consumer; answers how many messages it took. The cursor row's lock keeps two runners apart. */
async function step(database: Database, consumer: Consumer): Promise<number> {
  const at = await cursorOf(database.db, consumer.name)
  const waiting = await readAfter(database.db, at, consumer.topics, consumer.batch)
  if (waiting.length === 0) return 0
  await consumer.prepare?.(database.db, waiting, at)
  await database.tx(async tx => {
    const now = await lockCursor(tx, consumer.name)
    if (now.xid !== at.xid || now.seq !== at.seq) return
    await consumer.handle(tx, waiting)
    await moveCursor(tx, consumer.name, waiting.at(-1)!.position)
  })
  return waiting.length
}
