/** The register within one's sight: one search field for codes, names and shops, narrowed by kind and area. */
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { areaPatterns, subjectKinds } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Loaded } from '../loaded.tsx'
import { mayCall, useMe } from '../me.ts'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import type { SubjectSearch } from './route.ts'
import { SubjectTable } from './subject-table.tsx'
import { subjectWords } from './words.ts'

const route = getRouteApi('/console/subjects')
const pageRows = 20

export function SubjectsPage() {
  const { say } = useSpeech()
  const own = say(subjectWords)
  const me = useMe()
  return (
    <div className="stack loose">
      <PageHead
        title={own.title}
        lead={own.lead}
        beside={
          mayCall(me, 'registerSubject') && (
            <Link to="/console/subjects/new" className="button primary">
              {own.register}
            </Link>
          )
        }
      />
      <PurposeGate>
        <Found />
      </PurposeGate>
    </div>
  )
}

function Found() {
  const { say } = useSpeech()
  const own = say(subjectWords)
  const purpose = usePurpose()
  const search = route.useSearch()
  const query = { ...search, limit: pageRows }
  const read = useRead('findSubjects', { query, purpose }, { keepLast: true })
  return (
    <>
      <Filters key={JSON.stringify(search)} search={search} />
      <Loaded read={read}>
        {({ items, next }) => (
          <div className="stack">
            {items.length === 0 ? (
              <EmptyState title={own.none}>
                <p>{own.noneText}</p>
              </EmptyState>
            ) : (
              <SubjectTable caption={own.title} rows={items} />
            )}
            <Pager cursor={search.cursor} next={next} />
          </div>
        )}
      </Loaded>
    </>
  )
}

function Filters({ search }: { search: SubjectSearch }) {
  const { say } = useSpeech()
  const own = say(subjectWords)
  const navigate = useNavigate()
  const kinds = useRead('listSubjectKinds')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const given = (name: string) => String(form.get(name) ?? '').trim() || undefined
    const kind = subjectKinds.find(each => each === form.get('kind'))
    void navigate({ to: '/console/subjects', search: { q: given('q'), kind, area: given('area') } })
  }
  return (
    <form className="filters" onSubmit={submit}>
      <div className="field wide">
        <Field label={own.query}>
          {attributes => (
            <input {...attributes} name="q" type="search" maxLength={100} defaultValue={search.q} />
          )}
        </Field>
      </div>
      <Field label={own.kind}>
        {attributes => (
          <select {...attributes} name="kind" defaultValue={search.kind ?? ''} key={kinds.status}>
            <option value="">{own.anyKind}</option>
            {kinds.data?.items.map(item => (
              <option key={item.kind} value={item.kind}>
                {say(item)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={own.area} hint={own.areaHint}>
        {attributes => (
          <input
            {...attributes}
            name="area"
            inputMode="numeric"
            pattern={areaPatterns.beginning}
            defaultValue={search.area}
          />
        )}
      </Field>
      <Button type="submit" weight="primary">
        {own.search}
      </Button>
    </form>
  )
}
