/** The records on display: what happened, on what basis, who says so, until when it is shown, and whether disputed. */
import type { PublicRecord } from '#contract'
import { Badge } from '../../design/badge.tsx'
import { Details } from '../../design/details.tsx'
import { Notice } from '../../design/notice.tsx'
import { EmptyState } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { ProofButton } from '../../verify/proof-panel.tsx'
import { Section } from './section.tsx'
import { ThreeClocks } from './three-clocks.tsx'
import { toneOfPolarity } from './tones.ts'

export function RecordsSection({
  records,
  more,
}: {
  records: readonly PublicRecord[]
  more: number
}) {
  const { words } = useSpeech()
  const t = words.subject
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
      {more > 0 && <p className="soft">{t.recordsMore(more)}</p>}
    </Section>
  )
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
          { term: t.basis, value: record.basis },
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
