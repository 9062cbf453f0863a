/** The demonstration's accounts as those who act. */
import type { Actor, Role } from '#contract'
import { findAccountByLogin } from '#modules/access'
import type { Core } from '../core.ts'

export async function demoActor(core: Core, login: string, role: Role): Promise<Actor> {
  const account = await findAccountByLogin(core.database.db, login)
  if (!account) throw new Error(`the demonstration has no account ${login}`)
  return {
    accountId: account.id,
    name: account.name,
    organisationId: account.organisation_id,
    organisationCode: null,
    roles: [role],
    areas: account.areas,
  }
}
