/** All rules with their state and the version in force, each leading to its page. */
import { getRouteApi, Link } from '@tanstack/react-router'
import { behaviours, type RuleBrief, type RuleState } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge, type Tone } from '../../design/badge.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { type Speech, useSpeech } from '../../i18n/language.tsx'
import { Loaded } from '../loaded.tsx'
import { mayCall, useMe } from '../me.ts'
import { ruleWords } from './words.ts'

const route = getRouteApi('/console/rules')

export function RulesPage() {
  const speech = useSpeech()
  const own = speech.say(ruleWords)
  const me = useMe()
  const { cursor } = route.useSearch()
  const read = useRead('listRules', { query: { cursor } }, { keepLast: true })
  const add = mayCall(me, 'draftRule') && (
    <Link to="/console/rules/new" className="button primary">
      {own.add}
    </Link>
  )
  return (
    <div className="stack loose">
      <PageHead title={own.title} lead={own.lead} beside={add} />
      <Loaded read={read}>
        {({ items, next }) =>
          items.length === 0 ? (
            <EmptyState title={own.none}>
              <p>{own.noneHint}</p>
            </EmptyState>
          ) : (
            <div className="stack">
              <Table
                caption={own.title}
                columns={columnsFor(speech)}
                rows={items}
                keyOf={({ code }) => code}
              />
              <Pager cursor={cursor} next={next} />
            </div>
          )
        }
      </Loaded>
    </div>
  )
}

const tones: Readonly<Record<RuleState, Tone>> = {
  draft: 'plain',
  tested: 'civic',
  active: 'good',
  retired: 'warn',
}

export function StateMark({ state }: { state: RuleState }) {
  const own = useSpeech().say(ruleWords)
  return <Badge tone={tones[state]}>{own.states[state]}</Badge>
}

function columnsFor({ say, format }: Speech): Column<RuleBrief>[] {
  const own = say(ruleWords)
  const { columns } = own
  return [
    {
      key: 'rule',
      title: columns.rule,
      head: true,
      width: '34%',
      cell: ({ code, title, behaviour }) => (
        <>
          <Link to="/console/rules/$code" params={{ code }}>
            {say(title)}
          </Link>{' '}
          <span className="small soft">
            {code} · {say(behaviours[behaviour])}
          </span>
        </>
      ),
    },
    {
      key: 'state',
      title: columns.state,
      cell: ({ state, onTrial }) => (
        <>
          <StateMark state={state} />{' '}
          {onTrial !== null && <Badge tone="warn">{own.onTrial(onTrial)}</Badge>}
        </>
      ),
    },
    { key: 'version', title: columns.version, figures: true, cell: ({ newest }) => newest },
    {
      key: 'inForce',
      title: columns.inForce,
      figures: true,
      cell: ({ inForce }) => inForce ?? own.noVersion,
    },
    { key: 'author', title: columns.author, cell: ({ author }) => author },
    {
      key: 'changed',
      title: columns.changed,
      cell: ({ changedAt }) => format.instant(changedAt),
    },
  ]
}
