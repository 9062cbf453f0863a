/**
 * Whether what happened at a shop came as one wave at somebody long in trade, which may have been done to it, or has
 * become a habit, which is its own. One rule for all models that must tell the attacked from the guilty by time alone.
 */
const DAY_MS = 86_400_000
/** Of a wave; the rest may be what late parcels bring, or a customer of old among its accounts. */
const WAVE_SHARE = 0.9

export type WaveLimits = {
  /** A wave that lasts longer is a habit. */
  readonly suddenDays: number
  /** Days a shop must have traded before to be taken for attacked. */
  readonly establishedDays: number
}

export type Wave = { readonly firstMs: number; readonly lastMs: number }

/** The shortest time that holds nearly all of the instants; there is at least one. O(n log n). */
export function waveOf(instants: readonly number[]): Wave {
  const times = instants.toSorted((a, b) => a - b)
  const held = Math.ceil(WAVE_SHARE * times.length)
  const spanFrom = (i: number) => times[i + held - 1]! - times[i]!
  let first = 0
  for (let i = 1; i + held <= times.length; i++) if (spanFrom(i) < spanFrom(first)) first = i
  return { firstMs: times[first]!, lastMs: times[first + held - 1]! }
}

/** `sinceMs` is since when the shop has traded. */
export const mayBeAttack = (
  { firstMs, lastMs }: Wave,
  sinceMs: number,
  { suddenDays, establishedDays }: WaveLimits,
): boolean =>
  lastMs - firstMs <= suddenDays * DAY_MS && firstMs - sinceMs >= establishedDays * DAY_MS
