/**
 * Runs the suite on both engines and keeps which tests passed, so that `npm run clauses` can say which requirement is
 * shown by which test. `npm test -- PATTERN` runs only the files whose path contains the pattern.
 */

import { spawn } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startPostgres } from './support/postgres.ts'

const root = join(import.meta.dirname, '..')
const wanted = process.argv[2] ?? ''
const all = globSync('{lib,contract,platform,modules,apps,tests,bench}/**/*.test.ts', { cwd: root })
  .filter(file => !file.includes('node_modules') && file.includes(wanted))
  .sort()
const rooms = all.filter(file => file.startsWith('modules/') || file.startsWith('platform/'))

const results = join(root, 'var/test/results')
rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })

let failed = false
if (rooms.length > 0) {
  const postgres = await startPostgres()
  console.log(
    `\n▶ 模块测试，PostgreSQL ${postgres.version} / rooms on PostgreSQL ${postgres.version}`,
  )
  failed =
    (await nodeTest(rooms, 'postgres', { XINHENG_TEST_DATABASE_URL: postgres.url })) || failed
  await postgres.stop()
}
console.log('\n▶ 全部测试，嵌入式数据库 / everything on the embedded database')
failed = (await nodeTest(all, 'pglite', {})) || failed
for (const { engine, name, file } of failures())
  console.log(`✖ ${engine}: ${file?.replace(`${root}/`, '') ?? ''} ${name ?? ''}`)
process.exit(failed ? 1 : 0)

/** What failed in either half, told once more at the end, where a reader of a long log looks. */
function failures(): { engine: string; name?: string; file?: string }[] {
  return globSync('*.ndjson', { cwd: results }).flatMap(kept =>
    readFileSync(join(results, kept), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line))
      .filter(({ outcome }) => outcome === 'failed')
      .map(line => ({ ...line, engine: kept.replace('.ndjson', '') })),
  )
}

/** Node's test runner over files; resolves to whether it failed. */
function nodeTest(files: string[], name: string, env: Record<string, string>): Promise<boolean> {
  const args = [
    '--test',
    // On one server a transaction of any file holds the stream back for all of them: one file at a time there.
    `--test-concurrency=${name === 'postgres' ? 1 : 2}`,
    '--test-timeout=300000',
    // A file that opened a server or a browser ends when its tests have; nothing waits for idle sockets.
    '--test-force-exit',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${join(root, 'tests/support/passed-reporter.ts')}`,
    `--test-reporter-destination=${join(results, `${name}.ndjson`)}`,
    ...files,
  ]
  return new Promise(resolve => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    })
    child.on('exit', code => resolve(code !== 0))
  })
}
