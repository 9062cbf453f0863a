/** The second factor: six digits from an authenticator app (RFC 6238), or a recovery code instead. */
import { useEffect, useRef } from 'react'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { consoleWords } from '../words.ts'

export type Second = { readonly totp: string } | { readonly recoveryCode: string }

export function SecondFactor({
  value,
  change,
}: {
  value: Second
  change: (value: Second) => void
}) {
  const { say } = useSpeech()
  const own = say(consoleWords).signIn
  const input = useRef<HTMLInputElement>(null)
  const byCode = 'totp' in value
  useEffect(() => input.current?.focus(), [])
  return (
    <>
      <Field
        label={byCode ? own.totp : own.recovery}
        hint={byCode ? own.totpHint : own.recoveryHint}
      >
        {attributes => (
          <input
            {...attributes}
            {...(byCode ? { inputMode: 'numeric', pattern: '\\d{6}', maxLength: 6 } : {})}
            ref={input}
            required
            autoComplete="one-time-code"
            value={byCode ? value.totp : value.recoveryCode}
            onChange={({ target }) =>
              change(byCode ? { totp: target.value } : { recoveryCode: target.value })
            }
          />
        )}
      </Field>
      <Button weight="quiet" onClick={() => change(byCode ? { recoveryCode: '' } : { totp: '' })}>
        {byCode ? own.useRecovery : own.useTotp}
      </Button>
    </>
  )
}
