/** Who read what, when and for which purpose (requirement 2.1). Reading this log is itself a read that it keeps. */
import { useQuery } from '@tanstack/react-query'
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
  const nameOf = useOperationNames()
  return [
    { key: 'at', title: own.at, cell: row => format.instant(row.at) },
    {
      key: 'who',
      title: own.who,
      head: true,
      cell: row => (
        <>
          {row.name}
          {row.organisationCode && <code className="small soft"> {row.organisationCode}</code>}
        </>
      ),
    },
    { key: 'what', title: own.what, width: '26%', cell: row => nameOf(row.operation) },
    { key: 'purpose', title: own.purpose, cell: row => row.purpose },
    {
      key: 'target',
      title: own.target,
      width: '28%',
      cell: row => <code className="small">{row.target.replace('/api/v1', '')}</code>,
    },
  ]
}

type Described = { operationId: string; summary: string; description: string }

/** Operations in words, from the description that the server publishes of itself. */
function useOperationNames(): (operation: string) => string {
  const { say } = useSpeech()
  const { data } = useQuery({
    queryKey: ['openapi'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const document = (await (await fetch('/openapi.json')).json()) as {
        paths: Record<string, Record<string, Described>>
      }
      const all = Object.values(document.paths).flatMap(methods => Object.values(methods))
      return new Map(
        all.map(({ operationId, summary, description }) => [
          operationId,
          { zh: summary, en: description },
        ]),
      )
    },
  })
  return operation => {
    const name = data?.get(operation)
    return name ? say(name) : operation
  }
}
