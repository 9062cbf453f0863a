/** The fields of a form, each with its label, hint and fault. */
import type { Evidence } from '#contract'
import { Field } from '../../design/field.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { PlatformField } from '../organisations/platform-field.tsx'
import { EvidenceField } from './evidence-field.tsx'
import { askedFields, type Faults, type Form, type FormField, type FormValues } from './form.ts'
import { formWords } from './words.ts'

type Change = (field: string, value: FormValues[string]) => void

export function FormFields({
  form,
  values,
  faults,
  change,
}: {
  form: Form
  values: FormValues
  faults: Faults
  change: Change
}) {
  return askedFields(form, values).map(field => (
    <OneField key={field.name} {...{ field, values, faults, change }} />
  ))
}

function OneField({
  field,
  values,
  faults,
  change,
}: {
  field: FormField
  values: FormValues
  faults: Faults
  change: Change
}) {
  const { say } = useSpeech()
  const { name, kind, options = [] } = field
  const fault = faults[name]
  const common = {
    label: say(field.label),
    hint: field.hint && say(field.hint),
    error: fault && say(fault),
  }
  if (kind === 'evidence')
    return (
      <EvidenceField
        {...common}
        kinds={options}
        value={(values[name] ?? []) as readonly Evidence[]}
        change={value => change(name, value)}
      />
    )
  if (kind === 'platform')
    return (
      <PlatformField
        {...common}
        required={field.required ?? false}
        code={String(values[name] ?? '')}
        choose={code => change(name, code)}
      />
    )
  if (kind === 'check') return <CheckField field={field} {...{ values, change }} />
  return (
    <Field {...common} required={field.required ?? false}>
      {attributes => (
        <Control
          kind={kind}
          options={options}
          attributes={{ ...attributes, name, value: String(values[name] ?? '') }}
          write={value => change(name, value)}
        />
      )}
    </Field>
  )
}

function CheckField({
  field: { name, label, hint },
  values,
  change,
}: {
  field: FormField
  values: FormValues
  change: Change
}) {
  const { say } = useSpeech()
  return (
    <label className="check-field">
      <input
        type="checkbox"
        name={name}
        checked={values[name] === true}
        onChange={event => change(name, event.target.checked)}
      />
      <span>
        {say(label)}
        {hint && <span className="soft small"> {say(hint)}</span>}
      </span>
    </label>
  )
}

function Control({
  kind,
  options,
  attributes,
  write,
}: {
  kind: FormField['kind']
  options: NonNullable<FormField['options']>
  attributes: { id: string; name: string; value: string; required: boolean | undefined }
  write: (value: string) => void
}) {
  const { say } = useSpeech()
  if (kind === 'choice')
    return (
      <select {...attributes} onChange={event => write(event.target.value)}>
        <option value="">{say(formWords).choose}</option>
        {options.map(option => (
          <option key={option.code} value={option.code}>
            {say(option)}
          </option>
        ))}
      </select>
    )
  if (kind === 'text')
    return (
      <textarea
        {...attributes}
        rows={4}
        maxLength={2000}
        onChange={event => write(event.target.value)}
      />
    )
  return (
    <input
      {...attributes}
      type={kind === 'day' ? 'date' : 'text'}
      maxLength={kind === 'day' ? undefined : 200}
      onChange={event => write(event.target.value)}
    />
  )
}
