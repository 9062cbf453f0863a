/** What was done to organisations, accounts and API clients, newest first. */
import { getRouteApi } from '@tanstack/react-router'
import type { AuditEntry } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Loaded } from '../loaded.tsx'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import { SpanFilter, spanOf } from './span-filter.tsx'
import { actionNames, logWords } from './words.ts'

const route = getRouteApi('/console/audit')

export function AuditPage() {
  const { say } = useSpeech()
  const own = say(logWords)
  return (
    <div className="stack loose">
      <PageHead title={own.audit} lead={own.auditLead} />
      <PurposeGate>
        <Entries />
      </PurposeGate>
    </div>
  )
}

function Entries() {
  const { say } = useSpeech()
  const own = say(logWords)
  const purpose = usePurpose()
  const search = route.useSearch()
  const query = { query: { ...spanOf(search), cursor: search.cursor }, purpose }
  const read = useRead('listAudit', query, { keepLast: true })
  const columns = useColumns()
  return (
    <>
      <SpanFilter key={JSON.stringify(search)} to="/console/audit" span={search} />
      <Loaded read={read}>
        {({ items, next }) => (
          <div className="stack">
            {items.length === 0 ? (
              <EmptyState title={own.none} />
            ) : (
              <Table caption={own.audit} columns={columns} rows={items} keyOf={row => row.id} />
            )}
            <Pager cursor={search.cursor} next={next} />
          </div>
        )}
      </Loaded>
    </>
  )
}

function useColumns(): Column<AuditEntry>[] {
  const { say, format } = useSpeech()
  const own = say(logWords)
  return [
    { key: 'at', title: own.at, cell: row => format.instant(row.at) },
    {
      key: 'action',
      title: own.action,
      head: true,
      cell: row => {
        const name = actionNames[row.action]
        return name ? say(name) : <code>{row.action}</code>
      },
    },
    { key: 'who', title: own.who, cell: row => row.byName },
    { key: 'on', title: own.on, cell: row => row.targetName },
    {
      key: 'detail',
      title: own.detail,
      width: '34%',
      cell: row =>
        Object.keys(row.detail).length > 0 && (
          <code className="small">{JSON.stringify(row.detail)}</code>
        ),
    },
  ]
}
