/**
 * The entries of one key in time order, with the running figures of the window at its newest entry.
 * It exists to keep the one delicate part of sliding windows in one place: which states a window
 * passes through when an entry comes in order, and which it must go through again when one is late.
 */

export type WindowFigures = {
  endMs: number
  count: number
  sum: number
  distinct: number
  /** True when entries of this window were dropped for want of room: figures are lower bounds. */
  saturated: boolean
}

export type Visit = (figures: WindowFigures) => void

export type Entry = { atMs: number; value: number; token: string }

export type KeyLogState = {
  times: number[]
  values: number[]
  tokens: string[]
  droppedMs: number | null
}

const NEVER = Number.NEGATIVE_INFINITY

export class KeyLog {
  readonly #spanMs: number
  readonly #maxEntries: number
  #times: number[] = []
  #values: number[] = []
  #tokens: string[] = []
  /** Places before `#head` are free; the live window begins at `#first`. */
  #head = 0
  #first = 0
  #live = new Tally()
  /** Time of the newest entry that was dropped for want of room. */
  #droppedMs = NEVER

  constructor(spanMs: number, maxEntries: number) {
    this.#spanMs = spanMs
    this.#maxEntries = maxEntries
  }

  get lastMs(): number {
    return this.#head < this.#times.length ? this.#times[this.#times.length - 1]! : NEVER
  }

  add(entry: Entry, visit?: Visit): WindowFigures {
    return entry.atMs >= this.lastMs ? this.#append(entry, visit) : this.#insert(entry, visit)
  }

  /** Figures of the window (endMs − span, endMs]. O(entries in it). */
  at(endMs: number): WindowFigures {
    const tally = new Tally()
    const from = upperBound(this.#times, this.#head, endMs - this.#spanMs)
    const to = upperBound(this.#times, from, endMs)
    for (let i = from; i < to; i++) tally.enter(this.#values[i]!, this.#tokens[i]!)
    return this.#figures(tally, endMs)
  }

  /** Frees entries that no window ending at or after the watermark can hold. */
  trim(watermarkMs: number): void {
    const times = this.#times
    const oldestMs = watermarkMs - this.#spanMs
    while (this.#head < this.#first && times[this.#head]! <= oldestMs) this.#head++
    if (this.#head < 64 || this.#head * 2 < times.length) return
    this.#times = times.slice(this.#head)
    this.#values = this.#values.slice(this.#head)
    this.#tokens = this.#tokens.slice(this.#head)
    this.#first -= this.#head
    this.#head = 0
  }

  exportState(): KeyLogState {
    return {
      times: this.#times.slice(this.#head),
      values: this.#values.slice(this.#head),
      tokens: this.#tokens.slice(this.#head),
      droppedMs: this.#droppedMs === NEVER ? null : this.#droppedMs,
    }
  }

  restoreState(state: KeyLogState): void {
    this.#times = [...state.times]
    this.#values = [...state.values]
    this.#tokens = [...state.tokens]
    this.#droppedMs = state.droppedMs ?? NEVER
    this.#head = 0
    this.#live = new Tally()
    this.#first = upperBound(this.#times, 0, this.lastMs - this.#spanMs)
    for (let i = this.#first; i < this.#times.length; i++) {
      this.#live.enter(this.#values[i]!, this.#tokens[i]!)
    }
  }

  /** Slides the live window up to the entry, showing what it passes, then lets the entry in. */
  #append({ atMs, value, token }: Entry, visit?: Visit): WindowFigures {
    const times = this.#times
    while (this.#first < times.length && times[this.#first]! <= atMs - this.#spanMs) {
      const leftMs = times[this.#first]!
      while (times[this.#first] === leftMs) this.#leaveFirst()
      const endMs = leftMs + this.#spanMs
      if (visit && endMs < atMs && this.#first < times.length)
        visit(this.#figures(this.#live, endMs))
    }
    times.push(atMs)
    this.#values.push(value)
    this.#tokens.push(token)
    this.#live.enter(value, token)
    this.#keepRoom()
    const figures = this.#figures(this.#live, atMs)
    visit?.(figures)
    return figures
  }

  #insert({ atMs, value, token }: Entry, visit?: Visit): WindowFigures {
    const place = upperBound(this.#times, this.#head, atMs)
    this.#times.splice(place, 0, atMs)
    this.#values.splice(place, 0, value)
    this.#tokens.splice(place, 0, token)
    if (atMs > this.lastMs - this.#spanMs) this.#live.enter(value, token)
    else this.#first++
    if (visit) this.#revisit(place, visit)
    this.#keepRoom()
    return this.at(atMs)
  }

  /** Goes through every state, up to the newest entry, of the windows that hold the late entry. */
  #revisit(place: number, visit: Visit): void {
    const times = this.#times
    const atMs = times[place]!
    const untilMs = Math.min(atMs + this.#spanMs - 1, this.lastMs)
    let low = upperBound(times, this.#head, atMs - this.#spanMs)
    let high = low
    const tally = new Tally()
    while (high <= place) tally.enter(this.#values[high]!, this.#tokens[high++]!)
    visit(this.#figures(tally, atMs))
    for (;;) {
      const enterMs = high < times.length ? times[high]! : Number.POSITIVE_INFINITY
      const leaveMs = times[low]! + this.#spanMs
      const endMs = Math.min(enterMs, leaveMs)
      if (endMs > untilMs) return
      while (times[low]! + this.#spanMs === endMs) {
        tally.leave(this.#values[low]!, this.#tokens[low++]!)
      }
      if (enterMs === endMs) tally.enter(this.#values[high]!, this.#tokens[high++]!)
      visit(this.#figures(tally, endMs))
    }
  }

  #leaveFirst(): void {
    this.#live.leave(this.#values[this.#first]!, this.#tokens[this.#first]!)
    this.#first++
  }

  #keepRoom(): void {
    if (this.#times.length - this.#head <= this.#maxEntries) return
    this.#droppedMs = Math.max(this.#droppedMs, this.#times[this.#head]!)
    if (this.#first === this.#head) this.#leaveFirst()
    this.#head++
  }

  #figures(tally: Tally, endMs: number): WindowFigures {
    return {
      endMs,
      count: tally.count,
      sum: tally.sum,
      distinct: tally.distinct,
      saturated: this.#droppedMs > endMs - this.#spanMs,
    }
  }
}

/** Count, sum and exact distinct tokens of a multiset of entries. */
class Tally {
  count = 0
  sum = 0
  readonly #seen = new Map<string, number>()

  get distinct(): number {
    return this.#seen.size
  }

  enter(value: number, token: string): void {
    this.count++
    this.sum += value
    this.#seen.set(token, (this.#seen.get(token) ?? 0) + 1)
  }

  leave(value: number, token: string): void {
    this.count--
    this.sum -= value
    const left = this.#seen.get(token)! - 1
    if (left === 0) this.#seen.delete(token)
    else this.#seen.set(token, left)
  }
}

/** First index at or after `from` whose value is greater than `limit`. */
function upperBound(values: number[], from: number, limit: number): number {
  let low = from
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (values[middle]! <= limit) low = middle + 1
    else high = middle
  }
  return low
}
