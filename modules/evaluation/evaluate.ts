/**
 * Evaluating subjects: gather what is known, apply the published card, and append a fact where the result is another than
 * the one that stands. Many at once share three queries and one logged batch.
 */
import { chineseDay } from '#lib/calendar'
import { usableRecordsOf } from '#modules/records'
import { ratingSummaries } from '#modules/reputation'
import { logFacts } from '#modules/transparency'
import { type Database, type Db, insertRows, type Tx } from '#platform/database'
import type { Clock, Ids } from '#platform/runtime'
import { publish } from '#platform/stream'
import { currentCard } from './cards.ts'
import { observationsOf, type VerificationPassed } from './observations.ts'
import { resultDigest, type ScoreBody, scoreFact, scoreOf } from './scores.ts'

/** Verifications in force at `asOf`, by subject; subjects without one are absent. The subjects room answers it. */
export type VerificationsOf = (
  db: Db,
  subjectIds: readonly string[],
  asOf: Date,
) => Promise<ReadonlyMap<string, VerificationPassed>>

export type EvaluationContext = {
  readonly asOf: Date
  readonly ids: Ids
  readonly verificationsOf: VerificationsOf
}

export type EvaluationDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly verificationsOf: VerificationsOf
}

const chunkSubjects = 500

/** Evaluates in transactions of 500 subjects; answers how many results changed. */
export async function evaluateMany(
  { database, clock, ids, verificationsOf }: EvaluationDeps,
  subjectIds: readonly string[],
): Promise<{ evaluated: number; changed: number }> {
  let changed = 0
  const all = [...new Set(subjectIds)].sort()
  for (let i = 0; i < all.length; i += chunkSubjects) {
    const chunk = all.slice(i, i + chunkSubjects)
    const context = { asOf: clock.now(), ids, verificationsOf }
    changed += await database.tx(tx => evaluateSubjects(tx, chunk, context))
  }
  return { evaluated: all.length, changed }
}

/** The subject's evaluation as of now; a fact is appended when it differs from the one that stands. */
export async function evaluateSubject(
  tx: Tx,
  subjectId: string,
  context: EvaluationContext,
): Promise<ScoreBody> {
  const bodies = await scoresOf(tx, [subjectId], context)
  await keepChanged(tx, bodies, context)
  return bodies[0]!
}

/** The same for several, in three queries and one logged batch; answers how many results changed. */
export async function evaluateSubjects(
  tx: Tx,
  subjectIds: readonly string[],
  context: EvaluationContext,
): Promise<number> {
  if (subjectIds.length === 0) return 0
  const bodies = await scoresOf(tx, subjectIds, context)
  return (await keepChanged(tx, bodies, context)).length
}

async function scoresOf(
  db: Db,
  subjectIds: readonly string[],
  { asOf, ids, verificationsOf }: EvaluationContext,
): Promise<ScoreBody[]> {
  const day = chineseDay(asOf.getTime())
  const verifications = await verificationsOf(db, subjectIds, asOf)
  const summaries = await ratingSummaries(db, subjectIds, asOf)
  const usable = await usableRecordsOf(db, subjectIds, asOf)
  return subjectIds.map(subject => {
    const records = usable.get(subject) ?? []
    const known = {
      verification: verifications.get(subject),
      ratings: summaries.get(subject)!,
      records,
    }
    return scoreOf(currentCard, {
      id: ids.next(),
      subject,
      at: asOf.toISOString(),
      asOf: day,
      observations: observationsOf(known, day),
      disputed: records.filter(record => record.disputed).map(record => record.id),
    })
  })
}

async function keepChanged(
  tx: Tx,
  bodies: readonly ScoreBody[],
  { asOf, ids }: EvaluationContext,
): Promise<ScoreBody[]> {
  const standing = await tx
    .selectFrom('evaluation.current')
    .select(['subject_id', 'result_sha256'])
    .where(
      'subject_id',
      'in',
      bodies.map(body => body.subject),
    )
    .execute()
  const stands = new Map(standing.map(row => [row.subject_id, row.result_sha256]))
  const digests = new Map(bodies.map(body => [body, resultDigest(body)]))
  const changed = bodies.filter(body => stands.get(body.subject) !== digests.get(body))
  if (changed.length === 0) return []
  const logged = await logFacts(
    tx,
    ids,
    changed.map(body => ({ type: scoreFact, body })),
  )
  const subjects = { type: 'uuid', values: changed.map(body => body.subject) } as const
  const scores = { type: 'uuid', values: changed.map(body => body.id) } as const
  await insertRows(tx, 'evaluation.score', {
    subject_id: subjects,
    score_id: scores,
    at: { type: 'timestamptz', values: changed.map(() => asOf) },
    as_of: { type: 'date', values: changed.map(body => body.asOf) },
    card_version: { type: 'text', values: changed.map(body => body.card.version) },
    score_centi: { type: 'int', values: changed.map(body => body.scoreCenti) },
    grade: { type: 'text', values: changed.map(body => body.grade) },
    body: { type: 'text', values: logged.bodies },
    batch_id: { type: 'uuid', values: changed.map(() => logged.batchId) },
    ordinal: { type: 'int', values: changed.map((_, i) => i) },
  })
  const current = {
    subject_id: subjects,
    score_id: scores,
    result_sha256: { type: 'text', values: changed.map(body => digests.get(body)!) },
  } as const
  await insertRows(tx, 'evaluation.current', current, {
    // Of two that evaluate a subject at once, the newer evaluation stands, whoever commits last.
    tail: `on conflict (subject_id) do update
      set score_id = excluded.score_id, result_sha256 = excluded.result_sha256
      where current.score_id < excluded.score_id`,
  })
  await publish(tx, 'evaluations.changed', logged.batchId, { subjects: subjects.values })
  return changed
}
