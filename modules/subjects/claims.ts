/**
 * One subject, one code (一户一码): a code is claimed by one subject in `subjects.code`. All who register, map or merge
 * take one lock, so that two registrations of the same code at the same moment meet the first one's claim.
 */
import { sql } from 'kysely'
import { type Db, insertRows, type Tx } from '#platform/database'

/** Registration is rare beside trade; one lock for the registry costs less than retries after a clash. */
export const lockRegistry = (tx: Tx) =>
  sql`select pg_advisory_xact_lock(hashtext('subjects.registry'))`.execute(tx)

/** Which subject (after merges) holds each of these codes; codes of nobody are absent. */
export async function holdersOf(db: Db, codes: readonly string[]): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map()
  const { rows } = await sql<{ code: string; canonical_id: string }>`
    select code.code, subject.canonical_id from subjects.code
    join subjects.subject using (subject_id)
    where code.code in (select jsonb_array_elements_text(${JSON.stringify(codes)}::jsonb))`.execute(
    db,
  )
  return new Map(rows.map(row => [row.code, row.canonical_id]))
}

export const claimCodes = (tx: Tx, claims: readonly { code: string; subjectId: string }[]) =>
  insertRows(tx, 'subjects.code', {
    code: { type: 'text', values: claims.map(claim => claim.code) },
    subject_id: { type: 'uuid', values: claims.map(claim => claim.subjectId) },
  })

/** A shop belongs to one keeper at a time; its id is claimed like a code and released when it closes. */
export const shopClaim = (platform: string, shop: string): string => `shop:${platform}:${shop}`
