/** What may be done with an alert now: one button per step the server allows, each with the form it needs. */
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { AlertPage } from '#contract'
import { call, type Input, keyOf, queryClient } from '../../app/api.ts'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { ErrorState } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { detailWords } from './detail-words.ts'
import {
  AssignForm,
  CloseForm,
  HandOverForm,
  MergeForm,
  ReasonForm,
  SnoozeForm,
} from './verb-forms.tsx'

export type AlertVerb =
  | 'acknowledgeAlert'
  | 'assignAlert'
  | 'escalateAlert'
  | 'mergeAlerts'
  | 'snoozeAlert'
  | 'closeAlert'
  | 'handOverAlert'

/** In the order of the procedure. */
const verbs: readonly AlertVerb[] = [
  'acknowledgeAlert',
  'assignAlert',
  'handOverAlert',
  'closeAlert',
  'mergeAlerts',
  'snoozeAlert',
  'escalateAlert',
]

/** The way an alert usually goes; the others put it off, up or beside. */
const leadsOn: ReadonlySet<AlertVerb> = new Set([
  'acknowledgeAlert',
  'assignAlert',
  'handOverAlert',
  'closeAlert',
])

export type Body = Record<string, unknown>

export function AlertVerbs({ alert, input }: { alert: AlertPage; input: Input<'readAlert'> }) {
  const { say } = useSpeech()
  const own = say(detailWords)
  const [open, setOpen] = useState<AlertVerb | null>(null)
  const step = useMutation({
    mutationFn: ({ verb, body }: { verb: AlertVerb; body: Body }) =>
      // Each verb's form makes the body of its own operation; the server checks it against the schema.
      call(verb, { params: { id: alert.id }, body } as Input<AlertVerb>),
    onSuccess: after => {
      setOpen(null)
      queryClient.setQueryData(keyOf('readAlert', input), after)
      void queryClient.invalidateQueries({ queryKey: ['listAlerts'] })
    },
  })
  const offered = verbs.filter(verb => alert.steps.includes(verb))
  if (offered.length === 0) return <p className="soft">{own.noSteps}</p>
  const begin = (verb: AlertVerb) => {
    step.reset()
    if (verb === 'acknowledgeAlert') step.mutate({ verb, body: {} })
    else setOpen(verb)
  }
  return (
    <section aria-label={own.steps}>
      <div className="alert-verbs">
        {offered.map((verb, i) => (
          <Button
            key={verb}
            weight={i === 0 && leadsOn.has(verb) ? 'primary' : 'plain'}
            disabled={step.isPending}
            onClick={() => begin(verb)}
          >
            {own.verbs[verb]}
          </Button>
        ))}
      </div>
      {step.error && open === null && <ErrorState error={step.error} />}
      <Dialog title={open ? own.verbs[open] : ''} open={open !== null} close={() => setOpen(null)}>
        {open && (
          <div className="stack">
            <VerbForm verb={open} alert={alert} send={body => step.mutate({ verb: open, body })} />
            {step.error && <ErrorState error={step.error} />}
          </div>
        )}
      </Dialog>
    </section>
  )
}

function VerbForm({
  verb,
  alert,
  send,
}: {
  verb: AlertVerb
  alert: AlertPage
  send: (body: Body) => void
}) {
  switch (verb) {
    case 'assignAlert':
      return <AssignForm send={send} />
    case 'mergeAlerts':
      return <MergeForm alert={alert} send={send} />
    case 'snoozeAlert':
      return <SnoozeForm send={send} />
    case 'closeAlert':
      return <CloseForm send={send} />
    case 'handOverAlert':
      return <HandOverForm alert={alert} send={send} />
    case 'escalateAlert':
    case 'acknowledgeAlert':
      return <ReasonForm send={send} />
  }
}
