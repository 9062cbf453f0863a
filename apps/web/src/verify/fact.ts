/**
 * "Verify this" step by step: fact → fingerprint → leaf → path → root → signed checkpoint → key. Each step says what
 * was computed, so that a person can follow it and a forger has nowhere to hide. Verified against `lib/merkle` in tests.
 */
import type { InclusionProof } from '#contract'
import { type Bytes, canCompute, equal, fromBase64, sha256, utf8 } from './bytes.ts'
import { type Checkpoint, readCheckpoint, signatureVerdict, type Verdict } from './checkpoint.ts'
import { type Climb, climb, leafHash } from './tree.ts'

/** The text and salt of a public fact; `null` when the text holds what is not public. */
export type Opening = { readonly body: string; readonly salt: string }
export type StepState = 'passed' | 'failed' | 'skipped'

export type Verification = {
  readonly entry: Bytes
  readonly index: number
  readonly opening: Opening | null
  /** SHA-256(salt ‖ text), when the text is open. */
  readonly commitment: Bytes | null
  readonly leaf: Bytes
  readonly climbs: readonly Climb[]
  readonly computedRoot: Bytes
  readonly checkpoint: Checkpoint
  readonly verifierKey: string
  readonly signature: Verdict
  /** How each claim fared, in the order of the argument. */
  readonly states: {
    readonly commitment: StepState
    readonly root: StepState
    readonly signature: StepState
  }
}

export class CannotVerify extends Error {
  readonly reason: 'insecure' | 'malformed'
  constructor(reason: 'insecure' | 'malformed', cause?: unknown) {
    super(reason, { cause })
    this.name = 'CannotVerify'
    this.reason = reason
  }
}

/** Computes every step; a wrong proof answers `failed` states, an unreadable one throws `CannotVerify`. */
export async function verifyFact(
  inclusion: InclusionProof,
  opening: Opening | null,
): Promise<Verification> {
  if (!canCompute()) throw new CannotVerify('insecure')
  try {
    return await computed(inclusion, opening)
  } catch (cause) {
    if (cause instanceof RangeError) throw new CannotVerify('malformed', cause)
    throw cause
  }
}

async function computed(
  { entry: encoded, index, checkpoint: note, proof, verifierKey }: InclusionProof,
  opening: Opening | null,
): Promise<Verification> {
  const entry = fromBase64(encoded)
  const checkpoint = readCheckpoint(note)
  const commitment = opening && (await sha256(fromBase64(opening.salt), utf8(opening.body)))
  const leaf = await leafHash(entry)
  const climbs = await climb(leaf, { index, size: checkpoint.size }, proof.map(fromBase64))
  const computedRoot = climbs.at(-1)?.result ?? leaf
  const signature = await signatureVerdict(checkpoint, verifierKey)
  return {
    entry,
    index,
    opening,
    commitment,
    leaf,
    climbs,
    computedRoot,
    checkpoint,
    verifierKey,
    signature,
    states: {
      commitment: commitment ? passedIf(equal(commitment, entry)) : 'skipped',
      root: passedIf(equal(computedRoot, checkpoint.root)),
      signature: signature === 'unsupported' ? 'skipped' : passedIf(signature === 'holds'),
    },
  }
}

const passedIf = (holds: boolean): StepState => (holds ? 'passed' : 'failed')
