/**
 * `alert.end_to_end_p50_ms`, `…_p99_ms` and `alert.burst_recovery_s`: from an event leaving its sender to the alert it
 * completes being seen through the API, while 5,000 events a second come in over HTTP; and after a tenfold second, how
 * long until alerts are seen in time again. Program, PostgreSQL and this sender share the machine.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import type { SubjectGiven, TradeEvent } from '#contract'
import { usccWith } from '#lib/identifiers'
import { createClient, createOrganisation, operator } from '#modules/access'
import { registerSubjects } from '#modules/subjects'
import { readConfig } from '#platform/runtime'
import { openCore } from '../apps/server/index.ts'
import { startPostgres } from '../tests/support/postgres.ts'
import { median, report } from './support/metric.ts'

const eventsPerSecond = 5_000
const tickMs = 50
const steadySeconds = 12
const burstFactor = 10
/** Ordinary shops, and shops that each get one conspicuous hour; one such shop every other tick. */
const ordinaryShops = 400
const ticksPerPlant = 2
const plants = (steadySeconds * 1_000) / tickMs / ticksPerPlant
/** Two buyers who come back so often that the hour stands out. */
const plantBuyers = 2
const plantOrders = 30
/** Our own aims: an officer who looks at the queue sees what happened a moment ago. */
const aims = { p50Ms: 500, p99Ms: 2_000, recoveryS: 10 }

async function measure(address: string, platform: string, office: string): Promise<void> {
  const sentAt = new Map<string, number>()
  const seenAt = new Map<string, number>()
  let watching = true
  const watch = (async () => {
    while (watching) {
      for (const shop of await shopsWithAlerts(address, office))
        if (!seenAt.has(shop)) seenAt.set(shop, performance.now())
      await pause(tickMs / 2)
    }
  })()
  const call = request(`${address}/api/v1/trade/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${platform}`, 'content-type': 'application/x-ndjson' },
  })
  const answered = new Promise<void>((resolve, reject) => {
    call.on('error', reject)
    call.on('response', response => response.resume().on('end', resolve))
  })
  const send = (text: string) => call.write(text) || new Promise(go => call.once('drain', go))
  const plant = (n: number) => {
    sentAt.set(`x${n}`, performance.now())
    return planted(n)
  }
  const perTick = (eventsPerSecond * tickMs) / 1_000
  const started = performance.now()
  for (let tick = 0; tick < plants * ticksPerPlant; tick++) {
    const conspicuous = tick % ticksPerPlant === 0 ? plant(tick / ticksPerPlant) : []
    await send(linesOf([...ordinary(perTick - conspicuous.length), ...conspicuous]))
    await pause(Math.max(0, started + (tick + 1) * tickMs - performance.now()))
  }
  await until(() => seenAt.size >= plants)
  const latencies = [...sentAt].map(([shop, at]) => (seenAt.get(shop) ?? Infinity) - at)
  const burstAt = performance.now()
  for (let n = 0; n < burstFactor; n++) await send(linesOf(ordinary(eventsPerSecond)))
  const burstSentAt = performance.now()
  await send(linesOf(plant(plants)))
  await until(() => seenAt.has(`x${plants}`))
  const recoveryS = ((seenAt.get(`x${plants}`) ?? Infinity) - burstSentAt) / 1_000
  call.end()
  await answered
  watching = false
  await watch
  reportAll(latencies, recoveryS, (burstSentAt - burstAt) / 1_000)
}

function reportAll(latencies: readonly number[], recoveryS: number, burstS: number): void {
  if (latencies.includes(Infinity) || recoveryS === Infinity)
    throw new Error('an alert was never seen')
  const sorted = latencies.toSorted((a, b) => a - b)
  const p99 = sorted[Math.ceil(sorted.length * 0.99) - 1]!
  const work = `${plants} alerts in ${steadySeconds} s at ${eventsPerSecond} events/s, PostgreSQL ${server.version}`
  report({
    metric: 'alert.end_to_end_p50_ms',
    value: Math.round(median(latencies)),
    unit: 'ms',
    ceiling: aims.p50Ms,
    work,
  })
  report({
    metric: 'alert.end_to_end_p99_ms',
    value: Math.round(p99),
    unit: 'ms',
    ceiling: aims.p99Ms,
    work,
  })
  report({
    metric: 'alert.burst_recovery_s',
    value: Number(recoveryS.toFixed(2)),
    unit: 's',
    ceiling: aims.recoveryS,
    work: `${burstFactor * eventsPerSecond} events sent in ${burstS.toFixed(1)} s, then one alert`,
  })
}

let events = 0
function event(shop: string, buyer: string): TradeEvent {
  const n = ++events
  return {
    kind: 'order.placed',
    source: 'p01',
    eventId: `e${n}`,
    occurredAt: new Date().toISOString(),
    platform: 'p01',
    shop,
    order: `o${n}`,
    buyer,
    items: [{ sku: `k${n % 900}`, quantity: 1, unitPriceFen: 1_990 }],
    amountFen: 1_990,
    addressCity: '130500',
    address: `a${n}`,
    device: `d${n}`,
  }
}

/** Each buyer buys once, so nothing stands out. */
const ordinary = (count: number): TradeEvent[] =>
  Array.from({ length: count }, () => event(`s${events % ordinaryShops}`, `b${events}`))

const planted = (n: number): TradeEvent[] =>
  Array.from({ length: plantOrders }, (_, i) => event(`x${n}`, `x${n}-${i % plantBuyers}`))

const linesOf = (batch: readonly TradeEvent[]) =>
  batch.map(one => `${JSON.stringify(one)}\n`).join('')

const patienceMs = 60_000

async function until(reached: () => boolean): Promise<void> {
  for (const end = performance.now() + patienceMs; !reached() && performance.now() < end; )
    await pause(tickMs)
}

async function shopsWithAlerts(address: string, token: string): Promise<string[]> {
  const answer = await fetch(`${address}/api/v1/detection/alerts?order=newest&limit=100`, {
    headers: { authorization: `Bearer ${token}`, 'x-purpose': 'bench' },
  })
  if (!answer.ok) throw new Error(await answer.text())
  const { items } = (await answer.json()) as { items: { shops: { shop: string }[] }[] }
  return items.flatMap(({ shops }) => shops.map(({ shop }) => shop))
}

type Machine = { readonly client_id: string; readonly client_secret: string }

/** A platform that reports and an office that looks, each with a machine; and everybody's shops. */
async function prepare(): Promise<Machine[]> {
  const core = await openCore(readConfig(env))
  const by = { actor: operator, at: core.clock.now(), ids: core.ids }
  const machine = async (code: string, kind: 'platform' | 'credit-office') =>
    core.database.tx(async tx => {
      const { id } = await createOrganisation(tx, { code, kind, name: code, area: '130528' }, by)
      const { client, secret } = await createClient(
        tx,
        { organisationId: id, name: 'bench', role: kind },
        by,
      )
      return { client_id: client.id, client_secret: secret }
    })
  const made = [await machine('p01', 'platform'), await machine('office', 'credit-office')]
  const shops = [
    ...Array.from({ length: ordinaryShops }, (_, i) => `s${i}`),
    ...Array.from({ length: plants + 1 }, (_, i) => `x${i}`),
  ]
  const registrar = { ...by, keys: core.subjectKeys, renewalMonths: 6 }
  const outcomes = await core.database.tx(tx =>
    registerSubjects(tx, shops.map(merchantOf), registrar),
  )
  if (outcomes.some(({ status }) => status !== 'registered')) throw new Error('a shop was refused')
  await core.close()
  return made
}

function merchantOf(shop: string, i: number): SubjectGiven {
  const body = `MB${String(i).padStart(6, '0')}`
  const value = usccWith({ registrar: '9', category: '1', area: '130528', body })
  const url = `https://p01.example.com/${shop}`
  return {
    kind: 'merchant',
    name: `宁晋基准${i}号百货有限公司`,
    identifiers: [{ kind: 'uscc', value }],
    area: '130528',
    shops: [{ platform: 'p01', shop, name: `基准小店${i}`, url }],
  }
}

async function addressOf(): Promise<string> {
  for await (const line of createInterface({ input: program.stdout! })) {
    const address = /http:\S+/.exec(line)?.[0]
    if (address) return address
  }
  throw new Error('the program ended before it listened')
}

async function tokenOf(address: string, machine: Machine): Promise<string> {
  const answer = await fetch(`${address}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credentials', ...machine }),
  })
  return ((await answer.json()) as { access_token: string }).access_token
}

const server = await startPostgres()
const folder = mkdtempSync(join(tmpdir(), 'xinheng-alert-'))
const env = {
  XINHENG_DATA: folder,
  XINHENG_DEMO: 'off',
  XINHENG_LOG: 'error',
  XINHENG_ORIGIN: 'http://bench.test',
  DATABASE_URL: server.url,
  PORT: '0',
}
const machines = await prepare()
const program = spawn(
  process.execPath,
  [...process.execArgv, join(import.meta.dirname, '../apps/cli/main.ts'), 'serve'],
  { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } },
)
const exited = new Promise(resolve => program.once('exit', resolve))
try {
  const address = await addressOf()
  const [platform, office] = await Promise.all(machines.map(machine => tokenOf(address, machine)))
  await measure(address, platform!, office!)
} finally {
  program.kill('SIGTERM')
  await exited
  await server.stop()
  rmSync(folder, { recursive: true })
}
