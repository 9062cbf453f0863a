/**
 * Checks a request against its operation's schemas and says every fault in both languages, naming the field and the
 * rule. Path and query values arrive as text, so they are converted to the schema's types first.
 */

import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Value } from 'typebox/value'
import type { FieldError } from '#platform/runtime'

type ValueError = ReturnType<ReturnType<typeof Compile>['Errors']>[number]

export type Checker = {
  /** The value (converted when `fromText`), or the faults that refuse it. */
  check(value: unknown): { value: unknown; errors?: undefined } | { errors: FieldError[] }
}

export function checkerOf(schema: TSchema, fromText: boolean): Checker {
  const shape = shapeCheckerOf(schema, fromText)
  return {
    check(given) {
      const result = shape.check(given)
      if (result.errors) return result
      const errors = unstorableTexts(result.value)
      return errors.length === 0 ? result : { errors }
    },
  }
}

/** Checks the shape alone: for schemas whose texts are all bound by patterns, on paths where each field counts. */
export function shapeCheckerOf(schema: TSchema, fromText: boolean): Checker {
  const compiled = Compile(schema)
  const converts = fromText && !onlyTexts(schema)
  return {
    check(given) {
      const whole = fromText ? (given ?? {}) : given
      const value = converts ? Value.Convert(schema, whole) : whole
      return compiled.Check(value) ? { value } : { errors: fieldErrors(compiled.Errors(value)) }
    },
  }
}

/** Nothing to convert: what arrives as text is wanted as text. */
const onlyTexts = ({ properties }: TSchema & { properties?: Record<string, TSchema> }): boolean =>
  properties !== undefined &&
  Object.values(properties).every(part => (part as { type?: unknown }).type === 'string')

/** JSON can say what PostgreSQL's text cannot hold (NUL) and what UTF-8 cannot spell (half of a surrogate pair). */
const unstorable = /[\0\p{Surrogate}]/u

/** A fault for each text that no database could give back as it came; keys are texts too. Without recursion. */
function unstorableTexts(value: unknown): FieldError[] {
  const faults: FieldError[] = []
  const waiting: [at: string, value: unknown][] = [['', value]]
  for (let next = waiting.pop(); next && faults.length < faultsListed; next = waiting.pop()) {
    const [at, part] = next
    if (typeof part === 'string') {
      if (unstorable.test(part)) faults.push(notText(at || '(body)'))
    } else if (typeof part === 'object' && part !== null)
      for (const [key, inner] of Object.entries(part)) {
        const field = at === '' ? key : `${at}.${key}`
        if (unstorable.test(key)) faults.push(notText(field.replace(allUnstorable, '\ufffd')))
        else waiting.push([field, inner])
      }
  }
  return faults
}

const allUnstorable = new RegExp(unstorable, 'gu')

const notText = (field: string): FieldError => ({
  field,
  rule: 'unicode',
  zh: `“${field}”含有空字符或不成对的代理码位，不是有效文本。`,
  en: `"${field}" holds a NUL or a lone surrogate and is not text.`,
})

/** At most this many faults are listed: the rest would be noise, and the list is bounded. */
const faultsListed = 20

export function fieldErrors(errors: Iterable<ValueError>): FieldError[] {
  const seen = new Set<string>()
  const faults: FieldError[] = []
  for (const error of errors) {
    // `additionalProperties` is reported twice: once on the object and once as "schema is false" on the field.
    if (error.keyword === 'boolean') continue
    for (const fault of faultsOf(error)) {
      const key = `${fault.field} ${fault.rule}`
      if (seen.has(key)) continue
      seen.add(key)
      if (faults.push(fault) === faultsListed) return faults
    }
  }
  return faults
}

function faultsOf(error: ValueError): FieldError[] {
  const at = error.instancePath.slice(1).replaceAll('/', '.')
  const params = error.params as Record<string, unknown>
  const inside = (name: string) => (at ? `${at}.${name}` : name)
  if (error.keyword === 'additionalProperties')
    return (params.additionalProperties as string[]).map(name => ({
      field: inside(name),
      rule: 'unknown-field',
      zh: `没有“${inside(name)}”这个字段。`,
      en: `There is no field "${inside(name)}".`,
    }))
  if (error.keyword === 'required')
    return (params.requiredProperties as string[]).map(name => ({
      field: inside(name),
      rule: 'required',
      zh: `缺少“${inside(name)}”。`,
      en: `"${inside(name)}" is missing.`,
    }))
  const field = at || '(body)'
  return [
    {
      field,
      rule: error.keyword,
      zh: `“${field}”${zhOf(error.keyword, params)}。`,
      en: `"${field}" ${error.message}.`,
    },
  ]
}

function zhOf(keyword: string, params: Record<string, unknown>): string {
  switch (keyword) {
    case 'type':
      return `的类型应为 ${String(params.type)}`
    case 'pattern':
      return '的格式不符合要求'
    case 'minLength':
      return `至少 ${String(params.limit)} 个字符`
    case 'maxLength':
      return `至多 ${String(params.limit)} 个字符`
    case 'minimum':
      return `不得小于 ${String(params.limit)}`
    case 'maximum':
      return `不得大于 ${String(params.limit)}`
    case 'enum':
      return `只能取 ${JSON.stringify(params.allowedValues)}`
    case 'const':
      return `只能取 ${JSON.stringify(params.allowedValue)}`
    default:
      return `不符合规则 ${keyword}`
  }
}
