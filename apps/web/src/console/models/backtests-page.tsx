/** Backtests (requirement 14.3): what was tried so far, and a form to try again, alone or against other parameters. */
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Backtest } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { Pager } from '../../design/pager.tsx'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { type Speech, useSpeech } from '../../i18n/language.tsx'
import { mayCall, useMe } from '../me.ts'
import { BacktestForm } from './backtest-form.tsx'
import { backtestWords } from './backtest-words.ts'

const route = getRouteApi('/console/backtests')

export function BacktestsPage() {
  const speech = useSpeech()
  const own = speech.say(backtestWords)
  const me = useMe()
  const { model, cursor } = route.useSearch()
  const read = useRead('listBacktests', { query: { cursor, limit: 20 } }, { keepLast: true })
  return (
    <div className="stack loose">
      <PageHead title={own.title} lead={own.lead} />
      {mayCall(me, 'startBacktest') && <BacktestForm model={model} />}
      <section className="stack" aria-labelledby="backtests">
        <h2 id="backtests">{own.list}</h2>
        {read.isPending && <Skeleton lines={4} />}
        {read.error && <ErrorState error={read.error} retry={() => void read.refetch()} />}
        {read.data?.items.length === 0 && <p className="soft">{own.none}</p>}
        {read.data && read.data.items.length > 0 && (
          <Table
            caption={own.list}
            columns={columnsFor(speech)}
            rows={read.data.items}
            keyOf={({ id }) => id}
          />
        )}
        <Pager cursor={cursor} next={read.data?.next ?? null} />
      </section>
    </div>
  )
}

const tones = { running: 'civic', finished: 'good', failed: 'bad' } as const

function columnsFor({ say, format }: Speech): Column<Backtest>[] {
  const own = say(backtestWords)
  return [
    {
      key: 'at',
      title: own.columns.at,
      head: true,
      cell: ({ id, startedAt }) => (
        <Link to="/console/backtests/$id" params={{ id }}>
          {format.instant(startedAt)}
        </Link>
      ),
    },
    {
      key: 'model',
      title: own.columns.model,
      cell: ({ side }) =>
        side
          ? `${say({ zh: side.model.titleZh, en: side.model.titleEn })} ${side.model.version}`
          : '—',
    },
    {
      key: 'period',
      title: own.columns.period,
      cell: ({ from, until }) => format.span(from, until),
    },
    {
      key: 'state',
      title: own.columns.state,
      cell: ({ state }) => <Badge tone={tones[state]}>{own.states[state]}</Badge>,
    },
    {
      key: 'alerts',
      title: own.columns.alerts,
      figures: true,
      cell: ({ side, against }) =>
        side
          ? `${format.count(side.alerts)}${against ? ` / ${format.count(against.alerts)}` : ''}`
          : '—',
    },
    { key: 'by', title: own.columns.by, cell: ({ startedBy }) => startedBy },
  ]
}
