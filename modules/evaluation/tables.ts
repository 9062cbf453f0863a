/** Row types of the evaluation room, checked against `information_schema` by a test. */

export type ScoreRow = {
  subject_id: string
  score_id: string
  at: Date
  as_of: string
  card_version: string
  score_centi: number
  grade: string
  body: string
  batch_id: string
  ordinal: number
}

export type CurrentRow = { subject_id: string; score_id: string; result_sha256: string }

declare module '#platform/database' {
  interface Tables {
    'evaluation.score': ScoreRow
    'evaluation.current': CurrentRow
  }
}
