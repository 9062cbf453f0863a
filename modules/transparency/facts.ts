/**
 * Logging facts: what a writer does in its own transaction. Each fact gets one text (RFC 8785) and one salted
 * commitment; the batch of commitments waits for the sequencer, so writers never wait for one another.
 */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { ByteWriter, canonicalize, commitInto, SALT_BYTES, SHA256_BYTES } from '#lib/canonical'
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
  const { batchId, seal, sealed } = factSealer(ids, bodies.length)
  const text = new ByteWriter(usualBytes)
  for (const [ordinal, body] of bodies.entries()) {
    const from = text.length
    text.text(body)
    seal(ordinal, text, from)
  }
  await logSealed(tx, sealed())
  return { batchId, bodies }
}

const usualBytes = 1_024

/** The canonical text of a fact. */
export function factText({ type, body }: Fact): string {
  if ('fact' in body) throw new Error(`the body of a ${type} may not have a field "fact"`)
  return canonicalize({ fact: type, ...body })
}

/** A batch of commitments that is ready to be logged. */
export type SealedFacts = {
  readonly batchId: string
  readonly salt: Buffer
  /** n × 32 bytes. */
  readonly entries: Buffer
}

/** Seals texts one by one, two hashes each: for bulk intake, which does so while the database works on the batch before. */
export function factSealer(ids: Ids, size: number) {
  // Not from `ids`, which tests make predictable: a salt that can be guessed hides nothing.
  const salt = randomBytes(SALT_BYTES)
  // Zeroed: what the log publishes must never be memory that something else left behind.
  const entries = Buffer.alloc(size * SHA256_BYTES)
  const batchId = ids.next()
  return {
    batchId,
    /** The canonical text was written last, from `from` on. */
    seal: (ordinal: number, text: ByteWriter, from: number): void =>
      commitInto(entries, ordinal * SHA256_BYTES, { batchSalt: salt, ordinal }, { text, from }),
    /** Once every ordinal below `size` is sealed. */
    sealed: (): SealedFacts => ({ batchId, salt, entries }),
  }
}

/** Logs what a `factSealer` made of texts like `factText`'s. */
export async function logSealed(tx: Tx, { batchId, salt, entries }: SealedFacts): Promise<void> {
  const size = entries.length / SHA256_BYTES
  if (size === 0) throw new Error('a batch holds at least one fact')
  await sql`
    with batch as (
      insert into transparency.batch (batch_id, salt, entries, size)
      values (${batchId}, ${salt}, ${entries}, ${size})
    ) insert into transparency.pending (batch_id) values (${batchId})`.execute(tx)
}
