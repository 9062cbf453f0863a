/** What models and rules on trial would have raised, newest first; no alert came of it and nothing was logged. */
import type { Db } from '#platform/database'
import { decodeCursor } from '#platform/http'

export function trialRows(
  db: Db,
  of: { readonly model: string } | { readonly rule: string },
  cursor: string | undefined,
  limit: number,
) {
  const after = decodeCursor(cursor, 2)
  const query = db
    .selectFrom('detection.trial')
    .selectAll()
    .where(eb => ('model' in of ? eb('model', '=', of.model) : eb('rule', '=', of.rule)))
    .orderBy('raised_at', 'desc')
    .orderBy('trial_id', 'desc')
    .limit(limit)
  if (!after) return query.execute()
  return query
    .where(eb =>
      eb(
        eb.refTuple('raised_at', 'trial_id'),
        '<',
        eb.tuple(new Date(String(after[0])), String(after[1])),
      ),
    )
    .execute()
}
