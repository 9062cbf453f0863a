/**
 * One entry of a list, with its decision and its proof. It is read from the subject's public page, so an entry that
 * has ended or was repaired away cannot be opened by an old link.
 */
import { getRouteApi, Link } from '@tanstack/react-router'
import type { PublicListing, PublicSubject } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { Details } from '../../design/details.tsx'
import { Notice } from '../../design/notice.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { ProofButton } from '../../verify/proof-panel.tsx'
import { toneOfNature } from '../subject/tones.ts'

const route = getRouteApi('/portal/subjects/$id/lists/$entryId')

export function ListEntryPage() {
  const { words } = useSpeech()
  const { id, entryId } = route.useParams()
  const read = useRead('publicSubject', { params: { id } })
  const entry = read.data?.lists.find(listing => listing.entryId === entryId)
  if (read.data && entry) return <Entry subject={read.data} entry={entry} />
  return (
    <div className="column stack loose page">
      <PageHead title={words.lists.title} crumbs={[{ label: words.frame.home, to: '/' }]} />
      {read.isPending && <Skeleton lines={6} />}
      {read.error && <ErrorState error={read.error} retry={() => void read.refetch()} />}
      {read.data && (
        <EmptyState title={words.lists.notFound}>
          <p>{words.lists.notFoundText}</p>
          <Link to="/subjects/$id" params={{ id }}>
            {words.lists.subjectPage}
          </Link>
        </EmptyState>
      )}
    </div>
  )
}

function Entry({ subject, entry }: { subject: PublicSubject; entry: PublicListing }) {
  const { words, say, format } = useSpeech()
  const { lists, frame } = words
  const list = say({ zh: entry.titleZh, en: entry.titleEn })
  return (
    <div className="column stack loose page">
      <PageHead
        title={lists.entryTitle(subject.name, list)}
        crumbs={[
          { label: frame.home, to: '/' },
          { label: lists.title, to: '/lists' },
          { label: list, to: '/lists/$listType', params: { listType: entry.listType } },
        ]}
        beside={<Badge tone={toneOfNature(entry.nature)}>{lists.nature[entry.nature]}</Badge>}
      />
      <section className="card stack">
        <Details
          items={[
            { term: lists.reason, value: say({ zh: entry.reasonZh, en: entry.reasonEn }) },
            { term: lists.entryBasis, value: entry.basis },
            { term: lists.decidedBy, value: entry.decidedBy },
            { term: lists.enteredOn, value: format.day(entry.enteredOn) },
            { term: lists.until, value: entry.until ? format.day(entry.until) : lists.untilLifted },
          ]}
        />
        {entry.proof && <ProofButton reference={entry.proof} />}
      </section>
      {entry.nature !== 'red' && (
        <Notice title={lists.remedies}>
          <p>{lists.remediesText}</p>
        </Notice>
      )}
      <p>
        <Link to="/subjects/$id" params={{ id: subject.id }}>
          {lists.subjectPage}
        </Link>
      </p>
      <p className="small soft">{frame.asOf(format.instant(subject.asOf))}</p>
    </div>
  )
}
