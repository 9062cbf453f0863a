/** What was done to organisations, accounts and API clients, newest first. */
import { getRouteApi, Link } from '@tanstack/react-router'
import { Fragment, type ReactNode } from 'react'
import { type AuditEntry, roleNames } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Loaded } from '../loaded.tsx'
import { Area } from '../organisations/area.tsx'
import { kindNames } from '../organisations/words.ts'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import { SpanFilter, spanOf } from './span-filter.tsx'
import { actionNames, atTheMachine, detailNames, logWords } from './words.ts'

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

/** A detail in words where there are words for it; areas are called by name, a subject is one step away. */
function useDetail(): (name: string, value: unknown) => ReactNode {
  const { say, format } = useSpeech()
  const own = say(logWords)
  const textOf = (name: string, value: unknown): string => {
    if (Array.isArray(value)) return format.list(value.map(each => textOf(name, each))) || '—'
    if (typeof value === 'boolean') return value ? own.yes : own.no
    if (typeof value !== 'string') return value === null ? '—' : JSON.stringify(value)
    const word = wordsOf[name]?.[value]
    return word ? say(word) : value || '—'
  }
  return (name, value) => {
    if (name === 'subject_id' && typeof value === 'string')
      return (
        <Link to="/console/subjects/$id" params={{ id: value }}>
          {own.open}
        </Link>
      )
    if (name === 'area' && typeof value === 'string') return <Area code={value} />
    if (name === 'areas' && Array.isArray(value)) return <AreasInLine codes={value.map(String)} />
    return textOf(name, value)
  }
}

/** Beside the areas of before, in one line. */
function AreasInLine({ codes }: { codes: readonly string[] }) {
  if (codes.length === 0) return '—'
  return codes.map((code, i) => (
    <Fragment key={code}>
      {i > 0 && ' · '}
      <Area code={code} />
    </Fragment>
  ))
}

type Change = { readonly name: string; readonly before?: unknown; readonly after: unknown }

/** What changed, part by part; parts that stayed as they were say nothing. */
function changesOf({ detail }: AuditEntry): Change[] {
  const { before, after, ...rest } = detail
  const [old, made] = [before ?? {}, after ?? {}] as Record<string, unknown>[]
  const changed = Object.entries(made!)
    .filter(([name, value]) => JSON.stringify(old![name]) !== JSON.stringify(value))
    .map(([name, value]) => ({ name, before: old![name] ?? null, after: value }))
  return [...Object.entries(rest).map(([name, value]) => ({ name, after: value })), ...changed]
}

function useColumns(): Column<AuditEntry>[] {
  const { say, format } = useSpeech()
  const shown = useDetail()
  const own = say(logWords)
  return [
    {
      key: 'at',
      title: own.at,
      cell: row => <time dateTime={row.at}>{format.instant(row.at)}</time>,
    },
    {
      key: 'action',
      title: own.action,
      head: true,
      cell: row => {
        const name = actionNames[row.action]
        return name ? say(name) : <code>{row.action}</code>
      },
    },
    {
      key: 'who',
      title: own.who,
      cell: ({ byName }) => (byName === atTheMachine.zh ? say(atTheMachine) : byName),
    },
    { key: 'on', title: own.on, cell: row => row.targetName },
    {
      key: 'detail',
      title: own.detail,
      width: '34%',
      cell: row => (
        <ul className="plain-list small">
          {changesOf(row).map(({ name, before, after }) => (
            <li key={name}>
              {detailNames[name] ? say(detailNames[name]) : name}{' '}
              <span className="soft">
                {before !== undefined && <>{shown(name, before)} → </>}
                {shown(name, after)}
              </span>
            </li>
          ))}
        </ul>
      ),
    },
  ]
}
