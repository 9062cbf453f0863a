/**
 * Reading the log: checkpoints, tiles and entry bundles as C2SP tlog-tiles serves them, and where a fact stands. Only
 * what a checkpoint covers is ever in these tables, so nothing unpublished can leak from here.
 */
import { sql } from 'kysely'
import {
  type BundleId,
  encodeBundle,
  HASH_BYTES,
  type ReadTileAsync,
  TILE_WIDTH,
  type TileId,
  tilePath,
} from '#lib/merkle'
import type { Db } from '#platform/database'
import type { CheckpointRow } from './tables.ts'

/** The newest checkpoints, newest first. */
export const recentCheckpoints = (db: Db, limit: number): Promise<CheckpointRow[]> =>
  db
    .selectFrom('transparency.checkpoint')
    .selectAll()
    .orderBy('size', 'desc')
    .limit(limit)
    .execute()

export async function newestCheckpoint(db: Db): Promise<CheckpointRow | undefined> {
  return (await recentCheckpoints(db, 1))[0]
}

/** Entries that are committed and wait for their place. */
export async function waitingEntries(db: Db): Promise<number> {
  const { rows } = await sql<{ entries: number | null }>`
    select sum(b.size)::bigint as entries from transparency.pending p
    join transparency.batch b on b.batch_id = p.batch_id`.execute(db)
  return rows[0]?.entries ?? 0
}

/** A stored tile's bytes: at least `width` hashes, or undefined where the tree does not reach. */
export async function readTile(db: Db, tile: TileId): Promise<Uint8Array | undefined> {
  const row = await db
    .selectFrom('transparency.tile')
    .select('hashes')
    .where('level', '=', tile.level)
    .where('index', '=', tile.index)
    .executeTakeFirst()
  const needed = tile.width * HASH_BYTES
  return row && row.hashes.length >= needed ? row.hashes.subarray(0, needed) : undefined
}

/** Several tiles by their path, in one statement. */
export async function readTilesOf(
  db: Db,
  tiles: readonly TileId[],
): Promise<Map<string, Uint8Array>> {
  if (tiles.length === 0) return new Map()
  const list = (pick: (tile: TileId) => number) => `{${tiles.map(pick).join(',')}}`
  const { rows } = await sql<{ level: number; index: number; hashes: Uint8Array }>`
    select t.level, t.index, t.hashes from transparency.tile t
    join unnest(${list(tile => tile.level)}::int[], ${list(tile => tile.index)}::bigint[])
      as wanted (level, index) on t.level = wanted.level and t.index = wanted.index`.execute(db)
  const found = new Map(rows.map(row => [`${row.level}/${row.index}`, row.hashes]))
  const pairs = tiles.flatMap(tile => {
    const hashes = found.get(`${tile.level}/${tile.index}`)
    return hashes ? [[tilePath(tile), hashes] as const] : []
  })
  return new Map(pairs)
}

/** A reader for proofs from tiles. */
export const tileReader =
  (db: Db): ReadTileAsync =>
  async tile => {
    const hashes = await readTile(db, tile)
    if (!hashes) throw new Error(`the log's ${tilePath(tile)} is missing`)
    return hashes
  }

/** An entry bundle, cut from the batches that cover it; undefined where the log does not reach. */
export async function readBundle(db: Db, bundle: BundleId): Promise<Buffer | undefined> {
  const from = bundle.index * TILE_WIDTH
  const entries = await readEntries(db, from, from + bundle.width)
  return entries.length === bundle.width ? encodeBundle(entries) : undefined
}

/** The entries with indices `from` ≤ i < `to`; fewer where the log ends. */
export async function readEntries(db: Db, from: number, to: number): Promise<Uint8Array[]> {
  const { rows } = await sql<{ part: Uint8Array }>`
    select substr(b.entries,
      (greatest(${from}::bigint - p.first_index, 0) * 32 + 1)::int,
      ((least(${to}::bigint - p.first_index, p.size)
        - greatest(${from}::bigint - p.first_index, 0)) * 32)::int) as part
    from transparency.placement p join transparency.batch b on b.batch_id = p.batch_id
    where p.first_index < ${to}::bigint and p.first_index + p.size > ${from}::bigint
      and p.first_index >= coalesce(
        (select max(first_index) from transparency.placement where first_index <= ${from}::bigint), 0)
    order by p.first_index`.execute(db)
  return rows.flatMap(({ part }) =>
    Array.from({ length: part.length / HASH_BYTES }, (_, i) =>
      part.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
    ),
  )
}

export type LoggedEntry = {
  readonly entry: Uint8Array
  readonly salt: Uint8Array
  /** Undefined until the sequencer has placed the batch. */
  readonly index: number | undefined
}

/** The entry of one fact; undefined for a batch or ordinal that does not exist. */
export async function readEntry(
  db: Db,
  batchId: string,
  ordinal: number,
): Promise<LoggedEntry | undefined> {
  const { rows } = await sql<{ entry: Uint8Array; salt: Uint8Array; first_index: number | null }>`
    select substr(b.entries, ${ordinal}::int * 32 + 1, 32) as entry, b.salt, p.first_index
    from transparency.batch b left join transparency.placement p on p.batch_id = b.batch_id
    where b.batch_id = ${batchId} and ${ordinal}::int < b.size`.execute(db)
  const row = rows[0]
  if (!row) return undefined
  const index = row.first_index === null ? undefined : row.first_index + ordinal
  return { entry: row.entry, salt: row.salt, index }
}
