/**
 * From candidates to a batch ready for the database: checked, identified, given its one text. All of it happens while
 * the database works on the batch before, so nothing here waits.
 */

import type { TradeEvent } from '#contract'
import { CanonicalError } from '#lib/canonical'
import { type Candidate, checkEvent, RowRefusal } from './event-check.ts'
import { textOf } from './fact-text.ts'
import type { Shop, ShopBook } from './shops.ts'

/** No seller: a transfer between people who keep no shop. */
export const nobody = '00000000-0000-0000-0000-000000000000'

export type Incoming = {
  readonly row: number
  readonly raw: string
  readonly event: TradeEvent
  readonly sellerId: string
  readonly area: string
  /** When it happened, in epoch milliseconds. */
  readonly atMs: number
  /** The fact's canonical text, where JSON escapes something in it; else `writeText` writes it. */
  readonly text: string | undefined
}

export type RefusedRow = {
  readonly row: number
  readonly raw: string
  readonly source: string | null
  readonly eventId: string | null
  readonly refusal: RowRefusal
}

export type Batch = {
  readonly firstRow: number
  readonly lastRow: number
  readonly incoming: readonly Incoming[]
  readonly refused: readonly RefusedRow[]
}

export type BatchRules = {
  readonly shops: ShopBook
  /** The one source that may report, or null for any. */
  readonly source: string | null
  readonly latestMs: number
}

/** `candidates` is not empty. */
export function batchOf(candidates: readonly Candidate[], rules: BatchRules): Batch {
  const incoming: Incoming[] = []
  const refused: RefusedRow[] = []
  for (const candidate of candidates) {
    const row = incomingOf(candidate, rules)
    if (row instanceof RowRefusal) refused.push(refusedRow(candidate, row))
    else incoming.push(row)
  }
  return { firstRow: candidates[0]!.row, lastRow: candidates.at(-1)!.row, incoming, refused }
}

/** What makes an event one: no code holds a line break. */
export const keyOf = (event: TradeEvent) => `${event.source}\n${event.eventId}`

export const conflictOf = (eventId: string) =>
  RowRefusal.of('trade.event-conflict', 'eventId', { eventId })

function incomingOf(candidate: Candidate, rules: BatchRules): Incoming | RowRefusal {
  const { row, raw, value, plain } = candidate
  const checked = checkEvent(value, rules.latestMs)
  if (checked instanceof RowRefusal) return checked
  const { event, atMs } = checked
  const { source, platform, shop } = event
  if (rules.source !== null && source !== rules.source)
    return RowRefusal.of('trade.foreign-source', 'source', { source, own: rules.source })
  const owner = rules.shops.find(platform, shop)
  if (!owner && event.kind !== 'funds.moved')
    return RowRefusal.of('trade.shop-unknown', 'shop', { platform, shop })
  try {
    const { sellerId, area } = sellerOf(owner)
    const text = plain ? undefined : textOf(event, sellerId)
    return { row, raw, event, atMs, sellerId, area, text }
  } catch (error) {
    if (!(error instanceof CanonicalError)) throw error
    return new RowRefusal('trade.event-invalid', [notText(error)])
  }
}

const sellerOf = (owner: Shop | undefined) =>
  owner ? { sellerId: owner.sellerId, area: owner.areaCode } : { sellerId: nobody, area: '' }

const notText = ({ path }: CanonicalError) => {
  const field = path.slice(1).replaceAll('/', '.')
  const zh = `“${field}”含有不成对的代理码位，不是有效文本。`
  return { field, rule: 'unicode', zh, en: `"${field}" holds a lone surrogate and is not text.` }
}

export function refusedRow(
  candidate: Pick<Candidate, 'row' | 'raw' | 'value'>,
  refusal: RowRefusal,
): RefusedRow {
  const { row, raw, value } = candidate
  return {
    row,
    raw,
    source: fieldOf(value, 'source'),
    eventId: fieldOf(value, 'eventId'),
    refusal,
  }
}

const nameChars = 64

/** A text field of a value that was not vouched for. */
function fieldOf(value: unknown, name: string): string | null {
  if (typeof value !== 'object' || value === null || value instanceof RowRefusal) return null
  const text = (value as Record<string, unknown>)[name]
  return typeof text === 'string' ? storable(text.slice(0, nameChars)) : null
}

/** PostgreSQL's text holds neither NUL nor halves of surrogate pairs. */
export const storable = (text: string): string => text.replaceAll('\0', '\ufffd').toWellFormed()

type Extracted = { order: string | null; sku: string | null; buyer: string | null }

/** The fields that events are found by. */
export function extracted(event: TradeEvent): Extracted {
  const order = 'order' in event ? event.order : null
  const sku = 'sku' in event ? event.sku : null
  const buyer = 'buyer' in event ? event.buyer : event.kind === 'peer.rated' ? event.rater : null
  return { order, sku, buyer }
}
