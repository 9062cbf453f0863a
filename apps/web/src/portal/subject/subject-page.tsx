/**
 * The public page of a subject: its grade with reasons down to the record, what is on record and why, and for every
 * fact the means to verify it. What has expired or was repaired is not here, because the server never sends it.
 */
import { getRouteApi } from '@tanstack/react-router'
import { ProblemError, type PublicSubject } from '#contract'
import { useRead } from '../../app/api.ts'
import { NotFoundPage } from '../../app/error-pages.tsx'
import { PageHead } from '../../app/page.tsx'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { OfficialWindows } from '../frame/official-windows.tsx'
import { CommitmentsSection } from './commitments-section.tsx'
import { GradeSection } from './grade-section.tsx'
import { ListingNotices, ListsSection } from './lists-section.tsx'
import { ProofsSection } from './proofs-section.tsx'
import { RatingSection } from './rating-section.tsx'
import { RecordsSection } from './records-section.tsx'
import { ShopsSection } from './shops-section.tsx'
import { SubjectHead } from './subject-head.tsx'
import './subject.css'

const route = getRouteApi('/portal/subjects/$id')

export function SubjectPage() {
  const { words } = useSpeech()
  const { id } = route.useParams()
  const read = useRead('publicSubject', { params: { id } })
  if (read.data) return <Subject subject={read.data} />
  if (read.error instanceof ProblemError && read.error.problem.status === 404)
    return <NotFoundPage text={words.subject.unknown} />
  return (
    <div className="column stack loose page">
      <PageHead title={words.search.title} crumbs={[{ label: words.frame.home, to: '/' }]} />
      {read.error ? (
        <ErrorState error={read.error} retry={() => void read.refetch()} />
      ) : (
        <Skeleton lines={12} />
      )}
    </div>
  )
}

function Subject({ subject }: { subject: PublicSubject }) {
  const { words, format } = useSpeech()
  const code = subject.identifiers.find(identifier => identifier.kind === 'uscc')
  return (
    <div className="column stack loose page">
      <SubjectHead subject={subject} />
      <ListingNotices lists={subject.lists} />
      <SectionLinks />
      <GradeSection subject={subject} />
      <RecordsSection subject={subject} />
      <RatingSection rating={subject.rating} />
      <ShopsSection shops={subject.shops} />
      <ListsSection lists={subject.lists} />
      <CommitmentsSection commitments={subject.commitments} />
      <ProofsSection proofs={subject.proofs} />
      {!subject.naturalPerson && (
        <section className="stack">
          <h2>{words.subject.elsewhere}</h2>
          <OfficialWindows keyword={code?.shown ?? subject.name} />
        </section>
      )}
      <p className="small soft">{words.frame.asOf(format.instant(subject.asOf))}</p>
    </div>
  )
}

function SectionLinks() {
  const { words } = useSpeech()
  return (
    <nav className="links-in-line section-links no-print" aria-label={words.frame.onThisPage}>
      {Object.entries(words.subject.sections).map(([id, title]) => (
        <a key={id} href={`#${id}`}>
          {title}
        </a>
      ))}
    </nav>
  )
}
