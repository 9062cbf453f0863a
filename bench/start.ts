/**
 * `start.with_demo_s` and `start.later_s`: seconds from the command to the first answered page, with everything installed
 * and the embedded database: first with an empty folder, which is filled with the demonstration, then again as it is.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { report } from './support/metric.ts'

/** What somebody who tries it out will wait for. */
const bounds = { first: 30, later: 5 }
const laterStarts = 3

const folder = mkdtempSync(join(tmpdir(), 'xinheng-start-'))
const orders = process.env.XINHENG_DEMO_ORDERS ?? '20000'
const first = await startedIn()
const later: number[] = []
for (let n = 0; n < laterStarts; n++) later.push(await startedIn())
rmSync(folder, { recursive: true })
report({
  metric: 'start.with_demo_s',
  value: first,
  unit: 's',
  ceiling: bounds.first,
  work: `from the command to the first page, demonstration of ${orders} orders, embedded database`,
})
report({
  metric: 'start.later_s',
  value: Math.min(...later),
  unit: 's',
  ceiling: bounds.later,
  work: `best of ${laterStarts} starts of the same folder`,
})

async function startedIn(): Promise<number> {
  const started = performance.now()
  const program = spawn(
    process.execPath,
    [join(import.meta.dirname, '../bin/xinheng.mjs'), 'serve'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, XINHENG_DATA: folder, XINHENG_DEMO_ORDERS: orders, PORT: '0' },
    },
  )
  const exited = new Promise(resolve => program.once('exit', resolve))
  for await (const line of createInterface({ input: program.stdout })) {
    const address = /http:\S+/.exec(line)?.[0]
    if (!address) continue
    const page = await fetch(address)
    const seconds = (performance.now() - started) / 1_000
    if (!page.ok) throw new Error(`the first page answered ${page.status}`)
    program.kill('SIGTERM')
    await exited
    return Number(seconds.toFixed(2))
  }
  throw new Error('the program ended before it listened')
}
