/** Changing one's password. The rule is the server's; the form only checks that both new entries agree. */
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '../../app/api.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { ErrorState } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { consoleWords } from '../words.ts'

const empty = { current: '', next: '', again: '' }

export function PasswordForm({ saved }: { saved: () => void }) {
  const { say } = useSpeech()
  const own = say(consoleWords).password
  const [entered, setEntered] = useState(empty)
  const { current, next, again } = entered
  const different = again !== '' && next !== again
  const change = useMutation({
    mutationFn: () => call('changePassword', { body: { current, next } }),
    onSuccess: () => {
      setEntered(empty)
      saved()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (next === again) change.mutate()
  }
  const fields = [
    ['current', own.current, undefined, 'current-password', null],
    ['next', own.next, own.nextHint, 'new-password', null],
    ['again', own.again, undefined, 'new-password', different ? own.different : null],
  ] as const
  return (
    <form className="form" onSubmit={submit}>
      {fields.map(([name, label, hint, autoComplete, error]) => (
        <Field key={name} label={label} hint={hint} error={error}>
          {attributes => (
            <input
              {...attributes}
              required
              type="password"
              autoComplete={autoComplete}
              value={entered[name]}
              onChange={event => setEntered({ ...entered, [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
      {change.error && <ErrorState error={change.error} />}
      <Button type="submit" weight="primary" disabled={change.isPending}>
        {own.submit}
      </Button>
    </form>
  )
}
