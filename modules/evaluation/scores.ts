/**
 * The body of an evaluation and doing it again: inputs and result in one fact, so that whoever has the fact and the
 * published card gets the same bytes (invariant 4).
 */
import { canonicalize, sha256Hex } from '#lib/canonical'
import { type Card, type Evaluation, evaluateCard, type Observation } from '#lib/scorecard'
import type { FactSource, JsonObject } from '#modules/transparency'
import { cardOf } from './cards.ts'

export const scoreFact = 'evaluation.scored'

/** What a fact `evaluation.scored` says. */
export type ScoreBody = {
  readonly id: string
  readonly subject: string
  readonly at: string
  /** The Chinese calendar day from which records were looked at. */
  readonly asOf: string
  readonly card: { readonly id: string; readonly version: string; readonly sha256: string }
  readonly observations: readonly Observation[]
  readonly disputed: readonly string[]
  readonly scoreCenti: number
  readonly grade: string
  readonly reasons: Evaluation['reasons']
}

export type Asked = Pick<ScoreBody, 'id' | 'subject' | 'at' | 'asOf' | 'observations' | 'disputed'>

export function scoreOf(card: Card, asked: Asked): ScoreBody {
  const facts = { subject: asked.subject, observations: [...asked.observations] }
  const { score, grade, reasons, inputs } = evaluateCard(card, facts, asked.asOf)
  const named = new Set(reasons.flatMap(reason => reason.records))
  return {
    ...asked,
    observations: inputs.observations,
    disputed: asked.disputed.filter(record => named.has(record)).sort(),
    card: { id: card.id, version: card.version, sha256: sha256Hex(canonicalize(card)) },
    scoreCenti: score,
    grade,
    reasons,
  }
}

/** Digest of what a reader would see change; amounts that move no points are left out. */
export const resultDigest = ({ card, scoreCenti, grade, reasons, disputed }: ScoreBody): string =>
  sha256Hex(
    canonicalize({
      card,
      scoreCenti,
      grade,
      disputed,
      reasons: reasons.map(({ item, points, records }) => ({ item, points, records })),
    }),
  )

export type Recomputed = { readonly same: boolean; readonly stored: string; readonly again: string }

/**
 * Does a stored evaluation again from its own inputs; `same` when every byte agrees. The words of a reason are taken over
 * as they were said: a later version of the program may find better ones, and no number hangs on them.
 */
export function recomputeScore(body: string): Recomputed {
  const { fact, ...said } = JSON.parse(body) as ScoreBody & { fact: string }
  const card = cardOf(said.card.version)
  if (!card) return { same: false, stored: body, again: '' }
  const score = scoreOf(card, said)
  const reasons = score.reasons.map((reason, i) => ({ ...reason, ...wordsOf(said.reasons[i]) }))
  const again = canonicalize({ fact, ...score, reasons })
  return { same: again === body, stored: body, again }
}

const wordsOf = (reason: ScoreBody['reasons'][number] | undefined) =>
  reason && { sentenceZh: reason.sentenceZh, sentenceEn: reason.sentenceEn }

/** The evaluation as `lib/scorecard` explains it. Throws for a card that was never published. */
export function evaluationOf(body: ScoreBody): Evaluation {
  const card = cardOf(body.card.version)
  if (!card) throw new Error(`card version ${body.card.version} was never published`)
  return evaluateCard(
    card,
    { subject: body.subject, observations: [...body.observations] },
    body.asOf,
  )
}

export const evaluationFactSources: readonly FactSource[] = [
  {
    type: scoreFact,
    table: 'evaluation.score',
    key: 'score_id',
    columnsOf: (body: JsonObject) => {
      const said = body as unknown as ScoreBody
      return {
        subject_id: said.subject,
        score_id: said.id,
        at: said.at,
        as_of: said.asOf,
        card_version: said.card.version,
        score_centi: said.scoreCenti,
        grade: said.grade,
      }
    },
  },
]
