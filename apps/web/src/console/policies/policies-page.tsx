/** The numbers in force with their basis, and the act of enacting a new version (requirement 22.2). */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { PolicyRule } from '#contract'
import { PageHead } from '../../app/page.tsx'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { EmptyState } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Basis } from '../../portal/policies/basis.tsx'
import { ConfidenceMark } from '../../portal/policies/confidence.tsx'
import { everyPolicy, matches } from '../../portal/policies/every-policy.ts'
import { PolicyValue } from '../../portal/policies/policy-value.tsx'
import { type Act, ActDialog } from '../forms/act-dialog.tsx'
import { Loaded } from '../loaded.tsx'
import { useEnacting } from './enacting.ts'
import { enactingWords } from './words.ts'

const route = getRouteApi('/console/policies')

export function EnactingPage() {
  const { say } = useSpeech()
  const own = say(enactingWords)
  const { q } = route.useSearch()
  const [act, setAct] = useState<Act | null>(null)
  const read = useQuery({
    queryKey: ['everyPolicy', undefined],
    queryFn: () => everyPolicy(undefined),
  })
  const columns = useColumns(setAct)
  return (
    <div className="stack loose">
      <PageHead
        title={own.title}
        lead={own.lead}
        beside={
          <Link to="/policies" className="button quiet">
            {own.published}
          </Link>
        }
      />
      <Find key={q} q={q ?? ''} />
      <Loaded read={read} lines={10}>
        {rules => {
          const found = rules.filter(rule => matches(rule, q))
          return found.length === 0 ? (
            <EmptyState title={own.none}>
              <p>{own.noneHint}</p>
            </EmptyState>
          ) : (
            <Table caption={own.title} columns={columns} rows={found} keyOf={({ key }) => key} />
          )
        }}
      </Loaded>
      <ActDialog act={act} close={() => setAct(null)} done={() => setAct(null)} />
    </div>
  )
}

function Find({ q }: { q: string }) {
  const { say } = useSpeech()
  const own = say(enactingWords)
  const navigate = useNavigate()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const asked = String(new FormData(event.currentTarget).get('q') ?? '').trim()
    void navigate({ to: '/console/policies', search: asked === '' ? {} : { q: asked } })
  }
  return (
    <form className="filters" onSubmit={submit}>
      <Field label={own.find}>
        {attributes => <input {...attributes} type="search" name="q" defaultValue={q} />}
      </Field>
      <Button type="submit">{own.search}</Button>
    </form>
  )
}

function useColumns(start: (act: Act) => void): Column<PolicyRule>[] {
  const { say, format } = useSpeech()
  const own = say(enactingWords)
  const enacting = useEnacting()
  const { columns: titles } = own
  return [
    {
      key: 'title',
      title: titles.title,
      head: true,
      width: '26%',
      cell: rule => (
        <>
          <Link to="/policies/$key" params={{ key: rule.key }}>
            {say({ zh: rule.titleZh, en: rule.titleEn })}
          </Link>
          <code className="soft small block">{rule.key}</code>
        </>
      ),
    },
    {
      key: 'value',
      title: titles.value,
      width: '14%',
      cell: rule => (
        <strong>
          <PolicyValue rule={rule} brief />
        </strong>
      ),
    },
    {
      key: 'basis',
      title: titles.basis,
      width: '30%',
      cell: rule => (
        <>
          <span className="block">
            <Basis rule={rule} />
          </span>
          <ConfidenceMark confidence={rule.confidence} />
        </>
      ),
    },
    { key: 'from', title: titles.from, cell: rule => own.fromDay(format.day(rule.from)) },
    {
      key: 'acts',
      title: titles.acts,
      cell: rule => <Button onClick={() => start(enacting(rule))}>{own.enact}</Button>,
    },
  ]
}
