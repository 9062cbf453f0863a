/**
 * Bytes in the browser: SHA-256 by WebCrypto, strict Base64 and hex. `lib/canonical` does the same on `node:crypto`;
 * this is a second, independent implementation, which is what a verifier should be.
 */
export type Bytes = Uint8Array<ArrayBuffer>

/** Browsers offer WebCrypto only on secure connections. */
export const canCompute = (): boolean => globalThis.crypto?.subtle !== undefined

export async function sha256(...parts: readonly Bytes[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', concatenated(parts)))
}

export function concatenated(parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

/** Standard padded Base64 in its one spelling, or `RangeError`. */
export function fromBase64(text: string): Bytes {
  let binary: string
  try {
    binary = atob(text)
  } catch (cause) {
    throw new RangeError('not Base64', { cause })
  }
  if (btoa(binary) !== text) throw new RangeError('not canonical Base64')
  return Uint8Array.from(binary, character => character.charCodeAt(0))
}

export const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))

export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text)

export const equal = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])
