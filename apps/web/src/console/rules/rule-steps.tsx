/** The steps of a version's life that are a person's: a trial, activation by another than its author, retirement. */
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { RulePage } from '#contract'
import { call, queryClient } from '../../app/api.ts'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Field } from '../../design/field.tsx'
import { ErrorState } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { lastDays } from './period.ts'
import { ruleWords } from './words.ts'

const read = (page: RulePage) => {
  queryClient.setQueryData(['readRule', { params: { code: page.code } }], page)
  void queryClient.invalidateQueries({ queryKey: ['listRules'] })
}

export function RuleSteps({ page }: { page: RulePage }) {
  const own = useSpeech().say(ruleWords).steps
  const [open, setOpen] = useState<'activate' | 'retire' | null>(null)
  const newest = page.versions[0]!
  const params = { code: page.code, version: newest.version }
  const trial = useMutation({
    mutationFn: () => call('tryRule', { params, body: { on: !newest.onTrial } }),
    onSuccess: read,
  })
  const may = (step: string) => page.steps.includes(step)
  const waits = !may('retireRule') && newest.state !== 'retired' && page.steps.length > 0
  return (
    <div className="stack tight">
      <div className="row">
        {may('activateRule') && (
          <Button weight="primary" onClick={() => setOpen('activate')}>
            {own.activate}
          </Button>
        )}
        {may('tryRule') && (
          <Button disabled={trial.isPending} onClick={() => trial.mutate()}>
            {newest.onTrial ? own.trialOff : own.trialOn}
          </Button>
        )}
        {may('retireRule') && <Button onClick={() => setOpen('retire')}>{own.retire}</Button>}
      </div>
      {waits && <p className="small soft">{own.secondPerson}</p>}
      {trial.error && <ErrorState error={trial.error} />}
      <Dialog
        title={open === 'retire' ? own.retire : own.activate}
        open={open !== null}
        close={() => setOpen(null)}
      >
        {open && <StepForm step={open} params={params} done={() => setOpen(null)} />}
      </Dialog>
    </div>
  )
}

function StepForm({
  step,
  params,
  done,
}: {
  step: 'activate' | 'retire'
  params: { code: string; version: number }
  done: () => void
}) {
  const own = useSpeech().say(ruleWords).steps
  const today = lastDays(1).from
  const [from, setFrom] = useState(today)
  const [text, setText] = useState('')
  const send = useMutation({
    mutationFn: () =>
      step === 'activate'
        ? call('activateRule', { params, body: { from, basis: text } })
        : call('retireRule', { params, body: { reason: text } }),
    onSuccess: page => {
      read(page)
      done()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send.mutate()
  }
  return (
    <form className="stack" onSubmit={submit}>
      <p className="soft">{step === 'activate' ? own.activateLead : own.retireLead}</p>
      {step === 'activate' && (
        <Field label={own.from} required>
          {attributes => (
            <input
              {...attributes}
              type="date"
              min={today}
              value={from}
              onChange={event => setFrom(event.target.value)}
            />
          )}
        </Field>
      )}
      <Field label={step === 'activate' ? own.basis : own.reason} required>
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
      <Button type="submit" weight="primary" disabled={send.isPending}>
        {own.confirm}
      </Button>
    </form>
  )
}
