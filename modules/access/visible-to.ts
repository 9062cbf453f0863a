/**
 * Who sees which rows (invariant 8, requirement 2.1): every list that is not public puts this predicate in its query.
 * Row-level security (`access.keep_apart` in a migration, `asTenant` around a tenant's query) stands behind it.
 *
 * ```ts
 * db.selectFrom('trade.event as e')
 *   .selectAll()
 *   .where(visibleTo(actor, { organisationCode: 'e.source', area: 'e.area' }))
 * ```
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Actor, Role } from '#contract'

/** Columns, as the query names them, that say whose a row is. Those that a table lacks are left out. */
export type OwnerColumns = {
  /** Holds an organisation's id; of several, one match suffices. */
  readonly organisationId?: string | readonly string[]
  /** Holds an organisation's code: `source`, `platform`. */
  readonly organisationCode?: string | readonly string[]
  /** Holds a GB/T 2260 code; index it with `text_pattern_ops`, for the prefixes become LIKE. */
  readonly area?: string
  /** Holds the account of a person: what a consumer sees are their own rows. */
  readonly account?: string
}

/** Sees by area; without an area column, what its own organisation has. */
const government: readonly Role[] = ['credit-office', 'regulator', 'township']

/** Sees what its organisation has. */
const tenants: readonly Role[] = [
  'platform',
  'merchant',
  'carrier',
  'payment-institution',
  'credit-agency',
  'association',
  'finance',
]

/**
 * The rows an actor may see. Roles add up; who has none of these, the administrator and the public among them, sees
 * nothing. An area or organisation that is null is seen by nobody but who sees everything.
 */
export function visibleTo(actor: Actor, columns: OwnerColumns): RawBuilder<SqlBool> {
  const has = (roles: readonly Role[]) => actor.roles.some(role => roles.includes(role))
  if (has(['auditor'])) return sql<SqlBool>`true`
  const byArea = has(government) && columns.area !== undefined
  if (byArea && actor.areas.includes('')) return sql<SqlBool>`true`
  const byOrganisation = has(tenants) || (has(government) && columns.area === undefined)
  const conditions = [
    ...(byArea ? actor.areas.map(area => sql`${sql.ref(columns.area!)} like ${below(area)}`) : []),
    ...(byOrganisation ? equalsAny(columns.organisationId, actor.organisationId) : []),
    ...(byOrganisation ? equalsAny(columns.organisationCode, actor.organisationCode) : []),
    ...(has(['consumer']) ? equalsAny(columns.account, actor.accountId) : []),
  ]
  if (conditions.length === 0) return sql<SqlBool>`false`
  return sql<SqlBool>`(${sql.join(conditions, sql` or `)})`
}

/** Areas come from our own table, but a wildcard in one would open the country, so it is checked here too. */
function below(area: string): string {
  if (!/^\d{1,12}$/.test(area)) throw new Error(`an area of an actor is not a code: ${area}`)
  return `${area}%`
}

function equalsAny(columns: string | readonly string[] | undefined, owner: string | null) {
  if (owner === null || columns === undefined) return []
  return [columns].flat().map(column => sql`${sql.ref(column)} = ${owner}`)
}
