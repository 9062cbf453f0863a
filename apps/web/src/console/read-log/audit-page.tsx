/** What was done to organisations, accounts and API clients, newest first. */
import { getRouteApi } from '@tanstack/react-router'
import { type AuditEntry, roleNames } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Loaded } from '../loaded.tsx'
import { kindNames } from '../organisations/words.ts'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import { SpanFilter, spanOf } from './span-filter.tsx'
import { actionNames, detailNames, logWords } from './words.ts'

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

type Named = Readonly<Record<string, { zh: string; en: string }>>

/** Which details are words of ours and not of whoever wrote them: a login may be called like a role. */
const wordsOf: Readonly<Record<string, Named>> = {
  kind: kindNames,
  role: roleNames,
  roles: roleNames,
}

/** What changed, in words where there are words for it. */
function useDetailText(): (name: string, value: unknown) => string {
  const { say } = useSpeech()
  const own = say(logWords)
  const textOf = (name: string, value: unknown): string => {
    if (Array.isArray(value)) return value.map(each => textOf(name, each)).join(' ') || '—'
    if (typeof value === 'string') {
      const word = wordsOf[name]?.[value]
      return word ? say(word) : value || '—'
    }
    if (typeof value === 'object' && value !== null)
      return Object.entries(value)
        .map(([part, of]) => {
          const called = detailNames[part]
          return `${called ? say(called) : part} ${textOf(part, of)}`
        })
        .join('；')
    if (typeof value === 'boolean') return value ? own.yes : own.no
    return value === null ? '—' : JSON.stringify(value)
  }
  return textOf
}

function useColumns(): Column<AuditEntry>[] {
  const { say, format } = useSpeech()
  const textOf = useDetailText()
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
      cell: row => (
        <ul className="plain-list small">
          {Object.entries(row.detail).map(([name, value]) => (
            <li key={name}>
              {detailNames[name] ? say(detailNames[name]) : name}{' '}
              <span className="soft">{textOf(name, value)}</span>
            </li>
          ))}
        </ul>
      ),
    },
  ]
}
