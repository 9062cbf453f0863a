/** One subject as a field of a form, found while it is typed; a page of its own step takes the picker instead. */
import { useState } from 'react'
import { useSettled } from '../../app/use-settled.ts'
import { type Choice, Combobox } from '../../design/combobox.tsx'
import { Field } from '../../design/field.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { pickerWords, useFound } from './subject-picker.tsx'

/** More than these nobody reads through; another letter finds it sooner. */
const shown = 20

export function SubjectField({
  label,
  required = false,
  chosen,
  choose,
}: {
  label: string
  required?: boolean
  chosen: Choice | null
  choose: (subject: Choice | null) => void
}) {
  const { say, format } = useSpeech()
  const own = say(pickerWords)
  const [typed, search] = useState('')
  const q = useSettled(typed.trim())
  const read = useFound(q)
  const isSettled = q === typed.trim()
  const found = q === '' ? [] : read.data?.items.slice(0, shown)
  const told = (count: number | undefined) => {
    if (typed.trim() === '') return own.hint
    if (count === undefined) return own.searching
    return count === 0 ? own.none : own.found(format.count(count))
  }
  return (
    <Field label={label} hint={own.hint} required={required}>
      {attributes => (
        <Combobox
          {...{ attributes, search, told, chosen, choose }}
          found={
            isSettled
              ? found?.map(({ id, name, areaZh, areaEn }) => ({
                  id,
                  name,
                  beside: say({ zh: areaZh, en: areaEn }),
                }))
              : undefined
          }
        />
      )}
    </Field>
  )
}
