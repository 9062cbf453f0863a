/** Who enters records how late: a table of providers beside the term of policy, and one of them month by month. */
import { getRouteApi, Link } from '@tanstack/react-router'
import type { DelayFigures, EntryDelay } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Loaded } from '../loaded.tsx'
import { RuleInForce } from '../policies/rule-in-force.tsx'
import { SpanFilter } from '../read-log/span-filter.tsx'
import { delayWords } from './words.ts'

const route = getRouteApi('/console/entry-delays')

export function DelaysPage() {
  const { say } = useSpeech()
  const own = say(delayWords)
  const search = route.useSearch()
  const { from, until } = search
  return (
    <div className="stack loose">
      <PageHead title={own.title} lead={own.lead} />
      <RuleInForce policyKey="record.enter" title={own.term} note={own.termFrom} />
      <SpanFilter key={`${from} ${until}`} to="/console/entry-delays" span={search} />
      <Delays />
    </div>
  )
}

function Delays() {
  const { say } = useSpeech()
  const own = say(delayWords)
  const query = route.useSearch()
  const read = useRead('entryDelays', { query }, { keepLast: true })
  const figures = useFigures()
  const columns = [useProviderColumn(), ...figures]
  return (
    <Loaded read={read}>
      {({ items, next }) => (
        <div className="stack loose">
          {items.length === 0 ? (
            <EmptyState title={own.none}>
              <p>{own.noneHint}</p>
            </EmptyState>
          ) : (
            <Table
              caption={own.caption}
              columns={columns}
              rows={items}
              keyOf={({ providerId }) => providerId}
            />
          )}
          <Pager cursor={query.cursor} next={next} />
          {query.provider && items.map(one => <Months key={one.providerId} of={one} />)}
        </div>
      )}
    </Loaded>
  )
}

function Months({ of: { provider, months } }: { of: EntryDelay }) {
  const { say } = useSpeech()
  const own = say(delayWords)
  const figures = useFigures()
  const month: Column<EntryDelay['months'][number]> = {
    key: 'month',
    title: own.month,
    head: true,
    cell: row => row.month,
  }
  return (
    <section className="stack" aria-labelledby="months">
      <div className="section-head">
        <h2 id="months">{own.byMonth(provider)}</h2>
        <Link
          to="/console/entry-delays"
          search={({ from, until }: { from?: string; until?: string }) => ({ from, until })}
        >
          {own.all}
        </Link>
      </div>
      <Table
        caption={own.byMonth(provider)}
        columns={[month, ...figures]}
        rows={months}
        keyOf={row => row.month}
      />
    </section>
  )
}

function useProviderColumn(): Column<EntryDelay> {
  const { say } = useSpeech()
  const own = say(delayWords)
  return {
    key: 'provider',
    title: own.provider,
    head: true,
    width: '34%',
    cell: ({ provider, providerId }) => (
      <Link
        to="/console/entry-delays"
        search={({ from, until }: { from?: string; until?: string }) => ({
          from,
          until,
          provider: providerId,
        })}
      >
        {provider}
      </Link>
    ),
  }
}

function useFigures(): Column<DelayFigures>[] {
  const { say, format } = useSpeech()
  const own = say(delayWords)
  const days = (n: number) => own.days(format.count(Math.round(n * 10) / 10))
  return [
    {
      key: 'records',
      title: own.records,
      figures: true,
      cell: ({ records }) => format.count(records),
    },
    {
      key: 'late',
      title: own.late,
      figures: true,
      cell: ({ late }) => (late === 0 ? '0' : <Badge tone="warn">{format.count(late)}</Badge>),
    },
    {
      key: 'share',
      title: own.share,
      figures: true,
      cell: ({ records, late }) => format.percent(late / records),
    },
    {
      key: 'mean',
      title: own.mean,
      figures: true,
      cell: ({ meanDelayDays }) => days(meanDelayDays),
    },
    {
      key: 'max',
      title: own.max,
      figures: true,
      cell: ({ maxDelayDays }) => days(maxDelayDays),
    },
  ]
}
