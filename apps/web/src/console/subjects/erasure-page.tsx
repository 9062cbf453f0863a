/**
 * Erasing a natural person's personal fields: what goes and what stays by law, the ground and the reason, the name typed
 * once more, and then what was done. It cannot be undone, so nothing of it happens on another page by the way.
 */
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { type ErasureGround, erasureGroundNames, erasureGrounds, type Subject } from '#contract'
import { call, queryClient, useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { Notice } from '../../design/notice.tsx'
import { ErrorState } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { formWords } from '../forms/words.ts'
import { Loaded } from '../loaded.tsx'
import { mayCall, useMe } from '../me.ts'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import { erasureWords } from './erasure-words.ts'
import { subjectWords } from './words.ts'

const route = getRouteApi('/console/subjects/$id/erasure')

export function ErasurePage() {
  const { say } = useSpeech()
  const own = say(erasureWords)
  const { id } = route.useParams()
  return (
    <div className="stack loose">
      <PageHead
        title={own.title}
        lead={own.lead}
        crumbs={[{ label: say(subjectWords).title, to: '/console/subjects' }]}
      />
      <PurposeGate>
        <Erasure id={id} />
      </PurposeGate>
    </div>
  )
}

function Erasure({ id }: { id: string }) {
  const purpose = usePurpose()
  const read = useRead('readSubject', { params: { id }, purpose })
  const [erasedAt, setErasedAt] = useState<string | null>(null)
  if (erasedAt !== null) return <Done id={id} at={erasedAt} />
  return (
    <Loaded read={read}>
      {subject => <Open subject={subject} erased={at => setErasedAt(at)} />}
    </Loaded>
  )
}

function Open({ subject, erased }: { subject: Subject; erased: (at: string) => void }) {
  const { say } = useSpeech()
  const own = say(erasureWords)
  if (subject.status === 'erased') return <Notice tone="plain">{own.already}</Notice>
  if (!subject.personal) return <Notice tone="plain">{own.notPersonal}</Notice>
  return (
    <div className="stack loose">
      <p>
        <strong>{own.of(subject.name)}</strong>
      </p>
      <WhatBecomes subject={subject} />
      <ErasureForm subject={subject} erased={erased} />
    </div>
  )
}

function WhatBecomes({ subject: { id, shops } }: { subject: Subject }) {
  const { say, format } = useSpeech()
  const own = say(erasureWords)
  const purpose = usePurpose()
  const mayFile = mayCall(useMe(), 'fileOf')
  const input = { params: { subjectId: id }, query: {}, purpose }
  const file = useRead('fileOf', input, { enabled: mayFile })
  const open = shops.filter(({ closedAt }) => closedAt === null).length
  const records = file.data?.records.length ?? 0
  return (
    <div className="halves">
      <section className="card stack">
        <h2>{own.erased}</h2>
        <ul className="stack tight">
          {own.erasedItems.map(item => (
            <li key={item}>{item}</li>
          ))}
          {open > 0 && <li>{own.shops(format.count(open))}</li>}
        </ul>
      </section>
      <section className="card stack">
        <h2>{own.kept}</h2>
        <ul className="stack tight">
          {own.keptItems.map(item => (
            <li key={item}>{item}</li>
          ))}
          {records > 0 && <li>{own.records(format.count(records))}</li>}
        </ul>
      </section>
    </div>
  )
}

function ErasureForm({ subject, erased }: { subject: Subject; erased: (at: string) => void }) {
  const { say } = useSpeech()
  const own = say(erasureWords)
  const [wrongName, setWrongName] = useState(false)
  const erase = useMutation({
    mutationFn: (body: { ground: ErasureGround; reason: string }) =>
      call('eraseSubject', { params: { id: subject.id }, body }),
    onSuccess: async ({ erasedAt }) => {
      erased(erasedAt)
      await queryClient.invalidateQueries()
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const given = (name: string) => String(form.get(name) ?? '').trim()
    const ground = erasureGrounds.find(one => one === given('ground'))
    const isSame = given('name') === subject.name
    setWrongName(!isSame)
    if (isSame && ground) erase.mutate({ ground, reason: given('reason') })
  }
  return (
    <section className="stack" aria-labelledby="erase">
      <div className="section-head">
        <h2 id="erase">{own.form}</h2>
      </div>
      <form className="form" onSubmit={submit}>
        <Field label={own.ground} hint={own.groundHint} required>
          {attributes => (
            <select {...attributes} name="ground" defaultValue="">
              <option value="">{say(formWords).choose}</option>
              {erasureGrounds.map(ground => (
                <option key={ground} value={ground}>
                  {say(erasureGroundNames[ground])}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={own.reason} hint={own.reasonHint} required>
          {attributes => <textarea {...attributes} name="reason" rows={3} maxLength={2000} />}
        </Field>
        <Field label={own.name} error={wrongName ? own.wrongName : null} required>
          {attributes => <input {...attributes} name="name" autoComplete="off" maxLength={200} />}
        </Field>
        {erase.error && <ErrorState error={erase.error} />}
        <div>
          <Button type="submit" weight="danger" disabled={erase.isPending}>
            {own.submit}
          </Button>
        </div>
      </form>
    </section>
  )
}

function Done({ id, at }: { id: string; at: string }) {
  const { say, format } = useSpeech()
  const own = say(erasureWords)
  return (
    <Notice tone="good" title={own.done}>
      <p>{own.doneAt(format.instant(at))}</p>
      <p>
        <Link to="/console/subjects/$id" params={{ id }}>
          {own.toSubject}
        </Link>
      </p>
    </Notice>
  )
}
