/** Filters of a list as selects whose choices stand in the address: a filtered list can be kept, sent and gone back to. */
import { useNavigate } from '@tanstack/react-router'
import { Field } from '../design/field.tsx'
import { useSpeech } from '../i18n/language.tsx'

export type Filter = {
  readonly name: string
  readonly label: { readonly zh: string; readonly en: string }
  /** The first stands for no filter and has the empty code. */
  readonly options: readonly { readonly code: string; readonly zh: string; readonly en: string }[]
  readonly value: string | undefined
}

export function Filters({ legend, filters }: { legend: string; filters: readonly Filter[] }) {
  const { say } = useSpeech()
  const navigate = useNavigate()
  const choose = (name: string, value: string) =>
    navigate({
      to: '.',
      search: (before: Record<string, unknown>) => ({
        ...before,
        [name]: value || undefined,
        cursor: undefined,
      }),
    })
  return (
    <fieldset className="filters">
      <legend className="unseen">{legend}</legend>
      {filters.map(({ name, label, options, value }) => (
        <Field key={name} label={say(label)}>
          {attributes => (
            <select
              {...attributes}
              value={value ?? ''}
              onChange={event => void choose(name, event.target.value)}
            >
              {options.map(option => (
                <option key={option.code} value={option.code}>
                  {say(option)}
                </option>
              ))}
            </select>
          )}
        </Field>
      ))}
    </fieldset>
  )
}
