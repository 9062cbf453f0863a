/**
 * Every number of law in force on a day, by field, each with its basis and how sure we are of it (requirement 22.2).
 */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { PolicyRule } from '#contract'
import { PageHead } from '../../app/page.tsx'
import '../../design/field.css'
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { type Speech, useSpeech } from '../../i18n/language.tsx'
import { Basis } from './basis.tsx'
import { ConfidenceLegend, ConfidenceMark } from './confidence.tsx'
import { everyPolicy, matches } from './every-policy.ts'
import { groupOf, policyGroups } from './groups.ts'
import { PolicyValue } from './policy-value.tsx'
import './policies.css'

const route = getRouteApi('/portal/policies')

export function PoliciesPage() {
  const { words } = useSpeech()
  const { on, q } = route.useSearch()
  const read = useQuery({ queryKey: ['everyPolicy', on], queryFn: () => everyPolicy(on) })
  const rules = read.data?.filter(rule => matches(rule, q))
  return (
    <div className="column stack loose page">
      <PageHead
        title={words.policies.title}
        lead={words.policies.lead}
        crumbs={[{ label: words.frame.home, to: '/' }]}
      />
      <Filters key={`${on} ${q}`} on={on} q={q} />
      {read.error && <ErrorState error={read.error} retry={() => void read.refetch()} />}
      {read.isPending && <Skeleton lines={10} />}
      {rules?.length === 0 && <EmptyState title={words.policies.none} />}
      {rules && <Groups rules={rules} />}
      <ConfidenceLegend />
    </div>
  )
}

function Filters({ on, q }: { on: string | undefined; q: string | undefined }) {
  const { words } = useSpeech()
  const navigate = useNavigate()
  const [text, setText] = useState(q ?? '')
  const [day, setDay] = useState(on ?? '')
  return (
    <form
      className="card policy-filters"
      onSubmit={event => {
        event.preventDefault()
        void navigate({ to: '/policies', search: { q: text || undefined, on: day || undefined } })
      }}
    >
      <label>
        {words.policies.filter}
        <input
          className="input"
          type="search"
          value={text}
          onChange={event => setText(event.target.value)}
        />
      </label>
      <label>
        {words.policies.on}
        <input
          className="input"
          type="date"
          value={day}
          onChange={event => setDay(event.target.value)}
        />
      </label>
      <button type="submit" className="button primary">
        {words.policies.show}
      </button>
    </form>
  )
}

function Groups({ rules }: { rules: readonly PolicyRule[] }) {
  const speech = useSpeech()
  const grouped = Map.groupBy(rules, rule => groupOf(rule.key))
  return policyGroups.flatMap(group => {
    const own = grouped.get(group)
    if (!own) return []
    const title = speech.words.policies.groups[group]
    return [
      <section key={group} className="stack" aria-labelledby={`group-${group}`}>
        <div className="section-head">
          <h2 id={`group-${group}`}>{title}</h2>
          <span className="soft">{speech.words.policies.count(own.length)}</span>
        </div>
        <Table caption={title} columns={columnsFor(speech)} rows={own} keyOf={rule => rule.key} />
      </section>,
    ]
  })
}

function columnsFor({ words: { policies }, say, format }: Speech): Column<PolicyRule>[] {
  return [
    {
      key: 'title',
      title: policies.columns.title,
      head: true,
      width: '24%',
      cell: rule => (
        <Link to="/policies/$key" params={{ key: rule.key }}>
          {say({ zh: rule.titleZh, en: rule.titleEn })}
        </Link>
      ),
    },
    {
      key: 'value',
      title: policies.columns.value,
      width: '14%',
      cell: rule => (
        <strong>
          <PolicyValue rule={rule} brief />
        </strong>
      ),
    },
    { key: 'basis', title: policies.columns.basis, cell: rule => <Basis rule={rule} /> },
    {
      key: 'from',
      title: policies.columns.from,
      width: '11rem',
      cell: rule => <time dateTime={rule.from}>{format.day(rule.from)}</time>,
    },
    {
      key: 'confidence',
      title: policies.columns.confidence,
      width: '9rem',
      cell: rule => <ConfidenceMark confidence={rule.confidence} />,
    },
  ]
}
