/** Putting a model on trial, into production or out of use: a person's decision with a reason, kept with the model. */
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type ModelCardPage, type ModelMode, modelModes } from '#contract'
import { call, queryClient } from '../../app/api.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { ErrorState } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { modelWords } from './words.ts'

export function ModeForm({ card }: { card: ModelCardPage }) {
  const own = useSpeech().say(modelWords)
  const others = modelModes.filter(mode => mode !== card.mode)
  const [mode, setMode] = useState<ModelMode>(others[0]!)
  const [reason, setReason] = useState('')
  const set = useMutation({
    mutationFn: () => call('setModelMode', { params: { code: card.code }, body: { mode, reason } }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['listModels'] })
      void queryClient.invalidateQueries({ queryKey: ['modelVersions'] })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    set.mutate()
  }
  return (
    <section className="stack" aria-labelledby="mode">
      <h2 id="mode">{own.setMode}</h2>
      <form className="form" onSubmit={submit}>
        <Field label={own.mode} required>
          {attributes => (
            <select
              {...attributes}
              value={mode}
              onChange={event =>
                setMode(others.find(other => other === event.target.value) ?? mode)
              }
            >
              {others.map(other => (
                <option key={other} value={other}>
                  {own.modes[other]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={own.reason} required>
          {attributes => (
            <textarea
              {...attributes}
              rows={2}
              maxLength={2000}
              value={reason}
              onChange={event => setReason(event.target.value)}
            />
          )}
        </Field>
        {set.error && <ErrorState error={set.error} />}
        <Button type="submit" disabled={set.isPending}>
          {own.confirm}
        </Button>
      </form>
    </section>
  )
}
