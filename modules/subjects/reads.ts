/**
 * Reading subjects: a registration with its codes and shops, those of merged duplicates included; whole for whoever
 * registered it and for government of its area, masked for everyone else (invariant 7).
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type {
  Actor,
  GrownSales,
  Identifier,
  Merge,
  Shop,
  Subject,
  SubjectFact,
  Verification,
} from '#contract'
import { hasRole } from '#contract'
import { maskName, maskPhone } from '#lib/identifiers'
import { visibleTo } from '#modules/access'
import type { Db } from '#platform/database'
import { refuse } from '#platform/runtime'
import { servesArea } from './checks.ts'
import { type Directory, readDirectory } from './directory.ts'
import { factSentence } from './facts.ts'
import { isMasked } from './kinds.ts'
import { dataKeyOf, openFields, type PersonalFields } from './personal-fields.ts'
import { openField, type SubjectKeys } from './subject-keys.ts'
import type {
  ExceptionRow,
  FactRow,
  IdentifierRow,
  MergeRow,
  ShopRow,
  SubjectRow,
} from './tables.ts'
import { verificationState } from './verification.ts'

/** A subject as rows, its merged duplicates' codes and shops included. */
export type Registration = {
  readonly subject: SubjectRow
  /** Its own id and those of the duplicates merged into it. */
  readonly members: readonly string[]
  readonly identifiers: readonly IdentifierRow[]
  readonly shops: readonly ShopRow[]
}

/** The subjects an actor may see, for queries whose table `subjects.subject` is called `subject`. */
export const subjectVisibleTo = (actor: Actor): RawBuilder<SqlBool> => sql<SqlBool>`(
  ${visibleTo(actor, { organisationId: 'subject.registered_by', area: 'subject.area' })}
  or exists (
    select from subjects.shop where shop.subject_id = subject.subject_id
      and shop.platform = ${actor.organisationCode} and ${hasRole(actor, 'platform')}
  ))`

/** The subject itself and every duplicate that was merged into it. */
export async function membersOf(db: Db, subjectId: string): Promise<string[]> {
  return (await membersOfEach(db, [subjectId])).get(subjectId)!
}

/** The same for several subjects in one query: nothing is moved by a merge, so whoever sums over a subject asks this. */
export async function membersOfEach(
  db: Db,
  subjectIds: readonly string[],
): Promise<Map<string, string[]>> {
  const members = new Map(subjectIds.map(id => [id, [id]]))
  if (subjectIds.length === 0) return members
  const rows = await db
    .selectFrom('subjects.subject')
    .select(['subject_id', 'canonical_id'])
    .where('canonical_id', '=', sql<string>`any(${`{${subjectIds.join(',')}}`}::uuid[])`)
    .whereRef('canonical_id', '!=', 'subject_id')
    .execute()
  for (const row of rows) members.get(row.canonical_id)!.push(row.subject_id)
  return members
}

/** Everyone who stands for themselves, by id. */
export async function activeSubjects(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('subjects.subject')
    .select('subject_id')
    .where('status', '=', 'active')
    .orderBy('subject_id')
    .execute()
  return rows.map(row => row.subject_id)
}

/** Who stands for each of these subjects after merges; unknown ids are absent. */
export async function canonicalOf(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('subjects.subject')
    .select(['subject_id', 'canonical_id'])
    .where('subject_id', 'in', ids)
    .execute()
  return new Map(rows.map(row => [row.subject_id, row.canonical_id]))
}

/** Undefined where there is no such subject. */
export async function readRegistration(db: Db, id: string): Promise<Registration | undefined> {
  const subject = await db
    .selectFrom('subjects.subject')
    .selectAll()
    .where('subject_id', '=', id)
    .executeTakeFirst()
  if (!subject) return undefined
  const members = subject.status === 'merged' ? [id] : await membersOf(db, id)
  const identifiers = await db
    .selectFrom('subjects.identifier')
    .selectAll()
    .where('subject_id', 'in', members)
    .orderBy('kind')
    .orderBy('code')
    .execute()
  const shops = await db
    .selectFrom('subjects.shop')
    .selectAll()
    .where('subject_id', 'in', members)
    .orderBy('opened_at')
    .orderBy('platform')
    .orderBy('shop')
    .execute()
  return { subject, members, identifiers, shops }
}

/** Refuses like an unknown subject what the actor may not see: its existence is not told either. */
export async function requireVisible(db: Db, actor: Actor, id: string): Promise<void> {
  const row = await db
    .selectFrom('subjects.subject as subject')
    .select('subject.subject_id')
    .where('subject.subject_id', '=', id)
    .where(subjectVisibleTo(actor))
    .executeTakeFirst()
  if (!row) refuse('subject.unknown', { subject: id })
}

/** The authorised view. `today` is a Chinese calendar day. */
export async function readSubject(
  db: Db,
  keys: SubjectKeys,
  id: string,
  { actor, today }: { actor: Actor; today: string },
): Promise<Subject> {
  const registration = await readRegistration(db, id)
  if (!registration) return refuse('subject.unknown', { subject: id })
  const { subject } = registration
  const whole = seesWhole(actor, subject)
  const key = await dataKeyOf(db, keys, id)
  const personal = openFields(key, subject.sealed)
  const directory = await readDirectory(db)
  return {
    ...openPart(subject, today, directory),
    employerName: subject.employer_id && (await shownNameOf(db, subject.employer_id)),
    ...directory.area(subject.area),
    ...personalPart(subject, personal, whole),
    // A merged duplicate's codes are sealed under its own key; they stay masked here.
    identifiers: registration.identifiers.map(row =>
      whole && row.sealed !== null && row.subject_id === id && key
        ? { ...shownIdentifier(row), shown: openField(key, row.kind, row.sealed) }
        : shownIdentifier(row),
    ),
    shops: registration.shops.map(shop => shownShop(shop, directory)),
  }
}

async function shownNameOf(db: Db, id: string): Promise<string | null> {
  const row = await db
    .selectFrom('subjects.subject')
    .select('shown_name')
    .where('subject_id', '=', id)
    .executeTakeFirst()
  return row?.shown_name ?? null
}

/** Whole for government of the area and for whoever registered it; another platform sees a mask. */
const seesWhole = (actor: Actor, subject: SubjectRow): boolean =>
  hasRole(actor, 'credit-office', 'regulator', 'township')
    ? servesArea(actor, subject.area)
    : actor.organisationId !== null && actor.organisationId === subject.registered_by

type GrownColumns = Pick<
  SubjectRow,
  'should_register_year' | 'should_register_fen' | 'should_register_at'
>

export const grownSales = (row: GrownColumns): GrownSales | null =>
  row.should_register_at === null
    ? null
    : {
        salesFen: row.should_register_fen!,
        year: row.should_register_year!,
        at: row.should_register_at.toISOString(),
      }

const openPart = (subject: SubjectRow, today: string, directory: Directory) => ({
  id: subject.subject_id,
  kind: subject.kind,
  area: subject.area,
  personal: isMasked(subject.kind),
  status: subject.status,
  mergedInto: subject.merged_into,
  exemption: subject.exemption,
  declaredAt: subject.declared_at?.toISOString() ?? null,
  shouldRegister: grownSales(subject),
  employer: subject.employer_id,
  post: subject.post,
  platform: subject.platform,
  registeredAt: subject.registered_at.toISOString(),
  verification: shownVerification(subject, today, directory),
})

function personalPart(subject: SubjectRow, personal: PersonalFields, whole: boolean) {
  const { name, address, contactName, phone } = personal
  return {
    name: whole && isMasked(subject.kind) ? (name ?? subject.shown_name) : subject.shown_name,
    address: subject.address ?? (whole ? (address ?? null) : null),
    contactName: contactName === undefined ? null : whole ? contactName : maskName(contactName),
    phone: phone === undefined ? null : whole ? phone : maskPhone(phone),
  }
}

export const shownVerification = (
  subject: SubjectRow,
  today: string,
  directory: Directory,
): Verification => ({
  state: verificationState(subject, today),
  method: subject.verification_method,
  verifier: subject.verifier === null ? null : directory.platform(subject.verifier),
  verifiedAt: subject.verified_at?.toISOString() ?? null,
  validUntil: subject.verified_until,
})

export const shownIdentifier = (row: IdentifierRow): Identifier => ({
  kind: row.kind,
  shown: row.shown,
  network: row.network,
  from: row.from_on,
  until: row.until_on,
  derived: row.derived,
  exception: row.exception_id !== null,
})

export const shownShop = (row: ShopRow, directory: Directory): Shop => ({
  platform: row.platform,
  platformName: directory.platform(row.platform),
  shop: row.shop,
  name: row.name,
  url: row.url,
  openedAt: row.opened_at.toISOString(),
  closedAt: row.closed_at?.toISOString() ?? null,
})

export const shownMerge = (row: MergeRow): Merge => ({
  id: row.merge_id,
  into: row.into_id,
  from: row.from_id,
  reason: row.reason,
  mergedAt: row.merged_at.toISOString(),
  undoneAt: row.undone_at?.toISOString() ?? null,
})

/** Facts of a subject, oldest first, after a fact id. */
export function factsOf(
  db: Db,
  subjectId: string,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<FactRow[]> {
  let query = db.selectFrom('subjects.fact').selectAll().where('subject_id', '=', subjectId)
  if (after !== undefined) query = query.where('fact_id', '>', after)
  return query.orderBy('fact_id').limit(limit).execute()
}

export function shownFact(row: FactRow, directory: Directory): SubjectFact {
  const body = JSON.parse(row.body) as Record<string, unknown>
  return {
    id: row.fact_id,
    type: row.type,
    at: row.at.toISOString(),
    ...factSentence(row.type, body, directory),
    by: typeof body.by === 'string' ? body.by : null,
    proof: { batchId: row.batch_id, ordinal: row.ordinal },
  }
}

export function exceptionsOf(
  db: Db,
  { state, after, limit }: { state?: ExceptionRow['state']; after?: string; limit: number },
): Promise<ExceptionRow[]> {
  let query = db.selectFrom('subjects.identifier_exception').selectAll()
  if (state !== undefined) query = query.where('state', '=', state)
  if (after !== undefined) query = query.where('exception_id', '>', after)
  return query.orderBy('exception_id').limit(limit).execute()
}
