/** The filters of the queue. They change the address, so that back, forward and bookmarks keep them. */
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { alertLevels, behaviours } from '#contract'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { type AlertSearch, type AlertView, alertViews, readAlertSearch } from './alert-search.ts'
import { alertWords } from './words.ts'
import './alerts.css'

export function AlertFilters({ search }: { search: AlertSearch }) {
  const { say } = useSpeech()
  const own = say(alertWords)
  const { filters } = own
  const navigate = useNavigate()
  const [q, setQ] = useState(search.q ?? '')
  const go = (change: Record<string, unknown>) =>
    void navigate({
      to: '/console/alerts',
      search: readAlertSearch({ ...search, q, ...change, cursor: undefined }),
    })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    go({})
  }
  const viewName = (view: AlertView) =>
    view === 'open' || view === 'overdue' || view === 'all' ? own.views[view] : own.states[view]
  const choices = [
    {
      name: 'view',
      label: filters.view,
      value: search.view ?? 'open',
      options: alertViews.map(view => [view, viewName(view)] as const),
    },
    {
      name: 'behaviour',
      label: filters.behaviour,
      value: search.behaviour ?? '',
      options: [
        ['', filters.all] as const,
        ...Object.entries(behaviours).map(([code, info]) => [code, say(info)] as const),
      ],
    },
    {
      name: 'level',
      label: filters.level,
      value: search.level ?? '',
      options: [
        ['', filters.all] as const,
        ...alertLevels.map(level => [level, own.level(own.levels[level])] as const),
      ],
    },
    {
      name: 'order',
      label: filters.order,
      value: search.order ?? 'due',
      options: [['due', filters.due] as const, ['newest', filters.newest] as const],
    },
  ]
  return (
    <form className="card alert-filters" onSubmit={submit} aria-label={filters.legend}>
      <div className="filter-search">
        <Field label={filters.q} hint={filters.qHint}>
          {attributes => (
            <input
              {...attributes}
              type="search"
              maxLength={64}
              value={q}
              onChange={event => setQ(event.target.value)}
            />
          )}
        </Field>
      </div>
      {choices.map(({ name, label, value, options }) => (
        <Field key={name} label={label}>
          {attributes => (
            <select
              {...attributes}
              value={value}
              onChange={event => go({ [name]: event.target.value })}
            >
              {options.map(([code, text]) => (
                <option key={code} value={code}>
                  {text}
                </option>
              ))}
            </select>
          )}
        </Field>
      ))}
      <div className="row filter-actions">
        <label>
          <input
            type="checkbox"
            checked={search.mine ?? false}
            onChange={event => go({ mine: event.target.checked })}
          />{' '}
          {filters.mine}
        </label>
        <Button type="submit" weight="primary">
          {filters.submit}
        </Button>
        <Button weight="quiet" onClick={() => void navigate({ to: '/console/alerts', search: {} })}>
          {filters.reset}
        </Button>
      </div>
    </form>
  )
}
