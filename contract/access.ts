/**
 * Access: organisations, their people and their machines, what each may do, and who read what (requirement 2.1).
 * Sign-in follows OWASP ASVS 5 (opaque sessions, Argon2id, one-time codes); machines use RFC 6749 client credentials. In
 * one file because people, machines and the two logs are described by the same few shapes.
 */
import Type, { type Static } from 'typebox'
import { roles } from './actor.ts'
import { operation } from './operation.ts'
import { organisationCodePattern, organisationKinds } from './organisations.ts'
import {
  areaPatterns,
  Instant,
  limits,
  Name,
  Nullable,
  Page,
  PageQuery,
  Strict,
  Uuid,
} from './shapes.ts'

const OrganisationCode = Type.String({ pattern: `^${organisationCodePattern}$` })
const Login = Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{2,39}$' })
/** Empty: everywhere. */
const Area = Type.String({ pattern: `^(${areaPatterns.anyLevel})?$` })
/** As typed by its owner; whether it is strong enough is judged where it is set. */
const Password = Type.String({ minLength: 1, maxLength: limits.nameChars })
const OneTimeCode = Type.String({ pattern: '^\\d{6}$' })
const RecoveryCode = Type.String({ minLength: 16, maxLength: 40 })
const Roles = Type.Array(Type.Enum(roles), { minItems: 1, maxItems: 4, uniqueItems: true })
const Areas = Type.Array(Area, { maxItems: 50, uniqueItems: true })
const ById = Strict({ id: Uuid })
const Done = Type.Object({})

export const Organisation = Type.Object({
  id: Uuid,
  code: Type.String(),
  kind: Type.Enum(organisationKinds),
  name: Type.String(),
  area: Type.String(),
  /** The subject whose credit file is this organisation's own. */
  subjectId: Nullable(Uuid),
  active: Type.Boolean(),
})
export type Organisation = Static<typeof Organisation>

export const Account = Type.Object({
  id: Uuid,
  organisationId: Nullable(Uuid),
  organisationName: Nullable(Type.String()),
  organisationKind: Nullable(Type.Enum(organisationKinds)),
  login: Type.String(),
  name: Type.String(),
  roles: Type.Array(Type.Enum(roles)),
  areas: Type.Array(Type.String()),
  active: Type.Boolean(),
  secondFactor: Type.Boolean(),
  createdAt: Instant,
})
export type Account = Static<typeof Account>

export const Me = Type.Object({
  accountId: Nullable(Uuid),
  name: Type.String(),
  login: Nullable(Type.String()),
  organisation: Nullable(Organisation),
  roles: Type.Array(Type.Enum(roles)),
  areas: Type.Array(Type.String()),
  secondFactor: Type.Boolean(),
  /** A temporary password opens nothing but the door to change it. */
  mustChangePassword: Type.Boolean(),
  /** Names of the operations this caller may call. */
  operations: Type.Array(Type.String()),
})
export type Me = Static<typeof Me>

export const Session = Type.Object({
  id: Uuid,
  signedInAt: Instant,
  lastSeenAt: Instant,
  expiresAt: Instant,
  address: Type.String(),
  agent: Type.String(),
  current: Type.Boolean(),
})
export type Session = Static<typeof Session>

export const ApiClient = Type.Object({
  id: Uuid,
  organisationId: Uuid,
  organisationName: Type.String(),
  name: Type.String(),
  role: Type.Enum(roles),
  active: Type.Boolean(),
  createdAt: Instant,
  /** Ends of the secrets in force; `null` has none. Two while a rotation overlaps. */
  secretsEnd: Type.Array(Nullable(Instant)),
})
export type ApiClient = Static<typeof ApiClient>

export const ReadEntry = Type.Object({
  id: Uuid,
  at: Instant,
  accountId: Nullable(Uuid),
  name: Type.String(),
  organisationCode: Nullable(Type.String()),
  organisationName: Nullable(Type.String()),
  operation: Type.String(),
  /** What the operation is called; its name where it is of an older program. */
  zh: Type.String(),
  en: Type.String(),
  purpose: Type.String(),
  target: Type.String(),
})
export type ReadEntry = Static<typeof ReadEntry>

export const AuditEntry = Type.Object({
  id: Uuid,
  at: Instant,
  action: Type.String(),
  byId: Nullable(Uuid),
  byName: Type.String(),
  targetId: Nullable(Uuid),
  targetName: Type.String(),
  detail: Type.Record(Type.String(), Type.Unknown()),
})
export type AuditEntry = Static<typeof AuditEntry>

const Between = { from: Type.Optional(Instant), until: Type.Optional(Instant) }

const ownOperations = {
  me: operation({
    method: 'GET',
    path: '/me',
    zh: '当前身份及可用操作',
    en: 'Who am I and what may I call',
    answer: Me,
  }),
  signIn: operation({
    method: 'POST',
    path: '/sessions',
    zh: '登录',
    en: 'Sign in; the session is a cookie',
    body: Strict({
      // Any text may be tried, but PostgreSQL has no NUL in its texts.
      login: Type.String({ pattern: '^[^\\u0000-\\u001f]+$', maxLength: limits.tokenChars }),
      password: Password,
      totp: Type.Optional(OneTimeCode),
      recoveryCode: Type.Optional(RecoveryCode),
    }),
    answer: Me,
    secret: true,
  }),
  signOut: operation({
    method: 'DELETE',
    path: '/sessions/current',
    zh: '退出登录',
    en: 'Sign out',
    answer: Done,
    secret: true,
  }),
  listSessions: operation({
    method: 'GET',
    path: '/sessions',
    zh: '本人的登录会话',
    en: 'List my sessions',
    answer: Type.Object({ items: Type.Array(Session) }),
  }),
  endSession: operation({
    method: 'DELETE',
    path: '/sessions/:id',
    zh: '结束本人的一个会话',
    en: 'End one of my sessions',
    params: ById,
    answer: Done,
  }),
  changePassword: operation({
    method: 'POST',
    path: '/me/password',
    zh: '修改本人密码',
    en: 'Change my password; other sessions end',
    body: Strict({ current: Password, next: Password }),
    answer: Done,
    secret: true,
  }),
  enrolTotp: operation({
    method: 'POST',
    path: '/me/totp',
    zh: '申请动态口令',
    en: 'Begin enrolling a one-time code (RFC 6238)',
    body: Strict({ password: Password }),
    answer: Type.Object({ secret: Type.String(), uri: Type.String() }),
    secret: true,
  }),
  confirmTotp: operation({
    method: 'POST',
    path: '/me/totp/confirmation',
    zh: '启用动态口令',
    en: 'Confirm the one-time code; answers the recovery codes, once',
    body: Strict({ totp: OneTimeCode }),
    answer: Type.Object({ recoveryCodes: Type.Array(Type.String()) }),
    secret: true,
  }),
  disableTotp: operation({
    method: 'POST',
    path: '/me/totp/removal',
    zh: '停用动态口令',
    en: 'Stop using a one-time code',
    body: Strict({ password: Password }),
    answer: Done,
    secret: true,
  }),
  listColleagues: operation({
    method: 'GET',
    path: '/colleagues',
    zh: '本机构人员',
    en: 'People of my organisation',
    query: Strict(PageQuery),
    answer: Page(
      Type.Object({ id: Uuid, name: Type.String(), roles: Type.Array(Type.Enum(roles)) }),
    ),
  }),
}

const organisationAndAccountOperations = {
  listOrganisations: operation({
    method: 'GET',
    path: '/organisations',
    zh: '机构一览',
    en: 'List organisations',
    query: Strict({
      ...PageQuery,
      kind: Type.Optional(Type.Enum(organisationKinds)),
      /** A part of its name or code. */
      q: Type.Optional(Type.String({ maxLength: limits.searchChars })),
    }),
    answer: Page(Organisation),
  }),
  createOrganisation: operation({
    method: 'POST',
    path: '/organisations',
    zh: '新建机构',
    en: 'Create an organisation',
    body: Strict({
      code: OrganisationCode,
      kind: Type.Enum(organisationKinds),
      name: Name,
      area: Area,
      subjectId: Type.Optional(Uuid),
    }),
    answer: Organisation,
  }),
  amendOrganisation: operation({
    method: 'PATCH',
    path: '/organisations/:id',
    zh: '变更机构',
    en: 'Rename, move, suspend or restore an organisation',
    params: ById,
    body: Strict({
      name: Type.Optional(Name),
      area: Type.Optional(Area),
      subjectId: Type.Optional(Uuid),
      active: Type.Optional(Type.Boolean()),
    }),
    answer: Organisation,
  }),
  listAccounts: operation({
    method: 'GET',
    path: '/accounts',
    zh: '账号一览',
    en: 'List accounts',
    query: Strict({ ...PageQuery, organisation: Type.Optional(Uuid) }),
    answer: Page(Account),
    purpose: true,
  }),
  createAccount: operation({
    method: 'POST',
    path: '/accounts',
    zh: '新建账号',
    en: 'Create an account; answers its temporary password, once',
    body: Strict({
      organisationId: Nullable(Uuid),
      login: Login,
      name: Name,
      roles: Roles,
      areas: Type.Optional(Areas),
    }),
    answer: Type.Object({ account: Account, temporaryPassword: Type.String() }),
    secret: true,
  }),
  amendAccount: operation({
    method: 'PATCH',
    path: '/accounts/:id',
    zh: '变更账号的姓名、角色、辖区或状态',
    en: 'Change an account’s name, roles, areas or state; its sessions end',
    params: ById,
    body: Strict({
      name: Type.Optional(Name),
      roles: Type.Optional(Roles),
      areas: Type.Optional(Areas),
      active: Type.Optional(Type.Boolean()),
    }),
    answer: Account,
  }),
  resetPassword: operation({
    method: 'POST',
    path: '/accounts/:id/password',
    zh: '重置密码',
    en: 'Reset a password; answers a temporary one, once',
    params: ById,
    answer: Type.Object({ temporaryPassword: Type.String() }),
    secret: true,
  }),
  removeTotp: operation({
    method: 'POST',
    path: '/accounts/:id/totp/removal',
    zh: '解除账号的动态口令',
    en: 'Remove the one-time code of an account whose owner lost it',
    params: ById,
    answer: Done,
  }),
}

const clientAndLogOperations = {
  issueToken: operation({
    method: 'POST',
    path: '/oauth/token',
    root: true,
    form: true,
    secret: true,
    zh: '接口客户端换取访问令牌',
    en: 'Client credentials for a short-lived bearer token (RFC 6749 section 4.4)',
    // Not strict: RFC 6749 section 3.2 has the server ignore parameters that it does not know.
    body: Type.Object({
      grant_type: Type.Literal('client_credentials'),
      client_id: Type.Optional(Type.String({ maxLength: limits.tokenChars })),
      client_secret: Type.Optional(Type.String({ maxLength: limits.tokenChars })),
    }),
    answer: Type.Object({
      access_token: Type.String(),
      token_type: Type.Literal('Bearer'),
      expires_in: Type.Integer(),
    }),
  }),
  listClients: operation({
    method: 'GET',
    path: '/clients',
    zh: '接口客户端一览',
    en: 'List API clients: all for an administrator, else those of my organisation',
    query: Strict(PageQuery),
    answer: Page(ApiClient),
  }),
  createClient: operation({
    method: 'POST',
    path: '/clients',
    zh: '新建接口客户端',
    en: 'Create an API client; answers its secret, once',
    body: Strict({ organisationId: Uuid, name: Name, role: Type.Enum(roles) }),
    answer: Type.Object({ client: ApiClient, secret: Type.String() }),
    secret: true,
  }),
  rotateClientSecret: operation({
    method: 'POST',
    path: '/clients/:id/secrets',
    zh: '轮换接口密钥',
    en: 'Give a new secret; the old one works until the overlap ends',
    params: ById,
    body: Strict({ overlapHours: Type.Integer({ minimum: 0, maximum: 168 }) }),
    answer: Type.Object({ secret: Type.String(), oldSecretEnds: Instant }),
    secret: true,
  }),
  revokeClient: operation({
    method: 'DELETE',
    path: '/clients/:id',
    zh: '吊销接口客户端',
    en: 'Revoke an API client, its secrets and its tokens',
    params: ById,
    answer: Done,
  }),
  listReads: operation({
    method: 'GET',
    path: '/reads',
    zh: '非公开信息查询日志',
    en: 'Who read which non-public facts, when and for what purpose; newest first',
    query: Strict({
      ...PageQuery,
      ...Between,
      account: Type.Optional(Uuid),
      about: Type.Optional(Uuid),
    }),
    answer: Page(ReadEntry),
    purpose: true,
  }),
  listAudit: operation({
    method: 'GET',
    path: '/audit',
    zh: '账号与权限审计日志',
    en: 'What was done to organisations, accounts and clients; newest first',
    query: Strict({
      ...PageQuery,
      ...Between,
      by: Type.Optional(Uuid),
      target: Type.Optional(Uuid),
    }),
    answer: Page(AuditEntry),
    purpose: true,
  }),
}

export const accessOperations = {
  ...ownOperations,
  ...organisationAndAccountOperations,
  ...clientAndLogOperations,
}
