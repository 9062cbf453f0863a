/**
 * Runs the suite on both engines and keeps which tests passed, so that `npm run clauses` can say which requirement is
 * shown by which test. `npm test -- PATTERN` runs only the files whose path contains the pattern.
 */

import { spawn } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fillDemo, terminalProgress } from '../apps/server/index.ts'
import { countyIn } from './support/county.ts'
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

const slowestSaid = 10

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
const served = all.some(file => file.startsWith('tests/') && usesCounty(file))
const county: Record<string, string> = served ? { XINHENG_TEST_COUNTY: await prepareCounty() } : {}
console.log('\n▶ 全部测试，嵌入式数据库 / everything on the embedded database')
failed = (await nodeTest(all, 'pglite', county)) || failed
for (const { engine, name, file } of failures())
  console.log(`✖ ${engine}: ${file?.replace(`${root}/`, '') ?? ''} ${name ?? ''}`)
saySlowest('pglite')
process.exit(failed ? 1 : 0)

function usesCounty(file: string): boolean {
  return readFileSync(join(root, file), 'utf8').includes('countyIn(')
}

/** The demonstration county, filled once; every file that serves it works on a copy. */
async function prepareCounty(): Promise<string> {
  console.log('\n▶ 为测试装入示例县 / loading the demonstration county for the tests')
  const folder = join(root, 'var/test/county')
  rmSync(folder, { recursive: true, force: true })
  const filled = await fillDemo(countyIn(folder), terminalProgress(process.stderr))
  if (!filled) throw new Error(`${folder} was not empty`)
  return folder
}

/** Where the time of the run went, so that whoever makes it longer sees it. */
function saySlowest(name: string): void {
  const seconds = new Map<string, number>()
  for (const line of readFileSync(join(results, `${name}.ndjson`), 'utf8').split('\n')) {
    if (line === '') continue
    const { file, nesting, ms } = JSON.parse(line) as { file?: string; nesting: number; ms: number }
    if (file === undefined || nesting > 0) continue
    seconds.set(file, (seconds.get(file) ?? 0) + ms / 1_000)
  }
  const slowest = [...seconds].sort(([, a], [, b]) => b - a).slice(0, slowestSaid)
  console.log('\n▶ 最慢的测试文件 / the slowest test files')
  for (const [file, s] of slowest)
    console.log(`${s.toFixed(1).padStart(7)} s ${relative(root, file)}`)
}

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
    '--test-timeout=600000',
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
