/**
 * A map that forgets: what was set longer ago than a span of event time is dropped, in bounded memory and O(1) a call.
 * It keeps two generations and drops the older whole (the "second chance" of generational caches), so an entry lives
 * between one and two spans after it was last set. Detectors look orders and purses up by name in it.
 */

export type AgeingMapLimits = { spanMs: number; maxKeys: number }

export type AgeingMapState<V> = {
  turnMs: number
  evictedKeys: number
  young: [string, V][]
  old: [string, V][]
}

export class AgeingMap<V> {
  readonly #limits: Readonly<AgeingMapLimits>
  #young = new Map<string, V>()
  #old = new Map<string, V>()
  /** Event time at which the young become the old. */
  #turnMs = 0
  /** Keys dropped before their time for want of room. */
  evictedKeys = 0

  constructor(limits: AgeingMapLimits, state?: AgeingMapState<V>) {
    if (!(limits.spanMs > 0 && limits.maxKeys >= 2)) {
      throw new RangeError(`ageing limits out of range: ${JSON.stringify(limits)}`)
    }
    this.#limits = { ...limits }
    if (!state) return
    this.#young = new Map(structuredClone(state.young))
    this.#old = new Map(structuredClone(state.old))
    this.#turnMs = state.turnMs
    this.evictedKeys = state.evictedKeys
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }

  get(key: string): V | undefined {
    return this.#young.get(key) ?? this.#old.get(key)
  }

  /** Also renews: the entry lives a span from now. */
  set(key: string, value: V, atMs: number): void {
    if (atMs >= this.#turnMs) this.#turn(atMs)
    if (this.#old.size > 0) this.#old.delete(key)
    this.#young.set(key, value)
    if (this.#young.size > this.#limits.maxKeys / 2) {
      this.evictedKeys += this.#old.size
      this.#old = this.#young
      this.#young = new Map()
    }
  }

  delete(key: string): void {
    this.#young.delete(key)
    this.#old.delete(key)
  }

  /** The older generation first. */
  *entries(): IterableIterator<[string, V]> {
    yield* this.#old
    yield* this.#young
  }

  /** Plain JSON as far as the values are. */
  exportState(): AgeingMapState<V> {
    const [young, old] = [[...this.#young], [...this.#old]]
    return { turnMs: this.#turnMs, evictedKeys: this.evictedKeys, young, old }
  }

  /** Generations begin at multiples of the span, whenever the first event came. */
  #turn(atMs: number): void {
    const { spanMs } = this.#limits
    // After a pause of a whole span the young are too old as well.
    this.#old = atMs >= this.#turnMs + spanMs ? new Map() : this.#young
    this.#young = new Map()
    this.#turnMs = (Math.floor(atMs / spanMs) + 1) * spanMs
  }
}
