/**
 * `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): the first answer is kept for a day and given again.
 * A key whose first run died without an answer may be run again after a minute; transitions guard themselves.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Tx } from '#platform/database'
import { refuse } from '#platform/runtime'

export const keyChars = 100
const staleAfterS = 60

export type Kept = { status: number; answer: string }

/** Claims a key; answers the kept answer where there is one. */
export async function claimKey(
  database: Database,
  caller: string,
  key: string,
  request: string,
): Promise<Kept | undefined> {
  const sha256 = createHash('sha256').update(request).digest('hex')
  return database.tx(async tx => {
    const { rows } = await sql<{
      request_sha256: string
      status: number | null
      answer: string | null
      age_s: number
    }>`
      insert into platform.idempotency as i (caller, key, request_sha256)
      values (${caller}, ${key}, ${sha256})
      on conflict (caller, key) do update set key = excluded.key
      returning request_sha256, status, answer, (xmax <> 0)::int *
        extract(epoch from clock_timestamp() - begun_at)::float8 as age_s, xmax <> 0 as seen`.execute(
      tx,
    )
    const row = rows[0] as (typeof rows)[0] & { seen: boolean }
    if (!row.seen) return undefined
    if (row.request_sha256 !== sha256) refuse('request.key-reused')
    if (row.status !== null) return { status: row.status, answer: row.answer! }
    if (row.age_s < staleAfterS) refuse('request.key-running')
    return undefined
  })
}

export async function keepAnswer(
  database: Database,
  caller: string,
  key: string,
  kept: Kept,
): Promise<void> {
  await database.tx(tx =>
    sql`update platform.idempotency set status = ${kept.status}, answer = ${kept.answer}
        where caller = ${caller} and key = ${key}`.execute(tx),
  )
}

/** A run that met a fault leaves no claim, so that the caller may try again at once. */
export async function dropClaim(database: Database, caller: string, key: string): Promise<void> {
  await database.tx(tx =>
    sql`delete from platform.idempotency where caller = ${caller} and key = ${key} and status is null`.execute(
      tx,
    ),
  )
}

export const sweepKeys = (tx: Tx) =>
  sql`delete from platform.idempotency where begun_at < now() - interval '1 day'`.execute(tx)
