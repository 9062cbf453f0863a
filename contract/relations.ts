/**
 * Relations between operators (requirement 14.2): what two subjects share — a device, a payee, an address, a licence — and
 * how alike their names and addresses are, each link with its weight and the logged facts it rests on. A relation is
 * neither a suspicion nor a finding: relatives and neighbours share addresses lawfully.
 */
import Type, { type Static } from 'typebox'
import { operation } from './operation.ts'
import { Bilingual, Instant, Nullable, Strict, Token, Uuid } from './shapes.ts'
import { FactReference, Shop, subjectKinds } from './subjects.ts'

export const relationLimits = {
  /** Tokens in one report. */
  tokens: 500,
  nodes: 200,
  links: 1_000,
  hops: 2,
  factsPerReason: 4,
} as const

/** What platforms and institutions report of a shop's operator, each as an opaque one-way token. */
export const tokenKinds = ['licence', 'account', 'payee', 'device', 'address'] as const
export type TokenKind = (typeof tokenKinds)[number]

/** The strongest first. Payees and sending points are also seen in payments and parcels. */
export const relationKinds = [
  ...tokenKinds,
  'sender-node',
  'address-likeness',
  'name-likeness',
  'surname',
] as const
export type RelationKind = (typeof relationKinds)[number]

export const OperatorToken = Strict({
  platform: Token,
  shop: Token,
  kind: Type.Enum(tokenKinds),
  token: Token,
  seenAt: Instant,
})
export type OperatorToken = Static<typeof OperatorToken>

/** Why two subjects are linked. */
export const RelationReason = Type.Object({
  kind: Type.Enum(relationKinds),
  ...Bilingual.properties,
  /** 0 to 1: what this alone says for one hand behind both. What many share weighs little. */
  weight: Type.Number({ minimum: 0, maximum: 1 }),
  /** Subjects that share it, these two included; 2 for a likeness. */
  sharedBy: Type.Integer({ minimum: 2 }),
  /** When the later of the two was first seen with it; `null` for a likeness. */
  since: Nullable(Instant),
  /** The logged facts it rests on, of both sides. */
  facts: Type.Array(
    Type.Object({ ...FactReference.properties, zh: Type.String(), en: Type.String() }),
  ),
})
export type RelationReason = Static<typeof RelationReason>

export const RelationLink = Type.Object({
  from: Uuid,
  to: Uuid,
  /** All reasons together: 1 − Π (1 − weight). */
  weight: Type.Number({ minimum: 0, maximum: 1 }),
  /** The heaviest first. */
  reasons: Type.Array(RelationReason),
})
export type RelationLink = Static<typeof RelationLink>

/** A list entry or measure in force against a subject: why it matters who stands behind a new shop. */
export const Ban = Type.Object({ on: Type.String(), ...Bilingual.properties })
export type Ban = Static<typeof Ban>

export const RelationNode = Type.Object({
  subjectId: Uuid,
  /** Masked for natural persons; `null` where the caller may not see the subject. */
  name: Nullable(Type.String()),
  kind: Type.Enum(subjectKinds),
  area: Type.String(),
  areaZh: Type.String(),
  areaEn: Type.String(),
  /** 0 for the subject asked for, else the links between. */
  hops: Type.Integer({ minimum: 0 }),
  /** Whether the caller may open it; an unseen node keeps its links, so that a chain stays whole. */
  visible: Type.Boolean(),
  shops: Type.Array(Shop),
  /** Every shop it kept has closed. */
  closed: Type.Boolean(),
  bans: Type.Array(Ban),
})
export type RelationNode = Static<typeof RelationNode>

export const Relations = Type.Object({
  subjectId: Uuid,
  asOf: Instant,
  nodes: Type.Array(RelationNode),
  /** The heaviest first. */
  links: Type.Array(RelationLink),
  /** What the bounds cut off. */
  omittedNodes: Type.Integer(),
})
export type Relations = Static<typeof Relations>

export const relationOperations = {
  reportOperatorTokens: operation({
    method: 'POST',
    path: '/operator-tokens',
    zh: '报送经营者关联令牌（单向散列）',
    en: 'Report one-way tokens of shops’ operators: device, address, payee, account, licence',
    body: Strict({
      tokens: Type.Array(OperatorToken, { minItems: 1, maxItems: relationLimits.tokens }),
    }),
    answer: Type.Object({
      accepted: Type.Integer(),
      /** Said before; nothing is stored twice. */
      known: Type.Integer(),
    }),
  }),
  readRelations: operation({
    method: 'GET',
    path: '/subjects/:id/relations',
    zh: '主体关联图：共用令牌、近似名称与地址，逐条说明理由',
    en: 'The relation graph around a subject: shared tokens and likenesses, each link with its reasons',
    purpose: true,
    params: Strict({ id: Uuid }),
    query: Strict({
      hops: Type.Optional(Type.Integer({ minimum: 1, maximum: relationLimits.hops })),
      /** Links lighter than this are left out; 0.1 unless said. */
      least: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    }),
    answer: Relations,
  }),
}
