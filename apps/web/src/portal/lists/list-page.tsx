/** One list: who is on it now, why, by whose decision, until when. */
import { getRouteApi, Link } from '@tanstack/react-router'
import { ProblemError, type PublicListEntry } from '#contract'
import { useRead } from '../../app/api.ts'
import { NotFoundPage } from '../../app/error-pages.tsx'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { Cited } from '../../design/cited.tsx'
import type { Crumb } from '../../design/crumbs.tsx'
import { Details } from '../../design/details.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { type Speech, useSpeech } from '../../i18n/language.tsx'
import { toneOfNature } from '../subject/tones.ts'

const route = getRouteApi('/portal/lists/$listType')

export function ListPage() {
  const speech = useSpeech()
  const { words, say, format } = speech
  const { listType } = route.useParams()
  const { cursor } = route.useSearch()
  const read = useRead('publicListEntries', { params: { listType }, query: { cursor } })
  const crumbs: Crumb[] = [
    { label: words.frame.home, to: '/' },
    { label: words.lists.title, to: '/lists' },
  ]
  if (read.error instanceof ProblemError && read.error.problem.status === 404)
    return <NotFoundPage text={words.lists.unknown} />
  if (read.error || !read.data)
    return (
      <div className="column stack loose page">
        <PageHead title={words.lists.title} crumbs={crumbs.slice(0, 1)} />
        {read.error ? (
          <ErrorState error={read.error} retry={() => void read.refetch()} />
        ) : (
          <Skeleton lines={8} />
        )}
      </div>
    )
  const { list, items, next, asOf } = read.data
  const title = say({ zh: list.titleZh, en: list.titleEn })
  return (
    <div className="column stack loose page">
      <PageHead
        title={title}
        lead={words.lists.natureText[list.nature]}
        crumbs={crumbs}
        beside={<Badge tone={toneOfNature(list.nature)}>{words.lists.nature[list.nature]}</Badge>}
      />
      <Details
        items={[
          { term: words.lists.basis, value: <Cited>{list.basis}</Cited> },
          { term: words.lists.term, value: say({ zh: list.termZh, en: list.termEn }) },
        ]}
      />
      {items.length === 0 ? (
        <EmptyState title={words.lists.none} />
      ) : (
        <Table
          caption={`${title} · ${words.lists.inForce(format.count(list.entries))}`}
          showCaption
          columns={columnsFor(speech, listType)}
          rows={items}
          keyOf={entry => entry.entryId}
        />
      )}
      <div className="row apart">
        <Pager cursor={cursor} next={next} />
        <p className="small soft">{words.frame.asOf(format.instant(asOf))}</p>
      </div>
    </div>
  )
}

function columnsFor(
  { words: { lists }, say, format }: Speech,
  listType: string,
): Column<PublicListEntry>[] {
  return [
    {
      key: 'subject',
      title: lists.columns.subject,
      head: true,
      width: '24%',
      cell: ({ subject, entryId }) => (
        <>
          <Link to="/lists/$listType/$entryId" params={{ listType, entryId }}>
            {subject.name}
          </Link>
          <span className="small soft"> {say({ zh: subject.areaZh, en: subject.areaEn })}</span>
        </>
      ),
    },
    {
      key: 'code',
      title: lists.columns.code,
      cell: ({ subject }) => <span className="code">{subject.code ?? '—'}</span>,
    },
    {
      key: 'reason',
      title: lists.columns.reason,
      cell: entry => say({ zh: entry.reasonZh, en: entry.reasonEn }),
    },
    { key: 'by', title: lists.columns.decidedBy, cell: entry => entry.decidedBy },
    {
      key: 'entered',
      title: lists.columns.entered,
      cell: entry => <time dateTime={entry.enteredOn}>{format.day(entry.enteredOn)}</time>,
    },
    {
      key: 'until',
      title: lists.columns.until,
      cell: entry =>
        entry.until ? (
          <time dateTime={entry.until}>{format.day(entry.until)}</time>
        ) : (
          lists.untilLifted
        ),
    },
  ]
}
