/**
 * Salted commitments to facts. The public log shows only `SHA-256(salt ‖ canonical text)`:
 * whoever holds salt and text can prove the fact was logged, whoever holds neither learns
 * nothing, and destroying the salt turns the digest into noise (PIPL art. 47, erasure) without
 * breaking the tree. A derived salt is destroyed only when its batch's salt is: to erase one fact,
 * keep the salts of the others by themselves and then destroy the batch's.
 */
import type { ByteWriter } from './byte-writer.ts'
import { sha256, sha256Into, sha256Latin1 } from './digest.ts'

export const SALT_BYTES = 16

/**
 * SHA-256(salt ‖ UTF-8 of the canonical text), 32 bytes. Throws `RangeError` for salts of another
 * length, and for lone surrogates, which UTF-8 would make indistinguishable.
 *
 * Binding is SHA-256's collision resistance; the salt's fixed length keeps `salt ‖ text`
 * unambiguous. Hiding rests on the 128 secret bits: without them a phone number or a score from 1
 * to 5 would be found by trying them all.
 */
export function commitment(salt: Uint8Array, canonical: string): Buffer {
  assertSalt(salt)
  if (!canonical.isWellFormed()) throw new RangeError('the text has a lone surrogate')
  return sha256(Buffer.concat([salt, Buffer.from(canonical)]))
}

/**
 * The salt of the fact at `ordinal` (0 … 2^53−1) in a batch, from the batch's secret 16-byte
 * salt: the first half of SHA-256(label ‖ batchSalt ‖ uint64be(ordinal)).
 *
 * Why revealing one salt reveals no other: with a secret, uniform `batchSalt` this is a
 * pseudo-random function of the ordinal. HMAC exists to repair hashes whose inputs vary in length
 * and whose output is the whole state; here every input has the same 40 bytes, which fill exactly
 * one block of SHA-256, so there is nothing to extend, and half of the state is withheld besides.
 * What remains is one call of the compression function keyed through its message, the assumption
 * HMAC itself rests on. Going from one salt back to the batch's means guessing 128 bits. The
 * label separates these hashes from commitments made with the same bytes.
 */
export function saltOf(batchSalt: Uint8Array, ordinal: number): Buffer {
  return Buffer.from(derivedText(batchSalt, ordinal), 'latin1').subarray(0, SALT_BYTES)
}

/**
 * Writes into `target` at `offset` the commitment of the fact at `ordinal` of a batch, whose canonical text was written
 * last, from `from` on. For loops over millions of facts; the text must be well-formed, as `canonicalize` makes it.
 */
export function commitInto(
  target: Buffer,
  offset: number,
  { batchSalt, ordinal }: { readonly batchSalt: Uint8Array; readonly ordinal: number },
  { text, from }: { readonly text: ByteWriter; readonly from: number },
): void {
  const used = SALT_BYTES + text.length - from
  const block = used <= scratch.length ? scratch : Buffer.allocUnsafe(used)
  block.write(derivedText(batchSalt, ordinal), 0, SALT_BYTES, 'latin1')
  text.copyTo(block, SALT_BYTES, from)
  sha256Into(target, offset, block.subarray(0, used))
}

/** The whole digest whose first half is the salt, one character per byte. */
function derivedText(batchSalt: Uint8Array, ordinal: number): string {
  assertSalt(batchSalt)
  if (!Number.isSafeInteger(ordinal) || ordinal < 0) throw new RangeError(`ordinal ${ordinal}`)
  derivation.set(batchSalt, LABEL.length)
  derivation.writeUInt32BE(Math.floor(ordinal / 2 ** 32), LABEL.length + SALT_BYTES)
  derivation.writeUInt32BE(ordinal % 2 ** 32, LABEL.length + SALT_BYTES + 4)
  return sha256Latin1(derivation)
}

/** Most facts fit; a block of their own for each would be the greater part of the work. */
const scratch = Buffer.alloc(8_192)

const LABEL = Buffer.from('xinheng.fact.v1\n', 'latin1')

/** One block for all calls: deriving is synchronous and sits on the path of every fact. */
const derivation = Buffer.concat([LABEL, Buffer.alloc(SALT_BYTES + 8)])

function assertSalt(salt: Uint8Array): void {
  if (salt.length !== SALT_BYTES) {
    throw new RangeError(`a salt is ${SALT_BYTES} bytes, not ${salt.length}`)
  }
}
