/**
 * What an objection or a repair is about: the record as it stands now and, for the office, the entries and measures that
 * rest on the same decision, so that one sees what a granted repair ends and who of the recipients has been told.
 */
import type { CasePage } from '#contract'
import { useRead } from '../../app/api.ts'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { EntryCards } from '../lists/entry-cards.tsx'
import { MeasureTable } from '../lists/measure-table.tsx'
import { mayCall, useMe } from '../me.ts'
import { usePurpose } from '../purpose.tsx'
import { RecordCards } from '../records/record-cards.tsx'
import { caseWords } from './words.ts'

export function TargetRecord({
  page: { subject, targetRecordId },
}: {
  page: Pick<CasePage, 'subject' | 'targetRecordId'>
}) {
  const { say } = useSpeech()
  const own = say(caseWords).page
  const me = useMe()
  const purpose = usePurpose()
  const file = useRead('fileOf', { params: { subjectId: subject.id }, query: {}, purpose })
  const record = file.data?.records.find(({ id }) => id === targetRecordId)
  return (
    <section className="stack">
      <h2>{own.record}</h2>
      {file.isPending && <Skeleton />}
      {file.error && <ErrorState error={file.error} />}
      {record && <RecordCards records={[record]} />}
      {record?.caseId && mayCall(me, 'caseListings') && <RestingOn caseId={record.caseId} />}
    </section>
  )
}

function RestingOn({ caseId }: { caseId: string }) {
  const { say } = useSpeech()
  const own = say(caseWords).page
  const purpose = usePurpose()
  const read = useRead('caseListings', { params: { id: caseId }, purpose })
  if (read.error) return <ErrorState error={read.error} />
  const { entries = [], measures = [] } = read.data ?? {}
  if (entries.length + measures.length === 0) return null
  return (
    <>
      <h3>{own.resting}</h3>
      <EntryCards entries={entries} />
      {measures.length > 0 && <MeasureTable measures={measures} />}
    </>
  )
}
