/**
 * From candidates to a batch ready for the database: checked, identified, given its one text. All of it happens while
 * the database works on the batch before, so nothing here waits.
 */

import Type, { type TSchema } from 'typebox'
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
 * What is logged: the event as reported, and to which seller it was attributed. The same text as `factText` would give:
 * the schema knows all keys, so they are sorted once, not for each event, and the engine writes the whole text.
 */
export function textOf(event: TradeEvent, sellerId: string): string {
  const fields = event as unknown as Readonly<Record<string, unknown>>
  const ordered: Record<string, unknown> = {}
  for (const [key, inOrder] of ordering.get(event.kind)!) {
    const value = key === 'fact' ? tradeFact : key === 'seller' ? sellerId : fields[key]
    if (value !== undefined) ordered[key] = inOrder ? inOrder(value) : value
  }
  const text = JSON.stringify(ordered)
  // Where half of a surrogate pair may be, the slow way finds it and names its field; the engine would write an escape.
  return text.includes('\\ud') ? canonicalize(ordered) : text
}

/** A value's fields in canonical order; what has fields itself comes with the way to order them. */
type Fields = readonly (readonly [
  key: string,
  inOrder: ((value: unknown) => unknown) | undefined,
])[]

const attributed = { fact: Type.String(), seller: Type.String() }

const ordering: ReadonlyMap<TradeKind, Fields> = new Map(
  tradeKinds.map(kind => [kind, fieldsIn({ ...tradeEvents[kind].properties, ...attributed })]),
)

function fieldsIn(properties: Readonly<Record<string, TSchema>>): Fields {
  const keys = Object.keys(properties).sort()
  return keys.map(key => [key, orderOf(properties[key]!)])
}

function orderOf(schema: TSchema): ((value: unknown) => unknown) | undefined {
  if (Type.IsArray(schema)) {
    const item = orderOf(schema.items)
    return item && (values => (values as readonly unknown[]).map(item))
  }
  if (!Type.IsObject(schema)) return undefined
  const fields = fieldsIn(schema.properties)
  return value => {
    const given = value as Readonly<Record<string, unknown>>
    const ordered: Record<string, unknown> = {}
    for (const [key, inOrder] of fields)
      if (given[key] !== undefined) ordered[key] = inOrder ? inOrder(given[key]) : given[key]
    return ordered
  }
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
