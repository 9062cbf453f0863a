/** "Why not?" of one rule for any shop or buyer: the nearest miss, each condition with the value it met. */
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { RuleWhyNot } from '#contract'
import { call } from '../../app/api.ts'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { PlatformField } from '../organisations/platform-field.tsx'
import { usePurpose } from '../purpose.tsx'
import { Explained } from './explained.tsx'
import { instantOf, lastDays } from './period.ts'
import { ruleWords } from './words.ts'

const names = ['shop', 'account'] as const

export function WhyNotForm({
  code,
  version,
  kindOf,
}: {
  code: string
  version: number
  kindOf: (kind: string) => string
}) {
  const { say } = useSpeech()
  const { whyNot: own, test } = say(ruleWords)
  const purpose = usePurpose()
  const [subject, setSubject] = useState({ platform: '', shop: '', account: '' })
  const [period, setPeriod] = useState(() => lastDays(7))
  const ask = useMutation({
    mutationFn: () => {
      const given = Object.entries(subject).flatMap(([name, value]) =>
        value.trim() === '' ? [] : [[name, value.trim()] as const],
      )
      const span = { from: instantOf(period.from), until: instantOf(period.until) }
      const body = { version, ...Object.fromEntries(given), ...span }
      return call('whyNotRule', { params: { code }, body, purpose })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    ask.mutate()
  }
  return (
    <section className="stack" aria-labelledby="why-not">
      <h2 id="why-not">{own.title}</h2>
      <p className="soft">{own.lead}</p>
      <form className="rule-about" onSubmit={submit}>
        <PlatformField
          code={subject.platform}
          choose={platform => setSubject({ ...subject, platform })}
        />
        {names.map(name => (
          <Field key={name} label={own[name]}>
            {attributes => (
              <input
                {...attributes}
                maxLength={64}
                value={subject[name]}
                onChange={event => setSubject({ ...subject, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
        {(['from', 'until'] as const).map(end => (
          <Field key={end} label={test[end]} required>
            {attributes => (
              <input
                {...attributes}
                type="date"
                value={period[end]}
                onChange={event => setPeriod({ ...period, [end]: event.target.value })}
              />
            )}
          </Field>
        ))}
        <Button type="submit" weight="primary" disabled={ask.isPending}>
          {own.ask}
        </Button>
      </form>
      <div aria-live="polite" className="stack">
        {ask.isPending && <Skeleton />}
        {ask.error && <ErrorState error={ask.error} />}
        {ask.data && <Shown answer={ask.data} kindOf={kindOf} />}
      </div>
    </section>
  )
}

function Shown({ answer, kindOf }: { answer: RuleWhyNot; kindOf: (kind: string) => string }) {
  const { say, format } = useSpeech()
  const { whyNot: own } = say(ruleWords)
  return (
    <>
      <p>
        <Badge tone={answer.hits > 0 ? 'bad' : 'plain'}>
          {own.looked(format.count(answer.looked))}
        </Badge>{' '}
        {say(answer.sentence)}
      </p>
      {answer.nearest && <Explained example={answer.nearest} kindOf={kindOf} />}
    </>
  )
}
