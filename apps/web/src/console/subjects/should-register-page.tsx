/** Personal sellers who outgrew petty trade (requirement 3.1), each with its sales beside the ceiling: no finding. */
import { getRouteApi, Link } from '@tanstack/react-router'
import type { GrownSales, SubjectBrief } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { CellBar, scaleOf } from '../../design/cell-bar.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Loaded } from '../loaded.tsx'
import { RuleInForce, useRuleAt } from '../policies/rule-in-force.tsx'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import { subjectWords } from './words.ts'

const route = getRouteApi('/console/should-register')
const policyKey = 'smallTrade.ceiling'

export function ShouldRegisterPage() {
  const { say } = useSpeech()
  const own = say(subjectWords).shouldRegister
  return (
    <div className="stack loose">
      <PageHead title={own.title} lead={own.lead} />
      <RuleInForce policyKey={policyKey} title={own.ceiling} note={own.ceilingNote} />
      <PurposeGate>
        <Sellers />
      </PurposeGate>
    </div>
  )
}

function Sellers() {
  const { say } = useSpeech()
  const own = say(subjectWords).shouldRegister
  const purpose = usePurpose()
  const { cursor } = route.useSearch()
  const query = { query: { shouldRegister: true, cursor, limit: 20 }, purpose }
  const read = useRead('findSubjects', query, { keepLast: true })
  return (
    <Loaded read={read}>
      {({ items, next }) => (
        <div className="stack">
          {items.length === 0 ? (
            <EmptyState title={own.none} />
          ) : (
            <SellerTable rows={items.flatMap(grownOf)} />
          )}
          <Pager cursor={cursor} next={next} />
        </div>
      )}
    </Loaded>
  )
}

type Grown = SubjectBrief & { readonly grown: GrownSales }

const grownOf = (row: SubjectBrief): Grown[] =>
  row.shouldRegister ? [{ ...row, grown: row.shouldRegister }] : []

function SellerTable({ rows }: { rows: readonly Grown[] }) {
  const { say, format } = useSpeech()
  const own = say(subjectWords).shouldRegister
  const ruleAt = useRuleAt(policyKey)
  /** The ceiling as it was when the sales were summed. */
  const ceilingOf = ({ grown }: Grown) => Number(ruleAt(new Date(grown.at))?.value ?? 0)
  const scale = scaleOf([...rows.map(({ grown }) => grown.salesFen), ...rows.map(ceilingOf)])
  const columns: Column<Grown>[] = [
    {
      key: 'name',
      title: own.columns.name,
      head: true,
      width: '26%',
      cell: row => (
        <>
          <Link to="/console/subjects/$id" params={{ id: row.id }}>
            {row.name}
          </Link>
          <span className="small soft block">{say({ zh: row.areaZh, en: row.areaEn })}</span>
        </>
      ),
    },
    { key: 'shops', title: own.columns.shops, figures: true, cell: row => row.shops },
    {
      key: 'sales',
      title: own.columns.sales,
      width: '30%',
      cell: row => (
        <>
          {format.yuan(row.grown.salesFen)}{' '}
          <span className="small soft">{own.ofYear(row.grown.year)}</span>
          <CellBar value={row.grown.salesFen} scale={scale} tone="plain" mark={ceilingOf(row)} />
        </>
      ),
    },
    {
      key: 'over',
      title: own.columns.over,
      cell: row => {
        const ceiling = ceilingOf(row)
        if (ceiling === 0) return '—'
        return (
          <>
            {format.yuan(row.grown.salesFen - ceiling)}
            <span className="small soft block">
              {own.times(format.decimal(row.grown.salesFen / ceiling, 2))}
            </span>
          </>
        )
      },
    },
    {
      key: 'at',
      title: own.columns.at,
      cell: row => <time dateTime={row.grown.at}>{format.dayOf(row.grown.at)}</time>,
    },
  ]
  return <Table caption={own.title} columns={columns} rows={rows} keyOf={row => row.id} />
}
