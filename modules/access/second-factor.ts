/**
 * The second factor: one-time codes by time (RFC 6238) and recovery codes on paper. A code is accepted once (section
 * 5.2 of the RFC demands it), and the shared secret lies sealed, so that a stolen database signs nobody in.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { Tx } from '#platform/database'
import { refuse } from '#platform/runtime'
import { type By, recordAudit } from './audit.ts'
import { digestOfTyped, newReadableSecret } from './secrets.ts'

const issuer = 'Xinheng'
const periodS = 30
const digits = 6
/** Time steps accepted on either side: phones' clocks go a little wrong. */
const window = 1
const recoveryCodes = 10
const nonceBytes = 12
const tagBytes = 16

/** Seals TOTP secrets under a key derived from the master key; bound to the account, so rows cannot be swapped. */
export type TotpSeal = {
  seal(accountId: string, secret: Uint8Array): string
  /** Throws where the text was changed or belongs to another account or key. */
  open(accountId: string, sealed: string): Uint8Array
}

/** `masterKey` is 32 random bytes kept outside the database. */
export function totpSeal(masterKey: Uint8Array): TotpSeal {
  if (masterKey.length !== 32) throw new RangeError('the master key must have 32 bytes')
  const key = new Uint8Array(hkdfSync('sha256', masterKey, '', 'xinheng access totp', 32))
  return {
    seal: (accountId, secret) => {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(accountId))
      const box = [nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]
      return Buffer.concat(box).toString('base64url')
    },
    open: (accountId, sealed) => {
      const box = Buffer.from(sealed, 'base64url')
      const nonce = box.subarray(0, nonceBytes)
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
        .setAAD(Buffer.from(accountId))
        .setAuthTag(box.subarray(-tagBytes))
      return Buffer.concat([decipher.update(box.subarray(nonceBytes, -tagBytes)), decipher.final()])
    },
  }
}

type Owner = { readonly id: string; readonly login: string; readonly name: string }

/** Begins enrolment: a fresh secret that counts for nothing until its owner has shown a code of it. */
export async function enrolTotp(
  tx: Tx,
  owner: Owner,
  seal: TotpSeal,
): Promise<{ secret: string; uri: string }> {
  const secret = new Secret({ size: 20 })
  const { numUpdatedRows } = await tx
    .updateTable('access.account')
    .set({ totp_sealed: seal.seal(owner.id, secret.bytes) })
    .where('id', '=', owner.id)
    .where('totp_confirmed', '=', false)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) refuse('access.totp-enrolled')
  const uri = new TOTP({ issuer, label: owner.login, secret, digits, period: periodS }).toString()
  return { secret: secret.base32, uri }
}

/** Puts the second factor in force and answers the recovery codes, whose digests alone are kept. */
export async function confirmTotp(
  tx: Tx,
  owner: Owner,
  { totp, seal, by }: { totp: string; seal: TotpSeal; by: By },
): Promise<string[]> {
  const row = await tx
    .selectFrom('access.account')
    .select(['totp_sealed', 'totp_confirmed'])
    .where('id', '=', owner.id)
    .forUpdate()
    .executeTakeFirst()
  if (row?.totp_confirmed) refuse('access.totp-enrolled')
  if (!row?.totp_sealed) refuse('access.totp-not-begun')
  const step = stepOf(totp, seal.open(owner.id, row.totp_sealed), by.at)
  if (step === undefined) refuse('access.credentials-wrong')
  await tx
    .updateTable('access.account')
    .set({ totp_confirmed: true, totp_step: step })
    .where('id', '=', owner.id)
    .execute()
  const codes = Array.from({ length: recoveryCodes }, newReadableSecret)
  await tx
    .insertInto('access.recovery_code')
    .values(codes.map(code => ({ account_id: owner.id, digest: digestOfTyped(code) })))
    .execute()
  await recordAudit(tx, 'totp.enabled', owner, by)
  return codes
}

/** Ends the second factor: by its owner, or by an administrator for an owner who lost it. */
export async function dropTotp(
  tx: Tx,
  owner: Owner,
  action: 'totp.disabled' | 'totp.removed',
  by: By,
): Promise<void> {
  await tx
    .updateTable('access.account')
    .set({ totp_sealed: null, totp_confirmed: false })
    .where('id', '=', owner.id)
    .execute()
  await tx.deleteFrom('access.recovery_code').where('account_id', '=', owner.id).execute()
  await recordAudit(tx, action, owner, by)
}

export type Factors = {
  readonly totp?: string | undefined
  readonly recoveryCode?: string | undefined
}

/** Spends the code that was given; each is good once, also between two requests at the same moment. */
export async function spendFactor(
  tx: Tx,
  owner: Owner & { readonly totp_sealed: string | null },
  factors: Factors,
  { seal, by }: { seal: TotpSeal; by: By },
): Promise<'accepted' | 'wrong' | 'missing'> {
  if (factors.recoveryCode !== undefined) {
    const { numDeletedRows } = await tx
      .deleteFrom('access.recovery_code')
      .where('account_id', '=', owner.id)
      .where('digest', '=', digestOfTyped(factors.recoveryCode))
      .executeTakeFirst()
    if (numDeletedRows === 0n) return 'wrong'
    await recordAudit(tx, 'recovery-code.used', owner, by)
    return 'accepted'
  }
  if (factors.totp === undefined) return 'missing'
  if (!owner.totp_sealed)
    throw new Error(`account ${owner.id} has a second factor without a secret`)
  const step = stepOf(factors.totp, seal.open(owner.id, owner.totp_sealed), by.at)
  if (step === undefined) return 'wrong'
  const { numUpdatedRows } = await tx
    .updateTable('access.account')
    .set({ totp_step: step })
    .where('id', '=', owner.id)
    .where('totp_step', '<', step)
    .executeTakeFirst()
  return numUpdatedRows === 0n ? 'wrong' : 'accepted'
}

/** The time step whose code this is, or undefined. */
function stepOf(token: string, bytes: Uint8Array, at: Date): number | undefined {
  const secret = new Secret({ buffer: Uint8Array.from(bytes).buffer })
  const timestamp = at.getTime()
  const delta = TOTP.validate({ token, secret, digits, period: periodS, timestamp, window })
  return delta === null ? undefined : TOTP.counter({ period: periodS, timestamp }) + delta
}
