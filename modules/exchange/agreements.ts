/**
 * Agreements between a credit office and a third party (requirement 11.4): proposed by the office, in force once a named
 * person of each side has signed, over at the end of its term or on revocation by either side.
 */
import { randomBytes } from 'node:crypto'
import type { Actor, Agreement, AgreementState, SignalField } from '#contract'
import { chineseDay } from '#lib/calendar'
import { findOrganisation } from '#modules/access'
import type { Db, Tx } from '#platform/database'
import { refuse } from '#platform/runtime'
import { appendFact, type Said } from './facts.ts'
import { proposedAgreement, revokedColumns, sideOf, signedColumns } from './projection.ts'
import type { AgreementRow } from './tables.ts'

export type Proposal = {
  /** The code of the partner's organisation. */
  readonly partner: string
  readonly purpose: string
  readonly fields: readonly SignalField[]
  readonly from: string
  readonly until: string
}

export async function proposeAgreement(
  tx: Tx,
  { partner: code, purpose, fields, from, until }: Proposal,
  said: Said,
): Promise<AgreementRow> {
  const { actor, ids } = said
  const partner = await findOrganisation(tx, code)
  const office = await findOrganisation(tx, actor.organisationCode ?? '')
  if (!partner || !office || partner.id === office.id)
    refuse('exchange.partner-unknown', { partner: code })
  if (until < from) refuse('exchange.term-wrong', { from, until })
  const body = {
    office: office.id,
    officeName: office.name,
    partner: partner.id,
    partnerName: partner.name,
    purpose,
    fields,
    from,
    until,
    // Both sides hash codes with it, so that no third party can compare the digests with its own.
    salt: randomBytes(16).toString('hex'),
  }
  const fact = await appendFact(tx, ids.next(), { kind: 'proposed', body }, said)
  const row: AgreementRow = {
    ...proposedAgreement(fact),
    office_name: office.name,
    partner_name: partner.name,
    signatures: [],
  }
  await tx
    .insertInto('exchange.agreement')
    .values({ ...row, signatures: JSON.stringify([]) as never })
    .execute()
  return row
}

/** Once for each side, by a person: a machine signs nothing. */
export async function signAgreement(
  tx: Tx,
  id: string,
  post: string,
  said: Said,
): Promise<AgreementRow> {
  const { actor } = said
  const row = await lockAgreement(tx, actor, id)
  if (actor.machine || actor.accountId === null) refuse('exchange.signed-by-person')
  const organisation = sideOf(row, actor.organisationId)
  if (row.revoked_at !== null || row.signatures.some(each => each.organisation === organisation))
    refuse('exchange.already-settled')
  const body = { name: actor.name, post }
  const fact = await appendFact(tx, id, { kind: 'signed', body }, said)
  const { signatures } = signedColumns(row, fact)
  await tx
    .updateTable('exchange.agreement')
    .set({ signatures: JSON.stringify(signatures) as never })
    .where('agreement_id', '=', id)
    .execute()
  return { ...row, signatures }
}

export async function revokeAgreement(
  tx: Tx,
  id: string,
  reason: string,
  said: Said,
): Promise<AgreementRow> {
  const row = await lockAgreement(tx, said.actor, id)
  if (row.revoked_at !== null) refuse('exchange.already-settled')
  const revoked = revokedColumns(
    await appendFact(tx, id, { kind: 'revoked', body: { reason } }, said),
  )
  await tx.updateTable('exchange.agreement').set(revoked).where('agreement_id', '=', id).execute()
  return { ...row, ...revoked }
}

async function lockAgreement(tx: Tx, actor: Actor, id: string): Promise<AgreementRow> {
  const row = await tx
    .selectFrom('exchange.agreement')
    .selectAll()
    .where('agreement_id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row || !isParty(actor, row)) refuse('exchange.agreement-unknown', { agreement: id })
  return row
}

export const isParty = ({ organisationId }: Actor, row: AgreementRow): boolean =>
  organisationId !== null && [row.office_id, row.partner_id].includes(organisationId)

export function stateOf(row: AgreementRow, today: string): AgreementState {
  if (row.revoked_at !== null) return 'revoked'
  if (row.until_on < today) return 'lapsed'
  return row.signatures.length === 2 && row.from_on <= today ? 'in-force' : 'proposed'
}

/** The newest agreement in force under which the organisation is the partner. */
export async function agreementInForce(
  db: Db,
  partnerId: string | null,
  at: Date,
): Promise<AgreementRow | undefined> {
  if (partnerId === null) return undefined
  const today = chineseDay(at.getTime())
  const rows = await db
    .selectFrom('exchange.agreement')
    .selectAll()
    .where('partner_id', '=', partnerId)
    .where('revoked_at', 'is', null)
    .where('from_on', '<=', today)
    .where('until_on', '>=', today)
    .orderBy('agreement_id', 'desc')
    .execute()
  return rows.find(row => stateOf(row, today) === 'in-force')
}

export const shownAgreement = (row: AgreementRow, today: string): Agreement => ({
  id: row.agreement_id,
  office: { id: row.office_id, name: row.office_name },
  partner: { id: row.partner_id, name: row.partner_name },
  purpose: row.purpose,
  fields: [...row.fields],
  from: row.from_on,
  until: row.until_on,
  state: stateOf(row, today),
  salt: row.salt,
  signatures: [...row.signatures],
  revokedReason: row.revoked_reason,
})
