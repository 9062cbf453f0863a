/** Credit records as cards: what, on what basis, by whom, and the three clocks: shown, queried, kept (invariant 5). */
import type { ReactNode } from 'react'
import type { CreditRecord, ListedRecord } from '#contract'
import { useRead } from '../../app/api.ts'
import { Badge, type Tone } from '../../design/badge.tsx'
import { Cited } from '../../design/cited.tsx'
import { Details } from '../../design/details.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { listWords } from '../lists/words.ts'
import { mayCall, useMe } from '../me.ts'
import { SubjectName } from '../subject-name.tsx'
import { RecordHistory } from './record-history.tsx'

const toneOf: Record<CreditRecord['state'], Tone> = {
  shown: 'civic',
  repaired: 'good',
  withdrawn: 'plain',
  expired: 'plain',
}

/** Of one subject's file, or of many subjects', and then with their names. */
type ShownRecord = CreditRecord & Partial<Pick<ListedRecord, 'subjectName'>>

export function RecordCards({
  records,
  acts,
}: {
  records: readonly ShownRecord[]
  acts?: (record: CreditRecord) => ReactNode
}) {
  const catalogue = useRead('recordCatalogue').data?.items ?? []
  const { say } = useSpeech()
  const me = useMe()
  const office = mayCall(me, 'listCases')
  return (
    <ul className="plain-list stack">
      {records.map(record => {
        const item = catalogue.find(({ code }) => code === record.item)
        const title = item ? say({ zh: item.titleZh, en: item.titleEn }) : record.item
        return (
          <li key={record.id} className="card stack" id={`record-${record.id}`}>
            <RecordCard record={record} title={title} />
            {acts?.(record)}
            {(office || record.subjectId === me.organisation?.subjectId) && (
              <RecordHistory id={record.id} />
            )}
          </li>
        )
      })}
    </ul>
  )
}

function RecordCard({ record, title }: { record: ShownRecord; title: string }) {
  const { say, format } = useSpeech()
  const own = say(listWords)
  const { severity, state, shownUntil, queryUntil, keptUntil, subjectName } = record
  const day = (until: string | null) => (until ? format.day(until) : own.noEnd)
  return (
    <>
      <div className="row apart">
        <h3>{title}</h3>
        <span className="row">
          <Badge tone={toneOf[state]}>{own.recordStates[state]}</Badge>
          {severity && <Badge>{own.severities[severity]}</Badge>}
          {record.disputed && <Badge tone="warn">{own.disputed}</Badge>}
          {!record.reviewed && <Badge tone="warn">{own.unreviewed}</Badge>}
        </span>
      </div>
      <p className="written">{say({ zh: record.textZh, en: record.textEn })}</p>
      <Details
        items={[
          subjectName
            ? {
                term: own.subject,
                value: <SubjectName subject={{ id: record.subjectId, name: subjectName }} />,
              }
            : null,
          { term: own.basis, value: <Cited>{record.basis}</Cited> },
          { term: own.provider, value: record.provider },
          record.document ? { term: own.document, value: record.document } : null,
          { term: own.occurred, value: format.day(record.occurredOn) },
          {
            term: own.enteredAt,
            value: format.aside(format.dayOf(record.enteredAt), own.delay(record.delayDays)),
          },
          { term: own.shownUntil, value: day(shownUntil) },
          { term: own.queryUntil, value: day(queryUntil) },
          { term: own.keptUntil, value: day(keptUntil) },
        ]}
      />
    </>
  )
}
