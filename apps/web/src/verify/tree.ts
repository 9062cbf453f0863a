/**
 * The two proofs of RFC 9162 as a reader can follow them: inclusion (§2.1.3.2) with every intermediate hash kept for
 * display, and consistency (§2.1.4.2). Sizes go beyond 32 bits, hence no bit operators.
 */
import { type Bytes, equal, sha256 } from './bytes.ts'

export const HASH_BYTES = 32

export const leafHash = (entry: Bytes): Promise<Bytes> => sha256(Uint8Array.of(0), entry)
const nodeHash = (left: Bytes, right: Bytes): Promise<Bytes> =>
  sha256(Uint8Array.of(1), left, right)

/** One level of the path: the neighbour, the side it stands on, and what both make together. */
export type Climb = {
  readonly sibling: Bytes
  readonly side: 'left' | 'right'
  readonly result: Bytes
}

/** Climbs from the leaf to the root. Throws `RangeError` if the path does not fit the place and the size. */
export async function climb(
  leaf: Bytes,
  place: { readonly index: number; readonly size: number },
  path: readonly Bytes[],
): Promise<Climb[]> {
  const { index, size } = place
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size)
    throw new RangeError(`no leaf ${index} in ${size}`)
  assertHashes([leaf, ...path])
  const climbs: Climb[] = []
  let [fn, sn, result] = [index, size - 1, leaf]
  for (const sibling of path) {
    if (sn === 0) throw new RangeError('the path is too long')
    const side = odd(fn) || fn === sn ? 'left' : 'right'
    result = await (side === 'left' ? nodeHash(sibling, result) : nodeHash(result, sibling))
    if (side === 'left') while (!odd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    ;[fn, sn] = [half(fn), half(sn)]
    climbs.push({ sibling, side, result })
  }
  if (sn !== 0) throw new RangeError('the path is too short')
  return climbs
}

export type Head = { readonly size: number; readonly root: Bytes }

/** Whether the tree `to` begins with the whole tree `from`. Throws `RangeError` on a malformed proof. */
export async function isConsistent(
  from: Head,
  to: Head,
  proof: readonly Bytes[],
): Promise<boolean> {
  if (from.size < 1 || from.size > to.size) throw new RangeError(`${from.size} to ${to.size}`)
  assertHashes(proof)
  if (from.size === to.size) return proof.length === 0 && equal(from.root, to.root)
  let [fn, sn] = [from.size - 1, to.size - 1]
  while (odd(fn)) [fn, sn] = [half(fn), half(sn)]
  const [seed, ...rest] = fn === 0 ? [from.root, ...proof] : proof
  if (!seed) throw new RangeError('the proof is empty')
  let [older, newer] = [seed, seed]
  for (const node of rest) {
    if (sn === 0) throw new RangeError('the proof is too long')
    if (odd(fn) || fn === sn) {
      older = await nodeHash(node, older)
      newer = await nodeHash(node, newer)
      while (!odd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else {
      newer = await nodeHash(newer, node)
    }
    ;[fn, sn] = [half(fn), half(sn)]
  }
  if (sn !== 0) throw new RangeError('the proof is too short')
  return equal(older, from.root) && equal(newer, to.root)
}

function assertHashes(hashes: readonly Bytes[]): void {
  if (hashes.every(hash => hash.length === HASH_BYTES)) return
  throw new RangeError('a hash is not 32 bytes')
}

const odd = (n: number): boolean => n % 2 === 1
const half = (n: number): number => Math.floor(n / 2)
