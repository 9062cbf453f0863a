/**
 * Counts, sums and exact distinct counts over sliding windows of event time, one window per key
 * (a shop, a buyer, a sender node). It exists so that a detector sees every state a window passes
 * through, also when events come out of order within a stated lateness, in bounded memory that can
 * be written down and taken up again. The watermark is that of the dataflow model (Akidau et al.,
 * VLDB 2015): newest event time minus lateness. Windows are half open, (end − span, end].
 */

import { KeyLog, type KeyLogState, type Visit, type WindowFigures } from './key-log.ts'

export type WindowLimits = {
  spanMs: number
  /** Events older than the newest one by more than this are refused and counted. */
  latenessMs: number
  /** Entries held per key; past it the oldest are dropped and figures are marked as saturated. */
  maxEntries: number
  /** Keys held; past it keys whose windows are over go first, then the longest idle. */
  maxKeys: number
}

/** `value` is summed (1 when absent; integers stay exact), `token` is what counts as distinct. */
export type WindowEvent = { key: string; atMs: number; value?: number; token?: string }

export type SlidingWindowsState = {
  version: 1
  newestMs: number | null
  lateCount: number
  evictedKeys: number
  logs: ({ key: string } & KeyLogState)[]
}

const NEVER = Number.NEGATIVE_INFINITY

/** O(1) amortised for an event in order; O(entries of its key) for a late one. */
export class SlidingWindows {
  readonly limits: Readonly<WindowLimits>
  readonly #logs = new Map<string, KeyLog>()
  #newestMs = NEVER
  #lateCount = 0
  #evictedKeys = 0

  constructor(limits: WindowLimits) {
    const { spanMs, latenessMs, maxEntries, maxKeys } = limits
    if (!(spanMs > 0 && latenessMs >= 0 && maxEntries >= 1 && maxKeys >= 1)) {
      throw new RangeError(`window limits out of range: ${JSON.stringify(limits)}`)
    }
    this.limits = { ...limits }
  }

  /** Event time before which nothing is taken in any more; −∞ before the first event. */
  get watermarkMs(): number {
    return this.#newestMs - this.limits.latenessMs
  }

  /** What was lost to the bounds, for the detector's own monitor. */
  get losses(): { lateCount: number; evictedKeys: number } {
    return { lateCount: this.#lateCount, evictedKeys: this.#evictedKeys }
  }

  get keyCount(): number {
    return this.#logs.size
  }

  /**
   * Takes one event and returns the figures of the window that ends at it, or null when it is too
   * late. `visit` is called with each state of the key's window that the event changes, or that
   * passed by since the key's last event as entries left. Events of the same millisecond enter one
   * by one in order of arrival.
   */
  add({ key, atMs, value = 1, token = '' }: WindowEvent, visit?: Visit): WindowFigures | null {
    if (!Number.isFinite(atMs)) throw new RangeError(`event time of ${key} is not a finite number`)
    if (atMs < this.watermarkMs) {
      this.#lateCount++
      return null
    }
    if (atMs > this.#newestMs) this.#newestMs = atMs
    const log = this.#logs.get(key) ?? this.#openLog(key)
    const figures = log.add({ atMs, value, token }, visit)
    log.trim(this.watermarkMs)
    return figures
  }

  /** Figures of the key's window that ends at `endMs`, from what is held. */
  read(key: string, endMs: number): WindowFigures {
    const log = this.#logs.get(key)
    return log?.at(endMs) ?? { endMs, count: 0, sum: 0, distinct: 0, saturated: false }
  }

  /** Plain JSON; `restore` with the same limits continues as if nothing had happened. */
  exportState(): SlidingWindowsState {
    return {
      version: 1,
      newestMs: this.#newestMs === NEVER ? null : this.#newestMs,
      lateCount: this.#lateCount,
      evictedKeys: this.#evictedKeys,
      logs: [...this.#logs].map(([key, log]) => ({ key, ...log.exportState() })),
    }
  }

  static restore(limits: WindowLimits, state: SlidingWindowsState): SlidingWindows {
    if (state.version !== 1) throw new RangeError(`unknown window state version ${state.version}`)
    const windows = new SlidingWindows(limits)
    windows.#newestMs = state.newestMs ?? NEVER
    windows.#lateCount = state.lateCount
    windows.#evictedKeys = state.evictedKeys
    for (const { key, ...log } of state.logs) windows.#openLog(key).restoreState(log)
    return windows
  }

  #openLog(key: string): KeyLog {
    if (this.#logs.size >= this.limits.maxKeys) this.#makeRoom()
    const log = new KeyLog(this.limits.spanMs, this.limits.maxEntries)
    this.#logs.set(key, log)
    return log
  }

  /** Frees at least a sixteenth of the keys, so that the sweep is O(1) amortised per new key. */
  #makeRoom(): void {
    const overMs = this.watermarkMs - this.limits.spanMs
    for (const [key, log] of this.#logs) if (log.lastMs <= overMs) this.#logs.delete(key)
    const keep = this.limits.maxKeys - Math.max(1, this.limits.maxKeys >> 4)
    if (this.#logs.size <= keep) return
    const idleFirst = [...this.#logs].sort(([, a], [, b]) => a.lastMs - b.lastMs)
    for (const [key] of idleFirst.slice(0, this.#logs.size - keep)) {
      this.#logs.delete(key)
      this.#evictedKeys++
    }
  }
}
