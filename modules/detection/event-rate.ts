/** Events a second over the last minute, in sixty buckets: what the live monitor shows. */
const BUCKETS = 60

export class EventRate {
  total = 0
  readonly #counts = new Float64Array(BUCKETS)
  readonly #seconds = new Float64Array(BUCKETS)

  count(events: number, nowMs: number): void {
    const second = Math.floor(nowMs / 1000)
    const bucket = second % BUCKETS
    if (this.#seconds[bucket] !== second) {
      this.#seconds[bucket] = second
      this.#counts[bucket] = 0
    }
    this.#counts[bucket]! += events
    this.total += events
  }

  /** The last minute, oldest second first. */
  lastMinute(nowMs: number): number[] {
    const oldest = Math.floor(nowMs / 1000) - BUCKETS + 1
    return Array.from({ length: BUCKETS }, (_, i) => {
      const bucket = (oldest + i) % BUCKETS
      return this.#seconds[bucket] === oldest + i ? this.#counts[bucket]! : 0
    })
  }

  perSecond(nowMs: number): number {
    const oldest = Math.floor(nowMs / 1000) - BUCKETS
    let events = 0
    for (let bucket = 0; bucket < BUCKETS; bucket++)
      if (this.#seconds[bucket]! > oldest) events += this.#counts[bucket]!
    return events / BUCKETS
  }
}
