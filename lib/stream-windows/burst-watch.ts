/**
 * Judges each event's hour against what its key usually does at this hour of the week and on this
 * kind of day, and against what the whole market does right now: a sale day is not a crime. The
 * count of an hour is a Poisson variable whose rate is known from the past only, so the surprise is
 * the negative binomial tail of the gamma–Poisson model (Gelman et al., Bayesian Data Analysis).
 * Past hours are forgotten exponentially and winsorised, so that a burst does not become the norm.
 */

import { negativeBinomialTail } from './tails.ts'

export type DayClass = {
  /** Expected multiple of an ordinary day before anything is seen, and its weight in hours. */
  factor: number
  weightHours: number
  /** Upper bound of the negative binomial size: the smaller, the more variation is normal. */
  maxSize: number
}

export type BurstLimits = {
  /** Offset of the local clock whose hours and days make the rhythm; China is +8 h. */
  zoneOffsetMs: number
  /** Events older than the newest by more are refused; an hour is learnt when it is over. */
  latenessMs: number
  halfLifeHours: number
  /** What is assumed of a key never seen: events per hour, and the hours this is worth. */
  priorPerHour: number
  priorHours: number
  maxKeys: number
  /** `ordinary` must be among them; its factor is 1 by definition. */
  dayClasses: Record<string, DayClass>
  /** Local ISO date → name of its class; absent dates are ordinary. */
  calendar: Record<string, string>
}

export type BurstJudgement = {
  key: string
  /** Start of the hour, epoch milliseconds. */
  hourMs: number
  observed: number
  expected: number
  /** Negative binomial size used; expected + expected²/size is the variance. */
  size: number
  /** P(X ≥ observed) in a whole such hour: conservative while the hour still runs. */
  tail: number
  dayClass: string
  /** How much livelier than usual all other keys are in this hour; never below 1. */
  marketRatio: number
}

export type BurstWatchState = {
  version: 1
  newestMs: number | null
  /** The first hour that is not learnt yet, in hours since the epoch. */
  nextHour: number | null
  lateCount: number
  evictedKeys: number
  market: { events: number; exposure: number }
  week: { events: number[]; hours: number[]; allEvents: number; allHours: number }
  classes: Record<string, { events: number; hours: number }>
  /** Forgotten-as-it-ages exposure of all hours learnt: what a key's own exposure is read from. */
  exposure: number
  levels: [string, Level][]
  open: { hour: number; total: number; counts: [string, number][] }[]
}

/** A key's ageing events and exposure after hour `asOf`, when the common exposure was `mark`. */
type Level = { events: number; exposure: number; mark: number; asOf: number }

type OpenHour = { total: number; counts: Map<string, number> }

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const WEEK_HOURS = 168
/** Weeks' worth of weight that an hour of the week gives to its hour of the day. */
const LEANING_WEEKS = 1
/** A past hour counts at most its expectation plus so many standard deviations. */
const WINSOR_SIGMAS = 4

export class BurstWatch {
  readonly #limits: BurstLimits
  readonly #keep: number
  readonly #classOfDay = new Map<number, string>()
  readonly #state: Omit<BurstWatchState, 'levels' | 'open'>
  readonly #levels: Map<string, Level>
  readonly #open = new Map<number, OpenHour>()

  constructor(limits: BurstLimits, state: BurstWatchState = emptyState()) {
    if (state.version !== 1) throw new RangeError(`unknown burst state version ${state.version}`)
    if (!limits.dayClasses.ordinary) throw new RangeError('day classes lack "ordinary"')
    for (const [date, name] of Object.entries(limits.calendar)) {
      if (!limits.dayClasses[name]) throw new RangeError(`calendar names unknown class ${name}`)
      this.#classOfDay.set(Date.parse(date) / DAY_MS, name)
    }
    this.#limits = limits
    this.#keep = 0.5 ** (1 / limits.halfLifeHours)
    const { levels, open, ...rest } = structuredClone(state)
    this.#state = rest
    this.#levels = new Map(levels)
    for (const { hour, total, counts } of open)
      this.#open.set(hour, { total, counts: new Map(counts) })
  }

  /** What was lost to the bounds, for the detector's own monitor. */
  get losses(): { lateCount: number; evictedKeys: number } {
    return { lateCount: this.#state.lateCount, evictedKeys: this.#state.evictedKeys }
  }

  /** Counts one event and judges its hour; null when it is older than the lateness allows. O(1). */
  add(key: string, atMs: number): BurstJudgement | null {
    if (!Number.isFinite(atMs)) throw new RangeError(`event time of ${key} is not a finite number`)
    const state = this.#state
    const { latenessMs } = this.#limits
    if (state.newestMs !== null && atMs < state.newestMs - latenessMs) {
      state.lateCount++
      return null
    }
    state.newestMs = Math.max(state.newestMs ?? atMs, atMs)
    state.nextHour ??= hourOf(atMs - latenessMs)
    const running = hourOf(state.newestMs - latenessMs)
    while (state.nextHour < running) this.#learnHour(state.nextHour++)
    const hour = hourOf(atMs)
    const open = this.#open.get(hour) ?? { total: 0, counts: new Map<string, number>() }
    open.total++
    open.counts.set(key, (open.counts.get(key) ?? 0) + 1)
    this.#open.set(hour, open)
    return this.#judge(key, hour, open)
  }

  /** Plain JSON; a watch made from it continues as if nothing had happened. */
  exportState(): BurstWatchState {
    const open = [...this.#open].map(([hour, { total, counts }]) => {
      return { hour, total, counts: [...counts] }
    })
    return structuredClone({ ...this.#state, levels: [...this.#levels], open })
  }

  #judge(key: string, hour: number, open: OpenHour): BurstJudgement {
    const { dayClass, shape } = this.#rhythm(hour)
    const { rate, size: known } = this.#levelOf(key)
    const observed = open.counts.get(key)!
    const othersExpected = Math.max(0, this.#marketRate() - rate) * shape
    const marketRatio = surgeOf(open.total - observed, othersExpected)
    const expected = rate * shape * marketRatio
    const size = Math.min(known, this.#limits.dayClasses[dayClass]!.maxSize)
    const tail = negativeBinomialTail(observed, expected, size)
    return { key, hourMs: hour * HOUR_MS, observed, expected, size, tail, dayClass, marketRatio }
  }

  /** Learns from an hour that is over: levels of keys and market, the week's shape, the class. */
  #learnHour(hour: number): void {
    const { total, counts } = this.#open.get(hour) ?? { total: 0, counts: new Map() }
    this.#open.delete(hour)
    const { market, classes } = this.#state
    const { dayClass, shape, weekHour, weekShape } = this.#rhythm(hour)
    const rate = this.#marketRate()
    const exposure = shape * surgeOf(total, rate * shape)
    const before = this.#state.exposure
    this.#state.exposure = before * this.#keep + exposure
    for (const [key, count] of counts) this.#learnKey({ key, hour, count, exposure, before })
    market.events = market.events * this.#keep + total
    market.exposure = market.exposure * this.#keep + shape
    if (dayClass === 'ordinary') {
      this.#learnWeek(weekHour, total)
    } else if (rate > 0) {
      classes[dayClass] ??= { events: 0, hours: 0 }
      classes[dayClass].events += total / rate
      classes[dayClass].hours += weekShape
    }
  }

  #learnKey(seen: { key: string; hour: number; count: number; exposure: number; before: number }) {
    const { key, hour, count, exposure, before } = seen
    const { rate, size } = this.#levelOf(key, { hour: hour - 1, exposure: before })
    const mean = rate * exposure
    const cap = Math.ceil(mean + WINSOR_SIGMAS * Math.sqrt(mean + (mean * mean) / size))
    const held = this.#levels.get(key)
    if (!held && this.#levels.size >= this.#limits.maxKeys) this.#makeRoom()
    const aged = this.#aged(held, { hour, exposure: this.#state.exposure })
    this.#levels.set(key, {
      events: aged.events + Math.min(count, cap),
      exposure: held ? aged.exposure : exposure,
      mark: this.#state.exposure,
      asOf: hour,
    })
  }

  #learnWeek(weekHour: number, total: number): void {
    const { week } = this.#state
    const keep = this.#keep ** WEEK_HOURS
    const events = week.events[weekHour]! * keep + total
    const hours = week.hours[weekHour]! * keep + 1
    week.allEvents += events - week.events[weekHour]!
    week.allHours += hours - week.hours[weekHour]!
    week.events[weekHour] = events
    week.hours[weekHour] = hours
  }

  /** Expected multiple of the average hour, from the hour of the week and the class of the day. */
  #rhythm(hour: number) {
    const local = hour + this.#limits.zoneOffsetMs / HOUR_MS
    const dayClass = this.#classOfDay.get(Math.floor(local / 24)) ?? 'ordinary'
    const weekHour = Math.floor(local) % WEEK_HOURS
    const { classes } = this.#state
    const weekShape = this.#weekShape(weekHour)
    if (dayClass === 'ordinary') return { dayClass, weekHour, weekShape, shape: weekShape }
    const { factor, weightHours } = this.#limits.dayClasses[dayClass]!
    const seen = classes[dayClass] ?? { events: 0, hours: 0 }
    const multiple = (factor * weightHours + seen.events) / (weightHours + seen.hours)
    return { dayClass, weekHour, weekShape, shape: weekShape * multiple }
  }

  /** An hour of the week leans on its hour of the day, and that on the average hour. */
  #weekShape(weekHour: number): number {
    const { events, hours, allEvents, allHours } = this.#state.week
    if (allEvents === 0) return 1
    const average = allEvents / allHours
    let dayEvents = average
    let dayHours = 1
    for (let h = weekHour % 24; h < WEEK_HOURS; h += 24) {
      dayEvents += events[h]!
      dayHours += hours[h]!
    }
    const usual = events[weekHour]! + LEANING_WEEKS * (dayEvents / dayHours)
    return usual / (hours[weekHour]! + LEANING_WEEKS) / average
  }

  #marketRate(): number {
    const { events, exposure } = this.#state.market
    return exposure > 0 ? events / exposure : 0
  }

  /** Events per average hour, and how many events this is known from; the prior included. */
  #levelOf(key: string, as = { hour: this.#state.nextHour! - 1, exposure: this.#state.exposure }) {
    const { priorPerHour, priorHours } = this.#limits
    const { events, exposure } = this.#aged(this.#levels.get(key), as)
    const size = priorPerHour * priorHours + events
    return { size, rate: size / (priorHours + exposure) }
  }

  /** The level forgotten down to a later hour; hours without events add exposure only. */
  #aged(level: Level | undefined, as: { hour: number; exposure: number }) {
    if (!level) return { events: 0, exposure: 0 }
    const keep = this.#keep ** (as.hour - level.asOf)
    return {
      events: level.events * keep,
      exposure: level.exposure * keep + Math.max(0, as.exposure - level.mark * keep),
    }
  }

  /** Drops the sixteenth of the keys that has been silent longest. */
  #makeRoom(): void {
    const idleFirst = [...this.#levels].sort(([, a], [, b]) => a.asOf - b.asOf)
    for (const [key] of idleFirst.slice(0, Math.max(1, this.#limits.maxKeys >> 4))) {
      this.#levels.delete(key)
      this.#state.evictedKeys++
    }
  }
}

function emptyState(): BurstWatchState {
  return {
    version: 1,
    newestMs: null,
    nextHour: null,
    lateCount: 0,
    evictedKeys: 0,
    market: { events: 0, exposure: 0 },
    week: {
      events: Array(WEEK_HOURS).fill(0),
      hours: Array(WEEK_HOURS).fill(0),
      allEvents: 0,
      allHours: 0,
    },
    classes: {},
    exposure: 0,
    levels: [],
    open: [],
  }
}

function hourOf(atMs: number): number {
  return Math.floor(atMs / HOUR_MS)
}

/** How many times the expectation was seen, as far as the excess is more than chance (3 σ). */
function surgeOf(observed: number, expected: number): number {
  if (expected <= 0) return 1
  return Math.max(1, (observed - 3 * Math.sqrt(observed)) / expected)
}
