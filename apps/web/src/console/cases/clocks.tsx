/** The clocks of a case: those that run, and behind them all, each with its length by law and the rule it comes from. */
import { Link } from '@tanstack/react-router'
import type { CaseClock, CasePage } from '#contract'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { ClockText } from './clock-text.tsx'
import { caseWords } from './words.ts'

export function Clocks({ page }: { page: CasePage }) {
  const { say, format } = useSpeech()
  const own = say(caseWords)
  const { columns: titles } = own.clock
  if (page.allClocks.length === 0) return null
  const columns: Column<CaseClock>[] = [
    { key: 'name', title: titles.name, head: true, cell: clock => say(clock) },
    { key: 'state', title: titles.state, cell: clock => <StateText clock={clock} /> },
    { key: 'from', title: titles.from, cell: clock => format.day(clock.startedOn) },
    { key: 'due', title: titles.due, cell: ({ due }) => (due ? format.day(due) : '—') },
    {
      key: 'term',
      title: titles.term,
      cell: ({ term, policyKey }) =>
        policyKey ? (
          <Link to="/policies/$key" params={{ key: policyKey }}>
            {say(term)}
          </Link>
        ) : (
          say(term)
        ),
    },
  ]
  return (
    <section className="stack">
      <h2>{own.page.clocks}</h2>
      {page.clocks.length === 0 && <p className="soft">{own.page.noClocks}</p>}
      <ul className="plain-list stack">
        {page.clocks.map(clock => (
          <li key={`${clock.name} ${clock.startedOn}`} className="row">
            <ClockText clock={clock} />
          </li>
        ))}
      </ul>
      <details>
        <summary>{own.clock.all}</summary>
        <Table
          caption={own.clock.all}
          columns={columns}
          rows={page.allClocks}
          keyOf={clock => `${clock.name} ${clock.startedOn} ${clock.policyVersion}`}
        />
      </details>
    </section>
  )
}

function StateText({ clock }: { clock: CaseClock }) {
  const { say, format } = useSpeech()
  const own = say(caseWords).clock
  const { state, metOn, leftDays, leftWorkingDays } = clock
  switch (state) {
    case 'met':
      return metOn ? format.aside(own.met, format.day(metOn)) : own.met
    case 'over':
      return own.over
    case 'paused':
      return own.paused
    case 'overdue':
      return own.overdue(Math.abs(leftDays ?? 1))
    default:
      return own.left(leftWorkingDays ?? 0)
  }
}
