/**
 * One subject as staff may see it: who it is and who says so, what belongs to it, what is on record and what follows.
 * Each section reads for itself, so that a part one may not see is simply not there.
 */
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Subject } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { Notice } from '../../design/notice.tsx'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { mayCall, useMe } from '../me.ts'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import { EvaluationSection } from './evaluation-section.tsx'
import { HistorySection } from './history-section.tsx'
import { IdentitySection } from './identity-section.tsx'
import { CommitmentsSection, MeasuresSection, RecordsSection } from './record-sections.tsx'
import { RelationsSection } from './relations-section.tsx'
import { ShopsSection } from './shops-section.tsx'
import { subjectWords } from './words.ts'

const route = getRouteApi('/console/subjects/$id')

export function SubjectPage() {
  const { say } = useSpeech()
  const { id } = route.useParams()
  return (
    <div className="stack loose">
      <PurposeGate key={id}>
        <Whole id={id} title={say(subjectWords).title} />
      </PurposeGate>
    </div>
  )
}

function Whole({ id, title }: { id: string; title: string }) {
  const purpose = usePurpose()
  const read = useRead('readSubject', { params: { id }, purpose })
  if (read.data) return <Sections subject={read.data} />
  return (
    <>
      <PageHead title={title} />
      {read.error ? (
        <ErrorState error={read.error} retry={() => void read.refetch()} />
      ) : (
        <Skeleton lines={10} />
      )}
    </>
  )
}

function Sections({ subject }: { subject: Subject }) {
  const { say, format } = useSpeech()
  const own = say(subjectWords)
  const me = useMe()
  const { id, mergedInto, shouldRegister } = subject
  // Everyone reads its own file; of others' only the offices and the auditor.
  const readsFile = mayCall(me, 'listCases') || me.organisation?.subjectId === id
  const mayFile = mayCall(me, 'fileOf') && readsFile
  return (
    <>
      <PageHead
        title={subject.name}
        crumbs={[{ label: own.title, to: '/console/subjects' }]}
        beside={
          <span className="row">
            <Badge tone={subject.status === 'active' ? 'good' : 'warn'}>
              {own.status[subject.status]}
            </Badge>
            {mayCall(me, 'listReads') && (
              <Link to="/console/reads" search={{ about: id }} className="button quiet">
                {own.whoRead}
              </Link>
            )}
            <Link to="/subjects/$id" params={{ id }} className="button quiet">
              {own.publicPage}
            </Link>
          </span>
        }
      />
      {mergedInto && (
        <Notice tone="warn">
          <p>
            {own.mergedInto}
            <Link to="/console/subjects/$id" params={{ id: mergedInto }}>
              {own.openKept}
            </Link>
          </p>
        </Notice>
      )}
      {shouldRegister && (
        <Notice tone="warn">
          <p>
            {own.shouldRegister.flagged(shouldRegister.year, format.yuan(shouldRegister.salesFen))}
          </p>
        </Notice>
      )}
      <IdentitySection subject={subject} />
      <ShopsSection subject={subject} />
      {mayFile && <RecordsSection id={id} />}
      <EvaluationSection id={id} />
      {mayCall(me, 'listMeasures') && <MeasuresSection id={id} />}
      {mayFile && <CommitmentsSection id={id} />}
      <RelationsSection id={id} />
      {mayCall(me, 'subjectHistory') && <HistorySection id={id} />}
    </>
  )
}
