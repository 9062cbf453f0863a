/** The live monitor (requirement 4.6): whether detection keeps up, how fast events come, what was raised of which type. */
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Monitor } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Notice } from '../../design/notice.tsx'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { type Speech, useSpeech } from '../../i18n/language.tsx'
import { AlertTable } from '../alerts/alerts-page.tsx'
import { mayCall, useMe } from '../me.ts'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import { AlertSeries } from './alert-series.tsx'
import { EventRate } from './event-rate.tsx'
import { pauseAfter, useMonitor } from './use-monitor.ts'
import { monitorWords } from './words.ts'
import './monitor.css'

const route = getRouteApi('/console/monitor')

/** Below this, waiting is the rhythm of the stream and no lag worth a word. */
const noticeableS = 10

export function MonitorPage() {
  const { say, format } = useSpeech()
  const own = say(monitorWords)
  const { hours = 24 } = route.useSearch()
  const read = useMonitor(hours)
  const me = useMe()
  const { data } = read
  return (
    <div className="stack loose">
      <PageHead
        title={own.title}
        lead={own.lead}
        beside={data && <span className="small soft">{own.asOf(format.instant(data.at))}</span>}
      />
      {read.isPending && <Skeleton lines={8} />}
      {read.error && !data && <ErrorState error={read.error} retry={() => void read.refetch()} />}
      {read.error && data && (
        <Notice
          tone="warn"
          title={own.retrying(format.count(pauseAfter(read.failureCount) / 1000))}
        />
      )}
      {data && (
        <>
          <Lag monitor={data} />
          <Figures monitor={data} />
          <EventRate counts={data.lastMinute} />
          <AlertSeries series={data.series} hours={hours} />
          <Models monitor={data} />
        </>
      )}
      {mayCall(me, 'listAlerts') && (
        <section className="stack" aria-labelledby="last-alerts">
          <h2 id="last-alerts">{own.lastTitle}</h2>
          <PurposeGate>
            <LastAlerts renewedAt={data?.at} />
          </PurposeGate>
        </section>
      )}
    </div>
  )
}

function Lag({ monitor }: { monitor: Monitor }) {
  const speech = useSpeech()
  const own = speech.say(monitorWords)
  if (!isBehind(monitor)) return <Notice tone="good" title={own.onTime} />
  return (
    <div role="status">
      <Notice tone="bad" title={lagOf(monitor, speech)} />
    </div>
  )
}

const isBehind = ({ lagMessages, lagSeconds }: Monitor): boolean =>
  lagMessages > 0 && lagSeconds >= noticeableS

const lagOf = ({ lagMessages, lagSeconds }: Monitor, speech: Speech): string =>
  speech.say(monitorWords).behind(speech.format.count(lagMessages), duration(lagSeconds, speech))

function duration(seconds: number, { say, format }: Speech): string {
  const own = say(monitorWords)
  if (seconds < 120) return own.seconds(format.count(Math.round(seconds)))
  if (seconds < 7200) return own.minutes(format.count(Math.round(seconds / 60)))
  return own.hours(format.count(Math.round(seconds / 3600)))
}

function Figures({ monitor }: { monitor: Monitor }) {
  const { say, format } = useSpeech()
  const own = say(monitorWords)
  const open = Object.values(monitor.openAlerts).reduce((sum, n) => sum + n, 0)
  const instant = (at: string | null) => (at ? format.instant(at) : own.none)
  const tiles = [
    [own.figures.rate, format.count(Math.round(monitor.eventsPerSecond * 10) / 10)],
    [own.figures.seen, format.count(monitor.eventsSeen)],
    [own.figures.newest, instant(monitor.newestEventAt)],
    [own.figures.open, format.count(open)],
    [own.figures.overdue, format.count(monitor.overdueAlerts)],
    [own.figures.checkpoint, instant(monitor.checkpointAt)],
  ] as const
  return (
    <dl className="tiles">
      {tiles.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

type ModelRow = Monitor['models'][number]

function Models({ monitor }: { monitor: Monitor }) {
  const speech = useSpeech()
  const { say, format } = speech
  const own = say(monitorWords)
  const columns: Column<ModelRow>[] = [
    {
      key: 'model',
      title: own.columns.model,
      head: true,
      cell: ({ model }) => (
        <Link to="/console/models/$code" params={{ code: model.code }}>
          {say({ zh: model.titleZh, en: model.titleEn })} {model.version}
        </Link>
      ),
    },
    { key: 'mode', title: own.columns.mode, cell: ({ mode }) => own.modes[mode] },
    {
      key: 'lag',
      title: own.columns.lag,
      // All models read one stream in one pass; one that is retired reads nothing.
      cell: ({ mode }) =>
        mode === 'retired'
          ? '—'
          : isBehind(monitor)
            ? duration(monitor.lagSeconds, speech)
            : own.noLag,
    },
    {
      key: 'suspicions',
      title: own.columns.suspicions,
      figures: true,
      cell: ({ suspicions }) => format.count(suspicions),
    },
    {
      key: 'losses',
      title: own.columns.losses,
      figures: true,
      cell: ({ losses }) =>
        own.losses(format.count(Object.values(losses).reduce((sum, n) => sum + n, 0))),
    },
  ]
  return (
    <section className="stack tight" aria-labelledby="models">
      <h2 id="models">{own.modelsTitle}</h2>
      <Table
        caption={own.modelsTitle}
        columns={columns}
        rows={monitor.models}
        keyOf={({ model }) => model.code}
      />
      <p className="small soft">{own.lossNote}</p>
    </section>
  )
}

/** Asked again whenever the monitor was renewed, at most that often. */
function LastAlerts({ renewedAt }: { renewedAt: string | undefined }) {
  const own = useSpeech().say(monitorWords)
  const purpose = usePurpose()
  const read = useRead(
    'listAlerts',
    { query: { order: 'newest', limit: 5 }, purpose },
    { keepLast: true, enabled: renewedAt !== undefined },
  )
  if (read.error) return <ErrorState error={read.error} retry={() => void read.refetch()} />
  if (!read.data) return <Skeleton lines={4} />
  return (
    <>
      {read.data.items.length === 0 ? (
        <p className="soft">{own.noAlerts}</p>
      ) : (
        <AlertTable alerts={read.data.items} />
      )}
      <p>
        <Link to="/console/alerts" search={{ view: 'all', order: 'newest' }}>
          {own.all}
        </Link>
      </p>
    </>
  )
}
