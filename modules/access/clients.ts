/**
 * Machines: API clients of an organisation. A long-lived secret is shown once and only its digest kept; it buys bearer
 * tokens that live minutes (RFC 6749 section 4.4), so that what travels with every request is worth little.
 */
import type { Role } from '#contract'
import type { Db, Tx } from '#platform/database'
import { refuse } from '#platform/runtime'
import { refuseUnfitClientRole } from './accounts.ts'
import { type By, recordAudit } from './audit.ts'
import { activeOrganisation } from './organisations.ts'
import { digestOf, looksLikeToken, newToken } from './secrets.ts'
import type { ClientRow } from './tables.ts'

export const tokenLifeS = 900
const hourMs = 3_600_000

export type StoredClient = Omit<ClientRow, 'active'> & { active: boolean }

export type NewClient = {
  readonly organisationId: string
  readonly name: string
  readonly role: Role
}

/** Answers the secret; it is not kept and cannot be shown again. */
export async function createClient(
  tx: Tx,
  { organisationId, name, role }: NewClient,
  by: By,
): Promise<{ client: StoredClient; secret: string }> {
  const organisation = await activeOrganisation(tx, organisationId)
  refuseUnfitClientRole(role, organisation.kind)
  const client = await tx
    .insertInto('access.client')
    .values({
      id: by.ids.next(),
      organisation_id: organisationId,
      name,
      role,
      created_at: by.at,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  const secret = await addSecret(tx, client.id, by.at)
  await recordAudit(tx, 'client.created', client, by, { role, organisation: organisation.code })
  return { client, secret }
}

/** Gives a new secret. Older ones end when the overlap does, so that a fleet can change over without an outage. */
export async function rotateClientSecret(
  tx: Tx,
  id: string,
  overlapHours: number,
  by: By,
): Promise<{ secret: string; oldSecretEnds: Date }> {
  const client = await lockClient(tx, id)
  const oldSecretEnds = new Date(by.at.getTime() + overlapHours * hourMs)
  await tx
    .updateTable('access.client_secret')
    .set({ ends_at: oldSecretEnds })
    .where('client_id', '=', id)
    .where(eb => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', oldSecretEnds)]))
    .execute()
  const secret = await addSecret(tx, id, by.at)
  await recordAudit(tx, 'client.secret-rotated', client, by, { overlapHours })
  return { secret, oldSecretEnds }
}

/** Ends the client, its secrets and its tokens for good. The caller tells the doorkeeper. */
export async function revokeClient(tx: Tx, id: string, by: By): Promise<void> {
  const client = await lockClient(tx, id)
  await tx.updateTable('access.client').set({ active: false }).where('id', '=', id).execute()
  await tx.deleteFrom('access.client_secret').where('client_id', '=', id).execute()
  await tx.deleteFrom('access.token').where('client_id', '=', id).execute()
  await recordAudit(tx, 'client.revoked', client, by)
}

/** A bearer token for the right id and secret of a live client; refuses everything else with one and the same word. */
export async function issueToken(
  tx: Tx,
  { id, secret }: { readonly id: string; readonly secret: string },
  at: Date,
): Promise<string> {
  const client = await clientWithSecret(tx, id, secret, at)
  if (!client) refuse('access.client-credentials-wrong')
  const token = newToken()
  await tx
    .insertInto('access.token')
    .values({
      digest: digestOf(token),
      client_id: client.id,
      expires_at: new Date(at.getTime() + tokenLifeS * 1000),
    })
    .execute()
  return token
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The digest is compared inside the index: how far a wrong one gets tells nothing about a secret of 256 random bits. */
async function clientWithSecret(db: Db, id: string, secret: string, at: Date) {
  if (!uuid.test(id) || !looksLikeToken(secret)) return undefined
  return db
    .selectFrom('access.client as c')
    .innerJoin('access.client_secret as s', 's.client_id', 'c.id')
    .innerJoin('access.organisation as o', 'o.id', 'c.organisation_id')
    .select('c.id')
    .where('c.id', '=', id)
    .where('s.digest', '=', digestOf(secret))
    .where('c.active', '=', true)
    .where('o.active', '=', true)
    .where(eb => eb.or([eb('s.ends_at', 'is', null), eb('s.ends_at', '>', at)]))
    .executeTakeFirst()
}

async function addSecret(tx: Tx, clientId: string, at: Date): Promise<string> {
  const secret = newToken()
  await tx
    .insertInto('access.client_secret')
    .values({ client_id: clientId, digest: digestOf(secret), created_at: at, ends_at: null })
    .execute()
  return secret
}

async function lockClient(tx: Tx, id: string): Promise<StoredClient> {
  const row = await tx
    .selectFrom('access.client')
    .selectAll()
    .where('id', '=', id)
    .where('active', '=', true)
    .forUpdate()
    .executeTakeFirst()
  return row ?? refuse('access.client-unknown', { id })
}

export async function sweepTokens(tx: Tx, at: Date): Promise<void> {
  await tx.deleteFrom('access.token').where('expires_at', '<=', at).execute()
  await tx.deleteFrom('access.client_secret').where('ends_at', '<=', at).execute()
}
