/** The edge for one's own affairs: who am I, signing in and out, sessions, password, second factor, colleagues. */
import {
  type Actor,
  type accessOperations,
  authorisation,
  type Me,
  type Organisation,
} from '#contract'
import { asTenant, type Db } from '#platform/database'
import { type Call, type Handlers, pageOf } from '#platform/http'
import { refuse } from '#platform/runtime'
import { setPassword } from './accounts.ts'
import type { By } from './audit.ts'
import { cookiePair, sessionCookie, sessionTokenOf } from './credentials.ts'
import type { Doorkeeper } from './doorkeeper.ts'
import { organisationOf, type StoredOrganisation } from './organisations.ts'
import { afterId, pageRows } from './pages.ts'
import { hashPassword, refuseWeak } from './passwords.ts'
import { findAccount, listColleagues, listSessions } from './reads.ts'
import { confirmTotp, dropTotp, enrolTotp } from './second-factor.ts'
import { digestOf } from './secrets.ts'
import {
  absoluteMs,
  confirmOwner,
  endSession,
  type SessionDeps,
  signIn,
  signOut,
} from './sessions.ts'

export type OwnRouteDeps = SessionDeps & {
  readonly doorkeeper: Doorkeeper
  /** The public origin; over https the cookie is `Secure`. */
  readonly origin: string
}

type Some<K extends keyof typeof accessOperations> = Handlers<Pick<typeof accessOperations, K>>

export const ownRoutes = (deps: OwnRouteDeps) => ({
  ...sessionRoutes(deps),
  ...secretRoutes(deps),
})

const byOf = ({ clock, ids }: OwnRouteDeps, actor: Actor): By => ({ actor, at: clock.now(), ids })

function sessionRoutes(
  deps: OwnRouteDeps,
): Some<'me' | 'signIn' | 'signOut' | 'listSessions' | 'endSession' | 'listColleagues'> {
  const { database, clock, doorkeeper, origin } = deps
  return {
    me: ({ actor }) => describe(database.db, actor),
    signIn: async call => {
      const { token, accountId } = await signIn(deps, {
        ...call.body,
        address: call.address,
        agent: agentOf(call.headers),
        replaces: sessionTokenOf(call.headers),
      })
      doorkeeper.forget(accountId)
      if (call.actor.accountId !== null) doorkeeper.forget(call.actor.accountId)
      call.setHeader('set-cookie', sessionCookie(token, origin, absoluteMs / 1000))
      const actor = await doorkeeper.authenticate({ cookie: cookiePair(token) })
      return describe(database.db, actor)
    },
    signOut: async call => {
      const token = sessionTokenOf(call.headers)
      if (token !== undefined) await database.tx(tx => signOut(tx, token, byOf(deps, call.actor)))
      if (call.actor.accountId !== null) doorkeeper.forget(call.actor.accountId)
      call.setHeader('set-cookie', sessionCookie('', origin, 0))
      return {}
    },
    listSessions: async call => {
      const { id } = await person(database.db, call.actor)
      const rows = await listSessions(database.db, id, clock.now())
      const current = currentDigest(call.headers)
      return { items: rows.map(row => shownSession(row, current)) }
    },
    endSession: async ({ params, actor }) => {
      const { id } = await person(database.db, actor)
      await database.tx(tx => endSession(tx, id, params.id, byOf(deps, actor)))
      doorkeeper.forget(id)
      return {}
    },
    listColleagues: async ({ query, actor }) => {
      if (actor.organisationId === null) return { items: [], next: null }
      const limit = query.limit ?? pageRows
      const page = { after: afterId(query.cursor), limit }
      const rows = await asTenant(database, actor.organisationId, tx => listColleagues(tx, page))
      return pageOf(
        rows,
        limit,
        row => [row.id],
        row => row,
      )
    },
  }
}

/** What changes how one signs in; each but the last step of enrolment asks for the password again. */
function secretRoutes(
  deps: OwnRouteDeps,
): Some<'changePassword' | 'enrolTotp' | 'confirmTotp' | 'disableTotp'> {
  const { database, clock, doorkeeper, seal } = deps
  return {
    changePassword: async call => {
      const { id, login } = await confirmedOwner(deps, call, call.body.current)
      refuseWeak(call.body.next, login)
      const hash = await hashPassword(call.body.next)
      const sessions = await listSessions(database.db, id, clock.now())
      const current = currentDigest(call.headers)
      const by = byOf(deps, call.actor)
      const keepSession = sessions.find(row => current?.equals(row.digest))?.id
      await database.tx(tx => setPassword(tx, id, { hash, temporary: false }, { by, keepSession }))
      doorkeeper.forget(id)
      return {}
    },
    enrolTotp: async call => {
      const owner = await confirmedOwner(deps, call, call.body.password)
      return database.tx(tx => enrolTotp(tx, owner, seal))
    },
    confirmTotp: async ({ body, actor }) => {
      const owner = await person(database.db, actor)
      const by = byOf(deps, actor)
      const recoveryCodes = await database.tx(tx =>
        confirmTotp(tx, owner, { totp: body.totp, seal, by }),
      )
      return { recoveryCodes }
    },
    disableTotp: async call => {
      const owner = await confirmedOwner(deps, call, call.body.password)
      await database.tx(tx => dropTotp(tx, owner, 'totp.disabled', byOf(deps, call.actor)))
      return {}
    },
  }
}

/** A person's account behind a call; a machine and the public have none. */
async function person(db: Db, actor: Actor) {
  const account = actor.accountId === null ? undefined : await findAccount(db, actor.accountId)
  if (!account) return refuse('access.sign-in-required')
  return { id: account.id, login: account.login, name: account.name }
}

async function confirmedOwner(
  deps: SessionDeps,
  { actor, address }: Pick<Call, 'actor' | 'address'>,
  password: string,
) {
  const owner = await person(deps.database.db, actor)
  await confirmOwner(deps, { login: owner.login, password, address })
  return owner
}

function currentDigest(headers: Call['headers']): Buffer | undefined {
  const token = sessionTokenOf(headers)
  return token === undefined ? undefined : digestOf(token)
}

/** Shown back to its owner later, so without anything that is not a printed character. */
const agentOf = (headers: Call['headers']): string =>
  String(headers['user-agent'] ?? '').replace(/[^\x20-\x7e]/g, '')

function shownSession(
  row: Awaited<ReturnType<typeof listSessions>>[number],
  current: Buffer | undefined,
) {
  return {
    id: row.id,
    signedInAt: row.signed_in_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    address: row.address,
    agent: row.agent,
    current: current?.equals(row.digest) ?? false,
  }
}

/** Who an actor is, and the operations that the authorisation table opens to it. */
async function describe(db: Db, actor: Actor): Promise<Me> {
  const account = actor.accountId === null ? undefined : await findAccount(db, actor.accountId)
  const organisation =
    actor.organisationId === null ? null : await organisationOf(db, actor.organisationId)
  return {
    accountId: actor.accountId,
    name: actor.name,
    login: account?.login ?? null,
    organisation: organisation && shownOrganisation(organisation),
    roles: [...actor.roles],
    areas: [...actor.areas],
    secondFactor: account?.totp_confirmed ?? false,
    mustChangePassword: account?.password_temporary ?? false,
    operations: Object.entries(authorisation)
      .filter(([, allowed]) => actor.roles.some(role => allowed.includes(role)))
      .map(([name]) => name),
  }
}

export const shownOrganisation = (row: StoredOrganisation): Organisation => ({
  id: row.id,
  code: row.code,
  kind: row.kind,
  name: row.name,
  area: row.area,
  subjectId: row.subject_id,
  active: row.active,
})
