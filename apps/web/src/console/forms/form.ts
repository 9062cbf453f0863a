/**
 * A form as data: the fields an operation wants, in both languages. Pages describe what they ask; one dialog shows it,
 * keeps it while it is being written, and puts the server's refusal at the field it speaks of.
 */
import type { Bilingual, Evidence, Problem } from '#contract'

export type Option = Bilingual & { readonly code: string }

export type FormField = {
  /** As the body of the operation names it; a dot leads into an inner object. */
  readonly name: string
  readonly kind: 'text' | 'line' | 'day' | 'choice' | 'check' | 'evidence' | 'platform'
  readonly label: Bilingual
  readonly hint?: Bilingual
  readonly required?: boolean
  readonly options?: readonly Option[]
  /** Asked only while another field has one of these values. */
  readonly when?: { readonly field: string; readonly is: readonly string[] }
}

export type Form = {
  readonly fields: readonly FormField[]
  /** What the body says besides, because the step says it. */
  readonly fixed?: Readonly<Record<string, unknown>>
  /** What the act brings about in law; it is said, and confirmed, before it is done. */
  readonly effect?: Bilingual
}

export type FormValue = string | boolean | readonly Evidence[]
export type FormValues = Readonly<Record<string, FormValue>>

/** The fields that are asked while the form says this. */
export const askedFields = ({ fields }: Form, values: FormValues): FormField[] =>
  fields.filter(({ when }) => !when || when.is.includes(String(values[when.field] ?? '')))

const isEmpty = (value: FormValue | undefined): boolean =>
  value === undefined ||
  value === false ||
  (typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0)

/** Required fields that are still empty. */
export const missingFields = (form: Form, values: FormValues): string[] =>
  askedFields(form, values)
    .filter(({ name, required }) => required && isEmpty(values[name]))
    .map(({ name }) => name)

/** The body of the call: what was written, without what was left empty or not asked. */
export function bodyOf(form: Form, values: FormValues): Record<string, unknown> {
  const body: Record<string, unknown> = { ...form.fixed }
  for (const { name } of askedFields(form, values)) {
    const value = values[name]
    if (isEmpty(value)) continue
    const [outer = '', inner] = name.split('.')
    const given = typeof value === 'string' ? value.trim() : value
    if (inner === undefined) body[outer] = given
    else body[outer] = { ...(body[outer] as object | undefined), [inner]: given }
  }
  return body
}

/** Refusals that speak of one field without naming it as an error of the request does. */
const fieldOfCode: Readonly<Record<string, string>> = {
  'cases.hearing-too-soon': 'on',
  'cases.heavier-than-noticed': 'severity',
  'cases.list-not-noticed': 'list',
  'cases.limitation-passed': 'occurredOn',
  'cases.handler-unfit': 'handlerId',
  'cases.ground-unlawful': 'ground',
  'policy.backdated': 'from',
  'policy.other-type': 'value',
}

export type Faults = Readonly<Record<string, Bilingual>>

/** What of a refusal belongs to a field of the form, each sentence with the field's name as the form calls it. */
export function faultsOf(problem: Problem, { fields }: Form): Faults {
  const faults: Record<string, Bilingual> = {}
  const add = (name: string, { zh, en }: Bilingual) => {
    const field = fields.find(known => known.name === name || name.startsWith(`${known.name}.`))
    if (!field) return
    faults[field.name] = {
      zh: zh.replace(name, field.label.zh),
      en: en.replace(name, field.label.en),
    }
  }
  for (const error of problem.errors ?? []) add(error.field, error)
  const named = problem.details?.field ?? fieldOfCode[problem.code]
  if (typeof named === 'string') add(named, problem)
  return faults
}
