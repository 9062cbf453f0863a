/**
 * Trade of a past period in time order, a day at a time, for those who try a model on it. It reads facts and leaves no
 * trace; what is running now reads the stream instead.
 */
import { sql } from 'kysely'
import type { TradeEvent } from '#contract'
import type { Db } from '#platform/database'
import { reported } from './reads.ts'

const dayMs = 86_400_000

/** Events with `from` ≤ time < `until`, in pages of at most a day. */
export async function* pastEvents(
  db: Db,
  { from, until }: { readonly from: Date; readonly until: Date },
): AsyncGenerator<TradeEvent[]> {
  for (let ms = from.getTime(); ms < until.getTime(); ms += dayMs) {
    const end = new Date(Math.min(ms + dayMs, until.getTime()))
    const { rows } = await sql<{ body: string }>`
      select body from trade.event
      where occurred_at >= ${new Date(ms)} and occurred_at < ${end}
      order by occurred_at, batch_id, ordinal`.execute(db)
    yield rows.map(row => reported(row.body))
  }
}
