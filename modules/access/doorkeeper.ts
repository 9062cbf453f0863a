/**
 * Names the caller of every request. Most come back within seconds, so what the database said is kept for a moment;
 * whatever ends or changes a credential in this process is forgotten at once, and other processes follow in seconds.
 */
import { type Actor, anyone } from '#contract'
import type { Database, Db } from '#platform/database'
import { type Clock, refuse } from '#platform/runtime'
import { type Credential, credentialOf, type Headers } from './credentials.ts'
import { digestOf } from './secrets.ts'
import { idleMs } from './sessions.ts'

/** For how long another process may still believe a credential that this one has ended. */
const keptMs = 3_000
const keptActors = 10_000
/** A session's last request is written at most this often; its idle time is right to within it. */
const touchEveryMs = 60_000

export type Doorkeeper = {
  /**
   * No credential is the public, at once. A stale session is the public too, because the browser sends its cookie
   * also to sign in; a bearer token was set on purpose, so a wrong one is refused with `access.token-invalid`.
   */
  authenticate(headers: Headers): Actor | Promise<Actor>
  /** After the commit of whatever ended or changed what this account or client may do. */
  forget(accountId: string): void
  /** After an organisation was suspended or moved. */
  forgetAll(): void
}

type Entry = { until: number; actor: Actor | undefined; lookup: Promise<Actor | undefined> }

export function createDoorkeeper(deps: { database: Database; clock: Clock }): Doorkeeper {
  const kept = new Map<string, Entry>()
  const find = (credential: Credential): Actor | Promise<Actor | undefined> => {
    const key = `${credential.kind}:${digestOf(credential.secret).toString('base64url')}`
    const at = deps.clock.now()
    const entry = kept.get(key)
    if (entry && entry.until > at.getTime()) return entry.actor ?? entry.lookup
    const fresh: Entry = {
      until: at.getTime() + keptMs,
      actor: undefined,
      lookup: lookUp(deps.database, credential, at).then(
        found => {
          if (!found) kept.delete(key)
          else {
            fresh.actor = found.actor
            fresh.until = Math.min(fresh.until, found.expiresAt.getTime())
          }
          return found?.actor
        },
        error => {
          kept.delete(key)
          throw error
        },
      ),
    }
    // Kept while it is being looked up: a page that asks ten things at once costs one lookup.
    if (kept.size >= keptActors) kept.delete(kept.keys().next().value!)
    kept.delete(key)
    kept.set(key, fresh)
    return fresh.lookup
  }
  return {
    authenticate: headers => {
      const credential = credentialOf(headers)
      if (credential === undefined) return anyone
      if (credential === 'malformed') return refuse('access.token-invalid')
      const found = find(credential)
      return found instanceof Promise ? found.then(actor => orRefuse(credential, actor)) : found
    },
    forget: accountId => {
      // A lookup under way may have read the state before the change, so it is forgotten as well.
      for (const [key, { actor }] of kept)
        if (actor === undefined || actor.accountId === accountId) kept.delete(key)
    },
    forgetAll: () => kept.clear(),
  }
}

const orRefuse = ({ kind }: Credential, actor: Actor | undefined): Actor =>
  actor ?? (kind === 'session' ? anyone : refuse('access.token-invalid'))

type Found = { readonly actor: Actor; readonly expiresAt: Date }

async function lookUp(
  database: Database,
  { kind, secret }: Credential,
  at: Date,
): Promise<Found | undefined> {
  const digest = digestOf(secret)
  if (kind === 'token') return clientOf(database.db, digest, at)
  const session = await personOf(database.db, digest, at)
  if (session && session.lastSeenAt.getTime() <= at.getTime() - touchEveryMs)
    await database.tx(tx =>
      tx
        .updateTable('access.session')
        .set({ last_seen_at: at })
        .where('digest', '=', digest)
        .where('last_seen_at', '<', at)
        .execute(),
    )
  return session
}

async function personOf(
  db: Db,
  digest: Buffer,
  at: Date,
): Promise<(Found & { lastSeenAt: Date }) | undefined> {
  const row = await db
    .selectFrom('access.session as s')
    .innerJoin('access.account as a', 'a.id', 's.account_id')
    .leftJoin('access.organisation as o', 'o.id', 'a.organisation_id')
    .select(['s.expires_at', 's.last_seen_at', 'a.id', 'a.name', 'a.roles', 'a.areas'])
    .select(['a.password_temporary', 'a.organisation_id', 'o.code'])
    .where('s.digest', '=', digest)
    .where('s.expires_at', '>', at)
    .where('s.last_seen_at', '>', new Date(at.getTime() - idleMs))
    .where('a.active', '=', true)
    .where(eb => eb.or([eb('o.active', '=', true), eb('a.organisation_id', 'is', null)]))
    .executeTakeFirst()
  if (!row) return undefined
  const actor: Actor = {
    accountId: row.id,
    name: row.name,
    organisationId: row.organisation_id,
    organisationCode: row.code,
    // A temporary password is known to whoever set it: until it is changed, its session may do what anyone may.
    roles: row.password_temporary ? ['public'] : row.roles,
    areas: row.password_temporary ? [] : row.areas,
  }
  return { actor, expiresAt: row.expires_at, lastSeenAt: row.last_seen_at }
}

async function clientOf(db: Db, digest: Buffer, at: Date): Promise<Found | undefined> {
  const row = await db
    .selectFrom('access.token as t')
    .innerJoin('access.client as c', 'c.id', 't.client_id')
    .innerJoin('access.organisation as o', 'o.id', 'c.organisation_id')
    .select(['t.expires_at', 'c.id', 'c.name', 'c.role', 'c.organisation_id', 'o.code', 'o.area'])
    .where('t.digest', '=', digest)
    .where('t.expires_at', '>', at)
    .where('c.active', '=', true)
    .where('o.active', '=', true)
    .executeTakeFirst()
  if (!row) return undefined
  const actor: Actor = {
    accountId: row.id,
    name: row.name,
    organisationId: row.organisation_id,
    organisationCode: row.code,
    roles: [row.role],
    areas: [row.area],
    machine: true,
  }
  return { actor, expiresAt: row.expires_at }
}
