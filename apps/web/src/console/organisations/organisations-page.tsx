/** Organisations: who is a tenant, where it may look, and whether it may come in. */
import { useMutation } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import {
  areaPatterns,
  type Organisation,
  type OrganisationKind,
  organisationCodePattern,
  organisationKinds,
} from '#contract'
import { call, type Input, queryClient, useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Field } from '../../design/field.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState, ErrorState } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { type ChosenSubject, SubjectPicker } from '../forms/subject-picker.tsx'
import { Loaded } from '../loaded.tsx'
import { Area } from './area.tsx'
import { AreaField } from './area-field.tsx'
import { kindNames, organisationWords } from './words.ts'

const route = getRouteApi('/console/organisations')
const readAgain = () => queryClient.invalidateQueries({ queryKey: ['listOrganisations'] })

export function OrganisationsPage() {
  const { say } = useSpeech()
  const own = say(organisationWords)
  const { kind, q, cursor } = route.useSearch()
  const read = useRead('listOrganisations', { query: { kind, q, cursor } }, { keepLast: true })
  const [creating, setCreating] = useState(false)
  const [amending, setAmending] = useState<Organisation | null>(null)
  const columns = useColumns(setAmending)
  return (
    <div className="stack loose">
      <PageHead
        title={own.title}
        lead={own.lead}
        beside={
          <Button weight="primary" onClick={() => setCreating(true)}>
            {own.create}
          </Button>
        }
      />
      <div className="filters">
        <NameFilter key={q} q={q} />
        <KindFilter kind={kind} />
      </div>
      <Loaded read={read}>
        {({ items, next }) => (
          <div className="stack">
            {items.length === 0 ? (
              <EmptyState title={own.none} />
            ) : (
              <Table caption={own.title} columns={columns} rows={items} keyOf={row => row.id} />
            )}
            <Pager cursor={cursor} next={next} />
          </div>
        )}
      </Loaded>
      <Dialog title={own.create} open={creating} close={() => setCreating(false)}>
        <CreateForm done={() => setCreating(false)} />
      </Dialog>
      <Dialog
        title={amending ? own.amendTitle(amending.name) : ''}
        open={amending !== null}
        close={() => setAmending(null)}
      >
        {amending && <AmendForm organisation={amending} done={() => setAmending(null)} />}
      </Dialog>
    </div>
  )
}

function NameFilter({ q }: { q: string | undefined }) {
  const { say } = useSpeech()
  const own = say(organisationWords)
  const navigate = route.useNavigate()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const named = textOf(new FormData(event.currentTarget), 'q') || undefined
    void navigate({ search: ({ kind }) => ({ kind, q: named }) })
  }
  return (
    <form className="filters" onSubmit={submit}>
      <Field label={own.search}>
        {attributes => (
          <input {...attributes} type="search" name="q" maxLength={100} defaultValue={q} />
        )}
      </Field>
      <Button type="submit">{own.find}</Button>
    </form>
  )
}

function KindFilter({ kind }: { kind: Organisation['kind'] | undefined }) {
  const { say } = useSpeech()
  const own = say(organisationWords)
  const navigate = route.useNavigate()
  return (
    <Field label={own.kind}>
      {attributes => (
        <select
          {...attributes}
          value={kind ?? ''}
          onChange={({ target }) =>
            void navigate({
              to: '/console/organisations',
              search: ({ q }) => ({
                q,
                kind: organisationKinds.find(each => each === target.value),
              }),
            })
          }
        >
          <option value="">{own.anyKind}</option>
          {organisationKinds.map(each => (
            <option key={each} value={each}>
              {say(kindNames[each])}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

function useColumns(amend: (organisation: Organisation) => void): Column<Organisation>[] {
  const { say } = useSpeech()
  const own = say(organisationWords)
  return [
    {
      key: 'name',
      title: own.name,
      head: true,
      width: '34%',
      cell: ({ name, subjectId }) =>
        subjectId ? <a href={`/subjects/${subjectId}`}>{name}</a> : name,
    },
    { key: 'code', title: own.code, cell: row => <code>{row.code}</code> },
    { key: 'kind', title: own.kind, cell: row => say(kindNames[row.kind]) },
    { key: 'area', title: own.area, cell: row => <Area code={row.area} /> },
    {
      key: 'state',
      title: own.state,
      cell: row => (
        <Badge tone={row.active ? 'good' : 'warn'}>{row.active ? own.active : own.inactive}</Badge>
      ),
    },
    {
      key: 'actions',
      title: own.actions,
      cell: row => <Button onClick={() => amend(row)}>{own.amend}</Button>,
    },
  ]
}

/** A subject that is no platform, carrier or other member of the network with a kind of its own sells in shops. */
const kindOf = ({ kind }: ChosenSubject): OrganisationKind =>
  organisationKinds.find(own => own === kind) ?? 'merchant'

/** A firm's people read its own credit file, so it is made for the subject that it is, under the code it reports by. */
function CreateForm({ done }: { done: () => void }) {
  const { say } = useSpeech()
  const own = say(organisationWords)
  const [subject, setSubject] = useState<ChosenSubject | null>(null)
  const [choosing, setChoosing] = useState(false)
  const create = useMutation({
    mutationFn: (body: Input<'createOrganisation'>['body']) => call('createOrganisation', { body }),
    onSuccess: () => readAgain().then(done),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const kind = organisationKinds.find(each => each === form.get('kind'))
    const forSubject = subject ? { subjectId: subject.id } : {}
    if (kind) create.mutate({ code: textOf(form, 'code'), kind, ...placeOf(form), ...forSubject })
  }
  return (
    <div className="stack">
      {choosing || subject ? (
        <SubjectPicker label={own.subject} chosen={subject} choose={setSubject} />
      ) : (
        <p>
          <Button onClick={() => setChoosing(true)}>{own.chooseSubject}</Button>
        </p>
      )}
      <p className="small soft">{own.subjectHint}</p>
      <form className="form" onSubmit={submit} key={subject?.id}>
        <Field label={own.code} hint={own.codeHint} required>
          {attributes => (
            <input
              {...attributes}
              name="code"
              pattern={organisationCodePattern}
              defaultValue={subject?.platform ?? undefined}
            />
          )}
        </Field>
        <Field label={own.kind} required>
          {attributes => (
            <select
              {...attributes}
              name="kind"
              defaultValue={subject ? kindOf(subject) : undefined}
            >
              {organisationKinds.map(kind => (
                <option key={kind} value={kind}>
                  {say(kindNames[kind])}
                </option>
              ))}
            </select>
          )}
        </Field>
        <NameAndArea name={subject?.name} area={subject?.area} />
        {create.error && <ErrorState error={create.error} />}
        <Button type="submit" weight="primary" disabled={create.isPending}>
          {own.create}
        </Button>
      </form>
    </div>
  )
}

type Change = { name?: string; area?: string; subjectId?: string; active?: boolean }

function AmendForm({ organisation, done }: { organisation: Organisation; done: () => void }) {
  const { say } = useSpeech()
  const own = say(organisationWords)
  const amend = useMutation({
    mutationFn: (change: Change) =>
      call('amendOrganisation', { params: { id: organisation.id }, body: change }),
    onSuccess: () => readAgain().then(done),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    amend.mutate(placeOf(new FormData(event.currentTarget)))
  }
  return (
    <form className="form" onSubmit={submit}>
      <NameAndArea name={organisation.name} area={organisation.area} />
      {amend.error && <ErrorState error={amend.error} />}
      <div className="row">
        <Button type="submit" weight="primary" disabled={amend.isPending}>
          {own.save}
        </Button>
        <Button
          disabled={amend.isPending}
          onClick={() => amend.mutate({ active: !organisation.active })}
        >
          {organisation.active ? own.suspend : own.restore}
        </Button>
      </div>
      <p className="small soft">{own.suspendHint}</p>
    </form>
  )
}

function NameAndArea({ name, area }: { name: string | undefined; area: string | undefined }) {
  const { say } = useSpeech()
  const own = say(organisationWords)
  return (
    <>
      <Field label={own.name} required>
        {attributes => <input {...attributes} name="name" maxLength={200} defaultValue={name} />}
      </Field>
      <AreaField
        label={own.area}
        hint={own.areaHint}
        pattern={areaPatterns.anyLevel}
        initial={area}
      />
    </>
  )
}

const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '').trim()
const placeOf = (form: FormData) => ({ name: textOf(form, 'name'), area: textOf(form, 'area') })
