/**
 * Canonical JSON (RFC 8785, JCS): one value has one text, so that its digest means the same thing
 * to us and to a stranger's program. ECMAScript is the reference serializer of the RFC, therefore
 * strings and numbers go through the engine's own JSON; what is ours is the order of keys and the
 * refusals.
 */

/** How deep arrays and objects may nest: deeper input is an attack on the stack, not a record. */
export const MAX_CANONICAL_DEPTH = 256

/** A value that has no canonical form. `path` is the JSON Pointer (RFC 6901) of the offender. */
export class CanonicalError extends TypeError {
  readonly reason: string
  readonly path: string

  constructor(reason: string, path = '') {
    super(`not canonicalizable at ${path || 'the root'}: ${reason}`)
    this.name = 'CanonicalError'
    this.reason = reason
    this.path = path
  }

  /** The same refusal seen from one level up. */
  within(key: string | number): CanonicalError {
    const token = String(key).replaceAll('~', '~0').replaceAll('/', '~1')
    return new CanonicalError(this.reason, `/${token}${this.path}`)
  }
}

/**
 * The RFC 8785 text of a JSON value: null, booleans, finite numbers, well-formed strings, dense
 * arrays and plain objects. Everything else (`undefined`, `NaN`, lone surrogates, dates, bigints,
 * class instances, …) throws `CanonicalError` instead of being dropped or coerced as
 * `JSON.stringify` would: a fact that silently loses a field would still carry a valid digest.
 *
 * Integers beyond 2^53 lose digits before they reach us; carry them as strings (RFC 8785,
 * appendix D).
 *
 * @example canonicalize({ b: 1e21, a: '€' }) === '{"a":"€","b":1e+21}'
 */
export function canonicalize(value: unknown): string {
  return textOf(value, MAX_CANONICAL_DEPTH)
}

function textOf(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return quoted(value)
    case 'number':
      if (Number.isFinite(value)) return String(value === 0 ? 0 : value)
      throw new CanonicalError(`${value} is not a JSON number`)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      if (depth === 0) throw new CanonicalError(`nested deeper than ${MAX_CANONICAL_DEPTH} levels`)
      return Array.isArray(value) ? arrayText(value, depth - 1) : objectText(value, depth - 1)
    default:
      throw new CanonicalError(`${typeof value} is not a JSON value`)
  }
}

function objectText(object: object, depth: number): string {
  const prototype = Object.getPrototypeOf(object)
  if (prototype !== Object.prototype && prototype !== null) {
    throw new CanonicalError('only plain objects and arrays have a canonical form')
  }
  const fields = object as Record<string, unknown>
  const keys = sorted(Object.keys(fields))
  let text = '{'
  for (const key of keys) {
    try {
      text += `${text.length === 1 ? '' : ','}${quoted(key)}:${textOf(fields[key], depth)}`
    } catch (error) {
      throw error instanceof CanonicalError ? error.within(key) : error
    }
  }
  return `${text}}`
}

function arrayText(array: readonly unknown[], depth: number): string {
  let text = '['
  for (let index = 0; index < array.length; index++) {
    try {
      text += `${index === 0 ? '' : ','}${textOf(array[index], depth)}`
    } catch (error) {
      throw error instanceof CanonicalError ? error.within(index) : error
    }
  }
  return `${text}]`
}

/** Ascending by UTF-16 code units (RFC 8785 §3.2.3), which is what `<` and `sort()` compare. */
function sorted(keys: string[]): string[] {
  for (let i = 1; i < keys.length; i++) {
    if (keys[i - 1]! > keys[i]!) return keys.sort()
  }
  return keys
}

/**
 * Text that stands for itself between quotes. Most does, and this test costs a fraction of the
 * engine's serializer. Surrogates are left out so that only astral text pays for the
 * well-formedness check.
 */
const PLAIN = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/

function quoted(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`
  if (!text.isWellFormed()) throw new CanonicalError('a lone surrogate is not Unicode text')
  return JSON.stringify(text)
}
