/** API clients: which machines may report and fetch, for whom, and until when their secrets work. */
import { useMutation } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { type ApiClient, roles as allRoles, roleNames, rolesOfOrganisation } from '#contract'
import { call, queryClient, useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Field } from '../../design/field.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState, ErrorState } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Loaded } from '../loaded.tsx'
import { type ChosenOrganisation, OrganisationField } from '../organisations/organisation-field.tsx'
import { SecretOnce } from '../secret-once.tsx'
import { clientWords } from './words.ts'

const route = getRouteApi('/console/clients')
const readAgain = () => queryClient.invalidateQueries({ queryKey: ['listClients'] })

type Open = 'new' | { readonly step: 'rotate' | 'revoke'; readonly client: ApiClient } | null

export function ClientsPage() {
  const { say } = useSpeech()
  const own = say(clientWords)
  const { cursor } = route.useSearch()
  const read = useRead('listClients', { query: { cursor } }, { keepLast: true })
  const [open, setOpen] = useState<Open>(null)
  const columns = useColumns((step, client) => setOpen({ step, client }))
  const close = () => setOpen(null)
  return (
    <div className="stack loose">
      <PageHead
        title={own.title}
        lead={own.lead}
        beside={
          <Button weight="primary" onClick={() => setOpen('new')}>
            {own.create}
          </Button>
        }
      />
      <Loaded read={read}>
        {({ items, next }) => (
          <div className="stack">
            {items.length === 0 ? (
              <EmptyState title={own.none}>
                <p>{own.noneHint}</p>
              </EmptyState>
            ) : (
              <Table caption={own.title} columns={columns} rows={items} keyOf={row => row.id} />
            )}
            <Pager cursor={cursor} next={next} />
          </div>
        )}
      </Loaded>
      <Dialog title={titleOf(open, own)} open={open !== null} close={close}>
        {open === 'new' && <CreateForm />}
        {open !== null && open !== 'new' && open.step === 'rotate' && (
          <RotateForm client={open.client} />
        )}
        {open !== null && open !== 'new' && open.step === 'revoke' && (
          <RevokeForm client={open.client} done={close} />
        )}
      </Dialog>
    </div>
  )
}

function titleOf(open: Open, own: (typeof clientWords)['zh']): string {
  if (open === null || open === 'new') return own.create
  const { step, client } = open
  return step === 'rotate' ? own.rotateTitle(client.name) : own.revokeTitle(client.name)
}

function useColumns(
  take: (step: 'rotate' | 'revoke', client: ApiClient) => void,
): Column<ApiClient>[] {
  const { say, format } = useSpeech()
  const own = say(clientWords)
  return [
    { key: 'name', title: own.name, head: true, width: '20%', cell: row => row.name },
    { key: 'organisation', title: own.organisation, cell: row => row.organisationName },
    { key: 'role', title: own.role, cell: row => say(roleNames[row.role]) },
    { key: 'id', title: own.id, cell: row => <code className="small">{row.id}</code> },
    {
      key: 'secrets',
      title: own.secrets,
      cell: row =>
        row.secretsEnd.map(end => (end === null ? own.noEnd : format.instant(end))).join(' / '),
    },
    {
      key: 'state',
      title: own.state,
      cell: row => (
        <Badge tone={row.active ? 'good' : 'plain'}>{row.active ? own.active : own.revoked}</Badge>
      ),
    },
    {
      key: 'actions',
      title: own.actions,
      cell: row =>
        row.active && (
          <span className="row">
            <Button onClick={() => take('rotate', row)}>{own.rotate}</Button>
            <Button weight="quiet" onClick={() => take('revoke', row)}>
              {own.revoke}
            </Button>
          </span>
        ),
    },
  ]
}

function CreateForm() {
  const { say } = useSpeech()
  const own = say(clientWords)
  const [organisation, setOrganisation] = useState<ChosenOrganisation | null>(null)
  const create = useMutation({
    mutationFn: (body: { organisationId: string; name: string; role: ApiClient['role'] }) =>
      call('createClient', { body }),
    onSuccess: readAgain,
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const role = allRoles.find(each => each === form.get('role'))
    const name = String(form.get('name')).trim()
    if (role && organisation) create.mutate({ organisationId: organisation.id, name, role })
  }
  if (create.data)
    return <SecretOnce title={own.secret(create.data.client.name)} secret={create.data.secret} />
  return (
    <form className="form" onSubmit={submit}>
      <OrganisationField
        label={own.organisation}
        required
        chosen={organisation}
        choose={setOrganisation}
      />
      <Field label={own.role} required>
        {attributes => (
          <select {...attributes} name="role">
            {(organisation ? rolesOfOrganisation[organisation.kind] : []).map(role => (
              <option key={role} value={role}>
                {say(roleNames[role])}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={own.name} hint={own.nameHint} required>
        {attributes => <input {...attributes} name="name" maxLength={200} />}
      </Field>
      {create.error && <ErrorState error={create.error} />}
      <Button type="submit" weight="primary" disabled={create.isPending}>
        {own.create}
      </Button>
    </form>
  )
}

function RotateForm({ client }: { client: ApiClient }) {
  const { say } = useSpeech()
  const own = say(clientWords)
  const rotate = useMutation({
    mutationFn: (overlapHours: number) =>
      call('rotateClientSecret', { params: { id: client.id }, body: { overlapHours } }),
    onSuccess: readAgain,
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    rotate.mutate(Number(new FormData(event.currentTarget).get('overlapHours')))
  }
  if (rotate.data) return <SecretOnce title={own.secret(client.name)} secret={rotate.data.secret} />
  return (
    <form className="form" onSubmit={submit}>
      <Field label={own.overlap} hint={own.overlapHint} required>
        {attributes => (
          <input
            {...attributes}
            name="overlapHours"
            type="number"
            min={0}
            max={168}
            defaultValue={24}
          />
        )}
      </Field>
      {rotate.error && <ErrorState error={rotate.error} />}
      <Button type="submit" weight="primary" disabled={rotate.isPending}>
        {own.rotate}
      </Button>
    </form>
  )
}

function RevokeForm({ client, done }: { client: ApiClient; done: () => void }) {
  const { say } = useSpeech()
  const own = say(clientWords)
  const revoke = useMutation({
    mutationFn: () => call('revokeClient', { params: { id: client.id } }),
    onSuccess: () => readAgain().then(done),
  })
  return (
    <div className="stack">
      <p>{own.revokeHint}</p>
      {revoke.error && <ErrorState error={revoke.error} />}
      <Button weight="primary" disabled={revoke.isPending} onClick={() => revoke.mutate()}>
        {own.revoke}
      </Button>
    </div>
  )
}
