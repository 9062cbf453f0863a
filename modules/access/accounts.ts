/**
 * Accounts of people. Least privilege (requirement 2.1): a role must fit the kind of organisation, an area must lie in
 * the organisation's, and administering, auditing and business are never in one hand (separation of duties).
 */
import {
  type OrganisationKind,
  type Role,
  rolesOfOrganisation,
  rolesWithoutOrganisation,
} from '#contract'
import type { Tx } from '#platform/database'
import { refuse } from '#platform/runtime'
import { areaPrefix, liesIn } from './areas.ts'
import { type By, recordAudit } from './audit.ts'
import { activeOrganisation, organisationOf, type StoredOrganisation } from './organisations.ts'
import type { AccountRow } from './tables.ts'

export type StoredAccount = Omit<AccountRow, 'active' | 'totp_confirmed' | 'totp_step'> & {
  active: boolean
  totp_confirmed: boolean
  totp_step: number
}

export type NewAccount = {
  /** `null` for a consumer. */
  readonly organisationId: string | null
  readonly login: string
  readonly name: string
  readonly roles: readonly Role[]
  /** GB/T 2260 codes or prefixes; the organisation's own area where left out. */
  readonly areas?: readonly string[] | undefined
  /** Made by `hashPassword`, outside the transaction, because it is slow on purpose. */
  readonly passwordHash: string
  /** A temporary password opens nothing but the door to change it. */
  readonly passwordTemporary: boolean
}

export async function createAccount(tx: Tx, account: NewAccount, by: By): Promise<StoredAccount> {
  const organisation =
    account.organisationId === null ? null : await activeOrganisation(tx, account.organisationId)
  refuseUnfitRoles(account.roles, organisation?.kind ?? null)
  const login = account.login.toLowerCase()
  const row = await tx
    .insertInto('access.account')
    .values({
      id: by.ids.next(),
      organisation_id: account.organisationId,
      login,
      name: account.name,
      password_hash: account.passwordHash,
      password_temporary: account.passwordTemporary,
      roles: [...account.roles],
      areas: areasWithin(organisation, account.areas),
      totp_sealed: null,
      created_at: by.at,
    })
    .onConflict(conflict => conflict.column('login').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!row) refuse('access.login-taken', { login })
  const { roles, areas } = row
  await recordAudit(tx, 'account.created', row, by, { login, roles, areas })
  return row
}

export type AccountChange = {
  readonly name?: string | undefined
  readonly roles?: readonly Role[] | undefined
  readonly areas?: readonly string[] | undefined
  readonly active?: boolean | undefined
}

/** Ends the account's sessions: nobody goes on with rights that were taken away. The caller tells the doorkeeper. */
export async function amendAccount(
  tx: Tx,
  id: string,
  change: AccountChange,
  by: By,
): Promise<StoredAccount> {
  if (id === by.actor.accountId) refuse('access.own-account')
  const before = await lockAccount(tx, id)
  const organisation =
    before.organisation_id === null ? null : await organisationOf(tx, before.organisation_id)
  const after = {
    name: change.name ?? before.name,
    roles: change.roles ? [...change.roles] : before.roles,
    areas: change.areas ? areasWithin(organisation, change.areas) : before.areas,
    active: change.active ?? before.active,
  }
  refuseUnfitRoles(after.roles, organisation?.kind ?? null)
  await tx.updateTable('access.account').set(after).where('id', '=', id).execute()
  await endSessionsOf(tx, id)
  const { name, roles, areas, active } = before
  await recordAudit(tx, 'account.amended', before, by, {
    before: { name, roles, areas, active },
    after,
  })
  return { ...before, ...after }
}

export type NewPassword = { readonly hash: string; readonly temporary: boolean }

/** Sets a password and ends the sessions that the old one opened, but for `keepSession` (its owner's own). */
export async function setPassword(
  tx: Tx,
  id: string,
  { hash, temporary }: NewPassword,
  { by, keepSession }: { by: By; keepSession?: string | undefined },
): Promise<void> {
  const account = await lockAccount(tx, id)
  await tx
    .updateTable('access.account')
    .set({ password_hash: hash, password_temporary: temporary })
    .where('id', '=', id)
    .execute()
  await endSessionsOf(tx, id, keepSession)
  await recordAudit(tx, temporary ? 'password.reset' : 'password.changed', account, by)
}

export async function endSessionsOf(tx: Tx, accountId: string, keep?: string): Promise<void> {
  let ending = tx.deleteFrom('access.session').where('account_id', '=', accountId)
  if (keep !== undefined) ending = ending.where('id', '!=', keep)
  await ending.execute()
}

/** The account, locked against concurrent changes; refuses an unknown id. */
export async function lockAccount(tx: Tx, id: string): Promise<StoredAccount> {
  const row = await tx
    .selectFrom('access.account')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row ?? refuse('access.account-unknown', { id })
}

const standsAlone: readonly Role[] = ['administrator', 'auditor']

function refuseUnfitRoles(roles: readonly Role[], kind: OrganisationKind | null): void {
  const fit = kind === null ? rolesWithoutOrganisation : rolesOfOrganisation[kind]
  const unfit = roles.find(role => !fit.includes(role))
  if (unfit) refuse('access.role-unfit', { role: unfit, kind: kind ?? 'none' })
  if (roles.length > 1 && roles.some(role => standsAlone.includes(role)))
    refuse('access.role-alone')
}

/** Also for machines: a client bears one role, and neither administers nor audits. */
export function refuseUnfitClientRole(role: Role, kind: OrganisationKind): void {
  if (standsAlone.includes(role)) refuse('access.role-unfit', { role, kind })
  refuseUnfitRoles([role], kind)
}

function areasWithin(
  organisation: StoredOrganisation | null,
  areas: readonly string[] | undefined,
): string[] {
  if (organisation === null) return []
  if (areas === undefined) return [organisation.area]
  const prefixes = areas.map(areaPrefix)
  const outside = prefixes.find(area => !liesIn([organisation.area], area))
  if (outside !== undefined) refuse('access.area-outside', { area: outside })
  return prefixes
}
