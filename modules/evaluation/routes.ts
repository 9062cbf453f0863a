/** The evaluation room's edge: a subject's grade with its reasons, and the card it comes from. */
import type { EvaluationCard, evaluationOperations } from '#contract'
import type { Database, Db } from '#platform/database'
import type { Handlers } from '#platform/http'
import { refuse } from '#platform/runtime'
import { currentCard } from './cards.ts'
import { explain } from './reads.ts'

export type EvaluationRouteDeps = {
  readonly database: Database
  /** The subject that stands for this one after merges; undefined where the public may see none. */
  publicSubject(db: Db, subjectId: string): Promise<string | undefined>
}

export function evaluationRoutes({
  database: { db },
  publicSubject,
}: EvaluationRouteDeps): Handlers<typeof evaluationOperations> {
  return {
    subjectEvaluation: async ({ params }) => {
      const subjectId = await publicSubject(db, params.id)
      if (!subjectId) return refuse('subject.unknown', { subject: params.id })
      const evaluation = await explain(db, subjectId)
      return evaluation ?? refuse('evaluation.none', { subject: subjectId })
    },
    evaluationCard: () => currentCard satisfies EvaluationCard,
  }
}
