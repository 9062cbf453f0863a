/**
 * Who calls. The roles are those of the notice (发改财金〔2016〕2794号) and of today's procedure; an actor carries
 * the organisation it acts for (its tenant) and the GB/T 2260 areas it may see (requirement 2.1).
 */
export const roles = [
  'credit-office',
  'regulator',
  'township',
  'platform',
  'merchant',
  'carrier',
  'payment-institution',
  'credit-agency',
  'association',
  'finance',
  'consumer',
  'public',
  'administrator',
  'auditor',
] as const

export type Role = (typeof roles)[number]

export type Actor = {
  /** `null` for the public. */
  readonly accountId: string | null
  readonly name: string
  /** The tenant; `null` for the public. */
  readonly organisationId: string | null
  /** The organisation's short code, e.g. `p01`; it is the `source` of what it reports. */
  readonly organisationCode: string | null
  readonly roles: readonly Role[]
  /** GB/T 2260 prefixes: `1305` sees all of 邢台市, `` (empty text) sees everything. */
  readonly areas: readonly string[]
  /** An API client rather than a person: it reports and fetches, but no step of a procedure is taken by a machine. */
  readonly machine?: true
}

export const anyone: Actor = {
  accountId: null,
  name: '公众',
  organisationId: null,
  organisationCode: null,
  roles: ['public'],
  areas: [],
}

export const hasRole = (actor: Actor, ...wanted: readonly Role[]): boolean =>
  wanted.some(role => actor.roles.includes(role))
