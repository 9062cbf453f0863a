/**
 * Read models of access: lists of organisations, people, clients and sessions, and the pages of the two logs. Each
 * answers up to `limit + 1` rows, for the edge to cut into a page.
 */
import { type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { OrganisationKind, Role } from '#contract'
import type { Db, Tables } from '#platform/database'
import { idleMs } from './sessions.ts'
import type { ReadRow } from './tables.ts'

/** Rows after an id, in the order in which they were made. */
export type AfterId = { readonly after: string | undefined; readonly limit: number }

/** Rows of a log before an entry, newest first. */
export type Before = {
  readonly before: { readonly at: Date; readonly id: string } | undefined
  readonly from?: Date | undefined
  readonly until?: Date | undefined
  readonly limit: number
}

export function listOrganisations(
  db: Db,
  {
    kind,
    q,
    after,
    limit,
  }: AfterId & {
    kind?: OrganisationKind | undefined
    /** A part of name or code. */
    q?: string | undefined
  },
) {
  let query = db.selectFrom('access.organisation').selectAll()
  if (kind) query = query.where('kind', '=', kind)
  if (q)
    query = query.where(
      sql<SqlBool>`(position(lower(${q}) in lower(name)) > 0 or position(lower(${q}) in code) > 0)`,
    )
  if (after) query = query.where('id', '>', after)
  return query
    .orderBy('id')
    .limit(limit + 1)
    .execute()
}

const accounts = (db: Db) =>
  db
    .selectFrom('access.account as a')
    .leftJoin('access.organisation as o', 'o.id', 'a.organisation_id')
    .select(['a.id', 'a.organisation_id', 'o.name as organisation_name', 'a.login', 'a.name'])
    .select('o.kind as organisation_kind')
    .select(['a.roles', 'a.areas', 'a.active', 'a.totp_confirmed', 'a.password_temporary'])
    .select('a.created_at')

export type ShownAccount = Awaited<ReturnType<typeof findAccount>>

/** An account without its secrets. */
export const findAccount = (db: Db, id: string) =>
  accounts(db).where('a.id', '=', id).executeTakeFirst()

export const findAccountByLogin = (db: Db, login: string) =>
  accounts(db).where('a.login', '=', login.toLowerCase()).executeTakeFirst()

export function listAccounts(
  db: Db,
  { organisation, after, limit }: AfterId & { organisation?: string | undefined },
) {
  let query = accounts(db)
  if (organisation) query = query.where('a.organisation_id', '=', organisation)
  if (after) query = query.where('a.id', '>', after)
  return query
    .orderBy('a.id')
    .limit(limit + 1)
    .execute()
}

/** Active people whose areas hold a place and who bear one of the roles, whatever their organisation. */
export const officersOf = (db: Db, place: string, roles: readonly Role[]) =>
  accounts(db)
    .where('a.active', '=', true)
    .where(sql<SqlBool>`a.roles && ${`{${roles.join(',')}}`}::text[]`)
    .where(
      sql<SqlBool>`exists (select from unnest(a.areas) as area where starts_with(${place}, area))`,
    )
    .orderBy('o.name')
    .orderBy('a.name')
    .limit(officersShown)
    .execute()

/** A county has dozens; more than these nobody reads through. */
const officersShown = 200

/** Run inside `asTenant`: row-level security shows a tenant its own people and no one else's. */
export function listColleagues(db: Db, { after, limit }: AfterId) {
  let query = db.selectFrom('access.account').select(['id', 'name', 'roles'])
  if (after) query = query.where('id', '>', after)
  return query
    .where('active', '=', true)
    .orderBy('id')
    .limit(limit + 1)
    .execute()
}

/** All clients; inside `asTenant`, the tenant's own. */
export function listClients(db: Db, { after, limit }: AfterId) {
  let query = db
    .selectFrom('access.client as c')
    .innerJoin('access.organisation as o', 'o.id', 'c.organisation_id')
    .select(['c.id', 'c.organisation_id', 'o.name as organisation_name', 'c.name', 'c.role'])
    .select(['c.active', 'c.created_at'])
  if (after) query = query.where('c.id', '>', after)
  return query
    .orderBy('c.id')
    .limit(limit + 1)
    .execute()
}

/** When the secrets of clients end, by client; those that have ended are left out. */
export async function secretEnds(
  db: Db,
  clients: readonly string[],
  at: Date,
): Promise<ReadonlyMap<string, (Date | null)[]>> {
  if (clients.length === 0) return new Map()
  const rows = await db
    .selectFrom('access.client_secret')
    .select(['client_id', 'ends_at'])
    .where('client_id', 'in', [...clients])
    .where(eb => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', at)]))
    .orderBy('created_at')
    .execute()
  const byClient = Map.groupBy(rows, row => row.client_id)
  return new Map([...byClient].map(([id, ends]) => [id, ends.map(row => row.ends_at)]))
}

export const listSessions = (db: Db, accountId: string, at: Date) =>
  db
    .selectFrom('access.session')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('expires_at', '>', at)
    .where('last_seen_at', '>', new Date(at.getTime() - idleMs))
    .orderBy('signed_in_at', 'desc')
    .execute()

/** With what the reader's organisation is called now. */
export type NamedRead = ReadRow & { readonly organisation_name: string | null }

/** Who read what, for the auditor; `about` narrows to one subject, case or other thing by its id. */
export function listReads(
  db: Db,
  filter: Before & { account?: string | undefined; about?: string | undefined },
): Promise<NamedRead[]> {
  let query = db
    .selectFrom('access.read')
    .selectAll()
    .select(eb =>
      eb
        .selectFrom('access.organisation as reader')
        .select('reader.name')
        .whereRef('reader.id', '=', 'access.read.organisation_id')
        .as('organisation_name'),
    )
  if (filter.account) query = query.where('account_id', '=', filter.account)
  if (filter.about) query = query.where(sql<SqlBool>`about @> array[${filter.about}::uuid]`)
  return query
    .where(eb => within(eb, filter))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute()
}

/** What was read about one thing: later rooms show it to the person concerned (个人信息保护法 art. 45). */
export const readsOf = (db: Db, target: string, page: Before): Promise<NamedRead[]> =>
  listReads(db, { ...page, about: target })

export function listAudit(
  db: Db,
  filter: Before & { by?: string | undefined; target?: string | undefined },
) {
  let query = db.selectFrom('access.audit').selectAll()
  if (filter.by) query = query.where('by_id', '=', filter.by)
  if (filter.target) query = query.where('target_id', '=', filter.target)
  return query
    .where(eb => within(eb, filter))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute()
}

/** The span of time (half-open) and the place in the list. */
function within(
  eb: ExpressionBuilder<Tables, 'access.read' | 'access.audit'>,
  { before, from, until }: Before,
) {
  return eb.and([
    ...(from ? [sql<SqlBool>`at >= ${from}`] : []),
    ...(until ? [sql<SqlBool>`at < ${until}`] : []),
    ...(before ? [sql<SqlBool>`(at, id) < (${before.at}, ${before.id}::uuid)`] : []),
  ])
}
