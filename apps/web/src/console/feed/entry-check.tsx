/** Whether someone may join: what stands against a code today, with its basis and last day (requirement 6.5). */
import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { type Answer, call } from '../../app/api.ts'
import type { Tone } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { Cited } from '../../design/cited.tsx'
import { Field } from '../../design/field.tsx'
import { Notice } from '../../design/notice.tsx'
import { ErrorState } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { feedWords } from './words.ts'

type Verdict = Answer<'checkOnboarding'>

const purpose = '入驻核查'
const toneOf: Record<Verdict['verdict'], Tone> = {
  restricted: 'bad',
  reference: 'warn',
  clear: 'good',
  'unknown-subject': 'plain',
}

export function EntryCheck() {
  const { say } = useSpeech()
  const own = say(feedWords).check
  const check = useMutation({
    mutationFn: (code: string) => call('checkOnboarding', { body: { code }, purpose }),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const code = String(new FormData(event.currentTarget).get('code') ?? '').trim()
    if (code !== '') check.mutate(code)
  }
  return (
    <section className="stack">
      <h2>{own.title}</h2>
      <p className="soft">{own.lead}</p>
      <form className="form" onSubmit={submit}>
        <Field label={own.code} required>
          {attributes => <input {...attributes} name="code" maxLength={64} autoComplete="off" />}
        </Field>
        <div>
          <Button type="submit" disabled={check.isPending}>
            {own.submit}
          </Button>
        </div>
      </form>
      <div role="status">{check.data && <Answered answer={check.data} />}</div>
      {check.error && <ErrorState error={check.error} />}
    </section>
  )
}

function Answered({ answer: { verdict, subject, restrictions, asOf } }: { answer: Verdict }) {
  const { say, format } = useSpeech()
  const own = say(feedWords)
  const title = subject
    ? format.pair(subject.name, own.check.verdicts[verdict])
    : own.check.verdicts[verdict]
  return (
    <Notice tone={toneOf[verdict]} title={title}>
      {restrictions.length > 0 && (
        <ul>
          {restrictions.map(({ measure, labelZh, labelEn, basis, until, ...names }) => (
            <li key={`${measure} ${basis}`}>
              {say(names)}（{say({ zh: labelZh, en: labelEn })}），
              {until ? own.until(format.day(until)) : own.noEnd}
              <span className="soft small block">
                {own.check.basis}：<Cited>{basis}</Cited>
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="soft small">{own.check.asOf(format.instant(asOf))}</p>
    </Notice>
  )
}
