/** The edge of the room: administration of organisations, people and machines, tokens, and the two logs. */
import {
  type Account,
  type Actor,
  type ApiClient,
  type AuditEntry,
  type accessOperations,
  type Bilingual,
  hasRole,
  type Operations,
  operations,
  type ReadEntry,
} from '#contract'
import { asTenant, type Database, type Db } from '#platform/database'
import { type Handlers, pageOf } from '#platform/http'
import { type Clock, type Ids, refuse } from '#platform/runtime'
import { amendAccount, createAccount, lockAccount, setPassword } from './accounts.ts'
import type { By } from './audit.ts'
import {
  createClient,
  issueToken,
  revokeClient,
  rotateClientSecret,
  tokenLifeS,
} from './clients.ts'
import { basicCredentialsOf } from './credentials.ts'
import type { Doorkeeper } from './doorkeeper.ts'
import { amendOrganisation, createOrganisation, organisationOf } from './organisations.ts'
import { ownRoutes, shownOrganisation } from './own-routes.ts'
import { afterId, beforeEntry, pageRows } from './pages.ts'
import { hashPassword } from './passwords.ts'
import * as reads from './reads.ts'
import { dropTotp, totpSeal } from './second-factor.ts'
import { newReadableSecret } from './secrets.ts'

export type AccessDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly doorkeeper: Doorkeeper
  /** The public origin; over https the session cookie is `Secure`. */
  readonly origin: string
  /** 32 random bytes kept outside the database; the TOTP secrets are sealed under a key derived from it. */
  readonly masterKey: Uint8Array
}

export function accessRoutes(deps: AccessDeps): Handlers<typeof accessOperations> {
  return {
    ...ownRoutes({ ...deps, seal: totpSeal(deps.masterKey) }),
    ...organisationRoutes(deps),
    ...accountRoutes(deps),
    ...clientRoutes(deps),
    ...logRoutes(deps),
  }
}

type Some<K extends keyof typeof accessOperations> = Handlers<Pick<typeof accessOperations, K>>

const byOf = ({ clock, ids }: AccessDeps, actor: Actor): By => ({ actor, at: clock.now(), ids })

function organisationRoutes(
  deps: AccessDeps,
): Some<'listOrganisations' | 'createOrganisation' | 'amendOrganisation'> {
  const { database, doorkeeper } = deps
  return {
    listOrganisations: async ({ query }) => {
      const limit = query.limit ?? pageRows
      const { kind, q } = query
      const page = { kind, q: q?.trim(), after: afterId(query.cursor), limit }
      const rows = await reads.listOrganisations(database.db, page)
      return pageOf(rows, limit, row => [row.id], shownOrganisation)
    },
    createOrganisation: async ({ body, actor }) =>
      shownOrganisation(await database.tx(tx => createOrganisation(tx, body, byOf(deps, actor)))),
    amendOrganisation: async ({ params, body, actor }) => {
      const row = await database.tx(tx => amendOrganisation(tx, params.id, body, byOf(deps, actor)))
      doorkeeper.forgetAll()
      return shownOrganisation(row)
    },
  }
}

function accountRoutes(
  deps: AccessDeps,
): Some<'listAccounts' | 'createAccount' | 'amendAccount' | 'resetPassword' | 'removeTotp'> {
  const { database, doorkeeper } = deps
  return {
    listAccounts: async ({ query }) => {
      const limit = query.limit ?? pageRows
      const page = { organisation: query.organisation, after: afterId(query.cursor), limit }
      const rows = await reads.listAccounts(database.db, page)
      return pageOf(rows, limit, row => [row.id], shownAccount)
    },
    createAccount: async ({ body, actor }) => {
      const temporaryPassword = newReadableSecret()
      const passwordHash = await hashPassword(temporaryPassword)
      const account = await database.tx(async tx => {
        const made = { ...body, passwordHash, passwordTemporary: true }
        const { id } = await createAccount(tx, made, byOf(deps, actor))
        return accountShown(tx, id)
      })
      return { account, temporaryPassword }
    },
    amendAccount: async ({ params, body, actor }) => {
      const account = await database.tx(async tx => {
        await amendAccount(tx, params.id, body, byOf(deps, actor))
        return accountShown(tx, params.id)
      })
      doorkeeper.forget(params.id)
      return account
    },
    resetPassword: async ({ params, actor }) => {
      if (params.id === actor.accountId) refuse('access.own-account')
      const temporaryPassword = newReadableSecret()
      const hash = await hashPassword(temporaryPassword)
      await database.tx(tx =>
        setPassword(tx, params.id, { hash, temporary: true }, { by: byOf(deps, actor) }),
      )
      doorkeeper.forget(params.id)
      return { temporaryPassword }
    },
    removeTotp: async ({ params, actor }) => {
      if (params.id === actor.accountId) refuse('access.own-account')
      await database.tx(async tx => {
        const account = await lockAccount(tx, params.id)
        await dropTotp(tx, account, 'totp.removed', byOf(deps, actor))
      })
      return {}
    },
  }
}

function clientRoutes(
  deps: AccessDeps,
): Some<'issueToken' | 'listClients' | 'createClient' | 'rotateClientSecret' | 'revokeClient'> {
  const { database, clock, doorkeeper } = deps
  return {
    issueToken: async ({ body, headers, setHeader }) => {
      const given = basicCredentialsOf(headers) ?? {
        id: body.client_id ?? '',
        secret: body.client_secret ?? '',
      }
      const token = await database.tx(tx => issueToken(tx, given, clock.now()))
      setHeader('cache-control', 'no-store')
      return { access_token: token, token_type: 'Bearer', expires_in: tokenLifeS }
    },
    listClients: async ({ query, actor }) => {
      const limit = query.limit ?? pageRows
      const page = { after: afterId(query.cursor), limit }
      const rows = hasRole(actor, 'administrator')
        ? await reads.listClients(database.db, page)
        : actor.organisationId === null
          ? []
          : await asTenant(database, actor.organisationId, tx => reads.listClients(tx, page))
      const shown = rows.map(row => row.id)
      const ends = await reads.secretEnds(database.db, shown, clock.now())
      return pageOf(
        rows,
        limit,
        row => [row.id],
        row => shownClient(row, ends.get(row.id) ?? []),
      )
    },
    createClient: async ({ body, actor }) =>
      database.tx(async tx => {
        const { client, secret } = await createClient(tx, body, byOf(deps, actor))
        const { name } = await organisationOf(tx, client.organisation_id)
        return {
          client: shownClient({ ...client, organisation_name: name }, [null]),
          secret,
        }
      }),
    rotateClientSecret: async ({ params, body, actor }) => {
      const { secret, oldSecretEnds } = await database.tx(tx =>
        rotateClientSecret(tx, params.id, body.overlapHours, byOf(deps, actor)),
      )
      return { secret, oldSecretEnds: oldSecretEnds.toISOString() }
    },
    revokeClient: async ({ params, actor }) => {
      await database.tx(tx => revokeClient(tx, params.id, byOf(deps, actor)))
      doorkeeper.forget(params.id)
      return {}
    },
  }
}

function logRoutes({ database }: AccessDeps): Some<'listReads' | 'listAudit'> {
  return {
    listReads: async ({ query }) => {
      const limit = query.limit ?? pageRows
      const { account, about } = query
      const rows = await reads.listReads(database.db, { ...spanOf(query), account, about, limit })
      return pageOf(rows, limit, row => [row.at.getTime(), row.id], shownRead)
    },
    listAudit: async ({ query }) => {
      const limit = query.limit ?? pageRows
      const { by, target } = query
      const rows = await reads.listAudit(database.db, { ...spanOf(query), by, target, limit })
      return pageOf(rows, limit, row => [row.at.getTime(), row.id], shownAudit)
    },
  }
}

const spanOf = (query: { cursor?: string; from?: string; until?: string }) => ({
  before: beforeEntry(query.cursor),
  from: query.from === undefined ? undefined : new Date(query.from),
  until: query.until === undefined ? undefined : new Date(query.until),
})

async function accountShown(db: Db, id: string): Promise<Account> {
  const account = await reads.findAccount(db, id)
  return account ? shownAccount(account) : refuse('access.account-unknown', { id })
}

const shownAccount = (row: NonNullable<reads.ShownAccount>): Account => ({
  id: row.id,
  organisationId: row.organisation_id,
  organisationName: row.organisation_name,
  organisationKind: row.organisation_kind,
  login: row.login,
  name: row.name,
  roles: row.roles,
  areas: row.areas,
  active: row.active,
  secondFactor: row.totp_confirmed,
  createdAt: row.created_at.toISOString(),
})

const shownClient = (
  row: Awaited<ReturnType<typeof reads.listClients>>[number],
  secretsEnd: readonly (Date | null)[],
): ApiClient => ({
  id: row.id,
  organisationId: row.organisation_id,
  organisationName: row.organisation_name,
  name: row.name,
  role: row.role,
  active: row.active,
  createdAt: row.created_at.toISOString(),
  secretsEnd: secretsEnd.map(end => end?.toISOString() ?? null),
})

function calledInWords(operation: string): Bilingual {
  const { zh = operation, en = operation } = (operations as Operations)[operation] ?? {}
  return { zh, en }
}

const shownRead = (row: Awaited<ReturnType<typeof reads.listReads>>[number]): ReadEntry => ({
  id: row.id,
  at: row.at.toISOString(),
  accountId: row.account_id,
  name: row.name,
  organisationCode: row.organisation_code,
  organisationName: row.organisation_name,
  operation: row.operation,
  ...calledInWords(row.operation),
  purpose: row.purpose,
  target: row.target,
})

const shownAudit = (row: Awaited<ReturnType<typeof reads.listAudit>>[number]): AuditEntry => ({
  id: row.id,
  at: row.at.toISOString(),
  action: row.action,
  byId: row.by_id,
  byName: row.by_name,
  targetId: row.target_id,
  targetName: row.target_name,
  detail: row.detail,
})
