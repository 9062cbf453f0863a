/**
 * The log's signing key. It lives in a file beside the database and never in it: whoever can rewrite the facts must not
 * be able to sign the rewriting too. The log's name is fixed with its first key, because a log that changes its name
 * is another log (c2sp.org/tlog-checkpoint).
 */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exportPem, signingKeyFromPem, signingKeyFromRaw, verifyingKeyOf } from '#lib/canonical'
import {
  formatVerifierKey,
  type NoteSigner,
  type NoteVerifier,
  noteVerifier,
  parseVerifierKey,
} from '#lib/merkle'

export type LogKeys = {
  /** The log's name, which is also its key's name, e.g. `credit.example.gov.cn/log`. */
  readonly origin: string
  readonly signer: NoteSigner
  readonly verifier: NoteVerifier
  /** As published: `name+hex+base64`. */
  readonly verifierKey: string
}

/**
 * Opens the key under `dataDir/keys`, or makes one on the first start. `publicOrigin` (`https://host`) names a new log;
 * an existing log keeps its name. The private file is readable by its owner alone.
 */
export function openLogKeys(dataDir: string, publicOrigin: string): LogKeys {
  const folder = join(dataDir, 'keys')
  const secretPath = join(folder, 'log-signing-key.pem')
  const publicPath = join(folder, 'log-verifier-key')
  if (!existsSync(secretPath)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const name = `${publicOrigin.replace(/^[a-z]+:\/\//, '').replace(/\/+$/, '')}/log`
    const keys = logKeysOf(name, randomBytes(32))
    writeFileSync(publicPath, `${keys.verifierKey}\n`)
    // Written aside and renamed: a crash leaves either no key or a whole one.
    writeFileSync(`${secretPath}.new`, exportPem(keys.signer.key), { mode: 0o600 })
    renameSync(`${secretPath}.new`, secretPath)
  }
  const { name } = parseVerifierKey(readFileSync(publicPath, 'utf8').trim())
  return keysFrom({ name, key: signingKeyFromPem(readFileSync(secretPath, 'utf8')) })
}

/** Keys from 32 secret bytes, for tests and for keys kept elsewhere. */
export const logKeysOf = (name: string, secret: Uint8Array): LogKeys =>
  keysFrom({ name, key: signingKeyFromRaw('ed25519', secret) })

function keysFrom(signer: NoteSigner): LogKeys {
  const verifier = noteVerifier(signer.name, verifyingKeyOf(signer.key))
  return { origin: signer.name, signer, verifier, verifierKey: formatVerifierKey(verifier) }
}
