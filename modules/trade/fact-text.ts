/**
 * The text of a trade fact: the event as reported, and to which seller it was attributed, in canonical JSON (RFC 8785),
 * as `factText` gives it. Here it is written as bytes right where the database will read them, by the event's schema:
 * its keys are sorted once, not for each event.
 */
import Type, { type TSchema } from 'typebox'
import { type TradeEvent, tradeEvents, tradeKinds } from '#contract'
import { type ByteWriter, canonicalize } from '#lib/canonical'
import { factText } from '#modules/transparency'

export const tradeFact = 'trade.event'

/** Throws `CanonicalError` for lone surrogates. */
export const textOf = (event: TradeEvent, seller: string): string =>
  factText({ type: tradeFact, body: { ...event, seller } })

/** Writes the text of an event that fits its schema and holds no character which JSON escapes. */
export function writeText(out: ByteWriter, event: TradeEvent, seller: string): void {
  writeFields(out, writers.get(event.kind)!, event, seller)
}

type Write = (out: ByteWriter, value: unknown) => void
/** `name` is the key as it stands in the text, after a comma. */
type Field = { readonly key: string; readonly name: Buffer; readonly write: Write }

const [quote, comma, open, close, openList, closeList] = Buffer.from('",{}[]') as Iterable<number>

const writers = new Map(
  tradeKinds.map(kind => [
    kind,
    fieldsOf({ ...tradeEvents[kind].properties, fact: Type.String(), seller: Type.String() }),
  ]),
)

function fieldsOf(properties: Readonly<Record<string, TSchema>>): readonly Field[] {
  const keys = Object.keys(properties).sort()
  return keys.map(key => ({
    key,
    name: Buffer.from(`,${JSON.stringify(key)}:`),
    write: writerOf(properties[key]!),
  }))
}

function writeFields(out: ByteWriter, fields: readonly Field[], of: object, seller?: string): void {
  const values = of as Readonly<Record<string, unknown>>
  const from = out.length
  for (const { key, name, write } of fields) {
    // An event's schema has neither of the two, so they are taken from elsewhere.
    const given = values[key]
    const value = given !== undefined || seller === undefined ? given : added(key, seller)
    if (value === undefined) continue
    out.bytes(name)
    write(out, value)
  }
  if (out.length === from) out.byte(open!)
  else out.byteAt(from, open!)
  out.byte(close!)
}

const added = (key: string, seller: string): string | undefined =>
  key === 'seller' ? seller : key === 'fact' ? tradeFact : undefined

function writerOf(schema: TSchema): Write {
  if (Type.IsString(schema) || Type.IsLiteral(schema) || Type.IsEnum(schema)) return writeQuoted
  if (Type.IsArray(schema)) {
    const write = writerOf(schema.items)
    return (out, value) => writeList(out, write, value as readonly unknown[])
  }
  if (Type.IsObject(schema)) {
    const fields = fieldsOf(schema.properties)
    return (out, value) => writeFields(out, fields, value as object)
  }
  return (out, value) => out.text(canonicalize(value))
}

function writeQuoted(out: ByteWriter, value: unknown): void {
  out.byte(quote!)
  out.text(value as string)
  out.byte(quote!)
}

function writeList(out: ByteWriter, write: Write, values: readonly unknown[]): void {
  out.byte(openList!)
  for (let i = 0; i < values.length; i++) {
    if (i > 0) out.byte(comma!)
    write(out, values[i])
  }
  out.byte(closeList!)
}
