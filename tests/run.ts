/**
 * Runs the suite and keeps which tests passed, so that `npm run clauses` can say which requirement is shown by which test.
 * First the rooms on a real PostgreSQL beside everything outside `tests/` on the embedded database; then, with the machine
 * to themselves, the tests of the whole product. `npm test -- PATTERN` runs only the files whose path contains the pattern.
 */

import { spawn } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fillDemo, terminalProgress } from '../apps/server/index.ts'
import { countyIn } from './support/county.ts'
import { migratedTemplate } from './support/database.ts'
import { startPostgres } from './support/postgres.ts'

const root = join(import.meta.dirname, '..')
const wanted = process.argv[2] ?? ''
const all = globSync('{lib,contract,platform,modules,apps,tests,bench}/**/*.test.ts', { cwd: root })
  .filter(file => !file.includes('node_modules') && file.includes(wanted))
  .sort()
const whole = all.filter(file => file.startsWith('tests/'))
const parts = all.filter(file => !file.startsWith('tests/'))
/** What asks no database for anything is the same on both. */
const rooms = parts.filter(file => textOf(file).includes('testDatabase('))

const results = join(root, 'var/test/results')
rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })

const slowestSaid = 10

const failed = await Promise.all([onPostgres(rooms), onEmbedded('pglite', parts)])
failed.push(await onEmbedded('pglite-whole', whole, await preparedCounty()))
const outcomes = told()
// What failed is told once more, where a reader of a long log looks.
for (const { engine, name, file } of outcomes.filter(({ outcome }) => outcome === 'failed'))
  console.log(`✖ ${engine}: ${file === undefined ? '' : relative(root, file)} ${name}`)
saySlowest(outcomes)
process.exit(failed.includes(true) ? 1 : 0)

function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

async function onPostgres(files: readonly string[]): Promise<boolean> {
  if (files.length === 0) return false
  // Nothing here need outlive the machine; tests/kill.test.ts has a server that waits for its disk.
  const server = await startPostgres(['-c', 'fsync=off', '-c', 'full_page_writes=off'])
  const template = await migratedTemplate(server.url)
  const env = {
    XINHENG_TEST_DATABASE_URL: server.url,
    XINHENG_TEST_DATABASE_TEMPLATE: template.name,
  }
  // On one server a transaction of any file holds the stream back for all of them: one file at a time there.
  const { failed, text } = await nodeTest({ name: 'postgres', files, env, atOnce: 1 })
  await template.drop()
  await server.stop()
  console.log(
    `\n▶ 各模块，PostgreSQL ${server.version} / rooms on PostgreSQL ${server.version}\n${text}`,
  )
  return failed
}

async function onEmbedded(
  name: string,
  files: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  if (files.length === 0) return false
  console.log('\n▶ 嵌入式数据库 / on the embedded database')
  const { failed } = await nodeTest({ name, files, env, atOnce: 2, aloud: true })
  return failed
}

/** The demonstration county, filled once; every file that serves it works on a copy. */
async function preparedCounty(): Promise<Record<string, string>> {
  if (!whole.some(file => /\bcounty(In|Pages)\(/.test(textOf(file)))) return {}
  console.log('\n▶ 为测试装入示例县 / loading the demonstration county for the tests')
  const folder = join(root, 'var/test/county')
  rmSync(folder, { recursive: true, force: true })
  const filled = await fillDemo(countyIn(folder), terminalProgress(process.stderr))
  if (!filled) throw new Error(`${folder} was not empty`)
  return { XINHENG_TEST_COUNTY: folder }
}

/** Where the time of the run went, so that whoever makes it longer sees it. */
function saySlowest(outcomes: readonly Told[]): void {
  const seconds = new Map<string, number>()
  for (const { engine, file, nesting, ms } of outcomes) {
    if (engine === 'postgres' || file === undefined || nesting > 0) continue
    seconds.set(file, (seconds.get(file) ?? 0) + ms / 1_000)
  }
  const slowest = [...seconds].sort(([, a], [, b]) => b - a).slice(0, slowestSaid)
  console.log('\n▶ 最慢的测试文件 / the slowest test files')
  for (const [file, s] of slowest)
    console.log(`${s.toFixed(1).padStart(7)} s ${relative(root, file)}`)
}

type Told = {
  readonly engine: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
  readonly name: string
  readonly file?: string
  readonly nesting: number
  readonly ms: number
}

/** What was kept of each test. */
function told(): Told[] {
  return globSync('*.ndjson', { cwd: results }).flatMap(kept =>
    readFileSync(join(results, kept), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map(line => ({ ...JSON.parse(line), engine: kept.replace('.ndjson', '') })),
  )
}

type Run = {
  readonly name: string
  readonly files: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** How many files run at once. */
  readonly atOnce: number
  /** Whether it is told while it runs, or given back as text. */
  readonly aloud?: boolean
}

/** Node's test runner over files. */
function nodeTest({ name, files, env, atOnce, aloud = false }: Run) {
  const args = [
    '--test',
    `--test-concurrency=${atOnce}`,
    '--test-timeout=600000',
    // A file that opened a server or a browser ends when its tests have; nothing waits for idle sockets.
    '--test-force-exit',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${join(root, 'tests/support/passed-reporter.ts')}`,
    `--test-reporter-destination=${join(results, `${name}.ndjson`)}`,
    ...files,
  ]
  return new Promise<{ failed: boolean; text: string }>(resolve => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['inherit', aloud ? 'inherit' : 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    })
    process.once('exit', () => child.kill())
    let text = ''
    child.stdout?.setEncoding('utf8').on('data', part => {
      text += part
    })
    child.on('close', code => resolve({ failed: code !== 0, text }))
  })
}
