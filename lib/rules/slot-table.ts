/**
 * Numbers the terms that rules speak of, each once, and the texts they compare with, so that what many rules share is
 * read once per event and compared as numbers.
 */
import type { Term, Value } from './condition.ts'

export type Slot = {
  readonly term: Term
  readonly isText: boolean
  /** Slots of a sum's two sides. */
  readonly left: number
  readonly right: number
}

/** A text that no rule names. */
export const UNNAMED = -1

export class SlotTable {
  readonly slots: Slot[] = []
  readonly #byTerm = new Map<string, number>()
  readonly #texts = new Map<string, number>()
  readonly #isTextField: (field: string) => boolean

  constructor(isTextField: (field: string) => boolean) {
    this.#isTextField = isTextField
  }

  of(term: Term): number {
    const key = JSON.stringify(term)
    const known = this.#byTerm.get(key)
    if (known !== undefined) return known
    const [left, right] = 'op' in term ? [this.of(term.left), this.of(term.right)] : [-1, -1]
    const slot = this.slots.push({ term, isText: this.isText(term), left, right }) - 1
    this.#byTerm.set(key, slot)
    return slot
  }

  isText(term: Term): boolean {
    if ('field' in term) return this.#isTextField(term.field)
    return 'value' in term && typeof term.value === 'string'
  }

  /** A number as itself; a text as its number, given to it here. */
  number(value: Value): number {
    if (typeof value === 'number') return value
    const known = this.#texts.get(value)
    if (known !== undefined) return known
    this.#texts.set(value, this.#texts.size)
    return this.#texts.size - 1
  }

  /** The number of a text that some rule names, or `UNNAMED`. */
  numberOfText(text: string): number {
    return this.#texts.get(text) ?? UNNAMED
  }
}
