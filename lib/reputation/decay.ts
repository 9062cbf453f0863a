/**
 * Forgetting: what happened long ago says less about today. Exponential decay by half-life, as in
 * Jøsang & Ismail's forgetting factor, applied per event so that the order of events is irrelevant.
 */

import type { Explained } from './explained.ts'

export const DAY_MS = 86_400_000

/** Weight in 0..1 of something `ageMs` old; what lies after the as-of time weighs 0. */
export function decayWeight(ageMs: number, halfLifeDays: number): number {
  if (!(halfLifeDays > 0)) throw new RangeError(`half-life of ${halfLifeDays} days`)
  return ageMs < 0 ? 0 : 2 ** (-ageMs / (halfLifeDays * DAY_MS))
}

export type TimedAmount = { id: string; atMs: number; amount: number }

/** Sum of amounts as of a time, each part under its id. Added in id order: same set, same bytes. */
export function decayedSum(
  amounts: TimedAmount[],
  asOfMs: number,
  halfLifeDays: number,
): Explained {
  const inOrder = [...amounts].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  let value = 0
  const parts = inOrder.map(({ id, atMs, amount }) => {
    const adds = amount * decayWeight(asOfMs - atMs, halfLifeDays)
    value += adds
    return { name: id, amount, adds }
  })
  return { value, parts }
}
