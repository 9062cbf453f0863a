/** Corrects one refused line and sends it again through the same intake as everyone's. */
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { RowFault, SubjectRowResult, TradeAnswer } from '#contract'
import { call, queryClient } from '../../app/api.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { Notice } from '../../design/notice.tsx'
import { ErrorState } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { mayCall, useMe } from '../me.ts'
import { Faults } from './faults.tsx'
import { quarantineWords } from './words.ts'

type Kind = 'events' | 'subjects'
type Outcome = { readonly taken: 'accepted' | 'known' } | { readonly faults: readonly RowFault[] }

const operations = { events: 'postTradeEvents', subjects: 'registerSubjects' } as const
const lists = { events: 'listRefusedEvents', subjects: 'listRefusedSubjects' } as const

export function CorrectionForm({
  kind,
  line,
  faults,
}: {
  kind: Kind
  line: string
  faults: readonly RowFault[]
}) {
  const { say } = useSpeech()
  const own = say(quarantineWords)
  const me = useMe()
  const [text, setText] = useState(() => indented(line))
  const send = useMutation({
    mutationFn: (corrected: string) => sent(kind, corrected),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [lists[kind]] }),
  })
  const corrected = oneLine(text)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (corrected !== null) send.mutate(corrected)
  }
  const outcome = send.data
  if (outcome && 'taken' in outcome) return <Notice tone="good">{own[outcome.taken]}</Notice>
  return (
    <form className="stack" onSubmit={submit}>
      <Faults faults={outcome?.faults ?? faults} />
      <Field label={own.line} hint={own.lineHint} error={corrected === null ? own.notJson : null}>
        {attributes => (
          <textarea
            {...attributes}
            rows={Math.min(18, text.split('\n').length + 1)}
            className="code"
            spellCheck={false}
            value={text}
            onChange={event => setText(event.target.value)}
          />
        )}
      </Field>
      {send.error && <ErrorState error={send.error} />}
      {mayCall(me, operations[kind]) && (
        <Button type="submit" weight="primary" disabled={send.isPending || corrected === null}>
          {own.send}
        </Button>
      )}
    </form>
  )
}

/** Intake answers one line per refused row and one per committed range. */
async function sent(kind: Kind, line: string): Promise<Outcome> {
  // The client sends NDJSON as it is given; its type names one row.
  if (kind === 'events') {
    const lines = (await call('postTradeEvents', {
      body: line as never,
    })) as unknown as TradeAnswer[]
    const refused = lines.find(answer => answer.status === 'refused')
    if (refused) return { faults: refused.errors }
    const committed = lines.find(answer => answer.status === 'committed')
    return { taken: committed && committed.accepted > 0 ? 'accepted' : 'known' }
  }
  const [row] = (await call('registerSubjects', {
    body: line as never,
  })) as unknown as SubjectRowResult[]
  if (!row || row.status === 'refused') return { faults: row?.errors ?? [] }
  return { taken: row.status === 'known' ? 'known' : 'accepted' }
}

/** Easier to read by one field a line; a line that is no JSON stays as it came. */
function indented(line: string): string {
  try {
    return JSON.stringify(JSON.parse(line), null, 2)
  } catch {
    return line
  }
}

function oneLine(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : null
  } catch {
    return null
  }
}
