/**
 * Accuracy of all models on generated counties whose planted truth they never see: recall and precision on the accounts
 * of each scheme, how early the first alert comes, and alerts on honest crowds, beside a trivial baseline. Thresholds
 * were chosen on seeds 1 and 2; the others are only ever printed.
 */
import { generateCounty, type Scheme } from '#lib/county'
import {
  feed,
  type Suspicion,
  shippedModels,
  shippedParameters,
  startOfTime,
} from '#modules/detection'

export type CountyRun = { readonly seed: string; readonly size: number }

type Found = { readonly model: string; readonly suspicion: Suspicion }

/** Runs every model over a county and answers its suspicions, oldest first. */
export function runModels(county: ReturnType<typeof generateCounty>): {
  found: Found[]
  seconds: number
} {
  const detectors = shippedModels.map(model => model.create(shippedParameters(model, '2026-01-01')))
  const clockwork = { newestMs: startOfTime }
  const found: Found[] = []
  let seconds = 0
  let batch: Parameters<typeof feed>[2][] = []
  const flush = () => {
    const began = performance.now()
    for (const event of batch) feed(detectors, clockwork, event)
    seconds += (performance.now() - began) / 1000
    batch = []
    detectors.forEach((detector, i) => {
      const model = shippedModels[i]!.card.code
      for (const suspicion of detector.drain()) found.push({ model, suspicion })
    })
  }
  for (const event of county.events()) if (batch.push(event as (typeof batch)[0]) === 2_000) flush()
  flush()
  return { found, seconds }
}

/** What the suspicions say about one scheme: those that share an account or a shop with it. */
function score(scheme: Scheme, found: readonly Found[], orderTimes: ReadonlyMap<string, number>) {
  const accounts = new Set(scheme.accounts)
  const own = found.filter(({ suspicion }) => {
    const shared = suspicion.accounts.filter(account => accounts.has(account)).length
    return shared >= Math.min(3, accounts.size) && shared > suspicion.accounts.length / 4
  })
  const flagged = new Set(own.flatMap(({ suspicion }) => suspicion.accounts))
  const hit = [...flagged].filter(account => accounts.has(account)).length
  const times = scheme.orders.map(order => orderTimes.get(order)!).sort((a, b) => a - b)
  const firstMs = Math.min(...own.map(({ suspicion }) => suspicion.raisedMs))
  const before = times.filter(atMs => atMs <= firstMs).length
  return {
    recall: accounts.size === 0 ? Number.NaN : hit / accounts.size,
    precision: flagged.size === 0 ? Number.NaN : hit / flagged.size,
    firstShare: own.length === 0 ? 1 : before / times.length,
    alerts: new Set(own.map(({ model, suspicion }) => `${model} ${suspicion.key}`)).size,
  }
}

/** Accounts with at least three orders in one shop within a day: what a spreadsheet would find. */
function trivial(county: ReturnType<typeof generateCounty>): Set<string> {
  const counts = new Map<string, number>()
  const flagged = new Set<string>()
  for (const event of county.events()) {
    if (event.kind !== 'order.placed') continue
    const key = `${event.buyer} ${event.platform} ${event.shop} ${event.occurredAt.slice(0, 10)}`
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    if (count >= 3) flagged.add(event.buyer)
  }
  return flagged
}

export function measureCounty(
  { seed, size }: CountyRun,
  print: (metric: string, value: number) => void,
): void {
  const county = generateCounty({
    seed,
    merchants: Math.round(2_000 * size),
    buyers: Math.round(30_000 * size),
    orders: Math.round(200_000 * size),
  })
  const orderTimes = new Map<string, number>()
  for (const event of county.events())
    if (event.kind === 'order.placed') orderTimes.set(event.order, Date.parse(event.occurredAt))
  const { found, seconds } = runModels(county)
  const name = `accuracy.county-${seed}-x${size}`
  const guilty = new Set(county.truth.filter(s => s.suspicious).flatMap(s => s.accounts))
  const simple = trivial(county)
  for (const scheme of county.truth) {
    if (scheme.accounts.length === 0) continue
    const { recall, precision, firstShare, alerts } = score(scheme, found, orderTimes)
    const at = `${name}.${scheme.kind}`
    if (!scheme.suspicious) {
      print(`${at}.alerts`, alerts)
      continue
    }
    print(`${at}.recall`, recall)
    print(`${at}.precision`, precision)
    print(`${at}.first_alert_share`, firstShare)
    print(
      `${at}.trivial_recall`,
      scheme.accounts.filter(a => simple.has(a)).length / scheme.accounts.length,
    )
  }
  const flagged = new Set(found.flatMap(({ suspicion }) => suspicion.accounts))
  const honest = [...flagged].filter(account => !guilty.has(account)).length
  print(`${name}.all.accounts_flagged`, flagged.size)
  print(`${name}.all.honest_flagged`, honest)
  print(
    `${name}.all.trivial_precision`,
    [...simple].filter(a => guilty.has(a)).length / simple.size,
  )
  print(`${name}.all.events_per_s`, county.eventCount / seconds)
}

if (import.meta.main) {
  const json = process.argv.includes('--json')
  const seeds = process.argv
    .find(word => word.startsWith('--seeds='))
    ?.slice(8)
    .split(',')
  const runs: CountyRun[] = seeds
    ? seeds.map(text => ({ seed: text.split('x')[0]!, size: Number(text.split('x')[1] ?? 1) }))
    : [
        { seed: '1', size: 1 },
        { seed: '2', size: 0.3 },
        { seed: '11', size: 1 },
        { seed: '12', size: 0.1 },
        { seed: '13', size: 0.3 },
        { seed: '14', size: 0.5 },
        { seed: '15', size: 2 },
        { seed: 'ningjin', size: 1 },
      ]
  const print = (metric: string, value: number) => {
    const shown = Number.isFinite(value) ? Math.round(value * 1000) / 1000 : null
    console.log(
      json
        ? JSON.stringify({ metric, value: shown, unit: unitOf(metric) })
        : `${metric.padEnd(70)} ${shown}`,
    )
  }
  for (const run of runs) measureCounty(run, print)
}

function unitOf(metric: string): string {
  if (metric.endsWith('per_s')) return 'events/s'
  return /alerts|flagged$/.test(metric) ? 'count' : 'share'
}
