/**
 * Finding subjects by whatever people have in hand: a code, a shop's address or its id on the platform, a part of a name
 * or the initials of its pinyin. A code opens its one subject; names only suggest, because names are not unique.
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { SubjectKind } from '#contract'
import { parseShopAddress, subjectCodesIn } from '#lib/identifiers'
import type { Db } from '#platform/database'
import { cleaned, codeKey } from './codes.ts'
import { nameKeyOf, neededGrams } from './names.ts'
import type { SubjectKeys } from './subject-keys.ts'
import type { SubjectRow } from './tables.ts'

export type SubjectQuery = {
  readonly q: string
  readonly kind?: SubjectKind | undefined
  /** GB/T 2260 prefix. */
  readonly area?: string | undefined
  readonly shouldRegister?: boolean | undefined
  /** Given, numbers of natural persons are looked up too: for authorised callers only. */
  readonly personalKeys?: SubjectKeys
  /** The rows the caller may see, of the table called `subject`. */
  readonly visible?: RawBuilder<SqlBool>
  readonly after?: { readonly rank: number; readonly id: string } | undefined
  readonly limit: number
}

export type MatchKind = 'code' | 'shop-address' | 'shop-id' | 'name' | 'shop-name' | 'browse'

export type FoundSubject = Pick<
  SubjectRow,
  | 'subject_id'
  | 'kind'
  | 'shown_name'
  | 'area'
  | 'platform'
  | 'registered_at'
  | 'verification_state'
  | 'verified_until'
  | 'should_register_year'
  | 'should_register_fen'
  | 'should_register_at'
> & { rank: number; matched_by: MatchKind; matched: string; shops: number }

/** Up to `limit` subjects that still stand for themselves, best match first. */
export async function findSubjects(db: Db, query: SubjectQuery): Promise<FoundSubject[]> {
  const text = query.q.trim()
  const found = text === '' ? everySubject : foundBy(await matches(text, query.personalKeys))
  // Without a text every rank is the same, and the primary key alone gives the order without sorting everyone.
  const order = text === '' ? sql`subject.subject_id` : sql`found.rank, found.subject_id`
  const { rows } = await sql<FoundSubject>`
    with found as (${found})
    select subject.subject_id, subject.kind, subject.shown_name, subject.area, subject.platform,
      subject.registered_at,
      subject.verification_state, subject.verified_until,
      subject.should_register_year, subject.should_register_fen, subject.should_register_at,
      found.rank, found.matched_by, found.matched,
      (select count(*) from subjects.subject as member join subjects.shop using (subject_id)
        where member.canonical_id = subject.subject_id and shop.closed_at is null) as shops
    from found join subjects.subject on subject.subject_id = found.subject_id
    where ${sql.join([...conditions(query), ...beyond(query.after, text === '')], sql` and `)}
    order by ${order} limit ${query.limit}`.execute(db)
  return rows
}

function conditions({ kind, area, shouldRegister, visible }: SubjectQuery) {
  return [
    sql`subject.status = 'active'`,
    ...(kind === undefined ? [] : [sql`subject.kind = ${kind}`]),
    ...(area === undefined ? [] : [sql`subject.area like ${`${wholeArea(area)}%`}`]),
    ...(shouldRegister ? [sql`subject.should_register_at is not null`] : []),
    ...(visible === undefined ? [] : [visible]),
  ]
}

function beyond(after: SubjectQuery['after'], isBrowsing: boolean) {
  if (after === undefined) return []
  return isBrowsing
    ? [sql`subject.subject_id > ${after.id}::uuid`]
    : [sql`(found.rank, found.subject_id) > (${after.rank}::int, ${after.id}::uuid)`]
}

/** `130500` means all of the city: a code's trailing zero pairs are no part of the prefix. */
const wholeArea = (area: string): string =>
  area.length === 6 ? area.replace(/(00){1,2}$/, '') : area

type Found = RawBuilder<unknown>

const everySubject: Found = sql`
  select subject_id, 0 as rank, 'browse' as matched_by, '' as matched from subjects.subject`

/** The best match of each subject; what a duplicate matched counts for the subject that stands for it. */
const foundBy = (matches: readonly Found[]): Found => sql`
  select distinct on (subject.canonical_id)
    subject.canonical_id as subject_id, match.rank, match.matched_by, match.matched
  from (${sql.join(matches, sql` union all `)}) as match
  join subjects.subject on subject.subject_id = match.subject_id
  order by subject.canonical_id, match.rank, match.matched_by`

async function matches(text: string, personalKeys: SubjectKeys | undefined): Promise<Found[]> {
  const nameKey = await nameKeyOf(text)
  return [
    byCode(text, personalKeys),
    byShopId(text),
    byAccount(text),
    ...byShopAddress(text),
    ...(nameKey === '' ? [] : [byName(nameKey)]),
  ]
}

const openKinds = ['uscc', 'registrationNumber', 'organisationCode', 'taxNumber'] as const

/** Codes that fail their check are looked up as well: the exception register may have admitted one. */
function byCode(text: string, personalKeys: SubjectKeys | undefined): Found {
  const value = cleaned(text)
  const keys = [
    ...openKinds.map(kind => `${kind}:${value}`),
    ...(personalKeys === undefined ? [] : personalCodes(text, personalKeys)),
  ]
  return sql`
    select code.subject_id, 0 as rank, 'code' as matched_by, identifier.shown as matched
    from subjects.code join subjects.identifier using (subject_id, code)
    where code.code in (${sql.join(keys)})`
}

const personalCodes = (text: string, keys: SubjectKeys): string[] =>
  subjectCodesIn(text)
    .filter(({ kind }) => kind === 'residentId' || kind === 'taxNumber')
    .map(({ kind, value }) => codeKey(keys, { kind, value, personal: true, network: null }))

const byShopId = (text: string): Found => sql`
  select subject_id, 1, 'shop-id', platform || ' ' || shop from subjects.shop
  where ${/\s/.test(text) ? sql`(platform, shop) = ${platformAndShop(text)}` : sql`shop = ${text}`}`

function platformAndShop(text: string) {
  const [platform, ...rest] = text.split(/\s+/)
  return sql`(${platform}, ${rest.join(' ')})`
}

const byAccount = (text: string): Found => sql`
  select subject_id, 1, 'shop-id', network || ' ' || shown from subjects.identifier
  where kind = 'platformAccount' and shown = ${text}`

/** The address itself, or what lies below it. */
function byShopAddress(text: string): Found[] {
  if (!text.includes('.')) return []
  const address = parseShopAddress(text)
  if (!address.ok) return []
  const { key } = address.parts
  return [
    sql`select subject_id, case when url_key = ${key} then 1 else 2 end, 'shop-address', url
        from subjects.shop
        where url_key = ${key} or url_key like ${`${likeText(key)}/%`} or url_key like ${`${likeText(key)}?%`}`,
  ]
}

/** A name key holds letters and digits only, so it needs no escaping inside LIKE. */
const byName = (nameKey: string): Found => sql`
  select subject_id,
    case when name_key = ${nameKey} then 3 when name_key like ${`${nameKey}%`} then 4 else 5 end,
    case when source = 'name' then 'name' else 'shop-name' end, name
  from subjects.search_text
  where grams @> ${`{"${neededGrams(nameKey).join('","')}"}`}::text[]
    and (name_key like ${`%${nameKey}%`} or initials like ${`%${nameKey}%`})`

const likeText = (text: string): string => text.replace(/[\\%_]/g, '\\$&')
