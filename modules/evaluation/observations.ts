/**
 * What the card is told of a subject: identity, ratings and records as observations that name their source. A public
 * grade rests on what the public may see: a record past its display term, repaired or withdrawn neither counts nor shows.
 */
import type { CreditRecord, RatingSummary } from '#contract'
import type { Observation } from '#lib/scorecard'
import { catalogueItem } from '#modules/records'

/** A verification in force: what names it, and the Chinese calendar day on which it was made. */
export type VerificationPassed = { readonly reference: string; readonly on: string }

export type Known = {
  readonly verification: VerificationPassed | undefined
  readonly ratings: RatingSummary
  readonly records: readonly CreditRecord[]
}

/** What an observation from the ratings names instead of a record. */
export const ratingsSource = 'ratings'

const permille = 1000

export function observationsOf({ verification, ratings, records }: Known, asOf: string) {
  const observations: Observation[] = []
  const add = (record: string, feature: string, value: number, on: string) =>
    observations.push({ record, feature, value, on })
  if (verification) add(verification.reference, 'identity.verified', 1, verification.on)
  const { good, neutral, bad, wilsonLowerBound } = ratings
  if (good + neutral + bad > 0) {
    // Down, so that a bound is never said to be higher than it is.
    add(ratingsSource, 'rating.wilson', Math.floor(wilsonLowerBound * permille), asOf)
    add(ratingsSource, 'rating.good', good, asOf)
  }
  for (const record of records.filter(isPublic)) {
    const feature = featureOf(record)
    if (feature) add(record.id, feature, 1, record.occurredOn)
  }
  return observations
}

export const isPublic = (record: CreditRecord): boolean =>
  record.reviewed && record.state === 'shown' && catalogueItem(record.item).public

function featureOf({ item, polarity, severity }: CreditRecord): string | undefined {
  if (item === 'promise.kept' || item === 'promise.broken') return item
  if (polarity === 'negative') return `negative.${severity ?? 'general'}`
  return polarity === 'positive' ? 'positive' : undefined
}
