/**
 * What each fact makes of agreements and signals: writers write these columns, verification folds them again. A column
 * that is absent is one that the fact does not tell: the names of both sides are told since 28 November 2026.
 */
import type { SignalField, SignalGiven } from '#contract'
import type { AgreementRow, SignalRow } from './tables.ts'

type About = {
  readonly id: string
  readonly agreement: string
  readonly at: string
  readonly by: string | null
  readonly byName: string
  readonly organisation: string | null
}

/** What a fact says beside who says it of which agreement, by kind. */
export type Bodies = {
  proposed: {
    readonly office: string
    readonly officeName?: string
    readonly partner: string
    readonly partnerName?: string
    readonly purpose: string
    readonly fields: readonly SignalField[]
    readonly from: string
    readonly until: string
    readonly salt: string
  }
  signed: { readonly name: string; readonly post: string }
  revoked: { readonly reason: string }
  exchanged: {
    readonly purpose: string
    readonly fields: readonly SignalField[]
    readonly asked: number
    readonly answered: number
    readonly received: number
    readonly report: readonly SignalGiven[]
  }
}

export type FactKind = keyof Bodies
export type Told<K extends FactKind> = { [T in K]: About & { readonly kind: T } & Bodies[T] }[K]

type Untold = 'office_name' | 'partner_name' | 'signatures'
export type AgreementTold = Omit<AgreementRow, Untold> & Partial<Pick<AgreementRow, Untold>>

export const proposedAgreement = (fact: Told<'proposed'>): AgreementTold => ({
  agreement_id: fact.agreement,
  office_id: fact.office,
  ...(fact.officeName === undefined ? {} : { office_name: fact.officeName, signatures: [] }),
  partner_id: fact.partner,
  ...(fact.partnerName === undefined ? {} : { partner_name: fact.partnerName }),
  purpose: fact.purpose,
  fields: [...fact.fields],
  from_on: fact.from,
  until_on: fact.until,
  salt: fact.salt,
  revoked_at: null,
  revoked_reason: null,
})

type Sides = Pick<AgreementRow, 'office_id' | 'office_name' | 'partner_name' | 'signatures'>

export const signedColumns = (before: Sides, { organisation, name, post, at }: Told<'signed'>) => ({
  signatures: [
    ...before.signatures,
    { organisation: sideOf(before, organisation), name, post, at },
  ],
})

/** The name of the side an organisation stands on. */
export const sideOf = (sides: Omit<Sides, 'signatures'>, organisation: string | null): string =>
  organisation === sides.office_id ? sides.office_name : sides.partner_name

export const revokedColumns = ({ at, reason }: Told<'revoked'>) => ({
  revoked_at: new Date(at),
  revoked_reason: reason,
})

/** The agreement after one more fact; the first proposes it. */
export function applyFact(before: AgreementTold | undefined, fact: Told<FactKind>): AgreementTold {
  if (fact.kind === 'proposed') {
    if (before) throw new Error(`agreement ${fact.agreement} was proposed twice`)
    return proposedAgreement(fact)
  }
  if (!before)
    throw new Error(`agreement ${fact.agreement} was ${fact.kind} before it was proposed`)
  switch (fact.kind) {
    case 'signed':
      return isNamed(before) ? { ...before, ...signedColumns(before, fact) } : before
    case 'revoked':
      return { ...before, ...revokedColumns(fact) }
    case 'exchanged':
      return before
    default:
      return fact satisfies never
  }
}

const isNamed = (row: AgreementTold): row is AgreementRow =>
  row.office_name !== undefined && row.partner_name !== undefined

/** Each signal that a partner reported, as it is kept. */
export const signalRows = ({ id, agreement, report }: Told<'exchanged'>): SignalRow[] =>
  report.map(({ key, behaviour, level, seenAt }) => ({
    agreement_id: agreement,
    subject_key: key,
    behaviour,
    level,
    seen_at: new Date(seenAt),
    fact_id: id,
  }))
