/** Organisations: the tenants. An organisation's code is the `source` of everything it reports, so it never changes. */
import type { Actor, OrganisationKind } from '#contract'
import type { Db, Tx } from '#platform/database'
import { refuse } from '#platform/runtime'
import { areaPrefix } from './areas.ts'
import { type By, recordAudit } from './audit.ts'
import type { OrganisationRow } from './tables.ts'

export type StoredOrganisation = Omit<OrganisationRow, 'active'> & { active: boolean }

export type NewOrganisation = {
  readonly code: string
  readonly kind: OrganisationKind
  readonly name: string
  /** GB/T 2260, with or without trailing zeros; empty text is the whole country. */
  readonly area: string
  /** The subject whose credit file is this organisation's own. */
  readonly subjectId?: string
}

export async function createOrganisation(
  tx: Tx,
  { code, kind, name, area, subjectId }: NewOrganisation,
  by: By,
): Promise<StoredOrganisation> {
  const row = await tx
    .insertInto('access.organisation')
    .values({
      id: by.ids.next(),
      code,
      kind,
      name,
      area: areaPrefix(area),
      subject_id: subjectId ?? null,
      created_at: by.at,
    })
    .onConflict(conflict => conflict.column('code').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!row) refuse('access.code-taken', { code })
  await recordAudit(tx, 'organisation.created', row, by, { code, kind, area: row.area })
  return row
}

export type OrganisationChange = {
  readonly name?: string | undefined
  readonly area?: string | undefined
  readonly subjectId?: string | undefined
  /** Suspended organisations have nobody who can come in. */
  readonly active?: boolean | undefined
}

export async function amendOrganisation(
  tx: Tx,
  id: string,
  { name, area, subjectId, active }: OrganisationChange,
  by: By,
): Promise<StoredOrganisation> {
  const stored = await tx
    .selectFrom('access.organisation')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!stored) refuse('access.organisation-unknown', { id })
  const before = amendable(stored)
  const after = {
    name: name ?? before.name,
    area: area === undefined ? before.area : areaPrefix(area),
    subject_id: subjectId ?? before.subject_id,
    active: active ?? before.active,
  }
  await tx.updateTable('access.organisation').set(after).where('id', '=', id).execute()
  await recordAudit(tx, 'organisation.amended', stored, by, { before, after })
  return { ...stored, ...after }
}

const amendable = ({ name, area, subject_id, active }: StoredOrganisation) => ({
  name,
  area,
  subject_id,
  active,
})

/** Refuses an unknown id. */
export async function organisationOf(db: Db, id: string): Promise<StoredOrganisation> {
  const row = await db
    .selectFrom('access.organisation')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? refuse('access.organisation-unknown', { id })
}

/** An organisation that people and machines may be added to; refuses a suspended one. */
export async function activeOrganisation(db: Db, id: string): Promise<StoredOrganisation> {
  const row = await organisationOf(db, id)
  return row.active ? row : refuse('access.organisation-unknown', { id })
}

/** By code, e.g. to show the name of a `source`; suspended ones too, for history keeps their names. */
export async function findOrganisation(
  db: Db,
  code: string,
): Promise<StoredOrganisation | undefined> {
  return db
    .selectFrom('access.organisation')
    .selectAll()
    .where('code', '=', code)
    .executeTakeFirst()
}

/** Names of organisations by code. */
export async function organisationNames(
  db: Db,
  codes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (codes.length === 0) return new Map()
  const rows = await db
    .selectFrom('access.organisation')
    .select(['code', 'name'])
    .where('code', 'in', [...codes])
    .execute()
  return new Map(rows.map(row => [row.code, row.name]))
}

/** Names of organisations by id. */
export async function organisationNamesById(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('access.organisation')
    .select(['id', 'name'])
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map(row => [row.id, row.name]))
}

/** As whom the actor acts towards the outside: its organisation; who has none, under its own name. */
export async function officeName(db: Db, actor: Actor): Promise<string> {
  const { organisationId: id, name } = actor
  return id === null ? name : ((await organisationNamesById(db, [id])).get(id) ?? name)
}

/** Ids of all organisations by code, suspended ones too: whose is what `source` reported. */
export async function organisationIds(db: Db): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('access.organisation').select(['code', 'id']).execute()
  return new Map(rows.map(row => [row.code, row.id]))
}

/** The subject whose credit file is an organisation's own, where it was named. */
export async function subjectOf(db: Db, organisationId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('access.organisation')
    .select('subject_id')
    .where('id', '=', organisationId)
    .executeTakeFirst()
  return row?.subject_id ?? undefined
}

/** Townships and subdistricts by their nine-digit code, as their government here is called. */
export async function townshipNames(db: Db): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('access.organisation')
    .select(['area', 'name'])
    .where('kind', '=', 'township')
    .where('active', '=', true)
    .execute()
  return new Map(
    rows.flatMap(({ area, name }) => (area.length === 9 ? [[area, townshipOf(name)]] : [])),
  )
}

/** `宁晋县凤凰镇人民政府` governs 凤凰镇, `宁晋县宁北街道办事处` 宁北街道. */
const townshipOf = (office: string): string =>
  office.replace(/人民政府$|(?<=街道)办事处$/, '').replace(/^.*[县区市旗](?=..)/, '')
