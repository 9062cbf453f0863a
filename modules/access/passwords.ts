/**
 * Passwords with Argon2id (RFC 9106) in PHC string form. The stored text names its own parameters, so that they can be
 * raised later: an old hash is verified by its own and replaced at the next sign-in.
 */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { refuse } from '#platform/runtime'

type Parameters = { readonly memory: number; readonly passes: number; readonly parallelism: number }

/** OWASP Password Storage Cheat Sheet's first choice for one lane: 19 MiB, two passes. Memory in KiB. */
const current: Parameters = { memory: 19_456, passes: 2, parallelism: 1 }
const saltBytes = 16
const hashBytes = 32

/** `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. Takes tens of milliseconds on another thread; not for transactions. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  return phcOf(current, salt, await derive(password, salt, current, hashBytes))
}

export async function passwordMatches(password: string, stored: string): Promise<boolean> {
  const { parameters, salt, hash } = parsePhc(stored)
  return timingSafeEqual(await derive(password, salt, parameters, hash.length), hash)
}

/** Verified in place of an account that does not exist, so that its absence takes as long as a wrong password. */
export const decoyHash = phcOf(current, randomBytes(saltBytes), randomBytes(hashBytes))

/** Whether the hash was made with other parameters than today's. */
export function isOutdated(stored: string): boolean {
  const { memory, passes, parallelism } = parsePhc(stored).parameters
  return (
    memory !== current.memory || passes !== current.passes || parallelism !== current.parallelism
  )
}

const minChars = 10
const minDistinct = 5
/** What people choose when only length is asked for (NIST SP 800-63B section 3.1.1.2 asks for such a list). */
const common = /password|qwerty|asdfgh|zxcvbn|123456|654321|abcdef|111111|888888|woaini|iloveyou/i

/** Refuses a password that an attacker tries first. */
export function refuseWeak(password: string, login: string): void {
  const characters = [...password]
  const weak =
    characters.length < minChars ||
    new Set(characters).size < minDistinct ||
    password.toLowerCase().includes(login) ||
    common.test(password)
  if (weak) refuse('access.password-weak', { minChars, minDistinct })
}

/** NFKC: the same password typed on another keyboard gives the same bytes (NIST SP 800-63B). */
const derive = (password: string, salt: Buffer, parameters: Parameters, tagLength: number) =>
  new Promise<Buffer>((resolve, reject) =>
    argon2(
      'argon2id',
      { message: password.normalize('NFKC'), nonce: salt, tagLength, ...parameters },
      (error, hash) => (error ? reject(error) : resolve(hash)),
    ),
  )

function phcOf({ memory, passes, parallelism }: Parameters, salt: Buffer, hash: Buffer): string {
  const cost = `m=${memory},t=${passes},p=${parallelism}`
  return `$argon2id$v=19$${cost}$${unpadded(salt)}$${unpadded(hash)}`
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/

function parsePhc(stored: string): { parameters: Parameters; salt: Buffer; hash: Buffer } {
  const match = phc.exec(stored)
  if (!match) throw new Error('a stored password hash is not an Argon2id PHC string')
  const [, memory, passes, parallelism, salt, hash] = match
  return {
    parameters: {
      memory: Number(memory),
      passes: Number(passes),
      parallelism: Number(parallelism),
    },
    salt: Buffer.from(salt!, 'base64'),
    hash: Buffer.from(hash!, 'base64'),
  }
}
