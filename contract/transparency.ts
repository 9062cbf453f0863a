/**
 * The public log (requirement 10.4, invariant 10). `/log` speaks C2SP tlog-tiles to monitors and mirrors; `/api/v1/log`
 * speaks JSON to the pages that explain it to a citizen. Everything here is public: entries are salted digests.
 */
import Type, { type Static } from 'typebox'
import { operation } from './operation.ts'
import { Instant, Nullable, Strict, Uuid } from './shapes.ts'

const Size = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const Base64 = Type.String()

/** Verifiable offline: entry, position, path and signed checkpoint (lib/merkle `verifyInclusionBundle`). */
export const InclusionProof = Type.Object({
  entry: Base64,
  index: Size,
  /** A signed note (c2sp.org/tlog-checkpoint), byte for byte. */
  checkpoint: Type.String(),
  proof: Type.Array(Base64),
  verifierKey: Type.String(),
})
export type InclusionProof = Static<typeof InclusionProof>

/** One fact with what a stranger needs to check it: the entry is SHA-256(salt ‖ body). */
export const FactProof = Type.Object({
  /** The fact's RFC 8785 text. */
  body: Type.String(),
  salt: Base64,
  inclusion: InclusionProof,
})
export type FactProof = Static<typeof FactProof>

export const LogCheckpoint = Type.Object({
  size: Size,
  root: Base64,
  signedAt: Instant,
  note: Type.String(),
})

export const LogStatus = Type.Object({
  origin: Type.String(),
  verifierKey: Type.String(),
  /** Entries the newest checkpoint covers. */
  size: Size,
  /** Facts committed a moment ago that wait for their place. */
  waiting: Size,
  checkpoint: Nullable(LogCheckpoint),
  /** Newest first. */
  recent: Type.Array(LogCheckpoint),
})
export type LogStatus = Static<typeof LogStatus>

export const transparencyOperations = {
  logCheckpoint: operation({
    method: 'GET',
    path: '/log/checkpoint',
    root: true,
    transfer: 'bytes',
    zh: '公开日志的最新检查点（签名注记）',
    en: 'Newest checkpoint of the public log (signed note)',
    answer: Type.String(),
  }),
  logTile: operation({
    method: 'GET',
    path: '/log/tile/*',
    root: true,
    transfer: 'bytes',
    zh: '公开日志的哈希瓦片与条目包（C2SP tlog-tiles）',
    en: 'Hash tiles and entry bundles of the public log (C2SP tlog-tiles)',
    params: Strict({ '*': Type.String({ maxLength: 100 }) }),
    answer: Type.String(),
  }),
  logVerifierKey: operation({
    method: 'GET',
    path: '/log/verifier-key',
    root: true,
    transfer: 'bytes',
    zh: '公开日志的验证公钥',
    en: 'Verifier key of the public log',
    answer: Type.String(),
  }),
  logStatus: operation({
    method: 'GET',
    path: '/log',
    zh: '公开日志现状',
    en: 'State of the public log',
    answer: LogStatus,
  }),
  proveLogged: operation({
    method: 'GET',
    path: '/log/proof',
    zh: '某一事实已写入公开日志的证明',
    en: 'Proof that the digest of a fact is in the public log',
    query: Strict({ batch: Uuid, ordinal: Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 }) }),
    answer: InclusionProof,
  }),
  provePolicy: operation({
    method: 'GET',
    path: '/log/policies/:key',
    zh: '某一版政策数值的原文及其写入公开日志的证明',
    en: 'The text of one version of a policy number and its proof in the public log',
    params: Strict({ key: Type.String({ minLength: 1, maxLength: 100 }) }),
    query: Strict({ version: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) }),
    answer: FactProof,
  }),
  proveConsistency: operation({
    method: 'GET',
    path: '/log/consistency',
    zh: '公开日志只增不改的证明',
    en: 'Proof that the log only grew between two sizes',
    query: Strict({ from: Size, to: Size }),
    answer: Type.Object({ from: Size, to: Size, proof: Type.Array(Base64) }),
  }),
}
