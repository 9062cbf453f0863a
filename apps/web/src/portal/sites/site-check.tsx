/** Checks one web address, and takes a report about it from whoever was nearly caught. */
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type Answer, call } from '../../app/api.ts'
import type { Tone } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { Details } from '../../design/details.tsx'
import { Field } from '../../design/field.tsx'
import { Notice } from '../../design/notice.tsx'
import { ErrorState } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { siteWords } from './words.ts'
import '../../design/field.css'

type Verdict = Answer<'checkSite'>

const toneOf: Record<Verdict['verdict'], Tone> = {
  registered: 'good',
  'look-alike': 'bad',
  unrelated: 'plain',
  unreadable: 'warn',
}

export function SiteCheck() {
  const { say } = useSpeech()
  const own = say(siteWords)
  const [checked, setChecked] = useState('')
  const check = useMutation({
    mutationFn: (address: string) => call('checkSite', { body: { address } }),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const address = String(new FormData(event.currentTarget).get('address') ?? '').trim()
    if (address === '') return
    setChecked(address)
    check.mutate(address)
  }
  return (
    <section className="stack">
      <form className="card stack" onSubmit={submit}>
        <Field label={own.address} hint={own.addressHint} required>
          {attributes => (
            <input
              {...attributes}
              name="address"
              maxLength={500}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          )}
        </Field>
        <div>
          <Button type="submit" weight="primary" disabled={check.isPending}>
            {own.check}
          </Button>
        </div>
      </form>
      <div role="status" className="stack">
        {check.data && <Answered verdict={check.data} />}
      </div>
      {check.error && <ErrorState error={check.error} />}
      {check.data && mayBeFake(check.data) && <ReportForm key={checked} address={checked} />}
    </section>
  )
}

/** A registered site is not reported here; a known fake need not be. */
const mayBeFake = ({ verdict, warned }: Verdict): boolean =>
  !warned && (verdict === 'look-alike' || verdict === 'unrelated')

function Answered({
  verdict: { verdict, warned, domain, imitates, zh, en },
}: {
  verdict: Verdict
}) {
  const { say } = useSpeech()
  const own = say(siteWords)
  return (
    <Notice tone={warned ? 'bad' : toneOf[verdict]} title={own.verdicts[verdict]}>
      {warned && <p>{own.warned}</p>}
      <p>{say({ zh, en })}</p>
      <Details
        compact
        items={[
          domain ? { term: own.domain, value: <code>{domain}</code> } : null,
          imitates ? { term: own.imitates, value: <code>{imitates}</code> } : null,
        ]}
      />
    </Notice>
  )
}

function ReportForm({ address }: { address: string }) {
  const { say } = useSpeech()
  const own = say(siteWords)
  const [text, setText] = useState('')
  const send = useMutation({
    mutationFn: () => call('reportSite', { body: { address, text: text.trim() } }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') send.mutate()
  }
  if (send.data)
    return (
      <div role="status">
        <Notice tone="good">{own.reported}</Notice>
      </div>
    )
  return (
    <form className="card stack" onSubmit={submit}>
      <h2>{own.report}</h2>
      <Field label={own.reportText} hint={own.reportHint} required>
        {attributes => (
          <textarea
            {...attributes}
            rows={3}
            maxLength={2000}
            value={text}
            onChange={event => setText(event.target.value)}
          />
        )}
      </Field>
      {send.error && <ErrorState error={send.error} />}
      <div>
        <Button type="submit" disabled={send.isPending}>
          {own.reportSend}
        </Button>
      </div>
    </form>
  )
}
