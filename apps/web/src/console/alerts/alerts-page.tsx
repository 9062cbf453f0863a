/** The queue of alerts: the most urgent first, filtered by what stands in the address. */
import { getRouteApi, Link } from '@tanstack/react-router'
import type { AlertBrief } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { type Speech, useSpeech } from '../../i18n/language.tsx'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import { AlertFilters } from './alert-filters.tsx'
import { alertQuery } from './alert-search.ts'
import { DueMark, LevelMark, StandingMark } from './marks.tsx'
import { alertWords } from './words.ts'

const route = getRouteApi('/console/alerts')

export function AlertsPage() {
  const own = useSpeech().say(alertWords)
  return (
    <div className="stack loose">
      <PageHead title={own.title} lead={own.lead} />
      <PurposeGate>
        <Queue />
      </PurposeGate>
    </div>
  )
}

function Queue() {
  const { say } = useSpeech()
  const own = say(alertWords)
  const purpose = usePurpose()
  const search = route.useSearch()
  const query = { limit: 30, ...alertQuery(search) }
  const read = useRead('listAlerts', { query, purpose }, { keepLast: true })
  return (
    <div className="stack">
      <AlertFilters key={JSON.stringify(search)} search={search} />
      {read.isPending && <Skeleton lines={8} />}
      {read.error && <ErrorState error={read.error} retry={() => void read.refetch()} />}
      {read.data?.items.length === 0 && (
        <EmptyState title={own.none}>
          <p>
            {own.noneText}{' '}
            <Link to="/console/alerts" search={{ view: 'all' }}>
              {own.views.all}
            </Link>
          </p>
        </EmptyState>
      )}
      {read.data && read.data.items.length > 0 && (
        <>
          <AlertTable alerts={read.data.items} />
          <Pager cursor={search.cursor} next={read.data.next} />
        </>
      )}
    </div>
  )
}

export function AlertTable({ alerts }: { alerts: readonly AlertBrief[] }) {
  const speech = useSpeech()
  return (
    <Table
      caption={speech.say(alertWords).title}
      columns={columnsFor(speech)}
      rows={alerts}
      keyOf={({ id }) => id}
    />
  )
}

function columnsFor({ say, format }: Speech): Column<AlertBrief>[] {
  const own = say(alertWords)
  const { columns } = own
  const involved = ({ shopCount, accountCount }: AlertBrief): string[] => [
    ...(shopCount > 0 ? [own.shopsInvolved(format.count(shopCount), shopCount)] : []),
    ...(accountCount > 0 ? [own.accountsInvolved(format.count(accountCount), accountCount)] : []),
  ]
  return [
    {
      key: 'alert',
      title: columns.alert,
      head: true,
      width: '50%',
      cell: alert => (
        <>
          <Link to="/console/alerts/$alertId" params={{ alertId: alert.id }}>
            {say({ zh: alert.behaviourZh, en: alert.behaviourEn })} · {alert.number}
          </Link>
          <p className="small soft sentence">{say(alert.sentence)}</p>
          <p className="small soft">
            {[own.raisedAt(format.instant(alert.raisedAt)), ...involved(alert)].join(' · ')}
          </p>
        </>
      ),
    },
    {
      key: 'status',
      title: columns.status,
      width: '16%',
      cell: alert => (
        <>
          <span className="row">
            <LevelMark level={alert.level} />
            <StandingMark alert={alert} />
          </span>
          <span className="row small">
            {own.states[alert.state]}
            {alert.explained && <Badge tone="warn">{own.explained}</Badge>}
          </span>
        </>
      ),
    },
    {
      key: 'receiver',
      title: columns.receiver,
      width: '16%',
      cell: alert => (
        <>
          {say({ zh: alert.receiverAreaZh, en: alert.receiverAreaEn })}
          {alert.handler && <span className="small soft block">{alert.handler.name}</span>}
          {alert.escalations > 0 && (
            <span className="small soft block">{own.escalated(alert.escalations)}</span>
          )}
        </>
      ),
    },
    {
      key: 'due',
      title: columns.due,
      width: '18%',
      cell: alert => <DueMark alert={alert} />,
    },
  ]
}
