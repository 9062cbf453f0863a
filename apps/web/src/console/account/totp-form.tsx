/** Turning one-time codes on (password → secret → confirmation → recovery codes, shown once) and off. */
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call, keyOf, queryClient } from '../../app/api.ts'
import { Button } from '../../design/button.tsx'
import { CopyButton } from '../../design/copy-button.tsx'
import { Details } from '../../design/details.tsx'
import { Field } from '../../design/field.tsx'
import { Notice } from '../../design/notice.tsx'
import { ErrorState } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { consoleWords } from '../words.ts'

const readMeAgain = () => queryClient.invalidateQueries({ queryKey: keyOf('me') })

export function TotpForm({ enrolled }: { enrolled: boolean }) {
  const { say } = useSpeech()
  const own = say(consoleWords).account
  const [secret, setSecret] = useState<{ secret: string; uri: string } | null>(null)
  const [recoveryCodes, setRecoveryCodes] = useState<readonly string[]>([])
  const begin = useMutation({
    mutationFn: (password: string) => call('enrolTotp', { body: { password } }),
    onSuccess: setSecret,
  })
  const confirm = useMutation({
    mutationFn: (totp: string) => call('confirmTotp', { body: { totp } }),
    onSuccess: answer => {
      setSecret(null)
      setRecoveryCodes(answer.recoveryCodes)
      return readMeAgain()
    },
  })
  const disable = useMutation({
    mutationFn: (password: string) => call('disableTotp', { body: { password } }),
    onSuccess: readMeAgain,
  })
  const error = begin.error ?? confirm.error ?? disable.error
  return (
    <section className="stack">
      <h2>{enrolled ? own.disable : own.enrol}</h2>
      {recoveryCodes.length > 0 && <RecoveryCodes codes={recoveryCodes} />}
      {!enrolled && <p className="soft">{own.enrolLead}</p>}
      {enrolled && <OneFieldForm secretly submit={disable.mutate} action={own.disable} />}
      {!enrolled && !secret && <OneFieldForm secretly submit={begin.mutate} action={own.begin} />}
      {secret && (
        <>
          <Details
            compact
            items={[
              {
                term: own.secret,
                value: (
                  <>
                    <code>{secret.secret}</code> <CopyButton text={secret.secret} />
                    <a href={secret.uri}>{own.open}</a>
                  </>
                ),
              },
            ]}
          />
          <OneFieldForm submit={confirm.mutate} action={own.confirm} />
        </>
      )}
      {error && <ErrorState error={error} />}
    </section>
  )
}

function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const { say } = useSpeech()
  const own = say(consoleWords).account
  return (
    <Notice tone="warn" title={own.recoveryTitle}>
      <p>{own.recoveryLead}</p>
      <pre>{codes.join('\n')}</pre>
      <CopyButton text={codes.join('\n')} />
    </Notice>
  )
}

/** Asks for the password (`secretly`) or for six digits. */
function OneFieldForm({
  secretly = false,
  submit,
  action,
}: {
  secretly?: boolean
  submit: (text: string) => void
  action: string
}) {
  const { say } = useSpeech()
  const own = say(consoleWords).signIn
  const [text, setText] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    submit(text)
    setText('')
  }
  return (
    <form className="form" onSubmit={send}>
      <Field label={secretly ? own.password : own.totp} hint={secretly ? undefined : own.totpHint}>
        {attributes => (
          <input
            {...attributes}
            {...(secretly ? { type: 'password' } : { inputMode: 'numeric', pattern: '\\d{6}' })}
            required
            autoComplete={secretly ? 'current-password' : 'one-time-code'}
            value={text}
            onChange={event => setText(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" weight="primary">
        {action}
      </Button>
    </form>
  )
}
