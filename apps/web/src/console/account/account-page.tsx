/** One's own account: who the system takes you for, and the means to keep it that way. */
import { useState } from 'react'
import { roleNames } from '#contract'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { Details } from '../../design/details.tsx'
import { Notice } from '../../design/notice.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { useMe } from '../me.ts'
import { Areas } from '../organisations/area.tsx'
import { consoleWords } from '../words.ts'
import { PasswordForm } from './password-form.tsx'
import { Sessions } from './sessions.tsx'
import { TotpForm } from './totp-form.tsx'

export function AccountPage() {
  const { say, format } = useSpeech()
  const own = say(consoleWords)
  const me = useMe()
  const [saved, setSaved] = useState(false)
  return (
    <div className="stack loose">
      <PageHead title={own.account.title} />
      <section className="card">
        <Details
          items={[
            { term: own.account.name, value: me.name },
            me.login ? { term: own.account.login, value: me.login } : null,
            me.organisation
              ? { term: own.account.organisation, value: me.organisation.name }
              : null,
            {
              term: own.account.roles,
              value: format.list(me.roles.map(role => say(roleNames[role]))),
            },
            me.areas.length > 0
              ? { term: own.account.areas, value: <Areas codes={me.areas} /> }
              : null,
            {
              term: own.account.secondFactor,
              value: (
                <Badge tone={me.secondFactor ? 'good' : 'warn'}>
                  {me.secondFactor ? own.account.on : own.account.off}
                </Badge>
              ),
            },
          ]}
        />
      </section>
      <Sessions />
      <section className="stack">
        <h2>{own.account.changePassword}</h2>
        {saved && <Notice tone="good">{own.password.saved}</Notice>}
        <PasswordForm saved={() => setSaved(true)} />
      </section>
      <TotpForm enrolled={me.secondFactor} />
    </div>
  )
}
