/**
 * What was done to organisations, accounts and clients, and by whom: facts, written in the transaction of what they
 * tell. GB/T 22239-2019 (8.1.4.3) asks for the user, the time, the event, whether it succeeded, and nothing secret.
 */
import type { Actor } from '#contract'
import type { Tx } from '#platform/database'
import type { Ids } from '#platform/runtime'

/** By whom and when something is done; every service function of administration takes it. */
export type By = { readonly actor: Actor; readonly at: Date; readonly ids: Ids }

/** Who works at the machine itself: the command line and the first start. */
export const operator: Actor = {
  accountId: null,
  name: '运维人员',
  organisationId: null,
  organisationCode: null,
  roles: ['administrator'],
  areas: [],
}

export type AuditAction =
  | 'organisation.created'
  | 'organisation.amended'
  | 'account.created'
  | 'account.amended'
  | 'sign-in.succeeded'
  | 'sign-in.refused'
  | 'signed-out'
  | 'session.ended'
  | 'password.changed'
  | 'password.reset'
  | 'totp.enabled'
  | 'totp.disabled'
  | 'totp.removed'
  | 'recovery-code.used'
  | 'client.created'
  | 'client.secret-rotated'
  | 'client.revoked'

export type AuditTarget = { readonly id: string | null; readonly name: string }

/** `detail` holds what changed, never a secret. */
export async function recordAudit(
  tx: Tx,
  action: AuditAction,
  target: AuditTarget,
  { actor, at, ids }: By,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await tx
    .insertInto('access.audit')
    .values({
      id: ids.next(),
      at,
      action,
      by_id: actor.accountId,
      by_name: actor.name,
      target_id: target.id,
      target_name: target.name,
      detail: JSON.stringify(detail),
    })
    .execute()
}
