/** Events of each of the last sixty seconds, as bars and as a table that is folded away. */
import type { EChartsOption } from 'echarts'
import { useMemo } from 'react'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Chart } from './chart.tsx'
import { monitorWords } from './words.ts'

type Second = { readonly ago: number; readonly count: number }

export function EventRate({ counts }: { counts: readonly number[] }) {
  const { say, format } = useSpeech()
  const own = say(monitorWords)
  const option = useMemo<EChartsOption>(
    () => ({
      animation: false,
      grid: { left: 8, right: 8, top: 16, bottom: 8, containLabel: true },
      tooltip: { trigger: 'axis' },
      xAxis: {
        type: 'category',
        data: counts.map((_, i) => own.second(counts.length - 1 - i)),
        axisLabel: { hideOverlap: true },
      },
      yAxis: { type: 'value', minInterval: 1 },
      series: [{ type: 'bar', data: [...counts], itemStyle: { color: '#1c4f7c' } }],
    }),
    [counts, own],
  )
  const seconds = counts.map((count, i) => ({ ago: counts.length - 1 - i, count })).toReversed()
  const columns: Column<Second>[] = [
    { key: 'ago', title: own.time, head: true, cell: ({ ago }) => own.second(ago) },
    { key: 'count', title: own.total, figures: true, cell: ({ count }) => format.count(count) },
  ]
  return (
    <section className="stack tight" aria-labelledby="rate">
      <h2 id="rate">{own.rateTitle}</h2>
      <div className="card">
        <Chart option={option} label={own.rateTitle} />
      </div>
      <details>
        <summary>{own.table}</summary>
        <Table
          caption={own.rateTitle}
          columns={columns}
          rows={seconds}
          keyOf={({ ago }) => String(ago)}
        />
      </details>
    </section>
  )
}
