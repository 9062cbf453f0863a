/** What stands about the reader itself, and the two ways back: an objection to what is wrong, repair of what was right. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { CreditRecord } from '#contract'
import { queryClient, useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Button } from '../../design/button.tsx'
import { Notice } from '../../design/notice.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { type Act, ActDialog } from '../forms/act-dialog.tsx'
import { EntryCards } from '../lists/entry-cards.tsx'
import { MeasureTable } from '../lists/measure-table.tsx'
import { listWords } from '../lists/words.ts'
import { mayCall, useMe } from '../me.ts'
import { OwnAffairs, usePurpose } from '../purpose.tsx'
import { RecordCards } from '../records/record-cards.tsx'
import { useRestorations } from './restorations.ts'
import '../cases/cases.css'

export function OwnCreditPage() {
  const { say } = useSpeech()
  const own = say(listWords).own
  const me = useMe()
  const subjectId = me.organisation?.subjectId
  return (
    <div className="stack loose">
      <PageHead title={own.title} lead={own.lead} />
      <OwnAffairs>
        {subjectId ? (
          <>
            <OwnListings />
            {mayCall(me, 'fileOf') && <OwnRecords subjectId={subjectId} />}
          </>
        ) : (
          <EmptyState title={own.noSubject}>
            <p>{own.noSubjectHint}</p>
          </EmptyState>
        )}
      </OwnAffairs>
    </div>
  )
}

function OwnListings() {
  const { say } = useSpeech()
  const own = say(listWords).own
  const read = useRead('listMyMeasures')
  const { entries = [], measures = [] } = read.data ?? {}
  return (
    <section className="stack">
      <h2>{own.listings}</h2>
      {read.isPending && <Skeleton />}
      {read.error && <ErrorState error={read.error} />}
      {read.data && entries.length + measures.length === 0 && <EmptyState title={own.none} />}
      <EntryCards entries={entries} />
      {measures.length > 0 && <MeasureTable own measures={measures} />}
    </section>
  )
}

function OwnRecords({ subjectId }: { subjectId: string }) {
  const { say } = useSpeech()
  const own = say(listWords).own
  const purpose = usePurpose()
  const [act, setAct] = useState<Act | null>(null)
  const [filed, setFiled] = useState<string | null>(null)
  const read = useRead('fileOf', { params: { subjectId }, query: {}, purpose })
  return (
    <section className="stack">
      <h2>{own.records}</h2>
      <div role="status">
        {filed && (
          <Notice tone="good">
            {own.filed}{' '}
            <Link to="/console/cases/$id" params={{ id: filed }}>
              {own.see}
            </Link>
          </Notice>
        )}
      </div>
      {read.isPending && <Skeleton lines={5} />}
      {read.error && <ErrorState error={read.error} />}
      {read.data?.records.length === 0 && <EmptyState title={own.recordsNone} />}
      <RecordCards
        records={read.data?.records ?? []}
        acts={record => <Restorations {...{ record, setAct, setFiled }} />}
      />
      <ActDialog
        act={act}
        close={() => setAct(null)}
        done={() => {
          setAct(null)
          for (const name of ['fileOf', 'listMyCases'])
            void queryClient.invalidateQueries({ queryKey: [name] })
        }}
      />
    </section>
  )
}

/** When a record can be repaired is the server's to say; a party is told the day instead of a refusal. */
function Restorations({
  record,
  setAct,
  setFiled,
}: {
  record: CreditRecord
  setAct: (act: Act) => void
  setFiled: (caseId: string) => void
}) {
  const { say } = useSpeech()
  const own = say(listWords).own
  const standing = record.state === 'shown'
  const terms = useRead('repairTerms', { params: { id: record.id } }, { enabled: standing })
  const acts = useRestorations(record, setFiled)
  if (!standing) return null
  return (
    <div className="stack">
      <div className="row">
        <Button onClick={() => setAct(acts.objection)}>{own.object}</Button>
        {terms.data?.mayApply && (
          <Button weight="primary" onClick={() => setAct(acts.repair)}>
            {own.repair}
          </Button>
        )}
      </div>
      {terms.data && !terms.data.mayApply && terms.data.reason && (
        <p className="soft small">{say(terms.data.reason)}</p>
      )}
    </div>
  )
}
