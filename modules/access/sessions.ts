/**
 * Signing in and out. The order of `signIn` is the defence: count the attempt, verify a password whether or not the
 * account exists, spend the second factor, and only then make a session, always a new one (OWASP ASVS 5, chapters 6–7).
 */
import type { Actor } from '#contract'
import type { Database, Db, Tx } from '#platform/database'
import { type Clock, type Ids, refuse } from '#platform/runtime'
import type { StoredAccount } from './accounts.ts'
import { type By, recordAudit } from './audit.ts'
import { organisationOf } from './organisations.ts'
import { decoyHash, hashPassword, isOutdated, passwordMatches } from './passwords.ts'
import { type Factors, spendFactor, type TotpSeal } from './second-factor.ts'
import { digestOf, newToken } from './secrets.ts'
import { type Attempt, chargeAttempt, forgiveAttempt } from './throttle.ts'

/** A session ends this long after its last request … */
export const idleMs = 30 * 60_000
/** … and this long after signing in, whatever happens. */
export const absoluteMs = 12 * 3_600_000
/** More would be forgotten ones: the oldest end. */
const sessionsPerAccount = 10
const agentChars = 200

export type SessionDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly seal: TotpSeal
}

export type SignInAttempt = Factors & {
  readonly login: string
  readonly password: string
  /** Network address and user agent, so that the owner recognises the session. */
  readonly address: string
  readonly agent: string
  /** The token that the caller came with; its session ends, whoever's it was. */
  readonly replaces: string | undefined
}

export type SignedIn = { readonly token: string; readonly accountId: string }

export async function signIn(deps: SessionDeps, attempt: SignInAttempt): Promise<SignedIn> {
  const at = deps.clock.now()
  const { account, matches, counted } = await verifyPassword(deps, attempt, at)
  const reason = await reasonAgainst(deps.database.db, account, matches)
  if (!account || reason !== undefined)
    return refuseSignIn(deps, account, { reason: reason ?? 'unknown', attempt, at })
  const rehashed = isOutdated(account.password_hash)
    ? await hashPassword(attempt.password)
    : account.password_hash
  const by: By = { actor: actorOf(account), at, ids: deps.ids }
  const outcome = await deps.database.tx(async tx => {
    const factor = account.totp_confirmed
      ? await spendFactor(tx, account, attempt, { seal: deps.seal, by })
      : 'accepted'
    if (factor !== 'wrong') await forgiveAttempt(tx, counted, { admitted: factor === 'accepted' })
    return factor === 'accepted'
      ? await openSession(tx, account, { attempt, rehashed, by })
      : factor
  })
  if (outcome === 'missing') refuse('access.second-factor-required')
  if (outcome === 'wrong')
    return refuseSignIn(deps, account, { reason: 'second-factor', attempt, at })
  return outcome
}

type Verified = { account: StoredAccount | undefined; matches: boolean; counted: Attempt }

/** Counts the attempt, then takes the same time whether the account exists or not. */
async function verifyPassword(
  { database }: SessionDeps,
  { login, password, address }: Pick<SignInAttempt, 'login' | 'password' | 'address'>,
  at: Date,
): Promise<Verified> {
  const counted = { login: login.toLowerCase(), address }
  await chargeAttempt(database, counted, at)
  const account = await database.db
    .selectFrom('access.account')
    .selectAll()
    .where('login', '=', counted.login)
    .executeTakeFirst()
  const matches = await passwordMatches(password, account?.password_hash ?? decoyHash)
  return { account, matches, counted }
}

/**
 * Before something grave an owner shows the password again: a stolen session must not become a stolen account. Counted
 * like a sign-in. Answers the account; refuses with `access.credentials-wrong`.
 */
export async function confirmOwner(
  deps: SessionDeps,
  owner: { readonly login: string; readonly password: string; readonly address: string },
): Promise<StoredAccount> {
  const { account, matches, counted } = await verifyPassword(deps, owner, deps.clock.now())
  if (!account || !matches) return refuse('access.credentials-wrong')
  await deps.database.tx(tx => forgiveAttempt(tx, counted, { admitted: false }))
  return account
}

type Reason = 'unknown' | 'password' | 'second-factor' | 'suspended'

async function reasonAgainst(
  db: Db,
  account: StoredAccount | undefined,
  matches: boolean,
): Promise<Reason | undefined> {
  if (!account) return 'unknown'
  if (!matches) return 'password'
  if (!account.active) return 'suspended'
  if (account.organisation_id === null) return undefined
  const organisation = await organisationOf(db, account.organisation_id)
  return organisation.active ? undefined : 'suspended'
}

/**
 * The reason is for the auditor; the caller hears one and the same word. What was typed as a login is not kept where
 * no such account exists: people type passwords there.
 */
async function refuseSignIn(
  { database, ids }: SessionDeps,
  account: StoredAccount | undefined,
  { reason, attempt, at }: { reason: Reason; attempt: SignInAttempt; at: Date },
): Promise<never> {
  const target = { id: account?.id ?? null, name: account?.name ?? '' }
  const by = { actor: nobody, at, ids }
  const { address } = attempt
  await database.tx(tx => recordAudit(tx, 'sign-in.refused', target, by, { address, reason }))
  return refuse('access.credentials-wrong')
}

const nobody: Actor = {
  accountId: null,
  name: '',
  organisationId: null,
  organisationCode: null,
  roles: [],
  areas: [],
}

const actorOf = ({ id, name, roles }: StoredAccount): Actor => ({
  ...nobody,
  accountId: id,
  name,
  roles,
})

async function openSession(
  tx: Tx,
  account: StoredAccount,
  { attempt, rehashed, by }: { attempt: SignInAttempt; rehashed: string; by: By },
): Promise<SignedIn> {
  if (attempt.replaces !== undefined) await endByToken(tx, attempt.replaces)
  if (rehashed !== account.password_hash)
    await tx
      .updateTable('access.account')
      .set({ password_hash: rehashed })
      .where('id', '=', account.id)
      .where('password_hash', '=', account.password_hash)
      .execute()
  const token = newToken()
  await tx
    .insertInto('access.session')
    .values({
      id: by.ids.next(),
      account_id: account.id,
      digest: digestOf(token),
      signed_in_at: by.at,
      last_seen_at: by.at,
      expires_at: new Date(by.at.getTime() + absoluteMs),
      address: attempt.address,
      agent: attempt.agent.slice(0, agentChars),
    })
    .execute()
  await endOldest(tx, account.id)
  await recordAudit(tx, 'sign-in.succeeded', account, by, { address: attempt.address })
  return { token, accountId: account.id }
}

async function endOldest(tx: Tx, accountId: string): Promise<void> {
  const newest = tx
    .selectFrom('access.session')
    .select('id')
    .where('account_id', '=', accountId)
    .orderBy('signed_in_at', 'desc')
    .orderBy('id', 'desc')
    .limit(sessionsPerAccount)
  await tx
    .deleteFrom('access.session')
    .where('account_id', '=', accountId)
    .where('id', 'not in', newest)
    .execute()
}

const endByToken = (tx: Tx, token: string) =>
  tx
    .deleteFrom('access.session')
    .where('digest', '=', digestOf(token))
    .returning('account_id')
    .executeTakeFirst()

/** Ends the session of a token; a token without a session is signed out already. */
export async function signOut(tx: Tx, token: string, by: By): Promise<void> {
  const ended = await endByToken(tx, token)
  if (ended) await recordAudit(tx, 'signed-out', { id: ended.account_id, name: by.actor.name }, by)
}

/** Ends one of an account's own sessions; refuses an id that is not one of them. */
export async function endSession(tx: Tx, accountId: string, id: string, by: By): Promise<void> {
  const { numDeletedRows } = await tx
    .deleteFrom('access.session')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if (numDeletedRows === 0n) refuse('access.session-unknown', { id })
  await recordAudit(tx, 'session.ended', { id: accountId, name: by.actor.name }, by, {
    session: id,
  })
}

/** Idle ones go with them: none outlives its absolute end. */
export const sweepSessions = (tx: Tx, at: Date) =>
  tx.deleteFrom('access.session').where('expires_at', '<=', at).execute()
