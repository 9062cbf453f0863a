/** One organisation out of however many there are, searched by name or code on the server while it is typed. */
import { useState } from 'react'
import type { OrganisationKind } from '#contract'
import { useRead } from '../../app/api.ts'
import { useSettled } from '../../app/use-settled.ts'
import { type Choice, Combobox } from '../../design/combobox.tsx'
import { Field } from '../../design/field.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { kindNames, organisationWords } from './words.ts'

export type ChosenOrganisation = Choice & { readonly kind: OrganisationKind }

/** More than these nobody reads through; another letter finds it sooner. */
const shown = 20

export function OrganisationField({
  label,
  hint,
  required = false,
  placeholder,
  chosen,
  choose,
}: {
  label: string
  hint?: string
  required?: boolean
  /** What an empty field means. */
  placeholder?: string
  chosen: Choice | null
  choose: (organisation: ChosenOrganisation | null) => void
}) {
  const { say, format } = useSpeech()
  const own = say(organisationWords)
  const [typed, search] = useState('')
  const q = useSettled(typed.trim())
  const query = q === '' ? { limit: shown } : { q, limit: shown }
  const read = useRead('listOrganisations', { query })
  const isSettled = q === typed.trim()
  const found = read.data?.items.map(({ id, name, code, kind }) => ({
    id,
    name,
    kind,
    beside: `${code} · ${say(kindNames[kind])}`,
  }))
  const told = (count: number | undefined) => {
    if (count === undefined) return own.searching
    if (read.data?.next) return own.foundMore(format.count(count))
    return count === 0 ? own.none : own.found(format.count(count))
  }
  return (
    <Field label={label} hint={hint ?? own.searchHint} required={required}>
      {attributes => (
        <Combobox<ChosenOrganisation>
          {...{ attributes, search, told, placeholder }}
          chosen={chosen as ChosenOrganisation | null}
          choose={choose}
          found={isSettled ? found : undefined}
        />
      )}
    </Field>
  )
}
