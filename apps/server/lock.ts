/**
 * One process at a time may open the embedded database. The lock file names who holds it, so that the second one can
 * say so in a sentence instead of corrupting the folder. A lock whose process is gone is taken over.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export function lockFolder(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true })
  const path = join(dataDir, 'lock')
  const take = () => writeFileSync(path, String(process.pid), { flag: 'wx' })
  try {
    take()
  } catch {
    const holder = Number(readFileSync(path, 'utf8'))
    if (isAlive(holder))
      throw new Error(
        `${dataDir} 正被进程 ${holder} 使用，请先停止它 / is in use by process ${holder}; stop it first`,
      )
    rmSync(path, { force: true })
    take()
  }
  return () => rmSync(path, { force: true })
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
