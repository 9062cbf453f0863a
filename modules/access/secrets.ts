/**
 * Secrets that machines make: session, client and bearer tokens, temporary passwords and recovery codes. Randomness is
 * not an argument here: a secret that a test can predict is one that a mistake in composition could make predictable.
 */
import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, base64url: 43 characters that need no escaping in a cookie, a header or a form. */
export const newToken = (): string => randomBytes(32).toString('base64url')

const tokenShape = /^[\w-]{43}$/

/** What cannot be a token of ours is refused before any hashing or database. */
export const looksLikeToken = (text: string): boolean => tokenShape.test(text)

/** What is kept of a token. Guessing 256 bits is hopeless, so no salt and no slow hash are needed. */
export const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** Crockford's base 32: nothing in it is mistaken for another when it is read aloud or copied from paper. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** 80 random bits as `xxxx-xxxx-xxxx-xxxx`, for people to type. */
export const newReadableSecret = (): string =>
  Array.from(randomBytes(16), byte => alphabet[byte & 31])
    .join('')
    .replace(/.{4}(?=.)/g, '$&-')

/** As typed: case, spaces and dashes do not count. */
export const digestOfTyped = (code: string): Buffer =>
  digestOf(code.toLowerCase().replace(/[^a-z0-9]/g, ''))
