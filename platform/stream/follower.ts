/**
 * Follows topics from now on with the position in memory: for caches, of which every process has its own. A consumer's
 * cursor is shared, so each message would reach one process only; a follower's cache starts empty and needs no history.
 */
import { sql } from 'kysely'
import type { Database, Db } from '#platform/database'
import type { Log } from '#platform/runtime'
import { createBell } from './bell.ts'
import { type Message, type Position, readAfter } from './outbox.ts'

export type Follower = {
  /** Something was published: look now instead of at the next poll. */
  wake(): void
  /** Resolves when everything published before the call was seen. */
  drain(): Promise<void>
  stop(): Promise<void>
}

export type Following = {
  readonly topics: readonly string[]
  /** Told of messages in order, at least once, soon after they are committed. */
  see(messages: readonly Message[]): void
}

const batch = 500

export async function follow(
  database: Database,
  log: Log,
  { topics, see }: Following,
): Promise<Follower> {
  let at = await endOf(database.db)
  let stopped = false
  const bell = createBell()
  // One look at a time: two at once would see the same messages twice and out of order.
  let looking: Promise<void> = Promise.resolve()
  const look = () => {
    // A look that failed does not fail the next: the position has not moved.
    const before = looking.catch(() => {})
    looking = before.then(async () => {
      for (let more = true; more && !stopped; ) {
        const messages = await readAfter(database.db, at, topics, batch)
        if (messages.length > 0) see(messages)
        at = messages.at(-1)?.position ?? at
        more = messages.length === batch
      }
    })
    return looking
  }
  const loop = (async () => {
    while (!stopped) {
      await look().catch(cause =>
        log.error(
          { topics, err: cause },
          'a follower could not read the stream and will try again',
        ),
      )
      await bell.rest()
    }
  })()
  return {
    wake: () => bell.ring(),
    drain: look,
    stop: async () => {
      stopped = true
      bell.ring()
      await loop
    },
  }
}

/** Everything that could still commit comes after it: the oldest running transaction bounds it. */
async function endOf(db: Db): Promise<Position> {
  const { rows } = await sql<{ xid: string }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as xid`.execute(db)
  return { xid: rows[0]!.xid, seq: 0 }
}
