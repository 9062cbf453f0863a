/**
 * One entry of a list, with its decision and its proof. An entry that has ended or was repaired away cannot be opened by
 * an old link: the server no longer shows it to anyone.
 */
import { getRouteApi, Link } from '@tanstack/react-router'
import { ProblemError } from '#contract'
import { type Answer, useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { Cited } from '../../design/cited.tsx'
import { Details } from '../../design/details.tsx'
import { Notice } from '../../design/notice.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { ProofButton } from '../../verify/proof-panel.tsx'
import { toneOfNature } from '../subject/tones.ts'

const route = getRouteApi('/portal/lists/$listType/$entryId')

export function ListEntryPage() {
  const { words } = useSpeech()
  const { listType, entryId } = route.useParams()
  const read = useRead('publicListEntry', { params: { id: entryId } })
  if (read.data) return <Entry entry={read.data} />
  const isGone = read.error instanceof ProblemError && read.error.problem.status === 404
  return (
    <div className="column stack loose page">
      <PageHead
        title={isGone ? words.lists.notFound : words.lists.title}
        crumbs={[
          { label: words.frame.home, to: '/' },
          { label: words.lists.title, to: '/lists' },
        ]}
      />
      {read.isPending && <Skeleton lines={6} />}
      {read.error && !isGone && <ErrorState error={read.error} retry={() => void read.refetch()} />}
      {isGone && (
        <EmptyState title={words.lists.notFoundText}>
          <Link to="/lists/$listType" params={{ listType }}>
            {words.lists.backToList}
          </Link>
        </EmptyState>
      )}
    </div>
  )
}

function Entry({ entry }: { entry: Answer<'publicListEntry'> }) {
  const { words, say, format } = useSpeech()
  const { lists, frame } = words
  const { subject, list } = entry
  const title = say({ zh: list.titleZh, en: list.titleEn })
  return (
    <div className="column stack loose page">
      <PageHead
        title={lists.entryTitle(subject.name, title)}
        crumbs={[
          { label: frame.home, to: '/' },
          { label: lists.title, to: '/lists' },
          { label: title, to: '/lists/$listType', params: { listType: list.listType } },
        ]}
        beside={<Badge tone={toneOfNature(list.nature)}>{lists.nature[list.nature]}</Badge>}
      />
      <section className="card stack">
        <Details
          items={[
            {
              term: lists.columns.subject,
              value: (
                <Link to="/subjects/$id" params={{ id: subject.id }}>
                  {subject.name}
                </Link>
              ),
            },
            subject.code
              ? { term: lists.columns.code, value: <span className="code">{subject.code}</span> }
              : null,
            { term: words.subject.area, value: say({ zh: subject.areaZh, en: subject.areaEn }) },
            { term: lists.reason, value: say({ zh: entry.reasonZh, en: entry.reasonEn }) },
            { term: lists.entryBasis, value: <Cited>{entry.basis}</Cited> },
            { term: lists.decidedBy, value: entry.decidedBy },
            { term: lists.enteredOn, value: format.day(entry.enteredOn) },
            { term: lists.until, value: entry.until ? format.day(entry.until) : lists.untilLifted },
          ]}
        />
        {entry.proof && <ProofButton reference={entry.proof} />}
      </section>
      {list.nature !== 'red' && (
        <Notice title={lists.remedies}>
          <p>{lists.remediesText}</p>
        </Notice>
      )}
      <p className="small soft">{frame.asOf(format.instant(entry.asOf))}</p>
    </div>
  )
}
