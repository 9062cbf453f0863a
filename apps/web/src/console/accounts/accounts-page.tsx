/** Accounts: who may come in, with which roles and areas. Reading them is a non-public read like any other. */
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type Account, roleNames } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import type { Choice } from '../../design/combobox.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Loaded } from '../loaded.tsx'
import { Areas } from '../organisations/area.tsx'
import { OrganisationField } from '../organisations/organisation-field.tsx'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import { AccountForm } from './account-form.tsx'
import { accountWords } from './words.ts'

const route = getRouteApi('/console/accounts')

export function AccountsPage() {
  const { say } = useSpeech()
  const own = say(accountWords)
  return (
    <div className="stack loose">
      <PageHead title={own.title} lead={own.lead} />
      <PurposeGate>
        <Accounts />
      </PurposeGate>
    </div>
  )
}

/** The account being changed, `new` for one being made. */
type Open = Account | 'new' | null

function Accounts() {
  const { say } = useSpeech()
  const own = say(accountWords)
  const purpose = usePurpose()
  const { organisation, cursor } = route.useSearch()
  const query = { query: { organisation, cursor }, purpose }
  const read = useRead('listAccounts', query, { keepLast: true })
  const [open, setOpen] = useState<Open>(null)
  const columns = useColumns(setOpen)
  return (
    <>
      <div className="row apart">
        <OrganisationFilter
          chosen={
            organisation === undefined
              ? null
              : {
                  id: organisation,
                  name: read.data?.items[0]?.organisationName ?? own.chosenOrganisation,
                }
          }
        />
        <Button weight="primary" onClick={() => setOpen('new')}>
          {own.create}
        </Button>
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
      <Dialog
        title={open === null || open === 'new' ? own.create : own.changeTitle(open.name)}
        open={open !== null}
        close={() => setOpen(null)}
      >
        {open && <AccountForm {...(open === 'new' ? {} : { account: open })} />}
      </Dialog>
    </>
  )
}

function OrganisationFilter({ chosen }: { chosen: Choice | null }) {
  const { say } = useSpeech()
  const own = say(accountWords)
  const navigate = useNavigate()
  const go = (organisation: string | undefined) =>
    void navigate({ to: '/console/accounts', search: { organisation } })
  return (
    <div className="filters">
      <OrganisationField
        label={own.organisation}
        placeholder={own.anyOrganisation}
        chosen={chosen}
        choose={organisation => go(organisation?.id)}
      />
      {chosen && <Button onClick={() => go(undefined)}>{own.anyOrganisation}</Button>}
    </div>
  )
}

function useColumns(change: (account: Account) => void): Column<Account>[] {
  const { say, format } = useSpeech()
  const own = say(accountWords)
  return [
    {
      key: 'name',
      title: own.name,
      head: true,
      width: '22%',
      cell: row => (
        <>
          {row.name} <code className="small soft block">{row.login}</code>
        </>
      ),
    },
    { key: 'organisation', title: own.organisation, cell: row => row.organisationName ?? '—' },
    {
      key: 'roles',
      title: own.roles,
      cell: row => format.list(row.roles.map(role => say(roleNames[role]))),
    },
    {
      key: 'areas',
      title: own.areas,
      cell: ({ areas }) => <Areas codes={areas} />,
    },
    {
      key: 'state',
      title: own.state,
      cell: row => (
        <span className="row">
          <Badge tone={row.active ? 'good' : 'warn'}>
            {row.active ? own.active : own.inactive}
          </Badge>
          {row.secondFactor && <Badge tone="civic">{own.secondFactor}</Badge>}
        </span>
      ),
    },
    {
      key: 'created',
      title: own.created,
      cell: row => <span className="nowrap">{format.dayOf(row.createdAt)}</span>,
    },
    {
      key: 'actions',
      title: own.actions,
      cell: row => <Button onClick={() => change(row)}>{own.change}</Button>,
    },
  ]
}
