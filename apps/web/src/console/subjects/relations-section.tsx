/** Who the subject was merged with, undoably, and whom it is related to by what they share. */
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { Merge } from '#contract'
import { call, queryClient, useRead } from '../../app/api.ts'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Field } from '../../design/field.tsx'
import { ErrorState } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Loaded } from '../loaded.tsx'
import { mayCall, useMe } from '../me.ts'
import { usePurpose } from '../purpose.tsx'
import { Section } from './section.tsx'
import { subjectWords } from './words.ts'

export function RelationsSection({ id }: { id: string }) {
  const me = useMe()
  const seesMerges = mayCall(me, 'listMerges')
  const seesLinks = mayCall(me, 'readRelations')
  if (!seesMerges && !seesLinks) return null
  return (
    <Section id="relations">
      {seesMerges && <Merges id={id} />}
      {seesLinks && <Links id={id} />}
    </Section>
  )
}

function Merges({ id }: { id: string }) {
  const { say } = useSpeech()
  const own = say(subjectWords)
  const me = useMe()
  const purpose = usePurpose()
  const read = useRead('listMerges', { params: { id }, purpose })
  const [merging, setMerging] = useState(false)
  const [undoing, setUndoing] = useState<Merge | null>(null)
  return (
    <div className="stack">
      <div className="row apart">
        <h3>{own.merges}</h3>
        {mayCall(me, 'mergeSubjects') && (
          <Button onClick={() => setMerging(true)}>{own.merge}</Button>
        )}
      </div>
      <Loaded read={read} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="soft">{own.mergesNone}</p>
          ) : (
            <ul className="plain-list stack tight">
              {items.map(merge => (
                <MergeLine key={merge.id} id={id} merge={merge} undo={() => setUndoing(merge)} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <Dialog title={own.merge} open={merging} close={() => setMerging(false)}>
        <MergeForm into={id} done={() => setMerging(false)} />
      </Dialog>
      <Dialog title={own.undo} open={undoing !== null} close={() => setUndoing(null)}>
        {undoing && <UndoForm merge={undoing} done={() => setUndoing(null)} />}
      </Dialog>
    </div>
  )
}

function MergeLine({ id, merge, undo }: { id: string; merge: Merge; undo: () => void }) {
  const { say, format } = useSpeech()
  const own = say(subjectWords)
  const me = useMe()
  const other = merge.into === id ? merge.from : merge.into
  const sentence = (name: string) =>
    merge.into === id ? own.mergeIn(name) : own.mergedIntoOther(name)
  return (
    <li className="row">
      <span>{format.dayOf(merge.mergedAt)}</span>
      <Link to="/console/subjects/$id" params={{ id: other }}>
        {sentence(other.slice(-12))}
      </Link>
      <span className="soft">{merge.reason}</span>
      {merge.undoneAt && <Badge>{own.undone(format.dayOf(merge.undoneAt))}</Badge>}
      {!merge.undoneAt && mayCall(me, 'splitSubjects') && (
        <Button onClick={undo}>{own.undo}</Button>
      )}
    </li>
  )
}

const readAllAgain = () => queryClient.invalidateQueries()
const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '').trim()

function MergeForm({ into, done }: { into: string; done: () => void }) {
  const { say } = useSpeech()
  const own = say(subjectWords)
  const merge = useMutation({
    mutationFn: (body: { from: string; reason: string }) =>
      call('mergeSubjects', { params: { id: into }, body }),
    onSuccess: () => readAllAgain().then(done),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    merge.mutate({ from: textOf(form, 'from'), reason: textOf(form, 'reason') })
  }
  return (
    <form className="form" onSubmit={submit}>
      <p className="soft">{own.mergeHint}</p>
      <Field label={own.mergeFrom} required>
        {attributes => (
          <input {...attributes} name="from" className="code" pattern="[0-9a-f\-]{36}" />
        )}
      </Field>
      <Field label={own.mergeReason} required>
        {attributes => <textarea {...attributes} name="reason" rows={3} maxLength={2000} />}
      </Field>
      {merge.error && <ErrorState error={merge.error} />}
      <Button type="submit" weight="primary" disabled={merge.isPending}>
        {own.merge}
      </Button>
    </form>
  )
}

function UndoForm({ merge, done }: { merge: Merge; done: () => void }) {
  const { say } = useSpeech()
  const own = say(subjectWords)
  const undo = useMutation({
    mutationFn: (reason: string) =>
      call('splitSubjects', { params: { id: merge.id }, body: { reason } }),
    onSuccess: () => readAllAgain().then(done),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    undo.mutate(textOf(new FormData(event.currentTarget), 'reason'))
  }
  return (
    <form className="form" onSubmit={submit}>
      <Field label={own.undoReason} required>
        {attributes => <textarea {...attributes} name="reason" rows={3} maxLength={2000} />}
      </Field>
      {undo.error && <ErrorState error={undo.error} />}
      <Button type="submit" weight="primary" disabled={undo.isPending}>
        {own.undo}
      </Button>
    </form>
  )
}

function Links({ id }: { id: string }) {
  const { say, format } = useSpeech()
  const own = say(subjectWords)
  const purpose = usePurpose()
  const read = useRead('readRelations', { params: { id }, query: { hops: 1 }, purpose })
  return (
    <div className="stack">
      <h3>{own.links}</h3>
      <Loaded read={read} lines={2}>
        {({ nodes, links }) => {
          const direct = links.filter(({ from, to }) => from === id || to === id)
          if (direct.length === 0) return <p className="soft">{own.linksNone}</p>
          return (
            <div className="stack tight">
              <p className="small soft">{own.linksText}</p>
              <ul className="stack tight">
                {direct.map(({ from, to, weight, reasons }) => {
                  const other = nodes.find(node => node.subjectId === (from === id ? to : from))
                  return (
                    <li key={`${from} ${to}`}>
                      {other?.visible ? (
                        <Link to="/console/subjects/$id" params={{ id: other.subjectId }}>
                          {other.name}
                        </Link>
                      ) : (
                        <span>{own.hidden}</span>
                      )}{' '}
                      <span className="small soft">{own.weight(format.percent(weight))}</span>
                      <br />
                      {format.clauses(reasons.map(reason => say(reason)))}
                    </li>
                  )
                })}
              </ul>
            </div>
          )
        }}
      </Loaded>
    </div>
  )
}
