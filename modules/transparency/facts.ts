/**
 * Logging facts: what a writer does in its own transaction. Each fact gets one text (RFC 8785) and one salted
 * commitment; the batch of commitments waits for the sequencer, so writers never wait for one another.
 */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { canonicalize, commitInto, SALT_BYTES, SHA256_BYTES, saltOf } from '#lib/canonical'
import type { Tx } from '#platform/database'
import type { Ids } from '#platform/runtime'

export type JsonObject = Readonly<Record<string, unknown>>

export type Fact = { readonly type: string; readonly body: JsonObject }

/**
 * How a room's fact table is checked against the log. The table has the columns `body`, `batch_id` and `ordinal`, and
 * an index that begins with `batch_id`: verification reads it batch by batch.
 */
export type FactSource = {
  /** As given to `logFacts`, e.g. `records.record`; several types may share a table. */
  readonly type: string
  /** Qualified, e.g. `records.record`. */
  readonly table: string
  /** The column, or SQL expression over its columns, that names a row to a person. */
  readonly key: string
  /** What the extracted columns must hold according to the body. */
  columnsOf(body: JsonObject): Record<string, unknown>
}

/**
 * Logs facts in one batch. Answers their canonical texts, to be stored as `body` beside `batch_id` and `ordinal` (the
 * index in `facts`). The text carries the type as its field `fact`, so that a fact cannot pass for one of another
 * kind. Throws `CanonicalError` for a body that is not JSON (`undefined`, `NaN`, a `Date` …).
 */
export async function logFacts(
  tx: Tx,
  ids: Ids,
  facts: readonly Fact[],
): Promise<{ batchId: string; bodies: string[] }> {
  const bodies = facts.map(factText)
  return { batchId: await logBodies(tx, ids, bodies), bodies }
}

/** The canonical text of a fact. */
export function factText({ type, body }: Fact): string {
  if ('fact' in body) throw new Error(`the body of a ${type} may not have a field "fact"`)
  return canonicalize({ fact: type, ...body })
}

/** Logs texts made by `factText` earlier (bulk intake makes them while the database works). */
export async function logBodies(tx: Tx, ids: Ids, bodies: readonly string[]): Promise<string> {
  if (bodies.length === 0) throw new Error('a batch holds at least one fact')
  const batchId = ids.next()
  // Not from `ids`, which tests make predictable: a salt that can be guessed hides nothing.
  const salt = randomBytes(SALT_BYTES)
  const entries = entriesOf(salt, bodies)
  await sql`
    with batch as (
      insert into transparency.batch (batch_id, salt, entries, size)
      values (${batchId}, ${salt}, ${entries}, ${bodies.length})
    ) insert into transparency.pending (batch_id) values (${batchId})`.execute(tx)
  return batchId
}

/** The log's entries of a batch: n × 32 bytes. Two hashes a fact. */
export function entriesOf(salt: Uint8Array, bodies: readonly string[]): Buffer {
  const entries = Buffer.allocUnsafe(bodies.length * SHA256_BYTES)
  for (let ordinal = 0; ordinal < bodies.length; ordinal++)
    commitInto(entries, ordinal * SHA256_BYTES, saltOf(salt, ordinal), bodies[ordinal]!)
  return entries
}
