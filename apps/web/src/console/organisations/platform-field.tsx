/** One platform, by its name: events and shops say its code, which nobody is asked to know or to type. */
import { useState } from 'react'
import { organisationCodePattern } from '#contract'
import { type Choice, Combobox } from '../../design/combobox.tsx'
import { Field } from '../../design/field.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { useOrganisationsOf } from './of-kinds.ts'
import { organisationWords } from './words.ts'

const isCode = new RegExp(`^${organisationCodePattern}$`)

export function PlatformField({
  label,
  hint,
  error,
  required = false,
  mayBeNew = false,
  code,
  choose,
}: {
  /** Says "platform" where nothing more is to be said. */
  label?: string
  hint?: string | undefined
  error?: string | undefined
  required?: boolean
  /** A code that no platform has yet is offered as it is typed. */
  mayBeNew?: boolean
  /** Empty where none is chosen. */
  code: string
  choose: (code: string) => void
}) {
  const { say, format } = useSpeech()
  const own = say(organisationWords)
  const [typed, search] = useState('')
  const platforms: readonly Choice[] = useOrganisationsOf(['platform']).map(platform => ({
    id: platform.code,
    name: platform.name,
    beside: platform.code,
  }))
  const wanted = typed.trim().toLowerCase()
  const known = platforms.filter(({ id, name }) => `${name} ${id}`.toLowerCase().includes(wanted))
  const isNew = mayBeNew && isCode.test(wanted) && !platforms.some(({ id }) => id === wanted)
  const found = isNew ? [...known, { id: wanted, name: wanted, beside: own.newPlatform }] : known
  // An address may name a platform that is not registered; it is shown as it came.
  const chosen = platforms.find(({ id }) => id === code) ?? { id: code, name: code }
  const told = (count = 0) =>
    count === 0 ? own.noPlatform : own.foundPlatforms(format.count(count))
  return (
    <Field label={label ?? own.platform} hint={hint} error={error} required={required}>
      {attributes => (
        <Combobox
          {...{ attributes, search, found, told }}
          placeholder={own.choosePlatform}
          chosen={code === '' ? null : chosen}
          choose={choice => choose(choice?.id ?? '')}
        />
      )}
    </Field>
  )
}
