/**
 * Is this line an event? One compiled checker per kind, picked by the line's own `kind`, so that a fault is told against
 * the schema the sender meant and not against fifteen alternatives.
 */
import {
  type RefusalCode,
  type RefusalDetails,
  sentenceOf,
  type TradeEvent,
  type TradeKind,
  tradeEvents,
  tradeKinds,
  tradeLimits,
} from '#contract'
import { type Checker, type Line, shapeCheckerOf } from '#platform/http'
import type { FieldError } from '#platform/runtime'

/** Why a row was not taken in. */
export class RowRefusal {
  readonly code: RefusalCode
  readonly errors: readonly FieldError[]

  constructor(code: RefusalCode, errors: readonly FieldError[]) {
    this.code = code
    this.errors = errors
  }

  /** A refusal that concerns one field, in the catalogue's words. */
  static of(code: RefusalCode, field: string, details: RefusalDetails = {}): RowRefusal {
    return new RowRefusal(code, [{ field, rule: code, ...sentenceOf(code, details) }])
  }
}

/** A row on its way in: the text it came as, and what it says or why it cannot be read. */
export type Candidate = {
  /** 1-based, in the request or file. */
  readonly row: number
  readonly raw: string
  readonly value: unknown
  /** Where it is known: no text in the value holds a character that JSON escapes. */
  readonly plain?: boolean
}

/** Reads a line of NDJSON. */
export function candidateOf({ row, text, fault }: Line): Candidate {
  if (text === undefined) return { row, raw: '', value: unreadable(fault ?? 'json') }
  try {
    // What must be escaped in JSON stands escaped in JSON that can be read.
    return { row, raw: text, value: JSON.parse(text), plain: !text.includes('\\') }
  } catch {
    return { row, raw: text, value: unreadable('json') }
  }
}

const unreadableSentences = {
  'utf-8': { zh: '该行不是有效的 UTF-8。', en: 'The line is not valid UTF-8.' },
  'too-long': { zh: '该行超过长度上限。', en: 'The line exceeds the length limit.' },
  json: { zh: '该行不是有效的 JSON。', en: 'The line is not valid JSON.' },
} as const

const unreadable = (rule: keyof typeof unreadableSentences) =>
  new RowRefusal('trade.row-unreadable', [{ field: '(line)', rule, ...unreadableSentences[rule] }])

const checkers = Object.fromEntries(
  tradeKinds.map(kind => [kind, shapeCheckerOf(tradeEvents[kind], false)]),
) as Record<TradeKind, Checker>

/** An event and when it happened, in epoch milliseconds. */
export type Checked = { readonly event: TradeEvent; readonly atMs: number }

/** The event, or why it is none. `latestMs` is the latest moment that may have happened already. */
export function checkEvent(value: unknown, latestMs: number): Checked | RowRefusal {
  if (value instanceof RowRefusal) return value
  const kind = kindOf(value)
  if (!kind) return unknownKind(value)
  const { errors } = checkers[kind].check(value)
  if (errors) return new RowRefusal('trade.event-invalid', errors)
  // The checker of its kind has just vouched for the shape.
  const event = value as TradeEvent
  const atMs = Date.parse(event.occurredAt)
  if (!isRealDay(event.occurredAt, atMs)) return noSuchDay(event.occurredAt)
  if (atMs > latestMs)
    return RowRefusal.of('trade.clock-ahead', 'occurredAt', { occurredAt: event.occurredAt })
  return { event, atMs }
}

function kindOf(value: unknown): TradeKind | undefined {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : ''
  return typeof kind === 'string' && Object.hasOwn(checkers, kind) ? (kind as TradeKind) : undefined
}

function unknownKind(value: unknown): RowRefusal {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  const kinds = tradeKinds.join(', ')
  const fault = isObject
    ? { field: 'kind', zh: `“kind”只能取 ${kinds}。`, en: `"kind" must be one of ${kinds}.` }
    : { field: '(line)', zh: '该行不是一个 JSON 对象。', en: 'The line is not a JSON object.' }
  return new RowRefusal('trade.event-invalid', [{ rule: isObject ? 'enum' : 'type', ...fault }])
}

/** The pattern lets through the 30th of February, which the engine reads as a day of March. */
const isRealDay = (text: string, ms: number): boolean => {
  const day = (text.charCodeAt(8) - 48) * 10 + text.charCodeAt(9) - 48
  return day <= 28 || new Date(ms).getUTCDate() === day
}

const noSuchDay = (text: string) =>
  new RowRefusal('trade.event-invalid', [
    {
      field: 'occurredAt',
      rule: 'date',
      zh: `没有 ${text} 这一天。`,
      en: `There is no such day as in ${text}.`,
    },
  ])

/** The latest acceptable `occurredAt`, in epoch milliseconds. */
export const latestOf = (now: Date): number => now.getTime() + tradeLimits.clockAheadMs
