/** From which day to which, days in China; on the read log also about whom. */
import { useNavigate } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { logWords } from './words.ts'

export type Span = { from?: string; until?: string; about?: string }

/** The span as the operations take it: half-open, in UTC. */
export const spanOf = ({ from, until }: Span) => ({
  from: from && new Date(`${from}T00:00:00+08:00`).toISOString(),
  until: until && new Date(Date.parse(`${until}T00:00:00+08:00`) + 86_400_000).toISOString(),
})

export function SpanFilter({
  to,
  span,
  withAbout = false,
}: {
  to: '/console/reads' | '/console/audit' | '/console/entry-delays'
  span: Span
  withAbout?: boolean
}) {
  const { say } = useSpeech()
  const own = say(logWords)
  const navigate = useNavigate()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const given = (name: string) => String(form.get(name) ?? '').trim() || undefined
    const search = { from: given('from'), until: given('until'), about: given('about') }
    void navigate({ to, search })
  }
  return (
    <form className="filters" onSubmit={submit}>
      <Field label={own.from}>
        {attributes => <input {...attributes} type="date" name="from" defaultValue={span.from} />}
      </Field>
      <Field label={own.until}>
        {attributes => <input {...attributes} type="date" name="until" defaultValue={span.until} />}
      </Field>
      {withAbout && (
        <Field label={own.about} hint={own.aboutHint}>
          {attributes => (
            <input
              {...attributes}
              name="about"
              pattern="[0-9a-f\-]{36}"
              defaultValue={span.about}
            />
          )}
        </Field>
      )}
      <Button type="submit">{own.filter}</Button>
    </form>
  )
}
