/**
 * Look-alike web addresses for whoever got a link (requirement 3.9): check one, report a fake, read the list of confirmed
 * fakes. A resemblance is a warning for the reader and never a finding.
 */
import { getRouteApi } from '@tanstack/react-router'
import type { WarnedSite } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { SiteCheck } from './site-check.tsx'
import { siteWords } from './words.ts'

const route = getRouteApi('/portal/sites')

export function SitesPage() {
  const { words, say } = useSpeech()
  const own = say(siteWords)
  return (
    <div className="column stack loose page">
      <PageHead title={own.title} lead={own.lead} crumbs={[{ label: words.frame.home, to: '/' }]} />
      <SiteCheck />
      <Warnings />
    </div>
  )
}

function Warnings() {
  const { say, format } = useSpeech()
  const own = say(siteWords)
  const { cursor } = route.useSearch()
  const read = useRead('listWarnedSites', { query: { cursor } }, { keepLast: true })
  const columns: Column<WarnedSite>[] = [
    {
      key: 'domain',
      title: own.columns.domain,
      head: true,
      cell: row => <code>{row.domain}</code>,
    },
    {
      key: 'imitates',
      title: own.columns.imitates,
      cell: row => (row.imitates ? <code>{row.imitates}</code> : '—'),
    },
    { key: 'reason', title: own.columns.reason, width: '40%', cell: row => row.reason },
    { key: 'on', title: own.columns.on, cell: row => format.dayOf(row.confirmedAt) },
  ]
  return (
    <section className="stack" aria-labelledby="fakes">
      <div className="section-head">
        <h2 id="fakes">{own.list}</h2>
      </div>
      {read.isPending && <Skeleton />}
      {read.error && <ErrorState error={read.error} retry={() => void read.refetch()} />}
      {read.data?.items.length === 0 && <EmptyState title={own.listNone} />}
      {read.data && read.data.items.length > 0 && (
        <>
          <p className="soft">{own.listLead}</p>
          <Table
            caption={own.list}
            columns={columns}
            rows={read.data.items}
            keyOf={({ domain }) => domain}
          />
        </>
      )}
      <Pager cursor={cursor} next={read.data?.next ?? null} />
    </section>
  )
}
