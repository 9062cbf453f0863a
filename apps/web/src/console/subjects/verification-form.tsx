/** Records who verified the subject, how and with which evidence. The evidence stays with the verifier: only its digest is kept. */
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type VerificationGiven, verificationMethods } from '#contract'
import { call, queryClient } from '../../app/api.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { ErrorState } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { sha256, toHex } from '../../verify/bytes.ts'
import { useMe } from '../me.ts'
import { subjectWords } from './words.ts'

export function VerificationForm({ id, done }: { id: string; done: () => void }) {
  const { say } = useSpeech()
  const own = say(subjectWords)
  const t = own.verify
  const me = useMe()
  const [digest, setDigest] = useState('')
  const verify = useMutation({
    mutationFn: (body: VerificationGiven) => call('verifySubject', { params: { id }, body }),
    onSuccess: () => queryClient.invalidateQueries().then(done),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const method = verificationMethods.find(each => each === form.get('method'))
    const validUntil = String(form.get('validUntil') ?? '')
    if (!method) return
    verify.mutate({
      method,
      verifier: String(form.get('verifier')).trim(),
      result: form.get('result') === 'failed' ? 'failed' : 'passed',
      verifiedAt: new Date().toISOString(),
      ...(validUntil === '' ? {} : { validUntil }),
      evidenceSha256: digest,
    })
  }
  return (
    <form className="form" onSubmit={submit}>
      <Field label={t.method} required>
        {attributes => (
          <select {...attributes} name="method">
            {verificationMethods.map(method => (
              <option key={method} value={method}>
                {own.methods[method]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t.verifier} required>
        {attributes => (
          <input
            {...attributes}
            name="verifier"
            maxLength={200}
            defaultValue={me.organisation?.name}
          />
        )}
      </Field>
      <Field label={t.result} required>
        {attributes => (
          <select {...attributes} name="result">
            <option value="passed">{t.passed}</option>
            <option value="failed">{t.failed}</option>
          </select>
        )}
      </Field>
      <Field label={t.until}>
        {attributes => <input {...attributes} name="validUntil" type="date" />}
      </Field>
      <Field label={t.file}>
        {attributes => (
          <input
            {...attributes}
            type="file"
            onChange={event => void digestOf(event.target.files?.[0]).then(setDigest)}
          />
        )}
      </Field>
      <Field label={t.evidence} hint={t.evidenceHint} required>
        {attributes => (
          <input
            {...attributes}
            className="code"
            pattern="[0-9a-f]{64}"
            value={digest}
            onChange={event => setDigest(event.target.value)}
          />
        )}
      </Field>
      {verify.error && <ErrorState error={verify.error} />}
      <Button type="submit" weight="primary" disabled={verify.isPending}>
        {t.save}
      </Button>
    </form>
  )
}

const digestOf = async (file: File | undefined): Promise<string> =>
  file ? toHex(await sha256(new Uint8Array(await file.arrayBuffer()))) : ''
