/**
 * The sequencer gives committed batches their place in the tree, grows the tiles and signs a checkpoint, all in one
 * transaction: the public sees a batch placed, its tiles and the checkpoint over them, or nothing. Writers never wait
 * for it; one sequencer at a time is kept by an advisory lock.
 */
import { sql } from 'kysely'
import {
  EMPTY_TREE,
  edgeTiles,
  growTree,
  HASH_BYTES,
  leafHashes,
  openCheckpoint,
  signCheckpoint,
  type Tile,
  tilePath,
} from '#lib/merkle'
import { type Database, insertRows, type Tx } from '#platform/database'
import type { Clock, Log } from '#platform/runtime'
import type { LogKeys } from './keys.ts'
import { readTilesOf } from './reads.ts'
import type { CheckpointRow } from './tables.ts'

/** Entries one checkpoint takes in at most; bounds the memory and the length of the transaction. */
const entriesAtOnce = 65_536
const batchesAtOnce = 4_096
const sequencerLock = 0x10_6_5e9

/**
 * Integrates what waits, up to the limit. Answers how many entries got their place; none while another sequencer is at
 * it, unless the caller would rather wait for it.
 */
export function integrate(
  database: Database,
  keys: LogKeys,
  clock: Clock,
  whileBusy: 'leave' | 'wait' = 'leave',
): Promise<number> {
  return database.tx(async tx => {
    if (whileBusy === 'wait') await sql`select pg_advisory_xact_lock(${sequencerLock})`.execute(tx)
    else {
      const { rows } = await sql<{ locked: boolean }>`
        select pg_try_advisory_xact_lock(${sequencerLock}) as locked`.execute(tx)
      if (!rows[0]!.locked) return 0
    }
    const last = await lastCheckpoint(tx)
    if (last) assertOurs(last, keys)
    const waiting = await takeWaiting(tx)
    if (waiting.length === 0) {
      if (!last) await publishHead(tx, EMPTY_TREE, keys, clock)
      return 0
    }
    const entries = waiting.flatMap(batch => entriesIn(batch.entries))
    const from = last ?? EMPTY_TREE
    const edge = await readTilesOf(tx, edgeTiles(from.size))
    const { head, tiles } = growTree({
      from,
      leafHashes: leafHashes(entries),
      readTile: tile => edge.get(tilePath(tile)) ?? missing(tilePath(tile)),
    })
    await writeTiles(tx, tiles)
    await place(tx, waiting, from.size)
    await publishHead(tx, head, keys, clock)
    return entries.length
  })
}

/** A checkpoint that our key did not sign means another log: never sign on top of it. */
function assertOurs(last: CheckpointRow, keys: LogKeys): void {
  try {
    openCheckpoint(last.note, { origin: keys.origin, verifiers: [keys.verifier] })
  } catch (cause) {
    throw new Error(
      'the log in this database was signed with another key: restore keys/log-signing-key.pem and keys/log-verifier-key',
      { cause },
    )
  }
}

type Waiting = { batch_id: string; size: number; entries: Uint8Array }

async function takeWaiting(tx: Tx): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select batch_id, size, entries from (
      select b.batch_id, b.size, b.entries, sum(b.size) over (order by b.batch_id) - b.size as before
      from (select batch_id from transparency.pending order by batch_id limit ${batchesAtOnce}) p
      join transparency.batch b on b.batch_id = p.batch_id
    ) waiting where before < ${entriesAtOnce} order by batch_id`.execute(tx)
  return rows
}

/** Plain views: a `Buffer`'s own `subarray` costs several times as much, and there are tens of thousands. */
function entriesIn({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array[] {
  const views = new Array<Uint8Array>(byteLength / HASH_BYTES)
  for (let i = 0; i < views.length; i++)
    views[i] = new Uint8Array(buffer, byteOffset + i * HASH_BYTES, HASH_BYTES)
  return views
}

/** All hashes travel as one binary parameter and are cut apart there: bytes in an array would travel as hex text. */
async function writeTiles(tx: Tx, tiles: readonly Tile[]): Promise<void> {
  let end = 1
  const starts = tiles.map(({ bytes }) => {
    const start = end
    end += bytes.length
    return start
  })
  const ints = (values: readonly number[]) => `{${values.join(',')}}`
  await sql`
    insert into transparency.tile (level, index, hashes)
    select level, index, substr(${Buffer.concat(tiles.map(({ bytes }) => bytes))}::bytea, start, length)
    from unnest(${ints(tiles.map(({ level }) => level))}::int[],
                ${ints(tiles.map(({ index }) => index))}::bigint[], ${ints(starts)}::int[],
                ${ints(tiles.map(({ bytes }) => bytes.length))}::int[])
      as tile (level, index, start, length)
    on conflict (level, index) do update set hashes = excluded.hashes`.execute(tx)
}

async function place(tx: Tx, waiting: readonly Waiting[], size: number): Promise<void> {
  let next = size
  const firsts = waiting.map(batch => {
    const first = next
    next += batch.size
    return first
  })
  const ids = { type: 'uuid', values: waiting.map(batch => batch.batch_id) } as const
  await insertRows(tx, 'transparency.placement', {
    first_index: { type: 'bigint', values: firsts },
    batch_id: ids,
    size: { type: 'int', values: waiting.map(batch => batch.size) },
  })
  await sql`delete from transparency.pending
            where batch_id = any(${`{${ids.values.join(',')}}`}::uuid[])`.execute(tx)
}

async function publishHead(
  tx: Tx,
  head: { size: number; root: Uint8Array },
  keys: LogKeys,
  clock: Clock,
): Promise<void> {
  const { size, root } = head
  const note = signCheckpoint({ origin: keys.origin, size, root }, [keys.signer])
  await tx
    .insertInto('transparency.checkpoint')
    .values({ size, root, note, signed_at: clock.now() })
    .execute()
}

const lastCheckpoint = (tx: Tx): Promise<CheckpointRow | undefined> =>
  tx
    .selectFrom('transparency.checkpoint')
    .selectAll()
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()

function missing(path: string): never {
  throw new Error(`the log's ${path} is missing`)
}

export type Sequencer = {
  /** Facts were committed: look soon. */
  wake(): void
  /** Resolves when everything committed before the call has its place. */
  drain(): Promise<void>
  stop(): Promise<void>
}

/** How long facts wait for one another, so that a busy second makes one checkpoint and not a hundred. */
const gatherMs = 500
const pollMs = 5_000
const retryMs = 2_000

export function startSequencer(parts: {
  readonly database: Database
  readonly keys: LogKeys
  readonly clock: Clock
  readonly log: Log
}): Sequencer {
  const { database, keys, clock, log } = parts
  let stopped = false
  let woken = false
  let interrupt = () => {}
  const rest = (ms: number) =>
    new Promise<void>(resolve => {
      const timer = setTimeout(resolve, ms)
      interrupt = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const drain = async (whileBusy: 'leave' | 'wait') => {
    while ((await integrate(database, keys, clock, whileBusy)) > 0);
  }
  const loop = (async () => {
    while (!stopped) {
      woken = false
      try {
        await drain('leave')
        if (!stopped && !woken) await rest(pollMs)
        if (!stopped) await rest(gatherMs)
      } catch (err) {
        log.error({ err }, 'the sequencer failed and will try again')
        if (!stopped) await rest(retryMs)
      }
    }
  })()
  return {
    wake: () => {
      if (woken) return
      woken = true
      interrupt()
    },
    drain: () => drain('wait'),
    stop: async () => {
      stopped = true
      interrupt()
      await loop
      // What was accepted last gets its place before the house is closed; what is more, at the next start.
      try {
        await integrate(database, keys, clock, 'leave')
      } catch (err) {
        log.error({ err }, 'the sequencer failed at the end and will go on at the next start')
      }
    },
  }
}
