/** Builds the web when it is stale: when any file it is made of is newer than the last build. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fail, pinnedEnvironment, pinnedNode, root } from './install.mjs'

const sources = ['apps/web', 'contract', 'lib', 'package-lock.json']

export function buildWebIfStale() {
  const built = join(root, 'apps/web/dist/index.html')
  const since = existsSync(built) ? statSync(built).mtimeMs : 0
  if (!sources.some(path => newerThan(join(root, path), since))) return
  console.error('正在构建网页 / building the web …')
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const result = spawnSync(
    pinnedNode,
    [vite, 'build', '--logLevel', 'warn', '--config', 'apps/web/vite.config.ts'],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: pinnedEnvironment(),
    },
  )
  if (result.status !== 0) fail('网页构建失败 / the web did not build')
}

function newerThan(path, since) {
  if (!existsSync(path)) return false
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs > since
  return readdirSync(path)
    .filter(name => name !== 'dist' && name !== 'node_modules' && !name.includes('.test.'))
    .some(name => newerThan(join(path, name), since))
}
