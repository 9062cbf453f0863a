/** What waits, the most urgent first: each row says what is due, when, and what its reader may do about it. */
import { getRouteApi, Link } from '@tanstack/react-router'
import type { WorkItem } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { DueText } from '../cases/clock-text.tsx'
import { caseWords } from '../cases/words.ts'
import { Filters } from '../filters.tsx'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import '../alerts/alerts.css'
import '../cases/cases.css'

const route = getRouteApi('/console/work')

export function WorkPage() {
  const { say } = useSpeech()
  const own = say(caseWords).work
  return (
    <div className="stack loose">
      <PageHead title={own.title} lead={own.lead} />
      <PurposeGate>
        <WorkList />
      </PurposeGate>
    </div>
  )
}

function WorkList() {
  const { say } = useSpeech()
  const own = say(caseWords)
  const { zh, en } = caseWords
  const { kind, scope, cursor } = route.useSearch()
  const purpose = usePurpose()
  const kinds = useRead('caseCatalogue').data?.kinds ?? []
  const query = { kind, cursor, ...(scope ? { [scope]: true } : {}) }
  const read = useRead('listWork', { query, purpose }, { keepLast: true })
  const columns = useWorkColumns(kinds)
  const scopes = (['all', 'ready', 'mine', 'overdue'] as const).map(code => ({
    code: code === 'all' ? '' : code,
    zh: zh.work.scopes[code],
    en: en.work.scopes[code],
  }))
  return (
    <>
      <Filters
        legend={own.filters}
        filters={[
          { name: 'scope', label: { zh: zh.show, en: en.show }, options: scopes, value: scope },
          {
            name: 'kind',
            label: { zh: zh.kind, en: en.kind },
            options: [
              { code: '', zh: zh.all, en: en.all },
              { code: 'alert', zh: zh.work.alert, en: en.work.alert },
              ...kinds,
            ],
            value: kind,
          },
        ]}
      />
      {read.isPending && <Skeleton lines={8} />}
      {read.error && <ErrorState error={read.error} retry={() => void read.refetch()} />}
      {read.data?.items.length === 0 && <EmptyState title={own.work.empty} />}
      {read.data && read.data.items.length > 0 && (
        <Table
          caption={own.work.title}
          columns={columns}
          rows={read.data.items}
          keyOf={({ id }) => id}
        />
      )}
      <Pager cursor={cursor} next={read.data?.next ?? null} />
    </>
  )
}

type Named = { readonly code: string; readonly zh: string; readonly en: string }

function useWorkColumns(kinds: readonly Named[]): Column<WorkItem>[] {
  const { say, format } = useSpeech()
  const own = say(caseWords)
  const { columns: titles } = own
  const kindOf = (kind: string): string => {
    const known = kinds.find(({ code }) => code === kind)
    return known ? say(known) : own.work.alert
  }
  return [
    {
      key: 'matter',
      title: own.work.matter,
      head: true,
      width: '42%',
      cell: item => (
        <>
          <WorkLink item={item} />
          {item.sentence && <p className="small soft sentence">{say(item.sentence)}</p>}
          <span className="soft small block">
            {item.kind === 'alert' ? item.number : `${kindOf(item.kind)} · ${item.number}`}
            {item.subject && ` · ${item.subject}`}
          </span>
        </>
      ),
    },
    {
      key: 'due',
      title: titles.due,
      width: '20%',
      cell: item =>
        item.duty ? (
          <DueText name={say(item.duty)} due={item} />
        ) : (
          <span className="soft">{own.noDuty}</span>
        ),
    },
    { key: 'state', title: titles.state, cell: item => <Badge>{say(item.state)}</Badge> },
    {
      key: 'handler',
      title: titles.handler,
      cell: item => item.handler?.name ?? <span className="soft">{own.unassigned}</span>,
    },
    {
      key: 'steps',
      title: titles.steps,
      cell: ({ steps }) =>
        steps.length > 0 ? (
          format.list(steps.map(step => say(step)))
        ) : (
          <span className="soft">{own.work.waits}</span>
        ),
    },
  ]
}

function WorkLink({ item: { kind, id, title } }: { item: WorkItem }) {
  const { say } = useSpeech()
  if (kind === 'alert') return <a href={`/console/alerts/${id}`}>{say(title)}</a>
  return (
    <Link to="/console/cases/$id" params={{ id }}>
      {say(title)}
    </Link>
  )
}
