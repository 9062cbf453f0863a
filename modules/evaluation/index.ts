/** The evaluation room's door: a published card over the facts about a subject, with reasons that anyone can check. */
import './tables.ts'

export { cardOf, cardTitle, currentCard } from './cards.ts'
export {
  type EvaluationContext,
  type EvaluationDeps,
  evaluateMany,
  evaluateSubject,
  evaluateSubjects,
  type VerificationsOf,
} from './evaluate.ts'
export type { VerificationPassed } from './observations.ts'
export { currentGrades, explain } from './reads.ts'
export { type EvaluationRouteDeps, evaluationRoutes } from './routes.ts'
export { evaluationFactSources, type Recomputed, recomputeScore, type ScoreBody } from './scores.ts'
export { verifyScores } from './verification.ts'
