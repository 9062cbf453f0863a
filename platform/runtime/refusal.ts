/**
 * A refusal in flight: an expected, lawful "no" from the catalogue in the contract. Everything else that is thrown
 * is a fault and answers 500 without its text.
 */
import { type RefusalCode, type RefusalDetails, refusals, sentenceOf } from '#contract'

export type FieldError = { field: string; rule: string; zh: string; en: string }

export class Refusal extends Error {
  readonly code: RefusalCode
  readonly status: number
  readonly details: RefusalDetails
  readonly errors: readonly FieldError[] | undefined

  constructor(code: RefusalCode, details: RefusalDetails = {}, errors?: readonly FieldError[]) {
    super(`${code}: ${sentenceOf(code, details).en}`)
    this.name = 'Refusal'
    this.code = code
    this.status = refusals[code].status
    this.details = details
    this.errors = errors
  }
}

/** Throws the refusal; reads as a sentence at the call: `if (!shop) refuse('shop.unknown', { shop: id })`. */
export function refuse(
  code: RefusalCode,
  details: RefusalDetails = {},
  errors?: readonly FieldError[],
): never {
  throw new Refusal(code, details, errors)
}
