/**
 * Door of scorecard: a published card over the facts about a subject becomes a score, a grade and
 * the reasons down to the record; with the faults of a card, and what a change would do.
 */

export type {
  AgeingStep,
  BandPoints,
  Card,
  CardItem,
  Facts,
  Observation,
  UnitPoints,
} from './card.ts'
export { type CardFault, type CardRule, checkCard } from './card-check.ts'
export {
  type Change,
  type Comparison,
  type Evaluation,
  evaluateCard,
  type Reason,
  whatIf,
} from './evaluation.ts'
export { explain } from './sentences.ts'
