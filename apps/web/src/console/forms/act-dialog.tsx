/**
 * One act of a procedure, from the form to its being done: written, checked where it has legal effect, sent once. A
 * refusal stands at its field and loses nothing of what was written.
 */
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { type CaseDocument, ProblemError } from '#contract'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Notice } from '../../design/notice.tsx'
import { ErrorState } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { useDraft } from './draft.ts'
import { bodyOf, type Faults, type Form, type FormValues, faultsOf, missingFields } from './form.ts'
import { FormFields } from './form-fields.tsx'
import { Letter } from './letter.tsx'
import { Summary } from './summary.tsx'
import { formWords } from './words.ts'
import './forms.css'

export type Act = {
  /** Under which the draft is kept: the matter and the act. */
  readonly key: string
  readonly title: string
  readonly form: Form
  readonly initial?: FormValues
  /** What the reader should see beside the form: the statement that is answered, the record that is corrected. */
  readonly beside?: ReactNode
  /** The letter as it would be issued, refused as the act would be. */
  preview?(body: Record<string, unknown>): Promise<CaseDocument>
  /** `key` makes a repeated call the same call. */
  send(body: Record<string, unknown>, key: string): Promise<unknown>
}

export function ActDialog({
  act,
  close,
  done,
}: {
  act: Act | null
  close: () => void
  done: (act: Act) => void
}) {
  return (
    <Dialog title={act?.title ?? ''} open={act !== null} close={close}>
      {act && <ActForm key={act.key} act={act} close={close} done={() => done(act)} />}
    </Dialog>
  )
}

function ActForm({ act, close, done }: { act: Act; close: () => void; done: () => void }) {
  const { say } = useSpeech()
  const own = say(formWords)
  const { form } = act
  const { values, change, drop } = useDraft(act.key, act.initial ?? {})
  const [missing, setMissing] = useState<readonly string[]>([])
  const [checking, setChecking] = useState(false)
  const callKey = useRef(crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`)
  const fail = () => setChecking(false)
  const preview = useMutation({
    mutationFn: async () => (act.preview ? act.preview(bodyOf(form, values)) : null),
    onSuccess: () => setChecking(true),
    onError: fail,
  })
  const send = useMutation({
    mutationFn: () => act.send(bodyOf(form, values), callKey.current),
    onSuccess: () => {
      drop()
      done()
    },
    onError: error => {
      // A refused body is answered; the corrected one is another call. A lost answer must be asked for again as it was.
      if (error instanceof ProblemError) callKey.current = crypto.randomUUID()
      fail()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const empty = missingFields(form, values)
    setMissing(empty)
    if (empty.length > 0) return
    if (form.effect) preview.mutate()
    else send.mutate()
  }
  const top = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (checking) top.current?.closest('dialog')?.scrollTo({ top: 0 })
  }, [checking])
  const error = send.error ?? preview.error
  const busy = send.isPending || preview.isPending
  const refused = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (error && !checking) refused.current?.scrollIntoView({ block: 'nearest' })
  }, [error, checking])
  if (checking)
    return (
      <div className="stack" ref={top}>
        <Notice tone="warn">{say(form.effect!)}</Notice>
        <p className="soft">{own.checkLead}</p>
        {preview.data ? (
          <section aria-label={own.preview} className="letter-preview">
            <p className="soft small">{own.preview}</p>
            <Letter document={preview.data} />
          </section>
        ) : (
          <Summary form={form} values={values} />
        )}
        <div className="row">
          <Button weight="primary" disabled={busy} onClick={() => send.mutate()}>
            {busy ? own.sending : own.confirm}
          </Button>
          <Button onClick={() => setChecking(false)}>{own.back}</Button>
        </div>
      </div>
    )
  return (
    <form className="stack" noValidate onSubmit={submit}>
      {act.beside}
      <FormFields
        {...{ form, values, change }}
        faults={shownFaults(form, missing, values, error)}
      />
      {error && (
        <div ref={refused} className="stack tight">
          <ErrorState error={error} />
          <p className="soft">{own.kept}</p>
        </div>
      )}
      <div className="row">
        <Button type="submit" weight="primary" disabled={busy}>
          {busy ? own.sending : form.effect ? own.check : own.submit}
        </Button>
        <Button onClick={close}>{own.cancel}</Button>
      </div>
    </form>
  )
}

function shownFaults(
  form: Form,
  missing: readonly string[],
  values: FormValues,
  error: unknown,
): Faults {
  const empty = new Set(missingFields(form, values))
  const absent = missing
    .filter(name => empty.has(name))
    .map(name => [name, { zh: formWords.zh.missing, en: formWords.en.missing }] as const)
  const refused = error instanceof ProblemError ? faultsOf(error.problem, form) : {}
  return { ...refused, ...Object.fromEntries(absent) }
}
