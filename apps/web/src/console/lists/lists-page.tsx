/** One kind of list at a time: its legal basis, term and attached measures, and its entries with what may be done. */
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { entryStates, type ListEntry, type ListType } from '#contract'
import { call, queryClient, useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Button } from '../../design/button.tsx'
import { Cited } from '../../design/cited.tsx'
import { Details } from '../../design/details.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Filters } from '../filters.tsx'
import { type Act, ActDialog } from '../forms/act-dialog.tsx'
import { mayCall, useMe } from '../me.ts'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import { EntryCards } from './entry-cards.tsx'
import { NominateButton } from './nominate.tsx'
import { listLabel, listWords } from './words.ts'
import '../cases/cases.css'

const route = getRouteApi('/console/lists')

export function ListsPage() {
  const { say } = useSpeech()
  const own = say(listWords)
  const read = useRead('listListTypes')
  const { list } = route.useSearch()
  const types = read.data?.items ?? []
  const chosen = types.find(({ code }) => code === list) ?? types[0]
  return (
    <div className="stack loose">
      <PageHead title={own.title} lead={own.lead} />
      {read.isPending && <Skeleton />}
      {read.error && <ErrorState error={read.error} retry={() => void read.refetch()} />}
      {chosen && (
        <PurposeGate>
          <OneList types={types} type={chosen} />
        </PurposeGate>
      )}
    </div>
  )
}

function OneList({ types, type }: { types: readonly ListType[]; type: ListType }) {
  const { say } = useSpeech()
  const own = say(listWords)
  const { state, cursor } = route.useSearch()
  const purpose = usePurpose()
  const me = useMe()
  const [act, setAct] = useState<Act | null>(null)
  const query = { state, cursor }
  const read = useRead(
    'listEntries',
    { params: { listType: type.code }, query, purpose },
    { keepLast: true },
  )
  const { zh, en } = listWords
  const states = entryStates.map(code => ({ code, zh: zh.states[code], en: en.states[code] }))
  const nominated = type.nature === 'red' || type.nature === 'industry'
  return (
    <>
      <Filters
        legend={own.filters}
        filters={[
          { name: 'list', label: listLabel('list'), options: types, value: type.code },
          {
            name: 'state',
            label: listLabel('state'),
            options: [{ code: '', zh: zh.all, en: en.all }, ...states],
            value: state,
          },
        ]}
      />
      <ListFacts type={type} />
      {nominated && mayCall(me, 'nominateSubject') && <NominateButton type={type} />}
      {read.isPending && <Skeleton lines={6} />}
      {read.error && <ErrorState error={read.error} retry={() => void read.refetch()} />}
      {read.data?.items.length === 0 && (
        <EmptyState title={own.empty}>
          <p>{own.emptyHint}</p>
        </EmptyState>
      )}
      <EntryCards
        entries={read.data?.items ?? []}
        acts={entry => <EntryActs entry={entry} start={setAct} />}
      />
      <Pager cursor={cursor} next={read.data?.next ?? null} />
      <ActDialog act={act} close={() => setAct(null)} done={() => setAct(null)} />
    </>
  )
}

function ListFacts({ type }: { type: ListType }) {
  const { say, format } = useSpeech()
  const own = say(listWords)
  const kinds = useRead('measureCatalogue').data?.items ?? []
  const named = type.measures.map(code => {
    const kind = kinds.find(known => known.code === code)
    return kind ? say(kind) : code
  })
  return (
    <section className="card stack">
      <h2>{say(type)}</h2>
      <Details
        items={[
          { term: own.basis, value: <Cited>{`${type.basis} ${type.article}`}</Cited> },
          { term: own.criteria, value: say({ zh: type.criteriaZh, en: type.criteriaEn }) },
          { term: own.term, value: say({ zh: type.termZh, en: type.termEn }) },
          named.length > 0 ? { term: own.attached, value: format.list(named) } : null,
          { term: own.now, value: own.entries(type.entries) },
        ]}
      />
    </section>
  )
}

function EntryActs({ entry, start }: { entry: ListEntry; start: (act: Act) => void }) {
  const { say, format } = useSpeech()
  const own = say(listWords)
  const me = useMe()
  const title = format.pair(
    own[entry.state === 'candidate' ? 'decide' : 'remove'],
    entry.subject.name,
  )
  if (entry.state === 'in-force' && mayCall(me, 'removeEntry'))
    return (
      <div className="row">
        <Button onClick={() => start({ ...removal(entry), title })}>{own.remove}</Button>
      </div>
    )
  if (entry.state === 'candidate' && mayCall(me, 'decideCandidate'))
    return (
      <div className="row">
        <Button onClick={() => start({ ...decision(entry), title })}>{own.decide}</Button>
      </div>
    )
  return null
}

const reason = {
  name: 'reason',
  kind: 'text',
  label: listLabel('reason'),
  required: true,
} as const

const refresh = async () => {
  for (const name of ['listEntries', 'listListTypes', 'listMeasures'])
    await queryClient.invalidateQueries({ queryKey: [name] })
}

const removal = ({ id }: ListEntry): Omit<Act, 'title'> => ({
  key: `${id}.remove`,
  form: { fields: [reason], effect: listLabel('removeEffect') },
  send: async (body, idempotencyKey) => {
    await call('removeEntry', { params: { id }, body: body as never, idempotencyKey })
    await refresh()
  },
})

const decision = ({ id }: ListEntry): Omit<Act, 'title'> => ({
  key: `${id}.decide`,
  form: {
    effect: listLabel('decideEffect'),
    fields: [
      {
        name: 'accept',
        kind: 'choice',
        label: listLabel('accept'),
        required: true,
        options: [
          { code: 'yes', ...listLabel('acceptYes') },
          { code: 'no', ...listLabel('acceptNo') },
        ],
      },
      reason,
    ],
  },
  send: async ({ accept, reason: why }, idempotencyKey) => {
    const body = { accept: accept === 'yes', reason: String(why) }
    await call('decideCandidate', { params: { id }, body, idempotencyKey })
    await refresh()
  },
})
