/**
 * What an event reports, field by field and nothing left out but what stands above it already: who, when, which order.
 * Tokens of people and accounts are one-way and shown as they came.
 */
import type { ReactNode } from 'react'
import type { TradeEvent } from '#contract'
import type { Detail } from '../../design/details.tsx'
import type { Speech } from '../../i18n/language.tsx'
import { orderWords } from './words.ts'

type FieldsOf<E> = E extends unknown ? keyof E : never
type Envelope = 'kind' | 'source' | 'eventId' | 'occurredAt' | 'platform' | 'shop' | 'order'
export type ReportedField = Exclude<FieldsOf<TradeEvent>, Envelope>

/** Names of organisations by their code. */
export type Names = ReadonlyMap<string, string>

/** In the order in which the words name the fields, whatever order they were sent in. */
export function reportedDetails(event: TradeEvent, speech: Speech, names: Names): Detail[] {
  const reported = new Map<string, unknown>(Object.entries(event))
  const { fields } = speech.say(orderWords)
  return (Object.keys(orderWords.zh.fields) as ReportedField[])
    .filter(name => reported.get(name) !== undefined)
    .map(name => ({
      term: fields[name],
      value: shown(name, reported.get(name), { speech, names }),
    }))
}

type Item = { readonly sku: string; readonly quantity: number; readonly unitPriceFen: number }
type Scan = {
  readonly at: string
  readonly node: string
  readonly city: string
  readonly action: string
}

function shown(
  name: ReportedField,
  value: unknown,
  { speech: { say, format }, names }: { speech: Speech; names: Names },
): ReactNode {
  const own = say(orderWords)
  switch (name) {
    case 'amountFen':
    case 'priceFen':
    case 'struckPriceFen':
      return format.yuan(Number(value))
    case 'items':
      return (
        <ul className="plain-list">
          {(value as readonly Item[]).map(({ sku, quantity, unitPriceFen }) => (
            <li key={`${sku} ${unitPriceFen}`}>
              <code>{sku}</code> × {format.count(quantity)} · {format.yuan(unitPriceFen)}
            </li>
          ))}
        </ul>
      )
    case 'scans':
      return (
        <ol className="plain-list small">
          {(value as readonly Scan[]).map(({ at, node, city, action }) => (
            <li key={`${at} ${node} ${action}`}>
              {format.instant(at)} {action} <code>{node}</code> {city}
            </li>
          ))}
        </ol>
      )
    case 'pictures':
      return format.count((value as readonly string[]).length)
    case 'sentAt':
      return format.instant(String(value))
    case 'producedOn':
      return format.day(String(value))
    case 'weightG':
      return own.grams(format.count(Number(value)))
    case 'promiseShipHours':
      return own.hours(format.count(Number(value)))
    case 'windowS':
    case 'medianDwellS':
      return own.seconds(format.count(Number(value)))
    case 'by':
      return own.sides[value as 'buyer' | 'seller']
    case 'carrier':
    case 'institution':
      return names.get(String(value)) ?? <code>{String(value)}</code>
    case 'score':
    case 'views':
    case 'visitors':
    case 'likes':
    case 'follows':
      return format.count(Number(value))
    case 'reason':
    case 'text':
    case 'title':
    case 'brand':
    case 'category':
    case 'addressCity':
    case 'senderCity':
    case 'receiverCity':
      return String(value)
    default:
      return <code>{String(value)}</code>
  }
}
