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
  readonly logs: readonly ({ readonly key: string } & SpanLogState)[]
}

const NEVER = Number.NEGATIVE_INFINITY

export class SpanWindows {
  readonly #limits: SpanLimits
  readonly #logs = new Map<string, SpanLog>()
  #newestMs = NEVER
  lateCount = 0
  evictedKeys = 0

  constructor(limits: SpanLimits, state?: SpanWindowsState) {
    const { spansMs, latenessMs, maxEntries, maxKeys } = limits
    const sound = spansMs.length > 0 && spansMs.every(span => span > 0)
    if (!(sound && latenessMs >= 0 && maxEntries >= 1 && maxKeys >= 1))
      throw new RangeError(`window limits out of range: ${JSON.stringify(limits)}`)
    this.#limits = limits
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
    log.trim(watermarkMs)
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
      logs: [...this.#logs].map(([key, log]) => ({ key, ...log.exportState() })),
    }
  }

  #restore({ newestMs, lateCount, evictedKeys, logs }: SpanWindowsState): void {
    this.#newestMs = newestMs ?? NEVER
    this.lateCount = lateCount
    this.evictedKeys = evictedKeys
    for (const { key, ...log } of logs) this.#open(key).restoreState(log)
  }

  #open(key: string): SpanLog {
    if (this.#logs.size >= this.#limits.maxKeys) this.#makeRoom()
    const log = new SpanLog(this.#limits.spansMs, this.#limits.maxEntries)
    this.#logs.set(key, log)
    return log
  }

  /** Frees at least a sixteenth of the keys, so that the sweep is O(1) amortised per new key. */
  #makeRoom(): void {
    const { latenessMs, spansMs, maxKeys } = this.#limits
    const overMs = this.#newestMs - latenessMs - Math.max(...spansMs)
    for (const [key, log] of this.#logs) if (log.lastMs <= overMs) this.#logs.delete(key)
    const keep = maxKeys - Math.max(1, maxKeys >> 4)
    if (this.#logs.size <= keep) return
    const idleFirst = [...this.#logs].sort(([, a], [, b]) => a.lastMs - b.lastMs)
    for (const [key] of idleFirst.slice(0, this.#logs.size - keep)) {
      this.#logs.delete(key)
      this.evictedKeys++
    }
  }
}
