/**
 * The published field list: everything a rule may speak of, with its names in both languages, its type, its unit and
 * the kinds of event that carry it. Rules are written against this list alone, so that whoever writes one sees what
 * there is and the checker can say what was meant.
 */
import { damerauLevenshtein } from '#lib/similarity'
import { keywordIn } from './keywords.ts'

export type Bilingual = { readonly zh: string; readonly en: string }

/** `s` are seconds, `g` grams, `fen` hundredths of a yuan; the first four are plain numbers. */
export const units = ['count', 'ratio', 'share', 'score', 'fen', 'g', 's'] as const
export type Unit = (typeof units)[number]

const plainUnits: readonly Unit[] = ['count', 'ratio', 'share', 'score']
export const isPlain = (unit: Unit): boolean => plainUnits.includes(unit)

export type Field = {
  /** How expressions name it in English: `shop.orders.1h`. */
  readonly name: string
  /** How expressions name it in Chinese: `本店1小时订单数`. Holds no keyword of the language. */
  readonly zh: string
  readonly title: Bilingual
  readonly group: Bilingual
  readonly type: 'number' | 'text'
  /** Of numbers. */
  readonly unit?: Unit
  /** Kinds of event that carry it; absent: all. */
  readonly on?: readonly string[]
  /** A closed list of what a text may be. */
  readonly options?: readonly ({ readonly value: string } & Bilingual)[]
}

export class FieldList {
  readonly all: readonly Field[]
  readonly #byName = new Map<string, Field>()

  /** Throws when two fields share a name or a Chinese name holds a keyword: a fault of the program, not of a rule. */
  constructor(fields: readonly Field[]) {
    this.all = fields
    for (const field of fields)
      for (const name of [field.name, field.zh]) {
        if (this.#byName.has(name)) throw new Error(`two fields are called ${name}`)
        if (keywordIn(name))
          throw new Error(`the field ${name} holds the keyword ${keywordIn(name)}`)
        this.#byName.set(name, field)
      }
  }

  /** By either name. */
  named(name: string): Field | undefined {
    return this.#byName.get(name)
  }

  /** The name most likely meant, of those in the same script; null when nothing is near. */
  nearest(name: string): string | null {
    const folded = name.toLowerCase()
    const most = Math.max(2, Math.ceil(name.length / 3))
    let best: string | null = null
    let least = most + 1
    for (const known of this.#byName.keys()) {
      if (Math.abs(known.length - name.length) >= least) continue
      const distance = damerauLevenshtein(folded, known.toLowerCase())
      if (distance < least) [best, least] = [known, distance]
    }
    return best ?? [...this.#byName.keys()].find(known => known.includes(name)) ?? null
  }
}

/** The value most likely meant of a closed list. */
export function nearestOption(field: Field, text: string): string | null {
  const near = (field.options ?? [])
    .map(({ value }) => ({ value, distance: damerauLevenshtein(text, value) }))
    .sort((a, b) => a.distance - b.distance)[0]
  return near && near.distance <= Math.max(2, text.length / 2) ? near.value : null
}

export const carries = ({ on }: Field, kind: string): boolean =>
  on === undefined || on.includes(kind)
