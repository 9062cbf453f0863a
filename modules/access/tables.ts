/** Row types of the access room, checked against `information_schema` by a test. */
import type { ColumnType, Generated } from 'kysely'
import type { OrganisationKind, Role } from '#contract'

export type OrganisationRow = {
  id: string
  code: string
  kind: OrganisationKind
  name: string
  area: string
  subject_id: string | null
  active: Generated<boolean>
  created_at: Date
}

export type AccountRow = {
  id: string
  organisation_id: string | null
  login: string
  name: string
  password_hash: string
  password_temporary: boolean
  roles: Role[]
  areas: string[]
  active: Generated<boolean>
  totp_sealed: string | null
  totp_confirmed: Generated<boolean>
  totp_step: Generated<number>
  created_at: Date
}

export type SessionRow = {
  id: string
  account_id: string
  digest: Uint8Array
  signed_in_at: Date
  last_seen_at: Date
  expires_at: Date
  address: string
  agent: string
}

export type ThrottleRow = {
  key: string
  failures: number
  counted_at: Date
  locked_until: Date | null
}

export type ClientRow = {
  id: string
  organisation_id: string
  name: string
  role: Role
  active: Generated<boolean>
  created_at: Date
}

export type ClientSecretRow = {
  client_id: string
  digest: Uint8Array
  created_at: Date
  ends_at: Date | null
}

export type AuditRow = {
  id: string
  at: Date
  action: string
  by_id: string | null
  by_name: string
  target_id: string | null
  target_name: string
  /** Written as JSON text, read as a value. */
  detail: ColumnType<Record<string, unknown>, string, never>
}

export type ReadRow = {
  id: string
  at: Date
  account_id: string | null
  name: string
  organisation_id: string | null
  organisation_code: string | null
  operation: string
  purpose: string
  target: string
  about: string[]
  request_id: string
}

declare module '#platform/database' {
  interface Tables {
    'access.organisation': OrganisationRow
    'access.account': AccountRow
    'access.recovery_code': { account_id: string; digest: Uint8Array }
    'access.session': SessionRow
    'access.throttle': ThrottleRow
    'access.client': ClientRow
    'access.client_secret': ClientSecretRow
    'access.token': { digest: Uint8Array; client_id: string; expires_at: Date }
    'access.audit': AuditRow
    'access.read': ReadRow
  }
}
