/**
 * What a transaction writes about subjects, gathered first and written in one statement per table: a batch of two
 * thousand sellers costs as many statements as one seller.
 */
import { sql } from 'kysely'
import { type BulkColumn, type BulkColumns, insertRows, type Tx } from '#platform/database'
import { claimCodes } from './claims.ts'
import { appendFacts, type FactDraft } from './facts.ts'
import { searchTextsOf } from './names.ts'
import type { Said } from './registrar.ts'
import type { IdentifierRow, ShopRow, SubjectRow } from './tables.ts'

export type Changes = {
  readonly subjects: SubjectRow[]
  readonly dataKeys: { subject_id: string; wrapped: Uint8Array }[]
  readonly claims: { code: string; subjectId: string }[]
  readonly identifiers: IdentifierRow[]
  readonly shops: ShopRow[]
  /** Names to be found by; `source` is `name` or `platform shop`. */
  readonly names: { subjectId: string; source: string; name: string }[]
  readonly facts: FactDraft[]
}

export const noChanges = (): Changes => ({
  subjects: [],
  dataKeys: [],
  claims: [],
  identifiers: [],
  shops: [],
  names: [],
  facts: [],
})

export async function writeChanges(tx: Tx, changes: Changes, said: Said): Promise<void> {
  await appendFacts(tx, said, changes.facts)
  await insertRows(tx, 'subjects.subject', columnsOf(changes.subjects, subjectTypes))
  await insertRows(
    tx,
    'subjects.data_key',
    columnsOf(changes.dataKeys, { subject_id: 'uuid', wrapped: 'bytea' }),
  )
  await claimCodes(tx, changes.claims)
  await insertRows(tx, 'subjects.identifier', columnsOf(changes.identifiers, identifierTypes))
  await insertRows(tx, 'subjects.shop', columnsOf(changes.shops, shopTypes), {
    // A shop that closed and opens again under the same keeper.
    tail: `on conflict (subject_id, platform, shop) do update set name = excluded.name,
      url = excluded.url, url_key = excluded.url_key, opened_at = excluded.opened_at, closed_at = null`,
  })
  await writeNames(tx, changes.names)
}

async function writeNames(tx: Tx, names: Changes['names']): Promise<void> {
  if (names.length === 0) return
  const texts = await searchTextsOf(names.map(({ name }) => name))
  const rows = texts.map(({ nameKey, initials, grams }, i) => ({
    subject_id: names[i]!.subjectId,
    source: names[i]!.source,
    name: names[i]!.name,
    name_key: nameKey,
    initials,
    grams,
  }))
  await sql`
    insert into subjects.search_text (subject_id, source, name, name_key, initials, grams)
    select subject_id, source, name, name_key, initials, grams
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (subject_id uuid, source text, name text, name_key text, initials text, grams text[])
    on conflict (subject_id, source) do update set name = excluded.name,
      name_key = excluded.name_key, initials = excluded.initials, grams = excluded.grams`.execute(
    tx,
  )
}

type Types<Row> = { readonly [K in keyof Row]-?: BulkColumn['type'] }

function columnsOf<Row extends object>(rows: readonly Row[], types: Types<Row>): BulkColumns {
  return Object.fromEntries(
    Object.entries<BulkColumn['type']>(types).map(([name, type]) => [
      name,
      { type, values: rows.map(row => row[name as keyof Row]) },
    ]),
  )
}

const subjectTypes: Types<SubjectRow> = {
  subject_id: 'uuid',
  kind: 'text',
  shown_name: 'text',
  area: 'text',
  address: 'text',
  sealed: 'jsonb',
  status: 'text',
  merged_into: 'uuid',
  canonical_id: 'uuid',
  exemption: 'text',
  declared_at: 'timestamptz',
  employer_id: 'uuid',
  post: 'text',
  platform: 'text',
  registered_by: 'uuid',
  registered_at: 'timestamptz',
  verification_state: 'text',
  verification_method: 'text',
  verifier: 'text',
  verified_at: 'timestamptz',
  verified_until: 'date',
  should_register_year: 'int',
  should_register_fen: 'bigint',
  should_register_at: 'timestamptz',
}

const identifierTypes: Types<IdentifierRow> = {
  subject_id: 'uuid',
  code: 'text',
  kind: 'text',
  shown: 'text',
  sealed: 'text',
  network: 'text',
  from_on: 'date',
  until_on: 'date',
  derived: 'boolean',
  exception_id: 'uuid',
}

const shopTypes: Types<ShopRow> = {
  subject_id: 'uuid',
  platform: 'text',
  shop: 'text',
  name: 'text',
  url: 'text',
  url_key: 'text',
  opened_at: 'timestamptz',
  closed_at: 'timestamptz',
}
