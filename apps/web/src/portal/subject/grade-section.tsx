/** The grade and its reasons: each point with the sentence that earns it and the records behind it. */
import type { PublicSubject } from '#contract'
import { CellBar, scaleOf } from '../../design/cell-bar.tsx'
import { EmptyState } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { type Speech, useSpeech } from '../../i18n/language.tsx'
import { ProofButton } from '../../verify/proof-panel.tsx'
import { Section } from './section.tsx'

type Grade = NonNullable<PublicSubject['grade']>
type Reason = Grade['reasons'][number]

export function GradeSection({ subject }: { subject: PublicSubject }) {
  const speech = useSpeech()
  const { words, format, say } = speech
  const t = words.subject
  const { grade } = subject
  if (!grade)
    return (
      <Section id="grade">
        <EmptyState title={t.ungraded}>
          <p>{t.ungradedText}</p>
        </EmptyState>
      </Section>
    )
  const scored = grade.reasons.filter(reason => reason.points !== 0)
  const unscored = grade.reasons.filter(reason => reason.points === 0)
  const shown = subject.records.map(record => record.id)
  return (
    <Section id="grade" beside={t.score(points(grade.score), points(grade.maxScore))}>
      <p className="soft">{t.gradeNote}</p>
      <Table
        caption={t.chart}
        columns={columnsFor(speech, grade, shown)}
        rows={scored}
        keyOf={reason => reason.item}
      />
      {unscored.length > 0 && (
        <details>
          <summary>{t.unscored(unscored.length)}</summary>
          <ul>
            {unscored.map(reason => (
              <li key={reason.item}>{say(reason)}</li>
            ))}
          </ul>
        </details>
      )}
      <div className="row apart">
        <p className="small soft">
          {t.card(say({ zh: grade.cardZh, en: grade.cardEn }), grade.cardVersion)}
          {' · '}
          {t.evaluatedAt(format.instant(grade.evaluatedAt))}
        </p>
        {grade.proof && <ProofButton reference={grade.proof} />}
      </div>
    </Section>
  )
}

/** Whole points without decimals, others with what they have. */
const points = (value: number): string => String(Number(value.toFixed(2)))

function columnsFor(
  { words, say }: Speech,
  grade: Grade,
  shown: readonly string[],
): Column<Reason>[] {
  const t = words.subject
  const scale = scaleOf(grade.reasons.map(reason => reason.points))
  return [
    {
      key: 'reason',
      title: t.reason,
      head: true,
      width: '44%',
      cell: reason => say(reason),
    },
    {
      key: 'points',
      title: t.points,
      figures: true,
      width: '6rem',
      cell: reason => signed(reason.points),
    },
    {
      key: 'bar',
      title: t.picture,
      width: '16rem',
      cell: reason => <CellBar value={reason.points} scale={scale} />,
    },
    {
      key: 'evidence',
      title: t.evidence,
      cell: reason => <Evidence ids={reason.recordIds} shown={shown} />,
    },
  ]
}

const signed = (value: number): string => (value > 0 ? `+${points(value)}` : points(value))

/** Links to the records on this page; those the catalogue does not show are counted, not named. */
function Evidence({ ids, shown }: { ids: readonly string[]; shown: readonly string[] }) {
  const { words } = useSpeech()
  const t = words.subject
  if (ids.length === 0) return <span className="soft">{t.noEvidence}</span>
  const open = ids.filter(id => shown.includes(id))
  const hidden = ids.length - open.length
  return (
    <span className="row">
      {open.map(id => (
        <a key={id} href={`#record-${id}`}>
          {t.evidenceOf(shown.indexOf(id) + 1)}
        </a>
      ))}
      {hidden > 0 && <span className="small soft">{t.evidenceHidden(hidden)}</span>}
    </span>
  )
}
