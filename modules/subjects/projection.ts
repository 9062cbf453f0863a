/**
 * What each fact makes of the register's rows. Writers write these columns, and verification folds a subject from its
 * facts with them again. A column that is `undefined` is one that no fact tells: it comes out of a sealed field.
 */
import type { SubjectKind, VerificationGiven } from '#contract'
import { parseShopAddress } from '#lib/identifiers'
import type { JsonObject } from '#modules/transparency'
import { openCodeKey } from './codes.ts'
import { isMasked } from './kinds.ts'
import type { IdentifierRow, MergeRow, SealedFields, ShopRow, SubjectRow } from './tables.ts'
import { unverified, type VerificationColumns, verificationColumns } from './verification.ts'

/** `registered_by` and `verified_until` are told since 28 November 2026. */
export type SubjectTold = Omit<SubjectRow, 'shown_name' | 'registered_by' | 'verified_until'> &
  Partial<Pick<SubjectRow, 'shown_name' | 'registered_by' | 'verified_until'>>

export type IdentifierTold = Omit<IdentifierRow, 'code' | 'shown'> &
  Partial<Pick<IdentifierRow, 'code' | 'shown'>>

/** A code as facts tell it: a personal one only sealed. */
export type ToldCode = {
  readonly kind: IdentifierRow['kind']
  readonly value?: string
  readonly sealed?: string
  readonly network: string | null
  readonly from: string | null
  readonly until: string | null
  readonly derived: boolean
  readonly exception: string | null
}

export type Registered = {
  readonly kind: SubjectKind
  readonly name?: string
  readonly sealed: SealedFields
  readonly area: string
  readonly address: string | null
  readonly exemption: SubjectRow['exemption']
  readonly declaredAt: string | null
  readonly employer: string | null
  readonly post: string | null
  readonly platform: string | null
  readonly registeredBy?: string | null
  readonly identifiers: readonly ToldCode[]
}

export type Amended = {
  readonly name?: string
  readonly address?: string
  readonly area?: string
  readonly exemption?: NonNullable<SubjectRow['exemption']>
  readonly declaredAt?: string
  readonly post?: string
  readonly sealed: SealedFields
}

export type Verified = VerificationGiven & { readonly renewalMonths?: number }

export type ShopOpened = Pick<ShopRow, 'platform' | 'shop' | 'name' | 'url'> & {
  readonly openedAt: string
}

export type Merging = {
  readonly merge: string
  readonly into: string
  readonly from: string
  readonly reason: string
}

/** What a fact says beside whom it is about, by type. */
type Bodies = {
  'subjects.registered': Registered
  'subjects.amended': Amended
  'subjects.identified': { readonly identifier: ToldCode }
  'subjects.verified': Verified
  'subjects.shop-opened': ShopOpened
  'subjects.shop-closed': Pick<ShopRow, 'platform' | 'shop'> & { readonly closedAt: string }
  'subjects.merged': Merging
  'subjects.split': Merging
  'subjects.should-register': { readonly year: number; readonly salesFen: number }
  'subjects.erased': JsonObject
}

type About = { readonly subject: string; readonly at: string }

export type ToldFact = {
  [T in keyof Bodies]: About & { readonly fact: T } & Bodies[T]
}[keyof Bodies]

export const registeredColumns = (id: string, told: Registered, at: Date): SubjectTold => ({
  subject_id: id,
  kind: told.kind,
  ...(isMasked(told.kind) || told.name === undefined ? {} : { shown_name: told.name }),
  area: told.area,
  address: told.address,
  sealed: told.sealed,
  status: 'active',
  merged_into: null,
  canonical_id: id,
  exemption: told.exemption,
  declared_at: told.declaredAt === null ? null : new Date(told.declaredAt),
  employer_id: told.employer,
  post: told.post,
  platform: told.platform,
  ...(told.registeredBy === undefined ? {} : { registered_by: told.registeredBy }),
  registered_at: at,
  ...unverified,
  should_register_year: null,
  should_register_fen: null,
  should_register_at: null,
})

/** What an amendment sets; of a natural person, name and address are in `sealed`. */
export const amendedColumns = (before: SealedFields, told: Amended) => ({
  ...(told.name === undefined ? {} : { shown_name: told.name }),
  ...(told.address === undefined ? {} : { address: told.address }),
  ...(told.area === undefined ? {} : { area: told.area }),
  ...(told.exemption === undefined ? {} : { exemption: told.exemption }),
  ...(told.post === undefined ? {} : { post: told.post }),
  ...(told.declaredAt === undefined ? {} : { declared_at: new Date(told.declaredAt) }),
  sealed: { ...before, ...told.sealed },
})

export function verifiedColumns(told: Verified): Partial<VerificationColumns> {
  const { renewalMonths } = told
  if (renewalMonths !== undefined) return verificationColumns(told, renewalMonths)
  const { verified_until, ...columns } = verificationColumns(told, 0)
  return verified_until === null ? { ...columns, verified_until } : columns
}

export const grownColumns = (told: Bodies['subjects.should-register'], at: Date) => ({
  should_register_year: told.year,
  should_register_fen: told.salesFen,
  should_register_at: at,
})

export const erasedColumns = {
  status: 'erased',
  shown_name: '***',
  sealed: {},
  address: null,
} as const satisfies Partial<SubjectRow>

export const identifierColumns = (subjectId: string, told: ToldCode): IdentifierTold => ({
  subject_id: subjectId,
  kind: told.kind,
  ...(told.value === undefined
    ? {}
    : { code: openCodeKey({ ...told, value: told.value }), shown: told.value }),
  sealed: told.sealed ?? null,
  network: told.network,
  ...datedColumns(told),
  exception_id: told.exception,
})

/** A code that its subject has already gets the days now told. */
export const datedColumns = ({ from, until, derived }: Omit<ToldCode, 'exception'>) => ({
  from_on: from,
  until_on: until,
  derived,
})

export function shopRow(subjectId: string, told: ShopOpened): ShopRow {
  const { platform, shop, name, url, openedAt } = told
  const address = url === null ? undefined : parseShopAddress(url)
  return {
    subject_id: subjectId,
    platform,
    shop,
    name,
    url,
    url_key: address?.ok ? address.parts.key : null,
    opened_at: new Date(openedAt),
    closed_at: null,
  }
}

/** The name a shop is found by, among those of its keeper. */
export const nameSource = ({ platform, shop }: Pick<ShopRow, 'platform' | 'shop'>): string =>
  `${platform} ${shop}`

export const mergeRow = ({ merge, into, from, reason }: Merging, at: Date): MergeRow => ({
  merge_id: merge,
  into_id: into,
  from_id: from,
  reason,
  merged_at: at,
  undone_at: null,
})
