/**
 * Sliding windows of several spans for each key (the last hour, day and week of a shop, a buyer, a device), computed once
 * and shared by whoever asks. Bounded like `SlidingWindows`: late events are refused and counted, a key keeps so many
 * entries, and of too many keys those go whose windows are over, then the longest idle.
 */
import { SpanLog, type SpanLogState } from './span-log.ts'

export type SpanLimits = {
  readonly spansMs: readonly number[]
  readonly latenessMs: number
  readonly maxEntries: number
  readonly maxKeys: number
}

export type SpanWindowsState = {
  readonly newestMs: number | null
  readonly lateCount: number
  readonly evictedKeys: number
  readonly sweepAt: number
  readonly logs: readonly ({ readonly key: string } & SpanLogState)[]
}

const NEVER = Number.NEGATIVE_INFINITY
const FEWEST_SWEPT = 1_024

export class SpanWindows {
  readonly #limits: SpanLimits
  readonly #longestMs: number
  readonly #logs = new Map<string, SpanLog>()
  #newestMs = NEVER
  /** Keys at which those whose windows are over are looked for: twice as many as were left the last time. */
  #sweepAt = FEWEST_SWEPT
  lateCount = 0
  evictedKeys = 0

  constructor(limits: SpanLimits, state?: SpanWindowsState) {
    const { spansMs, latenessMs, maxEntries, maxKeys } = limits
    const sound = spansMs.length > 0 && spansMs.every(span => span > 0)
    if (!(sound && latenessMs >= 0 && maxEntries >= 1 && maxKeys >= 1))
      throw new RangeError(`window limits out of range: ${JSON.stringify(limits)}`)
    this.#limits = limits
    this.#longestMs = Math.max(...spansMs)
    if (state) this.#restore(state)
  }

  /** The key's log with the entry in it; undefined when it is too late and not in it. */
  add(key: string, atMs: number, value: number, token: string): SpanLog | undefined {
    if (atMs > this.#newestMs) this.#newestMs = atMs
    const watermarkMs = this.#newestMs - this.#limits.latenessMs
    if (atMs < watermarkMs) {
      this.lateCount++
      return this.#logs.get(key)
    }
    const log = this.#logs.get(key) ?? this.#open(key)
    log.add(atMs, value, token)
    log.trim(watermarkMs - this.#longestMs)
    return log
  }

  log(key: string): SpanLog | undefined {
    return this.#logs.get(key)
  }

  exportState(): SpanWindowsState {
    return {
      newestMs: this.#newestMs === NEVER ? null : this.#newestMs,
      lateCount: this.lateCount,
      evictedKeys: this.evictedKeys,
      sweepAt: this.#sweepAt,
      logs: [...this.#logs].map(([key, log]) => ({ key, ...log.exportState() })),
    }
  }

  #restore({ newestMs, lateCount, evictedKeys, sweepAt, logs }: SpanWindowsState): void {
    this.#newestMs = newestMs ?? NEVER
    this.lateCount = lateCount
    this.evictedKeys = evictedKeys
    // Whatever was held is held again, so nothing may be swept meanwhile.
    this.#sweepAt = Number.POSITIVE_INFINITY
    for (const { key, ...log } of logs) this.#open(key).restoreState(log)
    this.#sweepAt = sweepAt
  }

  #open(key: string): SpanLog {
    if (this.#logs.size >= Math.min(this.#sweepAt, this.#limits.maxKeys)) this.#makeRoom()
    const log = new SpanLog(this.#limits.spansMs, this.#limits.maxEntries)
    this.#logs.set(key, log)
    return log
  }

  /** Drops keys whose windows are over, then at least a sixteenth when there are still too many. O(1) amortised a key. */
  #makeRoom(): void {
    const { latenessMs, maxKeys } = this.#limits
    const overMs = this.#newestMs - latenessMs - this.#longestMs
    for (const [key, log] of this.#logs) if (log.lastMs <= overMs) this.#logs.delete(key)
    if (this.#logs.size >= maxKeys) this.#evict(maxKeys - Math.max(1, maxKeys >> 4))
    this.#sweepAt = Math.max(FEWEST_SWEPT, this.#logs.size * 2)
  }

  #evict(keep: number): void {
    const idleFirst = [...this.#logs].sort(([, a], [, b]) => a.lastMs - b.lastMs)
    for (const [key] of idleFirst.slice(0, this.#logs.size - keep)) {
      this.#logs.delete(key)
      this.evictedKeys++
    }
  }
}
