/** Days of the Chinese calendar as forms hold them, and the instants they stand for. */
const dayMs = 86_400_000
const chinaMs = 8 * 3_600_000

const dayAt = (ms: number): string => new Date(ms + chinaMs).toISOString().slice(0, 10)

/** The last so many days up to and including today; `until` is the day after. */
export const lastDays = (days: number): { from: string; until: string } => {
  const now = Date.now()
  return { from: dayAt(now - (days - 1) * dayMs), until: dayAt(now + dayMs) }
}

/** Midnight in China. */
export const instantOf = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - chinaMs).toISOString()
