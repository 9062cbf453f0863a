/** What was written, to be read once more before it takes effect. */
import type { Evidence } from '#contract'
import { Details } from '../../design/details.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { useOrganisationsOf } from '../organisations/of-kinds.ts'
import { askedFields, type Form, type FormField, type FormValues } from './form.ts'
import { formWords } from './words.ts'

export function Summary({ form, values }: { form: Form; values: FormValues }) {
  const { say, format } = useSpeech()
  const own = say(formWords)
  const platforms = useOrganisationsOf(['platform'])
  const shown = ({ name, kind, options = [] }: FormField): string => {
    const value = values[name]
    if (kind === 'evidence')
      return format.list(((value ?? []) as readonly Evidence[]).map(({ title }) => title))
    if (kind === 'check') return value === true ? own.yes : ''
    if (kind === 'day') return value ? format.day(String(value)) : ''
    if (kind === 'platform')
      return platforms.find(({ code }) => code === value)?.name ?? String(value ?? '')
    const option = options.find(({ code }) => code === value)
    return option ? say(option) : String(value ?? '')
  }
  const items = askedFields(form, values)
    .map(field => ({ term: say(field.label), value: shown(field) }))
    .filter(({ value }) => value !== '')
  return items.length === 0 ? null : <Details compact items={items} />
}
