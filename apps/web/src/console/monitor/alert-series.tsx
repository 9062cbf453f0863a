/** Alerts of each type over a period: stacked bars, told apart by pattern as well as colour, and the same as a table. */
import { useNavigate } from '@tanstack/react-router'
import type { EChartsOption } from 'echarts'
import { useMemo } from 'react'
import { behaviours, type Monitor } from '#contract'
import { type Column, Table } from '../../design/table.tsx'
import { ChoiceTabs } from '../../design/tabs.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Chart } from './chart.tsx'
import { monitorWords } from './words.ts'

type Step = Monitor['series'][number]

const totalOf = ({ byBehaviour }: Step): number =>
  Object.values(byBehaviour).reduce((sum, n) => sum + n, 0)

export function AlertSeries({ series, hours }: { series: readonly Step[]; hours: number }) {
  const { say, format } = useSpeech()
  const own = say(monitorWords)
  const navigate = useNavigate()
  const present = [...new Set(series.flatMap(step => Object.keys(step.byBehaviour)))].sort()
  const nameOf = (code: string) => {
    const info = (behaviours as Readonly<Record<string, { zh: string; en: string }>>)[code]
    return info ? say(info) : code
  }
  const columns: Column<Step>[] = [
    { key: 'from', title: own.time, head: true, cell: ({ from }) => format.instant(from) },
    ...present.map(code => ({
      key: code,
      title: nameOf(code),
      figures: true,
      cell: ({ byBehaviour }: Step) => format.count(byBehaviour[code] ?? 0),
    })),
    { key: 'total', title: own.total, figures: true, cell: step => format.count(totalOf(step)) },
  ]
  return (
    <section className="stack tight" aria-labelledby="series">
      <div className="row apart">
        <h2 id="series">{own.alertsTitle}</h2>
        <ChoiceTabs
          legend={own.period}
          name="period"
          options={Object.entries(own.periods).map(([value, label]) => ({ value, label }))}
          value={String(hours)}
          choose={value =>
            void navigate({ to: '/console/monitor', search: { hours: Number(value) } })
          }
        />
      </div>
      {present.length === 0 ? (
        <p className="soft">{own.noAlerts}</p>
      ) : (
        <>
          <SeriesChart series={series} codes={present} nameOf={nameOf} />
          <details>
            <summary>{own.table}</summary>
            <Table
              caption={own.alertsTitle}
              columns={columns}
              rows={series.filter(step => totalOf(step) > 0).toReversed()}
              keyOf={({ from }) => from}
            />
          </details>
        </>
      )}
    </section>
  )
}

function SeriesChart({
  series,
  codes,
  nameOf,
}: {
  series: readonly Step[]
  codes: readonly string[]
  nameOf: (code: string) => string
}) {
  const { say, format } = useSpeech()
  const own = say(monitorWords)
  // The monitor answers a new array every few seconds; the chart is drawn again only when it says something else.
  const text = JSON.stringify([series, codes.map(nameOf)])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `text` holds everything that is drawn.
  const option = useMemo<EChartsOption>(
    () => ({
      animation: false,
      aria: { enabled: true, decal: { show: codes.length > 1 } },
      grid: { left: 8, right: 8, top: 40, bottom: 8, containLabel: true },
      legend: { type: 'scroll', top: 0 },
      tooltip: { trigger: 'axis' },
      xAxis: {
        type: 'category',
        data: series.map(({ from }) => format.instant(from)),
        axisLabel: { hideOverlap: true },
      },
      yAxis: { type: 'value', minInterval: 1 },
      series: codes.map(code => ({
        type: 'bar' as const,
        stack: 'alerts',
        name: nameOf(code),
        data: series.map(({ byBehaviour }) => byBehaviour[code] ?? 0),
      })),
    }),
    [text],
  )
  return (
    <div className="card">
      <Chart option={option} label={own.alertsTitle} />
    </div>
  )
}
