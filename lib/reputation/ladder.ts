/**
 * The ladder that turns points into a level: hearts, diamonds, crowns. The rungs are data, because
 * each platform publishes its own and changes it with notice (E-Commerce Law art. 34).
 */

/** Rungs by rising `minPoints`; the first is the level of a newcomer and has no lower end. */
export type Rung = { level: string; minPoints: number }

export type Standing = {
  level: string
  points: number
  /** Next rung and the points still missing; null at the top. */
  next: { level: string; missing: number } | null
}

/** Taobao's published ladder; "newcomer" below four points. */
export const HEARTS_DIAMONDS_CROWNS: readonly Rung[] = [
  { level: 'newcomer', minPoints: 0 },
  ...rungs('heart', [4, 11, 41, 91, 151]),
  ...rungs('diamond', [251, 501, 1_001, 2_001, 5_001]),
  ...rungs('crown', [10_001, 20_001, 50_001, 100_001, 200_001]),
  ...rungs('gold-crown', [500_001, 1_000_001, 2_000_001, 5_000_001, 10_000_001]),
]

export function standingOf(points: number, ladder: readonly Rung[]): Standing {
  if (ladder.length === 0) throw new RangeError('a ladder needs a rung')
  for (let i = 1; i < ladder.length; i++) {
    if (ladder[i]!.minPoints <= ladder[i - 1]!.minPoints) {
      throw new RangeError(`rung ${ladder[i]!.level} does not rise above ${ladder[i - 1]!.level}`)
    }
  }
  const place = Math.max(
    0,
    ladder.findLastIndex(rung => points >= rung.minPoints),
  )
  const above = ladder[place + 1]
  return {
    level: ladder[place]!.level,
    points,
    next: above ? { level: above.level, missing: above.minPoints - points } : null,
  }
}

function rungs(name: string, starts: number[]): Rung[] {
  return starts.map((minPoints, i) => ({ level: `${name}-${i + 1}`, minPoints }))
}
