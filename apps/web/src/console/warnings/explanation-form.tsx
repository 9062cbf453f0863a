/** A merchant's explanation. Files are digested in the browser and never leave it. */
import { useMutation } from '@tanstack/react-query'
import { type ChangeEvent, type FormEvent, useState } from 'react'
import type { Evidence, MerchantWarning } from '#contract'
import { call, queryClient } from '../../app/api.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { Notice } from '../../design/notice.tsx'
import { ErrorState } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Attachments } from '../alerts/attachments.tsx'
import { warningWords } from './words.ts'

const mostFiles = 20

export function ExplanationForm({ warning }: { warning: MerchantWarning }) {
  const { say, format } = useSpeech()
  const own = say(warningWords)
  const [text, setText] = useState('')
  const [attachments, setAttachments] = useState<readonly Evidence[]>([])
  const [tooMany, setTooMany] = useState(false)
  const explain = useMutation({
    mutationFn: () =>
      call('explainWarning', {
        params: { id: warning.alertId },
        body: { text, attachments: [...attachments] },
      }),
    onSuccess: () => {
      setText('')
      setAttachments([])
      return queryClient.invalidateQueries({ queryKey: ['listWarnings'] })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    explain.mutate()
  }
  const digest = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const files = [...(target.files ?? [])]
    setTooMany(files.length > mostFiles)
    setAttachments(await Promise.all(files.slice(0, mostFiles).map(evidenceOf)))
  }
  return (
    <form className="form" onSubmit={submit}>
      <h3>{warning.explanations.length > 0 ? own.again : own.explain}</h3>
      <p className="small soft">{own.explainBy(format.instant(warning.explainBy))}</p>
      <Field label={own.text} hint={own.textHint} required>
        {attributes => (
          <textarea
            {...attributes}
            rows={4}
            maxLength={2000}
            value={text}
            onChange={event => setText(event.target.value)}
          />
        )}
      </Field>
      <Field label={own.files} hint={own.filesHint} error={tooMany ? own.tooMany(mostFiles) : null}>
        {attributes => (
          <input {...attributes} type="file" multiple onChange={event => void digest(event)} />
        )}
      </Field>
      <Attachments files={attachments} />
      {explain.error && <ErrorState error={explain.error} />}
      {explain.isSuccess && (
        <div role="status">
          <Notice tone="good">{own.submitted}</Notice>
        </div>
      )}
      <Button type="submit" weight="primary" disabled={explain.isPending}>
        {own.submit}
      </Button>
    </form>
  )
}

async function evidenceOf(file: File): Promise<Evidence> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))
  const sha256 = Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('')
  return { code: 'explanation', title: file.name.slice(0, 200), sha256 }
}
