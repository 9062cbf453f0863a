/**
 * When an act that was told before is told again. Each telling is a fact on an alert that people read, so growth by a
 * seventh is told at once, and less only after a week: nothing stays untold and nobody is called for every order.
 */
const WEEK_MS = 7 * 86_400_000
const AT_ONCE = 1.15

/** How large the act was when it was last told; zero before. */
export type Told = { readonly size: number; readonly atMs: number }

export const untold: Told = { size: 0, atMs: 0 }

export const worthTelling = (size: number, told: Told, nowMs: number): boolean =>
  size > told.size * AT_ONCE || (size > told.size && nowMs - told.atMs >= WEEK_MS)
