/**
 * Feeds events to detectors and tells them when event time has passed a full hour. The hours are a function of the
 * events alone, so that batches, restarts and backtests make no difference (the contract of model.ts).
 */
import type { TradeEvent } from '#contract'
import type { Detector } from './model.ts'

const HOUR_MS = 3_600_000

export type Clockwork = { newestMs: number }

/** Observes one event with every detector. `clockwork` belongs to the state of whoever feeds. */
export function feed(
  detectors: readonly Detector[],
  clockwork: Clockwork,
  event: TradeEvent,
): number {
  const atMs = Date.parse(event.occurredAt)
  if (atMs > clockwork.newestMs) {
    const hour = Math.floor(atMs / HOUR_MS)
    const hourPassed = hour > Math.floor(clockwork.newestMs / HOUR_MS)
    clockwork.newestMs = atMs
    if (hourPassed) for (const detector of detectors) detector.advance(hour * HOUR_MS)
  }
  for (const detector of detectors) detector.observe(event, atMs)
  return atMs
}

/** Before the first event; −∞ cannot be written as JSON. */
export const startOfTime = 0
