/** Figures beside the thresholds they were judged by, and which version of which policy set each. */
import { Link } from '@tanstack/react-router'
import type { AlertSuspicion, Figure } from '#contract'
import { Badge } from '../../design/badge.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { type Speech, useSpeech } from '../../i18n/language.tsx'
import { detailWords } from './detail-words.ts'
import './alerts.css'

export function FigureTable({
  figures,
  sources,
}: {
  figures: readonly Figure[]
  sources?: AlertSuspicion['sources']
}) {
  const speech = useSpeech()
  const { say } = speech
  const own = say(detailWords)
  const columns: Column<Figure>[] = [
    {
      key: 'figure',
      title: own.columns.figure,
      head: true,
      width: '34%',
      cell: figure => say(figure),
    },
    {
      key: 'value',
      title: own.columns.value,
      figures: true,
      cell: figure => <span className="nowrap">{figureText(figure, figure.value, speech)}</span>,
    },
    {
      key: 'threshold',
      title: own.columns.threshold,
      figures: true,
      cell: figure => <span className="nowrap">{thresholdOf(figure, speech)}</span>,
    },
    {
      key: 'met',
      title: own.columns.met,
      cell: ({ threshold, met }) =>
        threshold !== null && (
          <Badge tone={met ? 'warn' : 'plain'}>{met ? own.met : own.notMet}</Badge>
        ),
    },
  ]
  if (sources)
    columns.push({
      key: 'source',
      title: own.columns.source,
      cell: ({ name }) => <Source source={sources.find(({ figure }) => figure === name)} />,
    })
  return <Table caption={own.figures} columns={columns} rows={figures} keyOf={({ name }) => name} />
}

export function Source({ source }: { source: AlertSuspicion['sources'][number] | undefined }) {
  const { say } = useSpeech()
  const own = say(detailWords)
  if (!source) return <>—</>
  return (
    <>
      <Link to="/policies/$key" params={{ key: source.policyKey }}>
        {say(source)}
      </Link>{' '}
      <span className="small soft">
        <code>{source.parameter}</code> ·{' '}
        {source.policyVersion === null ? own.otherValue : own.version(source.policyVersion)}
      </span>
    </>
  )
}

function thresholdOf(figure: Figure, speech: Speech): string {
  const own = speech.say(detailWords)
  if (figure.threshold === null) return own.noThreshold
  const value = figureText(figure, figure.threshold, speech)
  return figure.holds === 'at-most' ? own.atMost(value) : own.atLeast(value)
}

/** A figure as its unit is read. */
export function figureText({ unit }: Pick<Figure, 'unit'>, value: number, { format, say }: Speech) {
  switch (unit) {
    case 'fen':
      return format.yuan(value)
    case 'share':
    case 'probability':
      return format.percent(value)
    case 'g':
      return `${format.count(value)} g`
    case 'ms':
      return say({
        zh: `${format.count(Math.round(value / 6_000) / 10)} 分钟`,
        en: `${format.count(Math.round(value / 6_000) / 10)} min`,
      })
    case 'day':
      return say({ zh: `${format.count(value)} 天`, en: `${format.count(value)} days` })
    case 'count':
    case 'ratio':
    case 'score':
      return format.count(value)
  }
}
