/**
 * Installs what is missing, so that `npm start` and `npm test` are all a fresh machine needs. Plain JavaScript for the
 * machine's own Node (20 or later); everything after it runs on the pinned one.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')
export const pinnedNode = join(root, 'node_modules/node/bin/node')

/** Runs `npm ci` unless this very lockfile is installed and the pinned Node answers. */
export function ensureInstalled() {
  const stamp = join(root, 'node_modules/.xinheng-installed')
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(pinnedNode) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.error('正在安装依赖 / installing dependencies …')
  const npm = spawnSync(
    'npm',
    ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NODE_ENV: 'development' },
    },
  )
  if (npm.status !== 0)
    fail('npm ci 失败，请检查网络与 npm 源 / npm ci failed; check the network and the registry')
  if (!existsSync(pinnedNode)) {
    // npm may hold back install scripts; the runtime is fetched by one, so run that one by name.
    spawnSync('npm', ['rebuild', 'node', '--loglevel=error'], { cwd: root, stdio: 'inherit' })
  }
  if (!existsSync(pinnedNode)) fail('固定版本的 Node 没有装上 / the pinned Node did not install')
  writeFileSync(stamp, wanted)
}

/** The environment in which the pinned Node comes first. What it once compiled is kept: a third of a later start. */
export function pinnedEnvironment() {
  return {
    NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled'),
    ...process.env,
    PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`,
  }
}

export function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}
