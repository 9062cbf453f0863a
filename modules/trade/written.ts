/**
 * A batch in the form in which it is written: its commitments for the log and its rows for the database. It is made of
 * the events alone, so it is ready before the transaction begins, and while the batch before is still on its way.
 */
import type { ByteWriter } from '#lib/canonical'
import { factSealer, logSealed, type SealedFacts } from '#modules/transparency'
import { CopyRows, copyRows, type Tx } from '#platform/database'
import type { Ids } from '#platform/runtime'
import { extracted, type Incoming } from './batch.ts'
import { writeText } from './fact-text.ts'

export type Written = {
  readonly facts: SealedFacts
  readonly keys: CopyRows
  readonly events: CopyRows
}

const eventColumns = [
  'batch_id',
  'ordinal',
  'seller_id',
  'kind',
  'platform',
  'order_no',
  'sku',
  'buyer',
  'occurred_at',
  'source',
  'event_id',
  'organisation_id',
  'area',
  'body',
]
const keyColumns = ['source', 'event_id', 'batch_id', 'ordinal']

/** What most rows fit into; a batch that needs more takes more. */
const keyBytes = 80
const eventBytes = 960

/** `add` each of `size` events in order, then `written`. */
export function batchWriter(ids: Ids, tenantOf: (source: string) => string | null, size: number) {
  const { batchId, seal, sealed } = factSealer(ids, size)
  const keys = new CopyRows(keyColumns, size * keyBytes)
  const events = new CopyRows(eventColumns, size * eventBytes)
  let ordinal = 0
  return {
    add(incoming: Incoming): void {
      const { event, atMs, sellerId, area } = incoming
      const { source, eventId } = event
      const { order, sku, buyer } = extracted(event)
      keys.row().text(source).text(eventId).uuid(batchId).int(ordinal)
      events.row().uuid(batchId).int(ordinal).uuid(sellerId).text(event.kind)
      events.text(event.platform).text(order).text(sku).text(buyer)
      events.instant(atMs).text(source).text(eventId).uuid(tenantOf(source)).text(area)
      const body = events.open()
      writeBody(events.out, incoming)
      events.close(body)
      seal(ordinal, events.out, body)
      ordinal += 1
    },
    written: (): Written => ({ facts: sealed(), keys, events }),
  }
}

function writeBody(out: ByteWriter, { event, sellerId, text }: Incoming): void {
  if (text === undefined) writeText(out, event, sellerId)
  else out.text(text)
}

export function writtenOf(
  ids: Ids,
  tenantOf: (source: string) => string | null,
  incoming: readonly Incoming[],
): Written {
  const { add, written } = batchWriter(ids, tenantOf, incoming.length)
  for (const one of incoming) add(one)
  return written()
}

/** Writes a batch of which nothing is there yet; a key that is taken is a unique violation of `intake_key`. */
export async function writeBatch(tx: Tx, { facts, keys, events }: Written): Promise<void> {
  await logSealed(tx, facts)
  await copyRows(tx, 'trade.intake_key', keys)
  await copyRows(tx, 'trade.event', events)
}
