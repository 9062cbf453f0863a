/** Records for the office: the file of a subject, or records by state; corrected, withdrawn and reviewed by new facts. */
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type CreditRecord, recordStates } from '#contract'
import { call, queryClient, useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Button } from '../../design/button.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Filters } from '../filters.tsx'
import { type Act, ActDialog } from '../forms/act-dialog.tsx'
import { SubjectPicker } from '../forms/subject-picker.tsx'
import { listLabel, listWords } from '../lists/words.ts'
import { mayCall, useMe } from '../me.ts'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import { NewRecordButton } from './new-record.tsx'
import { recordActs } from './record-acts.ts'
import { RecordCards } from './record-cards.tsx'
import '../cases/cases.css'

const route = getRouteApi('/console/records')

export function RecordsPage() {
  const { say } = useSpeech()
  const own = say(listWords)
  const me = useMe()
  const { subject } = route.useSearch()
  return (
    <div className="stack loose">
      <PageHead
        title={own.recordsTitle}
        lead={own.recordsLead}
        beside={mayCall(me, 'addRecord') && <NewRecordButton />}
      />
      <PurposeGate>
        {mayCall(me, 'listCases') && <FindSubject />}
        {subject ? <SubjectFile subject={subject} /> : <RecordsByState />}
      </PurposeGate>
    </div>
  )
}

function FindSubject() {
  const { say } = useSpeech()
  const own = say(listWords)
  const { subject } = route.useSearch()
  const navigate = useNavigate()
  const go = (id: string | undefined) =>
    void navigate({ to: '/console/records', search: { subject: id } })
  if (subject)
    return (
      <p>
        <Button onClick={() => go(undefined)}>{own.byState}</Button>
      </p>
    )
  return (
    <details>
      <summary>{own.chooseSubject}</summary>
      <SubjectPicker label={own.subject} chosen={null} choose={chosen => chosen && go(chosen.id)} />
    </details>
  )
}

function SubjectFile({ subject }: { subject: string }) {
  const { say } = useSpeech()
  const own = say(listWords)
  const purpose = usePurpose()
  const read = useRead('fileOf', { params: { subjectId: subject }, query: {}, purpose })
  return (
    <section className="stack">
      <h2>{own.fileOf}</h2>
      {read.isPending && <Skeleton lines={6} />}
      {read.error && <ErrorState error={read.error} />}
      {read.data?.records.length === 0 && <EmptyState title={own.own.recordsNone} />}
      <ActedRecords records={read.data?.records ?? []} />
    </section>
  )
}

function RecordsByState() {
  const { say } = useSpeech()
  const own = say(listWords)
  const { zh, en } = listWords
  const { state, cursor } = route.useSearch()
  const purpose = usePurpose()
  const read = useRead('listRecords', { query: { state, cursor }, purpose }, { keepLast: true })
  const states = recordStates.map(code => ({
    code: code as string,
    zh: zh.recordStates[code],
    en: en.recordStates[code],
  }))
  return (
    <>
      <h2 className="unseen">{own.byState}</h2>
      <Filters
        legend={own.filters}
        filters={[
          {
            name: 'state',
            label: listLabel('state'),
            options: [
              { code: '', zh: zh.all, en: en.all },
              { code: 'awaiting-review', ...listLabel('awaiting') },
              ...states,
            ],
            value: state,
          },
        ]}
      />
      {read.isPending && <Skeleton lines={6} />}
      {read.error && <ErrorState error={read.error} retry={() => void read.refetch()} />}
      {read.data?.items.length === 0 && (
        <EmptyState title={own.own.recordsNone}>
          <p>{own.recordsNoneHint}</p>
        </EmptyState>
      )}
      <ActedRecords records={read.data?.items ?? []} />
      <Pager cursor={cursor} next={read.data?.next ?? null} />
    </>
  )
}

function ActedRecords({ records }: { records: readonly CreditRecord[] }) {
  const { say } = useSpeech()
  const own = say(listWords)
  const me = useMe()
  const [act, setAct] = useState<Act | null>(null)
  const refresh = async () => {
    for (const name of ['fileOf', 'listRecords', 'recordHistory'])
      await queryClient.invalidateQueries({ queryKey: [name] })
  }
  return (
    <>
      <RecordCards
        records={records}
        acts={record => (
          <div className="row">
            {recordActs(record)
              .filter(({ operation }) => mayCall(me, operation))
              .map(({ operation, name, form, initial, bodyFrom }) => (
                <Button
                  key={operation}
                  onClick={() =>
                    setAct({
                      key: `${record.id}.${operation}`,
                      title: own[name],
                      form,
                      initial,
                      send: async (given, idempotencyKey) => {
                        const body = bodyFrom(given) as never
                        await call(operation, {
                          params: { id: record.id },
                          body,
                          idempotencyKey,
                        })
                        await refresh()
                      },
                    })
                  }
                >
                  {own[name]}
                </Button>
              ))}
          </div>
        )}
      />
      <ActDialog act={act} close={() => setAct(null)} done={() => setAct(null)} />
    </>
  )
}
