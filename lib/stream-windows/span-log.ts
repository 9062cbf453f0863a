/**
 * The entries of one key in time order with running figures over several spans at once: the last hour, day and week of a
 * shop cost one log instead of three. What it answers depends on the entries held and the end asked for, never on what
 * was asked before, so that a replay answers the same.
 */
export type SpanLogState = {
  readonly times: readonly number[]
  readonly values: readonly number[]
  readonly tokens: readonly string[]
}

const NEVER = Number.NEGATIVE_INFINITY
/** Up to here distinct tokens are counted by comparing; most keys never need a map. */
const FEW = 8

export class SpanLog {
  readonly #spansMs: readonly number[]
  readonly #maxEntries: number
  #times: number[] = []
  #values: number[] = []
  #tokens: string[] = []
  /** Places before `#head` are free. */
  #head = 0
  /** By span: where the window that ends at `#endMs` begins, its sum, its tokens when they are many. */
  readonly #firsts: number[]
  readonly #sums: number[]
  #seen: (Map<string, number> | null)[] | null = null
  #endMs = NEVER

  constructor(spansMs: readonly number[], maxEntries: number) {
    this.#spansMs = spansMs
    this.#maxEntries = maxEntries
    this.#firsts = new Array<number>(spansMs.length).fill(0)
    this.#sums = new Array<number>(spansMs.length).fill(0)
  }

  get lastMs(): number {
    const times = this.#times
    return times.length === 0 ? NEVER : times[times.length - 1]!
  }

  /** O(spans) amortised in order; O(entries) for a late one. */
  add(atMs: number, value: number, token: string): void {
    this.#slideTo(atMs)
    const times = this.#times
    const place = atMs >= this.lastMs ? times.length : upperBound(times, this.#head, atMs)
    if (place === times.length) {
      times.push(atMs)
      this.#values.push(value)
      this.#tokens.push(token)
    } else {
      times.splice(place, 0, atMs)
      this.#values.splice(place, 0, value)
      this.#tokens.splice(place, 0, token)
    }
    for (let span = 0; span < this.#firsts.length; span++) {
      if (atMs > this.#endMs - this.#spansMs[span]!) this.#enter(span, value, token)
      else this.#firsts[span]!++
    }
    if (times.length - this.#head > this.#maxEntries) this.#dropOldest()
  }

  count(span: number, endMs: number): number {
    if (this.#slideTo(endMs)) return this.#times.length - this.#firsts[span]!
    const [from, to] = this.#places(span, endMs)
    return to - from
  }

  sum(span: number, endMs: number): number {
    if (this.#slideTo(endMs)) return this.#sums[span]!
    const [from, to] = this.#places(span, endMs)
    let sum = 0
    for (let i = from; i < to; i++) sum += this.#values[i]!
    return sum
  }

  distinct(span: number, endMs: number): number {
    if (!this.#slideTo(endMs)) {
      const [from, to] = this.#places(span, endMs)
      return new Set(this.#tokens.slice(from, to)).size
    }
    const first = this.#firsts[span]!
    if (this.#times.length - first <= FEW) return this.#distinctOfFew(first)
    this.#seen ??= this.#spansMs.map(() => null)
    this.#seen[span] ??= countsOf(this.#tokens.slice(first))
    return this.#seen[span].size
  }

  /** Frees entries of up to `overMs`: those that no window to come can hold. */
  trim(overMs: number): void {
    const times = this.#times
    if (times[this.#head]! <= overMs) {
      const least = Math.min(...this.#firsts)
      while (this.#head < least && times[this.#head]! <= overMs) this.#head++
    }
    if (this.#head < 64 || this.#head * 2 < times.length) return
    this.#times = times.slice(this.#head)
    this.#values = this.#values.slice(this.#head)
    this.#tokens = this.#tokens.slice(this.#head)
    for (let span = 0; span < this.#firsts.length; span++) this.#firsts[span]! -= this.#head
    this.#head = 0
  }

  exportState(): SpanLogState {
    return {
      times: this.#times.slice(this.#head),
      values: this.#values.slice(this.#head),
      tokens: this.#tokens.slice(this.#head),
    }
  }

  restoreState({ times, values, tokens }: SpanLogState): void {
    for (let i = 0; i < times.length; i++) this.add(times[i]!, values[i]!, tokens[i]!)
  }

  /** Moves the windows on to `endMs`; false when they are already past it. */
  #slideTo(endMs: number): boolean {
    if (endMs < this.#endMs) return false
    if (endMs === this.#endMs) return true
    this.#endMs = endMs
    const times = this.#times
    for (let span = 0; span < this.#firsts.length; span++) {
      const overMs = endMs - this.#spansMs[span]!
      let first = this.#firsts[span]!
      while (first < times.length && times[first]! <= overMs) this.#leave(span, first++)
      this.#firsts[span] = first
    }
    return true
  }

  #places(span: number, endMs: number): [from: number, to: number] {
    const from = upperBound(this.#times, this.#head, endMs - this.#spansMs[span]!)
    return [from, upperBound(this.#times, from, endMs)]
  }

  #enter(span: number, value: number, token: string): void {
    this.#sums[span]! += value
    const seen = this.#seen?.[span]
    if (seen) seen.set(token, (seen.get(token) ?? 0) + 1)
  }

  #leave(span: number, place: number): void {
    this.#sums[span]! -= this.#values[place]!
    const seen = this.#seen?.[span]
    if (!seen) return
    const token = this.#tokens[place]!
    const left = seen.get(token)! - 1
    if (left > 0) seen.set(token, left)
    else seen.delete(token)
  }

  #distinctOfFew(first: number): number {
    const tokens = this.#tokens
    let distinct = 0
    for (let i = first; i < tokens.length; i++) {
      let earlier = first
      while (earlier < i && tokens[earlier] !== tokens[i]) earlier++
      if (earlier === i) distinct++
    }
    return distinct
  }

  #dropOldest(): void {
    for (let span = 0; span < this.#firsts.length; span++)
      if (this.#firsts[span] === this.#head) {
        this.#leave(span, this.#head)
        this.#firsts[span]!++
      }
    this.#head++
  }
}

function countsOf(tokens: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1)
  return counts
}

/** First index at or after `from` whose value is greater than `limit`. */
function upperBound(values: readonly number[], from: number, limit: number): number {
  let low = from
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (values[middle]! <= limit) low = middle + 1
    else high = middle
  }
  return low
}
