/** How verification checks trade facts: which columns must say what the logged text says. */
import type { TradeEvent } from '#contract'
import type { FactSource } from '#modules/transparency'
import { extracted } from './batch.ts'
import { tradeFact } from './fact-text.ts'

export const tradeFactSources: readonly FactSource[] = [
  {
    type: tradeFact,
    table: 'trade.event',
    key: "source || '/' || event_id",
    columnsOf: body => {
      const event = body as unknown as TradeEvent
      const { order, sku, buyer } = extracted(event)
      return {
        seller_id: body.seller,
        kind: event.kind,
        platform: event.platform,
        order_no: order,
        sku,
        buyer,
        occurred_at: event.occurredAt,
        source: event.source,
        event_id: event.eventId,
      }
    },
  },
]
