/** Registering: one subject with its code checked while it is typed, or many from a file, line by line. */
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import {
  areaPatterns,
  exemptions,
  type IdentifierGiven,
  identifierKinds,
  ProblemError,
  type SubjectGiven,
  type SubjectKind,
  type SubjectRowResult,
  subjectKinds,
} from '#contract'
import { call, useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Button } from '../../design/button.tsx'
import type { Choice } from '../../design/combobox.tsx'
import { Field } from '../../design/field.tsx'
import { Notice } from '../../design/notice.tsx'
import { ErrorState } from '../../design/states.tsx'
import { Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { SubjectField } from '../forms/subject-field.tsx'
import { mayCall, useMe } from '../me.ts'
import { AreaField } from '../organisations/area-field.tsx'
import { PlatformField } from '../organisations/platform-field.tsx'
import { Faults } from '../quarantine/faults.tsx'
import { CodeField } from './code-field.tsx'
import { subjectWords } from './words.ts'

export function RegisterPage() {
  const { say } = useSpeech()
  const own = say(subjectWords)
  const me = useMe()
  return (
    <div className="stack loose">
      <PageHead
        title={own.form.title}
        lead={own.form.lead}
        crumbs={mayCall(me, 'findSubjects') ? [{ label: own.title, to: '/console/subjects' }] : []}
      />
      <div className="halves">
        <section className="card">
          <OneForm />
        </section>
        <section className="card stack">
          <h2>{own.form.bulk}</h2>
          <BulkForm />
        </section>
      </div>
    </div>
  )
}

const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '').trim()

function OneForm() {
  const { say } = useSpeech()
  const { form: t } = say(subjectWords)
  const navigate = useNavigate()
  const me = useMe()
  const mine = me.organisation?.kind === 'platform' ? me.organisation.code : ''
  const [shopPlatform, setShopPlatform] = useState(mine)
  const [ownPlatform, setOwnPlatform] = useState(mine)
  const [employer, setEmployer] = useState<Choice | null>(null)
  const [kind, setKind] = useState<SubjectKind>('merchant')
  const [codeKind, setCodeKind] = useState<IdentifierGiven['kind']>('uscc')
  const kinds = useRead('listSubjectKinds')
  const info = kinds.data?.items.find(item => item.kind === kind)
  const offered = info?.identifiers ?? identifierKinds
  const register = useMutation({
    mutationFn: (body: SubjectGiven) => call('registerSubject', { body }),
    onSuccess: ({ id }) => navigate({ to: '/console/subjects/$id', params: { id } }),
  })
  const choose = (chosen: string) => {
    const found = subjectKinds.find(each => each === chosen)
    if (!found) return
    setKind(found)
    const first = kinds.data?.items.find(item => item.kind === found)?.identifiers[0]
    if (first) setCodeKind(first)
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const chosen = { kind, codeKind, ownPlatform, shopPlatform, employer: employer?.id }
    register.mutate(givenOf(new FormData(event.currentTarget), chosen))
  }
  return (
    <form className="form" onSubmit={submit}>
      <Field label={t.kind} required>
        {attributes => (
          <select {...attributes} value={kind} onChange={event => choose(event.target.value)}>
            {kinds.data?.items.map(item => (
              <option key={item.kind} value={item.kind}>
                {say(item)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t.codeKind} required>
        {attributes => (
          <select
            {...attributes}
            value={codeKind}
            onChange={({ target }) =>
              setCodeKind(identifierKinds.find(each => each === target.value) ?? codeKind)
            }
          >
            {offered.map(each => (
              <option key={each} value={each}>
                {t.identifiers[each]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <CodeField kind={codeKind} />
      <TextField name="name" label={t.name} required />
      <AreaField
        label={t.area}
        hint={t.areaHint}
        pattern={areaPatterns.countyOrBelow}
        initial={me.areas.find(area => area.length >= 6)}
        required
      />
      <TextField name="address" label={t.address} />
      <TextField name="contactName" label={t.contact} />
      <TextField name="phone" label={t.phone} pattern="[+0-9 \-]{5,20}" />
      {kind === 'personal-seller' && <ExemptionField />}
      {kind === 'platform' && (
        <PlatformField
          label={t.platform}
          hint={t.platformHint}
          required
          mayBeNew
          code={ownPlatform}
          choose={setOwnPlatform}
        />
      )}
      {kind === 'staff' && (
        <SubjectField label={t.employer} chosen={employer} choose={setEmployer} required />
      )}
      <fieldset className="field stack">
        <legend>{t.shop}</legend>
        <PlatformField code={shopPlatform} choose={setShopPlatform} />
        <TextField name="shopId" label={t.shopId} />
        <TextField name="shopName" label={t.shopName} />
        <TextField name="shopUrl" label={t.shopUrl} />
      </fieldset>
      {register.error && <Refused error={register.error} />}
      <Button type="submit" weight="primary" disabled={register.isPending}>
        {t.save}
      </Button>
    </form>
  )
}

/** A code that waits for review is no fault of whoever registers. */
function Refused({ error }: { error: Error }) {
  const { say } = useSpeech()
  if (error instanceof ProblemError && error.problem.code === 'subject.held')
    return (
      <div role="alert">
        <Notice tone="warn">{say(error.problem)}</Notice>
      </div>
    )
  return <ErrorState error={error} />
}

function TextField({
  name,
  label,
  pattern,
  required,
  value,
}: {
  name: string
  label: string
  pattern?: string
  required?: true
  /** What it begins with. */
  value?: string | undefined
}) {
  return (
    <Field label={label} {...(required ? { required } : {})}>
      {attributes => (
        <input {...attributes} name={name} pattern={pattern} maxLength={200} defaultValue={value} />
      )}
    </Field>
  )
}

function ExemptionField() {
  const { say } = useSpeech()
  const { form: t } = say(subjectWords)
  return (
    <Field label={t.exemption} required>
      {attributes => (
        <select {...attributes} name="exemption">
          {exemptions.map(each => (
            <option key={each} value={each}>
              {t.exemptions[each]}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

const optional = ['address', 'contactName', 'phone'] as const

type Chosen = {
  readonly kind: SubjectKind
  readonly codeKind: IdentifierGiven['kind']
  /** Of a platform operator; empty where none was chosen. */
  readonly ownPlatform: string
  /** Empty where there is no shop. */
  readonly shopPlatform: string
  readonly employer: string | undefined
}

function givenOf(
  form: FormData,
  { kind, codeKind, ownPlatform, shopPlatform, employer }: Chosen,
): SubjectGiven {
  const filled = optional.flatMap(name => {
    const text = textOf(form, name)
    return text === '' ? [] : [[name, text]]
  })
  const exemption = exemptions.find(each => each === form.get('exemption'))
  const url = textOf(form, 'shopUrl')
  const evidenceSha256 = textOf(form, 'codeEvidence')
  const shop = {
    platform: shopPlatform,
    shop: textOf(form, 'shopId'),
    name: textOf(form, 'shopName') || textOf(form, 'shopId'),
    ...(url === '' ? {} : { url }),
  }
  return {
    kind,
    name: textOf(form, 'name'),
    area: textOf(form, 'area'),
    identifiers: [
      {
        kind: codeKind,
        value: textOf(form, 'code'),
        ...(evidenceSha256 === '' ? {} : { evidenceSha256 }),
      },
    ],
    ...Object.fromEntries(filled),
    ...(kind === 'platform' ? { platform: ownPlatform } : {}),
    ...(kind === 'staff' && employer ? { employer } : {}),
    ...(exemption ? { exemption, declaredAt: new Date().toISOString() } : {}),
    ...(shop.platform !== '' && shop.shop !== '' ? { shops: [shop] } : {}),
  }
}

function BulkForm() {
  const { say } = useSpeech()
  const { form: t } = say(subjectWords)
  const send = useMutation({
    mutationFn: async (file: File) =>
      // The client sends NDJSON as it is given; its type names one row.
      (await call('registerSubjects', {
        body: (await file.text()) as never,
      })) as unknown as SubjectRowResult[],
  })
  const rows = send.data ?? []
  const count = (status: SubjectRowResult['status']) =>
    rows.filter(row => row.status === status).length
  const refused = rows.filter(row => row.status === 'refused')
  return (
    <>
      <p className="soft">{t.bulkLead}</p>
      <Field label={t.bulkFile}>
        {attributes => (
          <input
            {...attributes}
            type="file"
            accept=".ndjson,.jsonl,application/x-ndjson"
            disabled={send.isPending}
            onChange={({ target }) => target.files?.[0] && send.mutate(target.files[0])}
          />
        )}
      </Field>
      {send.error && <ErrorState error={send.error} />}
      {send.data && (
        <Notice tone={refused.length > 0 ? 'warn' : 'good'}>
          <p>{t.bulkDone(count('registered'), count('known'), count('held'), refused.length)}</p>
          {refused.length > 0 && (
            <Link to="/console/quarantine" search={{ rows: 'subjects' }}>
              {t.seeRefused}
            </Link>
          )}
        </Notice>
      )}
      {refused.length > 0 && (
        <Table
          caption={t.fault}
          columns={[
            { key: 'row', title: t.row, head: true, cell: row => row.row },
            { key: 'fault', title: t.fault, cell: row => <Faults faults={row.errors} /> },
          ]}
          rows={refused.slice(0, 50)}
          keyOf={row => String(row.row)}
        />
      )}
    </>
  )
}
