/** The forms of an alert's steps: to whom, until when, why, with which outcome, as which case. */
import { type FormEvent, type ReactNode, useState } from 'react'
import { type AlertPage, dispositions } from '#contract'
import { useRead } from '../../app/api.ts'
import { Button } from '../../design/button.tsx'
import { type ControlAttributes, Field } from '../../design/field.tsx'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { useMe } from '../me.ts'
import { usePurpose } from '../purpose.tsx'
import type { Body } from './alert-verbs.tsx'
import { detailWords } from './detail-words.ts'
import { alertWords } from './words.ts'

type Send = { send: (body: Body) => void }

function VerbFrame({ children, submit }: { children: ReactNode; submit: () => void }) {
  const own = useSpeech().say(detailWords)
  const send = (event: FormEvent) => {
    event.preventDefault()
    submit()
  }
  return (
    <form className="form" onSubmit={send}>
      {children}
      <Button type="submit" weight="primary">
        {own.confirm}
      </Button>
    </form>
  )
}

function ReasonField({ reason, set }: { reason: string; set: (reason: string) => void }) {
  const own = useSpeech().say(detailWords)
  return (
    <Field label={own.reason} required>
      {attributes => (
        <textarea
          {...attributes}
          rows={3}
          maxLength={2000}
          value={reason}
          onChange={event => set(event.target.value)}
        />
      )}
    </Field>
  )
}

function Choice({
  attributes,
  value,
  set,
  options,
}: {
  attributes: ControlAttributes
  value: string
  set: (value: string) => void
  options: readonly (readonly [value: string, text: string])[]
}) {
  return (
    <select {...attributes} value={value} onChange={event => set(event.target.value)}>
      {options.map(([code, text]) => (
        <option key={code} value={code}>
          {text}
        </option>
      ))}
    </select>
  )
}

export function ReasonForm({ send }: Send) {
  const [reason, setReason] = useState('')
  return (
    <VerbFrame submit={() => send({ reason })}>
      <ReasonField reason={reason} set={setReason} />
    </VerbFrame>
  )
}

export function AssignForm({ send }: Send) {
  const own = useSpeech().say(detailWords)
  const me = useMe()
  const read = useRead('listColleagues', { query: { limit: 100 } })
  const [chosen, setChosen] = useState(me.accountId ?? '')
  const people = (read.data?.items ?? []).filter(({ roles }) =>
    roles.some(role => role === 'credit-office' || role === 'regulator' || role === 'township'),
  )
  const submit = () => {
    const handler = people.find(({ id }) => id === chosen)
    if (handler) send({ handlerId: handler.id, handlerName: handler.name })
  }
  if (read.error) return <ErrorState error={read.error} />
  if (read.isPending) return <Skeleton />
  return (
    <VerbFrame submit={submit}>
      <Field label={own.assignTo} required>
        {attributes => (
          <Choice
            attributes={attributes}
            value={chosen}
            set={setChosen}
            options={people.map(({ id, name }) => [id, name] as const)}
          />
        )}
      </Field>
    </VerbFrame>
  )
}

export function SnoozeForm({ send }: Send) {
  const own = useSpeech().say(detailWords)
  const [days, setDays] = useState('7')
  const [reason, setReason] = useState('')
  const submit = () => {
    const until = new Date(Date.now() + Number(days) * 86_400_000).toISOString()
    send({ until, reason })
  }
  return (
    <VerbFrame submit={submit}>
      <Field label={own.snoozeDays} hint={own.snoozeHint} required>
        {attributes => (
          <input
            {...attributes}
            type="number"
            min={1}
            max={365}
            value={days}
            onChange={event => setDays(event.target.value)}
          />
        )}
      </Field>
      <ReasonField reason={reason} set={setReason} />
    </VerbFrame>
  )
}

export function CloseForm({ send }: Send) {
  const { say } = useSpeech()
  const own = say(detailWords)
  const names = say(alertWords).dispositions
  const [disposition, setDisposition] = useState<string>('explained')
  const [reason, setReason] = useState('')
  return (
    <VerbFrame submit={() => send({ disposition, reason })}>
      <Field label={own.disposition} hint={own.dispositionHint} required>
        {attributes => (
          <Choice
            attributes={attributes}
            value={disposition}
            set={setDisposition}
            options={dispositions.map(code => [code, names[code]] as const)}
          />
        )}
      </Field>
      <ReasonField reason={reason} set={setReason} />
    </VerbFrame>
  )
}

export function MergeForm({ alert, send }: Send & { alert: AlertPage }) {
  const { say } = useSpeech()
  const own = say(detailWords)
  const purpose = usePurpose()
  const read = useRead('listAlerts', { query: { open: true, limit: 100 }, purpose })
  const [absorb, setAbsorb] = useState<readonly string[]>([])
  const [reason, setReason] = useState('')
  const shops = new Set(alert.shops.map(({ platform, shop }) => `${platform} ${shop}`))
  const shared = (other: Pick<AlertPage, 'shops'>) =>
    other.shops.filter(({ platform, shop }) => shops.has(`${platform} ${shop}`)).length
  const others = (read.data?.items ?? [])
    .filter(({ id, family }) => id !== alert.id && family === alert.family)
    .toSorted((a, b) => shared(b) - shared(a))
  if (read.error) return <ErrorState error={read.error} />
  if (read.isPending) return <Skeleton />
  if (others.length === 0) return <p>{own.mergeNone}</p>
  const toggle = (id: string, on: boolean) =>
    setAbsorb(on ? [...absorb, id] : absorb.filter(other => other !== id))
  return (
    <VerbFrame submit={() => absorb.length > 0 && send({ absorb, reason })}>
      <fieldset className="stack tight">
        <legend>{own.mergeLead}</legend>
        {others.map(other => (
          <label key={other.id}>
            <input
              type="checkbox"
              checked={absorb.includes(other.id)}
              onChange={event => toggle(other.id, event.target.checked)}
            />{' '}
            {other.number} {say({ zh: other.behaviourZh, en: other.behaviourEn })}
            <span className="small soft"> {say(other.sentence)}</span>
          </label>
        ))}
      </fieldset>
      <ReasonField reason={reason} set={setReason} />
    </VerbFrame>
  )
}

export function HandOverForm({ alert, send }: Send & { alert: AlertPage }) {
  const { say, format } = useSpeech()
  const own = say(detailWords)
  const read = useRead('caseCatalogue')
  const [subjectId, setSubject] = useState(alert.sellerIds[0] ?? '')
  const [type, setType] = useState('')
  const [title, setTitle] = useState(
    say({ zh: `涉嫌${alert.behaviourZh}`, en: `Suspected: ${alert.behaviourEn}` }),
  )
  if (read.error) return <ErrorState error={read.error} />
  if (!read.data) return <Skeleton />
  const { types, disposals } = read.data
  const usual = usualCaseType(
    alert,
    types.map(({ code }) => code),
  )
  const nameOf = (sellerId: string) =>
    alert.keepers.find(keeper => keeper.sellerId === sellerId)?.sellerName ?? sellerId
  return (
    <VerbFrame submit={() => send({ subjectId, caseType: type || usual, title })}>
      <p className="small">
        {own.handOverLead}
        {format.list(disposals.map(say)) + own.handOverEnd}
      </p>
      <Field label={own.seller} required>
        {attributes => (
          <Choice
            attributes={attributes}
            value={subjectId}
            set={setSubject}
            options={alert.sellerIds.map(id => [id, nameOf(id)] as const)}
          />
        )}
      </Field>
      <Field label={own.caseType} required>
        {attributes => (
          <Choice
            attributes={attributes}
            value={type || usual}
            set={setType}
            options={types.map(({ code, ...name }) => [code, say(name)] as const)}
          />
        )}
      </Field>
      <Field label={own.caseTitle} required>
        {attributes => (
          <input
            {...attributes}
            maxLength={200}
            value={title}
            onChange={event => setTitle(event.target.value)}
          />
        )}
      </Field>
    </VerbFrame>
  )
}

/** What such a suspicion usually becomes; the officer may choose another. */
const usualTypes: Readonly<Record<AlertPage['family'], string>> = {
  'false-trade': 'brushing',
  'false-review': 'malicious-rating',
  'hostile-review': 'malicious-rating',
  'mutual-rating': 'malicious-rating',
  'false-traffic': 'false-traffic',
  'goods-and-price': 'price-fraud',
  evasion: 'other-dishonesty',
}

function usualCaseType({ behaviour, family }: AlertPage, codes: readonly string[]): string {
  const wanted = [behaviour, usualTypes[family]]
  return wanted.find(code => codes.includes(code)) ?? codes[0] ?? ''
}
