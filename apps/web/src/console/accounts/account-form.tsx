/** Making an account and changing one. Only roles that the kind of organisation may bear are offered. */
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import {
  type Account,
  roles as allRoles,
  type Role,
  roleNames,
  rolesOfOrganisation,
  rolesWithoutOrganisation,
} from '#contract'
import { type Answer, call, queryClient } from '../../app/api.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { ErrorState } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { type ChosenOrganisation, OrganisationField } from '../organisations/organisation-field.tsx'
import { SecretOnce } from '../secret-once.tsx'
import { accountWords } from './words.ts'

const readAgain = () => queryClient.invalidateQueries({ queryKey: ['listAccounts'] })
const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '').trim()

export function AccountForm({ account }: { account?: Account }) {
  const { say } = useSpeech()
  const own = say(accountWords)
  const [organisation, setOrganisation] = useState<ChosenOrganisation | null>(null)
  const kind = account ? account.organisationKind : organisation?.kind
  const change = useChange(account)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const areas = textOf(form, 'areas').split(/\s+/).filter(Boolean)
    const roles = allRoles.filter(role => form.getAll('roles').includes(role))
    const given = { name: textOf(form, 'name'), roles, ...(areas.length > 0 ? { areas } : {}) }
    if (account) change.mutate(() => call('amendAccount', { params: account, body: given }))
    else {
      const login = textOf(form, 'login')
      const body = { ...given, login, organisationId: organisation?.id ?? null }
      change.mutate(() => call('createAccount', { body }))
    }
  }
  if (change.secret)
    return <SecretOnce title={own.temporary(change.secret.login)} {...change.secret} />
  return (
    <form className="form" onSubmit={submit}>
      {!account && (
        <>
          <OrganisationField
            label={own.organisation}
            hint={own.organisationHint}
            chosen={organisation}
            choose={setOrganisation}
          />
          <Field label={own.login} hint={own.loginHint} required>
            {attributes => (
              <input {...attributes} name="login" pattern="[a-z0-9][a-z0-9._\-]{2,39}" />
            )}
          </Field>
        </>
      )}
      <Field label={own.name} required>
        {attributes => (
          <input {...attributes} name="name" maxLength={200} defaultValue={account?.name} />
        )}
      </Field>
      <RoleChoices
        key={kind}
        offered={kind ? rolesOfOrganisation[kind] : rolesWithoutOrganisation}
        held={account?.roles ?? []}
      />
      <Field label={own.areas} hint={own.areasHint}>
        {attributes => (
          <input {...attributes} name="areas" defaultValue={account?.areas.join(' ')} />
        )}
      </Field>
      {change.error && <ErrorState error={change.error} />}
      <Button type="submit" weight="primary" disabled={change.isPending}>
        {account ? own.save : own.create}
      </Button>
      {account && <Keys account={account} change={change.mutate} />}
    </form>
  )
}

function RoleChoices({ offered, held }: { offered: readonly Role[]; held: readonly Role[] }) {
  const { say } = useSpeech()
  return (
    <fieldset className="field">
      <legend>{say(accountWords).roles}</legend>
      <div className="choices">
        {offered.map(role => (
          <label key={role}>
            <input
              type="checkbox"
              name="roles"
              value={role}
              defaultChecked={held.includes(role) || offered.length === 1}
            />{' '}
            {say(roleNames[role])}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

type Change = () => Promise<Partial<Answer<'createAccount'>> | Account | object>

/** What can be undone is said to be: a deactivated account keeps everything and comes back as it was. */
function Keys({ account, change }: { account: Account; change: (work: Change) => void }) {
  const { say } = useSpeech()
  const own = say(accountWords)
  const params = { id: account.id }
  return (
    <>
      <div className="row">
        <Button
          onClick={() =>
            change(() => call('amendAccount', { params, body: { active: !account.active } }))
          }
        >
          {account.active ? own.deactivate : own.restore}
        </Button>
        <Button onClick={() => change(() => call('resetPassword', { params }))}>{own.reset}</Button>
        {account.secondFactor && (
          <Button onClick={() => change(() => call('removeTotp', { params }))}>
            {own.removeTotp}
          </Button>
        )}
      </div>
      <p className="small soft">{own.deactivateHint}</p>
    </>
  )
}

/** Runs a change and keeps the password it may have answered, which is shown once. */
function useChange(account: Account | undefined) {
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: (work: Change) => work(),
    onSuccess: readAgain,
  })
  const login = data && 'account' in data ? data.account?.login : account?.login
  const secret =
    data && 'temporaryPassword' in data && data.temporaryPassword
      ? { login: login ?? '', secret: data.temporaryPassword }
      : null
  return { mutate, secret, error, isPending }
}
