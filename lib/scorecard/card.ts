/**
 * What a scorecard is: published data, not code, so that anyone can read how a grade comes about
 * and every version stays recomputable. All points are integer hundredths and all shares integer
 * per mille, so that no rounding differs between machines.
 */

export type Card = {
  id: string
  version: string
  /** Hundredths of a point everyone begins with. */
  base: number
  /** Hundredths between which the score is kept; absent: as the items give. */
  bounds?: { least: number; most: number }
  items: CardItem[]
  /** A score has the grade of the highest `min` (hundredths) it reaches. */
  grades: { grade: string; min: number }[]
}

export type CardItem = {
  key: string
  titleZh: string
  titleEn: string
  /** Which observations count. */
  feature: string
  /** Per cent by which the item's points are multiplied; 100 leaves them as they are. */
  weight: number
  points: BandPoints | UnitPoints
  /** How much of an observation is left at its age; absent: all of it for ever. */
  ageing?: AgeingStep[]
  /** What one unit is called in a sentence, such as 次 / times. */
  unitZh?: string
  unitEn?: string
  /** The law, standard or rule that the item rests on. */
  basis: string
}

/** Points by the amount: those of the highest `from` (whole units) reached, 0 below the first. */
export type BandPoints = { kind: 'bands'; bands: { from: number; points: number }[] }

/** Points per unit of the amount, kept between `least` and `most` (hundredths). */
export type UnitPoints = { kind: 'perUnit'; each: number; least: number; most: number }

/** Up to an age of `untilDays` (inclusive) `permille` of the value counts; past the last, none. */
export type AgeingStep = { untilDays: number; permille: number }

/** What a record says about the subject; the value in integer units, on an ISO date. */
export type Observation = { record: string; feature: string; value: number; on: string }

export type Facts = { subject: string; observations: Observation[] }

/** Hundredths of points the item can give at least and at most, weight included. */
export function rangeOf(item: CardItem): { least: number; most: number } {
  const { points } = item
  const ends =
    points.kind === 'bands'
      ? [0, ...points.bands.map(band => band.points)]
      : [points.least, points.most]
  return {
    least: weighed(Math.min(...ends), item.weight),
    most: weighed(Math.max(...ends), item.weight),
  }
}

export function weighed(points: number, weight: number): number {
  return Number(divideRounded(BigInt(points) * BigInt(weight), 100n))
}

/** Integer division, halves away from zero. */
export function divideRounded(numerator: bigint, divisor: bigint): bigint {
  const half = numerator < 0n ? -divisor / 2n : divisor / 2n
  return (numerator + half) / divisor
}
