/** The records on display: what happened, on what basis, who says so, until when it is shown, and whether disputed. */
import { useInfiniteQuery } from '@tanstack/react-query'
import type { PublicRecord, PublicSubject } from '#contract'
import { call } from '../../app/api.ts'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { Cited } from '../../design/cited.tsx'
import { Details } from '../../design/details.tsx'
import { Notice } from '../../design/notice.tsx'
import { EmptyState, ErrorState } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { ProofButton } from '../../verify/proof-panel.tsx'
import { Section } from './section.tsx'
import { ThreeClocks } from './three-clocks.tsx'
import { toneOfPolarity } from './tones.ts'

export function RecordsSection({ subject }: { subject: PublicSubject }) {
  const { words } = useSpeech()
  const t = words.subject
  const further = useFurtherRecords(subject)
  const records = [...subject.records, ...further.records]
  const more = subject.recordsMore - further.records.length
  return (
    <Section id="records" beside={records.length > 0 ? t.records(records.length + more) : null}>
      {records.length === 0 ? (
        <EmptyState title={t.recordsNone} />
      ) : (
        <p className="soft">{t.clocksText}</p>
      )}
      {records.map((record, i) => (
        <RecordCard key={record.id} record={record} number={i + 1} />
      ))}
      {further.error && <ErrorState error={further.error} retry={further.read} />}
      {more > 0 && (
        <Button onClick={further.read} disabled={further.isReading}>
          {t.recordsMore(more)}
        </Button>
      )}
    </Section>
  )
}

/** The records that did not fit on the page, read when the reader asks for them. */
function useFurtherRecords({ id, records }: PublicSubject) {
  const limit = records.length
  const query = useInfiniteQuery({
    queryKey: ['furtherRecords', id],
    // The page's own records are the first page; they are asked again only to learn where the next one begins.
    queryFn: ({ pageParam }) =>
      call('publicSubjectRecords', { params: { id }, query: { cursor: pageParam, limit } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: last => last.next ?? undefined,
    enabled: false,
  })
  const pages = query.data?.pages ?? []
  const read = async () => {
    if (pages.length === 0) await query.fetchNextPage()
    await query.fetchNextPage()
  }
  return {
    records: pages.slice(1).flatMap(page => page.items),
    error: query.error,
    isReading: query.isFetching,
    read: () => void read(),
  }
}

function RecordCard({ record, number }: { record: PublicRecord; number: number }) {
  const { words, say, format } = useSpeech()
  const t = words.subject
  const { provenance } = record
  return (
    <article id={`record-${record.id}`} className={`card stack record ${record.polarity}`}>
      <div className="row apart">
        <h3>
          <span className="record-number">{number}</span>{' '}
          {say({ zh: record.titleZh, en: record.titleEn })}
        </h3>
        <span className="row">
          <Badge tone={toneOfPolarity(record.polarity)}>{t.polarity[record.polarity]}</Badge>
          {record.severity && <Badge>{t.severity[record.severity]}</Badge>}
          {record.disputed && <Badge tone="warn">{t.disputed}</Badge>}
        </span>
      </div>
      <p>{say({ zh: record.textZh, en: record.textEn })}</p>
      {record.disputed && <Notice tone="warn">{t.disputedText}</Notice>}
      <Details
        items={[
          { term: t.basis, value: <Cited>{record.basis}</Cited> },
          { term: t.source, value: provenance.organisation },
          provenance.document ? { term: t.document, value: provenance.document } : null,
          { term: t.occurredOn, value: format.day(record.occurredOn) },
          { term: t.providedAt, value: format.instant(provenance.providedAt) },
        ]}
      />
      <ThreeClocks record={record} />
      {record.proof && <ProofButton reference={record.proof} />}
    </article>
  )
}
