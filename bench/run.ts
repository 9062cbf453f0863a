/**
 * Runs benchmarks one after another, each in a process of its own so that none warms or crowds the next. Each prints one
 * JSON line per metric with `--json`; `--record` writes them with machine and date to bench/results.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'

const here = import.meta.dirname
const flags = process.argv.slice(2).filter(word => word.startsWith('--'))
const wanted = process.argv.slice(2).find(word => !word.startsWith('--')) ?? ''
const record = flags.includes('--record')
const notBenchmarks = new Set(['run.ts'])

const names = readdirSync(here)
  .filter(name => name.endsWith('.ts') && !name.includes('.test.') && !notBenchmarks.has(name))
  .map(name => name.slice(0, -3))
  .filter(name => name.startsWith(wanted.split('.')[0]!))
if (names.length === 0) {
  console.error(`没有名为 ${wanted} 的基准 / no benchmark is named ${wanted}`)
  process.exit(2)
}

let failed = false
for (const name of names) {
  if (!flags.includes('--json')) console.log(`\n▶ ${name}`)
  const { code, lines } = await run(name)
  if (code !== 0) failed = true
  else if (record) keep(name, lines)
}
process.exit(failed ? 1 : 0)

function run(name: string): Promise<{ code: number; lines: string[] }> {
  const json = record || flags.includes('--json')
  const args = [
    ...process.execArgv,
    '--expose-gc',
    join(here, `${name}.ts`),
    ...(json ? ['--json'] : []),
  ]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', chunk => {
    text += chunk
    process.stdout.write(chunk)
  })
  return new Promise(resolve => {
    child.on('close', code =>
      resolve({ code: code ?? 1, lines: text.split('\n').filter(line => line.startsWith('{')) }),
    )
  })
}

/** Results carry what they were measured on: a figure without its machine says nothing. */
function keep(name: string, lines: readonly string[]): void {
  const [cpu] = cpus()
  const machine = {
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  }
  mkdirSync(join(here, 'results'), { recursive: true })
  const result = {
    date: new Date().toISOString().slice(0, 10),
    machine,
    metrics: lines.map(line => JSON.parse(line)),
  }
  writeFileSync(join(here, 'results', `${name}.json`), `${JSON.stringify(result, null, 2)}\n`)
}
