/**
 * Events a second through all production models, on one core and in memory: a year of the demonstration county, rendered
 * batch by batch outside the clock, because a server does not hold a year of events either. The ceiling is the county's
 * events parsed from JSON, which intake must do in any case. The longest pause is what one hour's work kept others waiting.
 */
import { generateCounty } from '#lib/county'
import {
  type Detector,
  feed,
  shippedModels,
  shippedParameters,
  startOfTime,
} from '#modules/detection'

const json = process.argv.includes('--json')
const county = generateCounty({
  seed: 'bench',
  merchants: 2_000,
  buyers: 30_000,
  orders: 200_000,
})

type Event = Parameters<typeof feed>[2]

const models = shippedModels.filter(({ card }) => card.mode === 'production')
const made = (): Detector[] => models.map(model => model.create(shippedParameters(model)))

/** Seconds of processor time, collector included: what one core can do, whatever else the machine does. */
function seconds(body: () => void): number {
  const began = process.cpuUsage()
  body()
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1_000_000
}

function* batches(): Generator<Event[]> {
  let batch: Event[] = []
  for (const event of county.events()) {
    batch.push(event as Event)
    if (batch.length < 5_000) continue
    yield batch
    batch = []
  }
  yield batch
}

/** Feeds the year to groups of detectors in turn; the seconds of each group. */
function run(groups: readonly Detector[][]): number[] {
  const clockworks = groups.map(() => ({ newestMs: startOfTime }))
  const spent = groups.map(() => 0)
  for (const batch of batches()) {
    groups.forEach((detectors, i) => {
      spent[i]! += seconds(() => {
        for (const event of batch) feed(detectors, clockworks[i]!, event)
        for (const detector of detectors) detector.drain()
      })
    })
  }
  return spent
}

/** The longest wall-clock time between two events. */
function longestPauseMs(detectors: readonly Detector[]): number {
  const clockwork = { newestMs: startOfTime }
  let longest = 0
  for (const batch of batches()) {
    for (const event of batch) {
      const began = performance.now()
      feed(detectors, clockwork, event)
      longest = Math.max(longest, performance.now() - began)
    }
    for (const detector of detectors) detector.drain()
  }
  return longest
}

const lines = batches()
  .take(20)
  .flatMap(batch => batch.map(event => JSON.stringify(event)))
  .toArray()
const parsed = seconds(() => {
  for (const line of lines) JSON.parse(line)
})
const ceiling = lines.length / parsed

const print = (metric: string, value: number, unit: string, top = ceiling) => {
  const shown = {
    metric,
    value: round(value),
    unit,
    ceiling: round(top),
    ratio: round(value / top),
    work: `${county.eventCount} events`,
  }
  console.log(
    json
      ? JSON.stringify(shown)
      : `${metric.padEnd(44)} ${shown.value} ${unit}  (${shown.ratio} of ${shown.ceiling})`,
  )
}

const [all] = run([made()])
print('detection.all_models_events_per_s', county.eventCount / all!, 'events/s')
const detectors = made()
const each = run(detectors.map(detector => [detector]))
models.forEach(({ card: { code } }, i) => {
  print(`detection.${code}_events_per_s`, county.eventCount / each[i]!, 'events/s')
  const state = JSON.stringify(detectors[i]!.state())
  print(`detection.${code}_state_mb`, state.length / 2 ** 20, 'MB', Number.NaN)
})
print('detection.longest_pause_ms', longestPauseMs(made()), 'ms', Number.NaN)

function round(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : null
}
