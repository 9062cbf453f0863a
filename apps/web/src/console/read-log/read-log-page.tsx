/** Who read what, when and for which purpose (requirement 2.1). Reading this log is itself a read that it keeps. */
import { getRouteApi } from '@tanstack/react-router'
import type { ReadEntry } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Loaded } from '../loaded.tsx'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import { SpanFilter, spanOf } from './span-filter.tsx'
import { logWords } from './words.ts'

const route = getRouteApi('/console/reads')

export function ReadLogPage() {
  const { say } = useSpeech()
  const own = say(logWords)
  return (
    <div className="stack loose">
      <PageHead title={own.reads} lead={own.readsLead} />
      <PurposeGate>
        <Reads />
      </PurposeGate>
    </div>
  )
}

function Reads() {
  const { say } = useSpeech()
  const own = say(logWords)
  const purpose = usePurpose()
  const search = route.useSearch()
  const { cursor, about } = search
  const query = { query: { ...spanOf(search), about, cursor }, purpose }
  const read = useRead('listReads', query, { keepLast: true })
  const columns = useColumns()
  return (
    <>
      <SpanFilter key={JSON.stringify(search)} to="/console/reads" span={search} withAbout />
      <Loaded read={read}>
        {({ items, next }) => (
          <div className="stack">
            {items.length === 0 ? (
              <EmptyState title={own.none} />
            ) : (
              <Table caption={own.reads} columns={columns} rows={items} keyOf={row => row.id} />
            )}
            <Pager cursor={cursor} next={next} />
          </div>
        )}
      </Loaded>
    </>
  )
}

function useColumns(): Column<ReadEntry>[] {
  const { say, format } = useSpeech()
  const own = say(logWords)
  return [
    {
      key: 'at',
      title: own.at,
      cell: row => <time dateTime={row.at}>{format.instant(row.at)}</time>,
    },
    {
      key: 'who',
      title: own.who,
      head: true,
      width: '22%',
      cell: row => (
        <>
          {row.name}
          {row.organisationName && <span className="small soft block">{row.organisationName}</span>}
        </>
      ),
    },
    { key: 'what', title: own.what, width: '42%', cell: row => <What read={row} /> },
    { key: 'purpose', title: own.purpose, width: '20%', cell: row => row.purpose },
  ]
}

/** What was read, in words, with the words that were searched for; the address is for whoever compares it. */
function What({ read }: { read: ReadEntry }) {
  const { say } = useSpeech()
  const own = say(logWords)
  const [path = '', query = ''] = read.target.replace(/^\/api\/v1/, '').split('?')
  const searched = new URLSearchParams(query).get('q')
  const page = pageOf(path)
  return (
    <>
      {say(read)}
      {searched && own.searched(searched)}
      {page && (
        <>
          {' '}
          <a href={page}>{own.open}</a>
        </>
      )}
      <details className="small">
        <summary className="soft">{own.address}</summary>
        <code>{query === '' ? path : `${path}?${query}`}</code>
      </details>
    </>
  )
}

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const pages = [
  [new RegExp(`^/subjects/(${uuid})`), '/console/subjects/'],
  [new RegExp(`^/cases/(${uuid})`), '/console/cases/'],
  [new RegExp(`^/detection/alerts/(${uuid})`), '/console/alerts/'],
  [/^\/trade\/orders\/([^/]+\/[^/]+)$/, '/console/orders/'],
] as const

/** The page of the one thing that was read; a list has none. */
function pageOf(path: string): string | undefined {
  for (const [pattern, page] of pages) {
    const [, key] = pattern.exec(path) ?? []
    if (key) return page + key
  }
  return undefined
}
