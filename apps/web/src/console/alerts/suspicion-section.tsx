/**
 * What one model says: figures, thresholds, the inputs they follow from, and the same computed again (requirement 13.1), so
 * that a reviewer need not believe the machine.
 */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { AlertSuspicion, Figure } from '#contract'
import { call, keyOf } from '../../app/api.ts'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { Notice } from '../../design/notice.tsx'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { usePurpose } from '../purpose.tsx'
import { detailWords } from './detail-words.ts'
import { FigureTable, figureText, Source } from './figure-table.tsx'
import { LevelMark } from './marks.tsx'

export function SuspicionSection({
  alertId,
  suspicion,
}: {
  alertId: string
  suspicion: AlertSuspicion
}) {
  const { say, format } = useSpeech()
  const own = say(detailWords)
  const { model } = suspicion
  const title = say({ zh: model.titleZh, en: model.titleEn })
  return (
    <div className="stack">
      <div className="section-head">
        <h2>
          {own.figuresTitle} ·{' '}
          <Link to="/console/models/$code" params={{ code: model.code }}>
            {own.modelOf(title, model.version)}
          </Link>
        </h2>
        <span className="row small">
          <LevelMark level={suspicion.severity} />
          {own.confidence} {format.percent(suspicion.confidence)}
        </span>
      </div>
      <FigureTable figures={suspicion.figures} sources={suspicion.sources} />
      <Recomputation alertId={alertId} suspicion={suspicion} />
      <details>
        <summary>{own.parameters}</summary>
        <Parameters suspicion={suspicion} />
      </details>
      <details>
        <summary>{own.inputs}</summary>
        <p className="small">
          {own.digest} <code>{suspicion.inputsSha256}</code>
        </p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
        <pre className="raw" tabIndex={0}>
          {JSON.stringify(suspicion.inputs, null, 1)}
        </pre>
      </details>
    </div>
  )
}

function Recomputation({ alertId, suspicion }: { alertId: string; suspicion: AlertSuspicion }) {
  const { say } = useSpeech()
  const own = say(detailWords)
  const purpose = usePurpose()
  const input = { params: { id: alertId }, purpose }
  const again = useQuery({
    queryKey: keyOf('reproduceAlert', input),
    queryFn: () => call('reproduceAlert', input),
    enabled: false,
  })
  const result = again.data?.suspicions.find(({ id }) => id === suspicion.id)
  return (
    <div className="stack tight" aria-live="polite">
      <div className="row">
        <Button onClick={() => void again.refetch()} disabled={again.isFetching}>
          {own.recompute}
        </Button>
        <span className="small soft">{own.recomputeLead}</span>
      </div>
      {again.isFetching && <Skeleton lines={2} />}
      {again.error && <ErrorState error={again.error} />}
      {result && (
        <Notice tone={result.equal && result.inputsUnchanged ? 'good' : 'bad'}>
          <p>
            <strong>{result.equal ? own.equal : own.unequal}</strong>
          </p>
          <p>{result.inputsUnchanged ? own.unchanged : own.changed}</p>
          <Comparison stored={result.stored} recomputed={result.recomputed} />
        </Notice>
      )}
    </div>
  )
}

function Comparison({
  stored,
  recomputed,
}: {
  stored: readonly Figure[]
  recomputed: readonly Figure[]
}) {
  const speech = useSpeech()
  const { say } = speech
  const own = say(detailWords)
  const other = new Map(recomputed.map(figure => [figure.name, figure]))
  const columns: Column<Figure>[] = [
    { key: 'figure', title: own.columns.figure, head: true, cell: figure => say(figure) },
    {
      key: 'stored',
      title: own.again.stored,
      figures: true,
      cell: figure => figureText(figure, figure.value, speech),
    },
    {
      key: 'again',
      title: own.again.recomputed,
      figures: true,
      cell: figure => {
        const now = other.get(figure.name)
        if (!now) return '—'
        return (
          <>
            {figureText(now, now.value, speech)}{' '}
            <Badge tone={now.value === figure.value ? 'good' : 'bad'}>
              {now.value === figure.value ? '=' : '≠'}
            </Badge>
          </>
        )
      },
    },
  ]
  return (
    <Table caption={own.recompute} columns={columns} rows={stored} keyOf={({ name }) => name} />
  )
}

function Parameters({ suspicion }: { suspicion: AlertSuspicion }) {
  const { say } = useSpeech()
  const own = say(detailWords)
  const rows = Object.entries(suspicion.parameters).map(([name, value]) => ({ name, value }))
  const columns: Column<(typeof rows)[number]>[] = [
    {
      key: 'name',
      title: own.parameterColumns.name,
      head: true,
      cell: ({ name }) => <code>{name}</code>,
    },
    {
      key: 'value',
      title: own.parameterColumns.value,
      cell: ({ value }) => <code>{JSON.stringify(value)}</code>,
    },
    {
      key: 'policy',
      title: own.parameterColumns.policy,
      cell: ({ name }) => (
        <Source source={suspicion.sources.find(({ parameter }) => parameter === name)} />
      ),
    },
  ]
  return <Table caption={own.parameters} columns={columns} rows={rows} keyOf={({ name }) => name} />
}
