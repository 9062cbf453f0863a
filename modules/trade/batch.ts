/**
 * From candidates to a batch ready for the database: checked, identified, given its one text. All of it happens while
 * the database works on the batch before, so nothing here waits.
 */

import { type TradeEvent, type TradeKind, tradeEvents, tradeKinds } from '#contract'
import { CanonicalError, canonicalize } from '#lib/canonical'
import { type Candidate, checkEvent, RowRefusal } from './event-check.ts'
import type { Shop, ShopBook } from './shops.ts'

/** No seller: a transfer between people who keep no shop. */
export const nobody = '00000000-0000-0000-0000-000000000000'

export type Incoming = {
  readonly row: number
  readonly raw: string
  readonly event: TradeEvent
  readonly sellerId: string
  readonly area: string
  /** The fact's canonical text. */
  readonly text: string
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
  /** Rows that repeat, word for word, an earlier row of the same batch. */
  readonly repeated: number
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
  const seen = new Map<string, string>()
  let repeated = 0
  for (const candidate of candidates) {
    const row = incomingOf(candidate, rules)
    if (row instanceof RowRefusal) {
      refused.push(refusedRow(candidate, row))
      continue
    }
    const key = keyOf(row.event)
    const before = seen.get(key)
    if (before === undefined) {
      seen.set(key, row.text)
      incoming.push(row)
    } else if (before === row.text) repeated += 1
    else refused.push(refusedRow(candidate, conflictOf(row.event.eventId)))
  }
  return {
    firstRow: candidates[0]!.row,
    lastRow: candidates.at(-1)!.row,
    incoming,
    refused,
    repeated,
  }
}

/** What makes an event one: no code holds a line break. */
export const keyOf = (event: TradeEvent) => `${event.source}\n${event.eventId}`

export const conflictOf = (eventId: string) =>
  RowRefusal.of('trade.event-conflict', 'eventId', { eventId })

function incomingOf({ row, raw, value }: Candidate, rules: BatchRules): Incoming | RowRefusal {
  const event = checkEvent(value, rules.latestMs)
  if (event instanceof RowRefusal) return event
  const { source, platform, shop } = event
  if (rules.source !== null && source !== rules.source)
    return RowRefusal.of('trade.foreign-source', 'source', { source, own: rules.source })
  const owner = rules.shops.find(platform, shop)
  if (!owner && event.kind !== 'funds.moved')
    return RowRefusal.of('trade.shop-unknown', 'shop', { platform, shop })
  try {
    const { sellerId, area } = sellerOf(owner)
    return { row, raw, event, sellerId, area, text: textOf(event, sellerId) }
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

export const tradeFact = 'trade.event'

/**
 * What is logged: the event as reported, and to which seller it was attributed. The same text as `factText` would give,
 * written from the kind's own list of fields: they are known and sorted once, not for each event.
 */
export function textOf(event: TradeEvent, sellerId: string): string {
  const fields = event as unknown as Readonly<Record<string, unknown>>
  let text = ''
  for (const [key, label] of labels.get(event.kind)!) {
    const value = key === 'fact' ? tradeFact : key === 'seller' ? sellerId : fields[key]
    if (value !== undefined) text += label + valueText(key, value)
  }
  return `{${text.slice(1)}}`
}

function valueText(key: string, value: unknown): string {
  try {
    return canonicalize(value)
  } catch (error) {
    throw error instanceof CanonicalError ? error.within(key) : error
  }
}

/** Per kind its fields in canonical order, each with the text that precedes its value. */
const labels: ReadonlyMap<TradeKind, readonly Label[]> = new Map(
  tradeKinds.map(kind => [kind, labelsOf(kind)]),
)

type Label = readonly [key: string, label: string]

function labelsOf(kind: TradeKind): Label[] {
  const keys = [...Object.keys(tradeEvents[kind].properties), 'fact', 'seller'].sort()
  return keys.map(key => [key, `,"${key}":`])
}

export function refusedRow(candidate: Candidate, refusal: RowRefusal): RefusedRow {
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
