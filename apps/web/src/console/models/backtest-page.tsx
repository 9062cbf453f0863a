/** One backtest: how far it is while it runs, then what each side found, where they differ and how they would have fared. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { Backtest } from '#contract'
import { call, keyOf } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { Notice } from '../../design/notice.tsx'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { type Speech, useSpeech } from '../../i18n/language.tsx'
import { useShopLabel } from '../organisations/use-shop-label.ts'
import { backtestWords } from './backtest-words.ts'
import { TrialTable } from './trial-table.tsx'
import './models.css'

const route = getRouteApi('/console/backtests/$id')
const askAgainMs = 1_000

export function BacktestPage() {
  const { say, format } = useSpeech()
  const own = say(backtestWords)
  const { id } = route.useParams()
  const input = { params: { id } }
  const read = useQuery({
    queryKey: keyOf('readBacktest', input),
    queryFn: ({ signal }) => call('readBacktest', { ...input, signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? askAgainMs : false),
  })
  const { data } = read
  const title = data?.side
    ? `${own.title} · ${say({ zh: data.side.model.titleZh, en: data.side.model.titleEn })}`
    : own.title
  return (
    <div className="stack loose">
      <PageHead
        title={title}
        crumbs={[{ label: own.title, to: '/console/backtests' }]}
        lead={data && `${format.span(data.from, data.until)} · ${data.startedBy}`}
      />
      {read.isPending && <Skeleton lines={6} />}
      {read.error && <ErrorState error={read.error} retry={() => void read.refetch()} />}
      {data?.state === 'running' && <Progress backtest={data} />}
      {data?.fault && <Notice tone="bad" title={data.fault} />}
      {data?.side && <Result backtest={data} />}
    </div>
  )
}

function Progress({ backtest }: { backtest: Backtest }) {
  const { say, format } = useSpeech()
  const own = say(backtestWords)
  const { from, until, reachedAt, events } = backtest
  const start = Date.parse(from)
  const share = reachedAt ? (Date.parse(reachedAt) - start) / (Date.parse(until) - start) : 0
  const text = reachedAt
    ? own.progress(format.count(events), format.dayOf(reachedAt))
    : own.starting
  return (
    <div className="card stack tight" role="status">
      <progress className="progress" max={1} value={share} aria-label={own.states.running} />
      <p>{text}</p>
    </div>
  )
}

type Side = NonNullable<Backtest['side']>
type Row = { readonly key: string; readonly name: string; readonly of: (side: Side) => string }

function Result({ backtest }: { backtest: Backtest }) {
  const speech = useSpeech()
  const { say, format } = speech
  const own = say(backtestWords)
  const { side, against, difference, judged } = backtest
  if (!side) return null
  const columns: Column<Row>[] = [
    {
      key: 'figure',
      title: own.figures.figure,
      head: true,
      width: '30%',
      cell: ({ name }) => name,
    },
    { key: 'side', title: own.figures.side, figures: true, cell: ({ of }) => of(side) },
  ]
  if (against)
    columns.push(
      { key: 'against', title: own.figures.against, figures: true, cell: ({ of }) => of(against) },
      {
        key: 'differs',
        title: own.differs,
        cell: ({ of }) => of(side) !== of(against) && <Badge tone="warn">{own.differs}</Badge>,
      },
    )
  return (
    <>
      <section className="stack" aria-labelledby="result">
        <h2 id="result">{own.result}</h2>
        <Table
          caption={own.result}
          columns={columns}
          rows={figureRows(backtest, speech)}
          keyOf={({ key }) => key}
        />
        {difference && <Difference difference={difference} />}
        {judged && (
          <Notice title={own.judged}>
            <p>
              {own.judgedText(
                format.count(judged.confirmedFound),
                format.count(judged.confirmedMissed),
                format.count(judged.refutedFound),
              )}
            </p>
          </Notice>
        )}
      </section>
      <section className="stack" aria-labelledby="parameters">
        <h2 id="parameters">{own.parameters}</h2>
        <Table
          caption={own.parameters}
          columns={columns}
          rows={Object.keys(side.parameters).map(name => ({
            key: name,
            name,
            of: ({ parameters }: Side) => JSON.stringify(parameters[name]),
          }))}
          keyOf={({ key }) => key}
        />
      </section>
      <section className="stack" aria-labelledby="sample">
        <h2 id="sample">{own.sampleTitle}</h2>
        {side.sample.length === 0 ? (
          <p className="soft">{own.noSample}</p>
        ) : (
          <TrialTable caption={own.sampleTitle} rows={side.sample} />
        )}
      </section>
    </>
  )
}

function figureRows({ events }: Backtest, { say, format }: Speech): Row[] {
  const { rows } = say(backtestWords)
  const counted = (key: 'suspicions' | 'alerts' | 'shops' | 'accounts'): Row => ({
    key,
    name: rows[key],
    of: side => format.count(side[key]),
  })
  return [
    { key: 'events', name: rows.events, of: () => format.count(events) },
    ...(['suspicions', 'alerts', 'shops', 'accounts'] as const).map(counted),
    ...(['high', 'medium', 'low'] as const).map(level => ({
      key: level,
      name: rows[level],
      of: ({ byLevel }: Side) => format.count(byLevel[level] ?? 0),
    })),
  ]
}

function Difference({ difference }: { difference: NonNullable<Backtest['difference']> }) {
  const { say, format } = useSpeech()
  const own = say(backtestWords)
  const shopLabel = useShopLabel()
  const { onlyFirstShops, onlySecondShops } = difference
  const names = (shops: typeof onlyFirstShops) => format.list(shops.map(shopLabel))
  return (
    <div className="card stack tight">
      <h3>{own.difference}</h3>
      <p>{own.both(format.count(difference.bothShops), format.count(difference.bothAccounts))}</p>
      <p>
        {own.onlyFirst(
          format.count(onlyFirstShops.length),
          format.count(difference.onlyFirstAccounts),
        )}{' '}
        <span className="small soft">{names(onlyFirstShops)}</span>
      </p>
      <p>
        {own.onlySecond(
          format.count(onlySecondShops.length),
          format.count(difference.onlySecondAccounts),
        )}{' '}
        <span className="small soft">{names(onlySecondShops)}</span>
      </p>
    </div>
  )
}
