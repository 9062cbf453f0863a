/**
 * Verification recomputes the whole log from the facts and names what does not agree (requirement 10.4): facts against
 * their commitments and columns, batches against the tree, tiles and every checkpoint against the entries. It reads in
 * windows, so memory stays flat however long the log is.
 */
import { sql } from 'kysely'
import { commitment, saltOf } from '#lib/canonical'
import {
  EMPTY_TREE,
  HASH_BYTES,
  leafHashes,
  MerkleError,
  openCheckpoint,
  parseVerifierKey,
} from '#lib/merkle'
import type { Db } from '#platform/database'
import type { FactSource, JsonObject } from './facts.ts'
import { changedPolicies, policyFactSource } from './policy-versions.ts'
import { type Checked, differingColumns, type Faults, faultList } from './projections.ts'
import type { CheckpointRow } from './tables.ts'
import { type GrownTile, TreeBuilder } from './tree-builder.ts'

/** `waiting`: batches that are committed and wait for their place; their facts are checked all the same. */
export type LogVerdict = Checked<
  'facts' | 'batches' | 'waiting' | 'entries' | 'tiles' | 'checkpoints' | 'policies'
>

/** Facts held at once, at most. */
const windowFacts = 20_000
const windowBatches = 500

type Batch = {
  batch_id: string
  salt: Uint8Array
  entries: Uint8Array
  size: number
  first_index: number | null
}

/**
 * Checks everything. `verifierKey` is the key that checkpoints must be signed with, from a place the checker trusts;
 * `progress` is told the facts checked so far.
 */
export async function verifyLog(
  db: Db,
  sources: readonly FactSource[],
  options: {
    readonly verifierKey: string
    readonly progress?: (facts: number) => void
  },
): Promise<LogVerdict> {
  const faults = faultList()
  const all = [...sources, policyFactSource]
  const checkpoints = await allCheckpoints(db)
  checkSignatures(checkpoints, options.verifierKey, faults)
  const tree = new TreeBuilder()
  const tiles = tileCheck(db, faults)
  const checked = { facts: 0, batches: 0, waiting: 0, entries: 0 }
  let nextCheckpoint = 0
  const meetCheckpoints = (size: number) => {
    for (
      let c = checkpoints[nextCheckpoint];
      c && c.size <= size;
      c = checkpoints[nextCheckpoint]
    ) {
      checkRoot(c, tree, faults)
      nextCheckpoint += 1
    }
  }
  meetCheckpoints(0)
  for await (const batches of batchesInOrder(db)) {
    checked.facts += await checkFacts(db, all, batches, faults)
    for (const batch of batches) {
      checked.batches += 1
      if (batch.first_index === null) {
        checked.waiting += 1
        continue
      }
      if (batch.first_index !== tree.size)
        faults.add('batch', batch.batch_id, `is placed at ${batch.first_index}, not ${tree.size}`)
      for (const run of runsBetween(batch, tree.size, checkpoints, nextCheckpoint)) {
        await tiles.check(tree.append(leafHashes(run)))
        meetCheckpoints(tree.size)
      }
    }
    options.progress?.(checked.facts)
  }
  await tiles.check(tree.edge())
  checked.entries = tree.size
  for (const c of checkpoints.slice(nextCheckpoint))
    faults.add('checkpoint', String(c.size), `covers more than the ${tree.size} entries there are`)
  if (tree.size > (checkpoints.at(-1)?.size ?? 0))
    faults.add(
      'checkpoint',
      String(tree.size),
      'is missing: entries are placed beyond the last one',
    )
  await tiles.checkCount()
  await checkStrays(db, all, faults)
  for (const { key, what } of await changedPolicies(db)) faults.add('policy.rule', key, what)
  return {
    checked: {
      ...checked,
      tiles: tiles.count(),
      checkpoints: checkpoints.length,
      policies: await countPolicies(db),
    },
    faults: faults.listed,
    more: faults.more(),
  }
}

const allCheckpoints = (db: Db): Promise<CheckpointRow[]> =>
  db.selectFrom('transparency.checkpoint').selectAll().orderBy('size').execute()

function checkSignatures(rows: readonly CheckpointRow[], key: string, faults: Faults): void {
  const verifier = parseVerifierKey(key)
  for (const row of rows) {
    try {
      const opened = openCheckpoint(row.note, { origin: verifier.name, verifiers: [verifier] })
      if (opened.size !== row.size || Buffer.compare(opened.root, row.root) !== 0)
        faults.add('checkpoint', String(row.size), 'its columns differ from its signed note')
    } catch (error) {
      if (!(error instanceof MerkleError)) throw error
      faults.add('checkpoint', String(row.size), error.message)
    }
  }
}

function checkRoot(checkpoint: CheckpointRow, tree: TreeBuilder, faults: Faults): void {
  const root = tree.size === 0 ? EMPTY_TREE.root : tree.root()
  if (checkpoint.size !== tree.size || Buffer.compare(checkpoint.root, root) !== 0)
    faults.add('checkpoint', String(checkpoint.size), 'the entries lead to another root')
}

/** A batch's entries, cut where a checkpoint falls inside it (it never does in an honest log). */
function* runsBetween(
  batch: Batch,
  size: number,
  checkpoints: readonly CheckpointRow[],
  next: number,
): Generator<Uint8Array[]> {
  const entries = Array.from({ length: batch.entries.length / HASH_BYTES }, (_, i) =>
    batch.entries.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
  )
  let from = 0
  for (const { size: at } of checkpoints.slice(next)) {
    if (at >= size + entries.length) break
    yield entries.slice(from, at - size)
    from = at - size
  }
  yield entries.slice(from)
}

/** Placed batches in the order of the log, then those that wait. */
async function* batchesInOrder(db: Db): AsyncGenerator<Batch[]> {
  let after = -1
  for (;;) {
    const { rows } = await sql<Batch>`
      select batch_id, salt, entries, size, first_index from (
        select b.*, p.first_index, sum(b.size) over (order by p.first_index) - b.size as before
        from (select * from transparency.placement where first_index > ${after}::bigint
              order by first_index limit ${windowBatches}) p
        left join transparency.batch b on b.batch_id = p.batch_id
      ) w where before < ${windowFacts} order by first_index`.execute(db)
    if (rows.length === 0) break
    after = rows.at(-1)!.first_index!
    yield rows
  }
  let last = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await sql<Batch>`
      select b.batch_id, b.salt, b.entries, b.size, null as first_index from transparency.batch b
      where b.batch_id > ${last} and not exists (
        select from transparency.placement p where p.batch_id = b.batch_id)
      order by b.batch_id limit 20`.execute(db)
    if (rows.length === 0) return
    last = rows.at(-1)!.batch_id
    yield rows
  }
}

type FactRow = Record<string, unknown> & {
  xinheng_key: string
  body: string
  batch_id: string
  ordinal: number
}

/** Every fact of these batches against its entry and its columns, and every entry against its fact. */
async function checkFacts(
  db: Db,
  sources: readonly FactSource[],
  batches: readonly Batch[],
  faults: Faults,
): Promise<number> {
  const byId = new Map(
    batches.map(batch => [batch.batch_id, { batch, held: new Uint8Array(batch.size) }]),
  )
  const ids = `{${[...byId.keys()].join(',')}}`
  let facts = 0
  for (const [table, types] of Map.groupBy(sources, source => source.table)) {
    const query = sql<FactRow>`select *, (${sql.raw(types[0]!.key)})::text as xinheng_key
      from ${sql.raw(table)} where batch_id = any(${ids}::uuid[])`
    for (const row of (await query.execute(db)).rows) {
      facts += 1
      const { batch, held } = byId.get(row.batch_id)!
      checkFact(row, batch, types, faults)
      if (row.ordinal < batch.size && held[row.ordinal]!++ === 1)
        faults.add(types[0]!.type, row.xinheng_key, 'stands where another fact stands in the log')
    }
  }
  for (const { batch, held } of byId.values())
    for (let ordinal = 0; ordinal < batch.size; ordinal++)
      if (held[ordinal] === 0)
        faults.add('fact', `${batch.batch_id}/${ordinal}`, 'was logged and is missing')
  return facts
}

function checkFact(row: FactRow, batch: Batch, types: readonly FactSource[], faults: Faults) {
  const body = parsed(row.body)
  const source = types.find(({ type }) => type === body?.fact)
  const type = source?.type ?? types[0]!.type
  for (const fault of faultsOf(row, batch, body, source)) faults.add(type, row.xinheng_key, fault)
}

function* faultsOf(
  row: FactRow,
  batch: Batch,
  body: JsonObject | undefined,
  source: FactSource | undefined,
): Generator<string> {
  const { ordinal } = row
  if (ordinal < 0 || ordinal >= batch.size) return yield `has no entry ${ordinal} in its batch`
  const entry = batch.entries.subarray(ordinal * HASH_BYTES, (ordinal + 1) * HASH_BYTES)
  if (Buffer.compare(commitment(saltOf(batch.salt, ordinal), row.body), entry) !== 0)
    yield 'its text is not what was logged'
  if (!body || !source) return yield 'its text is not such a fact'
  for (const column of differingColumns(source.columnsOf(body), row))
    yield `column ${column} is not what its text says`
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as JsonObject) : undefined
  } catch {
    return undefined // The caller names the fact whose text is no JSON.
  }
}

/** Facts of batches that were never logged: inserted past the log. */
async function checkStrays(db: Db, sources: readonly FactSource[], faults: Faults): Promise<void> {
  for (const { table, key, type } of new Map(sources.map(s => [s.table, s])).values()) {
    const { rows } = await sql<{ name: string }>`
      select (${sql.raw(key)})::text as name from ${sql.raw(table)} fact
      where not exists (select from transparency.batch b where b.batch_id = fact.batch_id)
      limit 100`.execute(db)
    for (const { name } of rows) faults.add(type, name, 'was never logged')
  }
}

/** Compares stored tiles with grown ones, a few hundred at a time. */
function tileCheck(db: Db, faults: Faults) {
  let count = 0
  return {
    count: () => count,
    async check(grown: readonly GrownTile[]): Promise<void> {
      for (let i = 0; i < grown.length; i += 200) {
        const part = grown.slice(i, i + 200)
        const list = (pick: (tile: GrownTile) => number) => `{${part.map(pick).join(',')}}`
        const { rows } = await sql<{ level: number; index: number; hashes: Uint8Array }>`
          select t.level, t.index, t.hashes from transparency.tile t
          join unnest(${list(t => t.level)}::int[], ${list(t => t.index)}::bigint[])
            as wanted (level, index) on t.level = wanted.level and t.index = wanted.index`.execute(
          db,
        )
        const stored = new Map(rows.map(row => [`${row.level}/${row.index}`, row.hashes]))
        for (const { level, index, hashes } of part) {
          count += 1
          const held = stored.get(`${level}/${index}`)
          if (!held) faults.add('tile', `${level}/${index}`, 'is missing')
          else if (Buffer.compare(held, hashes) !== 0)
            faults.add('tile', `${level}/${index}`, 'is not the hash of what lies beneath it')
        }
      }
    },
    async checkCount(): Promise<void> {
      const { rows } = await sql<{ tiles: number }>`
        select count(*) as tiles from transparency.tile`.execute(db)
      const { tiles } = rows[0]!
      if (tiles !== count) faults.add('tile', 'all', `${tiles} are stored, the tree has ${count}`)
    },
  }
}

async function countPolicies(db: Db): Promise<number> {
  const { rows } = await sql<{ policies: number }>`
    select count(*) as policies from transparency.policy_version`.execute(db)
  return rows[0]!.policies
}
