/**
 * The keys of an installation: files readable by their owner only, made at first start and never in the database. The
 * master key wraps the subjects' data keys; losing it loses the personal fields, so backups must hold this folder.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const masterKeyBytes = 32

export function openMasterKey(dataDir: string): Buffer {
  const path = join(dataDir, 'keys/master.key')
  if (!existsSync(path)) {
    mkdirSync(join(dataDir, 'keys'), { recursive: true, mode: 0o700 })
    // `wx`: two starts at once must not overwrite each other's key.
    writeFileSync(path, `${randomBytes(masterKeyBytes).toString('base64')}\n`, {
      mode: 0o600,
      flag: 'wx',
    })
  }
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64')
  if (key.length !== masterKeyBytes)
    throw new Error(`${path} 不是 32 字节的主密钥 / is not a 32-byte master key`)
  return key
}
