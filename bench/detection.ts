/**
 * Events a second through all production models together, on one core and in memory: a year of the demonstration county
 * after a warm-up, then again with its state written down and taken up half way. The ceiling is the county's events
 * parsed from JSON, which intake must do in any case.
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
const work = { seed: 'bench', merchants: 2_000, buyers: 30_000, orders: 200_000 }

type Event = Parameters<typeof feed>[2]
const events = [...generateCounty(work).events()] as Event[]

const models = shippedModels.filter(({ card }) => card.mode === 'production')
const made = (): Detector[] =>
  models.map(model => model.create(shippedParameters(model, '2026-01-01')))

/** Seconds of processor time, collector included: what one core can do, whatever else the machine does. */
function seconds(body: () => void): number {
  const began = process.cpuUsage()
  body()
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1_000_000
}

function run(detectors: Detector[]): number {
  const clockwork = { newestMs: startOfTime }
  return seconds(() => {
    for (const event of events) feed(detectors, clockwork, event)
    for (const detector of detectors) detector.drain()
  })
}

const lines = events.slice(0, 100_000).map(event => JSON.stringify(event))
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
    work: `${events.length} events`,
  }
  console.log(
    json
      ? JSON.stringify(shown)
      : `${metric.padEnd(44)} ${shown.value} ${unit}  (${shown.ratio} of ${shown.ceiling})`,
  )
}

const detectors = made()
print('detection.all_models_events_per_s', events.length / run(detectors), 'events/s')
models.forEach((model, i) => {
  const alone = [model.create(shippedParameters(model, '2026-01-01'))]
  print(`detection.${model.card.code}_events_per_s`, events.length / run(alone), 'events/s')
  const state = JSON.stringify(detectors[i]!.state())
  print(`detection.${model.card.code}_state_mb`, state.length / 2 ** 20, 'MB', Number.NaN)
})

function round(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : null
}
