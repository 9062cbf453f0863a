/**
 * Door of reputation: averages that few ratings cannot carry away, forgetting, points as a ledger
 * with a ladder, and fairness of people who rate each other. Pure figures with their parts.
 */

export { DAY_MS, decayedSum, decayWeight, type TimedAmount } from './decay.ts'
export type { Explained, Part } from './explained.ts'
export { HEARTS_DIAMONDS_CROWNS, type Rung, type Standing, standingOf } from './ladder.ts'
export { bayesianMean, betaReputation, type Evidence, wilsonLowerBound } from './means.ts'
export {
  explainFairness,
  FAIRNESS_DEFAULTS,
  type FairnessOptions,
  type MutualFairness,
  mutualFairness,
  type RatingEdges,
  type RatingShown,
} from './mutual-fairness.ts'
export {
  type PointsLine,
  type PointsRating,
  type PointsReason,
  type PointsRule,
  pointsLine,
  type Replay,
  replay,
} from './points-ledger.ts'
