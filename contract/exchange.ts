/**
 * Agreements with third-party agencies and the exchange of hashed signals under them (requirements 4.8, 11.4). Nothing
 * passes without an agreement in force that two named persons have signed; what passes are digests of codes and the
 * fields agreed on, and each exchange is a logged fact with its purpose.
 */
import Type, { type Static } from 'typebox'
import { behaviourCodes } from './behaviours.ts'
import { alertLevels } from './detection.ts'
import { operation } from './operation.ts'
import {
  Day,
  Instant,
  Name,
  Nullable,
  Page,
  PageQuery,
  Strict,
  Text,
  Token,
  Uuid,
} from './shapes.ts'
import { FactReference } from './subjects.ts'

export const exchangeLimits = { keys: 500, signals: 500 } as const

/** What may be told of a subject; an agreement names the ones that it covers. */
export const signalFields = ['behaviour', 'level', 'period', 'state'] as const
export type SignalField = (typeof signalFields)[number]

/** SHA-256 in hex of the agreement's salt, a colon and the unified social credit code. */
const SubjectKey = Type.String({ pattern: '^[0-9a-f]{64}$' })
const ById = Strict({ id: Uuid })
const Fields = Type.Array(Type.Enum(signalFields), {
  minItems: 1,
  maxItems: signalFields.length,
  uniqueItems: true,
})

export const AgreementSignature = Type.Object({
  organisation: Type.String(),
  name: Type.String(),
  post: Type.String(),
  at: Instant,
})
export type AgreementSignature = Static<typeof AgreementSignature>

export const agreementStates = ['proposed', 'in-force', 'lapsed', 'revoked'] as const
export type AgreementState = (typeof agreementStates)[number]

export const Agreement = Type.Object({
  id: Uuid,
  /** The office that proposed it and the agency it is made with. */
  office: Type.Object({ id: Uuid, name: Type.String() }),
  partner: Type.Object({ id: Uuid, name: Type.String() }),
  purpose: Type.String(),
  fields: Type.Array(Type.Enum(signalFields)),
  from: Day,
  /** Last day of its term. */
  until: Day,
  state: Type.Enum(agreementStates),
  /** With which both sides hash codes. */
  salt: Type.String(),
  signatures: Type.Array(AgreementSignature),
  revokedReason: Nullable(Type.String()),
})
export type Agreement = Static<typeof Agreement>

/** Fields outside the agreement are absent. A signal is a suspicion and never a finding. */
export const Signal = Type.Object({
  key: Type.String(),
  behaviour: Type.Optional(Type.Enum(behaviourCodes)),
  level: Type.Optional(Type.Enum(alertLevels)),
  period: Type.Optional(Type.Object({ from: Instant, until: Instant })),
  state: Type.Optional(Type.Literal('suspected')),
})
export type Signal = Static<typeof Signal>

export const SignalGiven = Strict({
  key: SubjectKey,
  behaviour: Type.Enum(behaviourCodes),
  level: Type.Enum(alertLevels),
  seenAt: Instant,
})
export type SignalGiven = Static<typeof SignalGiven>

export const Exchange = Type.Object({
  id: Uuid,
  at: Instant,
  by: Type.String(),
  purpose: Type.String(),
  fields: Type.Array(Type.Enum(signalFields)),
  /** Keys asked for, signals answered, signals received. */
  asked: Type.Integer(),
  answered: Type.Integer(),
  received: Type.Integer(),
  proof: FactReference,
})
export type Exchange = Static<typeof Exchange>

export const exchangeOperations = {
  listAgreements: operation({
    method: 'GET',
    path: '/agreements',
    zh: '本机构参与的数据交换协议',
    en: 'Agreements the caller’s organisation is a party to, newest first',
    query: Strict(PageQuery),
    answer: Page(Agreement),
  }),
  proposeAgreement: operation({
    method: 'POST',
    path: '/agreements',
    zh: '拟定数据交换协议',
    en: 'Propose an agreement: with whom, for what, which fields, how long',
    body: Strict({ partner: Token, purpose: Text, fields: Fields, from: Day, until: Day }),
    answer: Agreement,
  }),
  signAgreement: operation({
    method: 'POST',
    path: '/agreements/:id/signature',
    zh: '签署协议（具名）',
    en: 'Sign an agreement as a named person; it is in force once both sides have',
    params: ById,
    body: Strict({ post: Name }),
    answer: Agreement,
  }),
  revokeAgreement: operation({
    method: 'POST',
    path: '/agreements/:id/revocation',
    zh: '撤销协议',
    en: 'Revoke an agreement; the exchange ends at once',
    params: ById,
    body: Strict({ reason: Text }),
    answer: Agreement,
  }),
  exchangeSignals: operation({
    method: 'POST',
    path: '/exchange/signals',
    zh: '依协议交换散列信号',
    en: 'Exchange hashed signals under the agreement in force: report some, ask for others',
    body: Strict({
      purpose: Text,
      ask: Type.Array(SubjectKey, { maxItems: exchangeLimits.keys }),
      report: Type.Optional(Type.Array(SignalGiven, { maxItems: exchangeLimits.signals })),
    }),
    answer: Type.Object({
      agreementId: Uuid,
      signals: Type.Array(Signal),
      received: Type.Integer(),
    }),
  }),
  listExchanges: operation({
    method: 'GET',
    path: '/agreements/:id/exchanges',
    zh: '交换记录：字段与目的',
    en: 'The log of exchanges under an agreement, with fields and purpose, newest first',
    params: ById,
    query: Strict(PageQuery),
    answer: Page(Exchange),
  }),
}
