/** What sellers sold in a period, for those who must know whether petty trade has outgrown its ceiling. */
import { sql } from 'kysely'
import type { Db } from '#platform/database'

/**
 * By seller, the sum in fen of orders placed with `from` ≤ time < `to` and not cancelled since, on all platforms together.
 * Sellers without an order are absent.
 */
export async function salesOf(
  db: Db,
  sellerIds: readonly string[],
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<Map<string, number>> {
  const { rows } = await sql<{ seller_id: string; fen: number }>`
    select placed.seller_id, sum((placed.body::json ->> 'amountFen')::bigint)::bigint as fen
    from trade.event as placed
    where placed.seller_id = any(${`{${sellerIds.join(',')}}`}::uuid[])
      and placed.kind = 'order.placed'
      and placed.occurred_at >= ${from} and placed.occurred_at < ${to}
      and not exists (
        select from trade.event as cancelled
        where cancelled.seller_id = placed.seller_id and cancelled.kind = 'order.cancelled'
          and cancelled.occurred_at >= ${from}
          and cancelled.order_no = placed.order_no and cancelled.platform = placed.platform)
    group by placed.seller_id`.execute(db)
  return new Map(rows.map(row => [row.seller_id, row.fen]))
}
