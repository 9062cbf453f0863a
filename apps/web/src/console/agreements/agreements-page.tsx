/** The agreements of one's organisation: who signed for whom, what may pass, and what did. */
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { Agreement, AgreementState } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge, type Tone } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { Details } from '../../design/details.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { type Act, ActDialog } from '../forms/act-dialog.tsx'
import { Loaded } from '../loaded.tsx'
import { mayCall, useMe } from '../me.ts'
import { useOrganisationsOf } from '../organisations/of-kinds.ts'
import { proposal, revocation, signing } from './agreement-acts.ts'
import { ExchangeLog } from './exchange-log.tsx'
import { agreementWords } from './words.ts'
import '../cases/cases.css'

const route = getRouteApi('/console/agreements')
const toneOf: Record<AgreementState, Tone> = {
  proposed: 'warn',
  'in-force': 'good',
  lapsed: 'plain',
  revoked: 'plain',
}
const partnerKinds = ['credit-agency', 'platform', 'association'] as const

export function AgreementsPage() {
  const { say } = useSpeech()
  const own = say(agreementWords)
  const me = useMe()
  const { cursor } = route.useSearch()
  const [act, setAct] = useState<Act | 'propose' | null>(null)
  const read = useRead('listAgreements', { query: { cursor } }, { keepLast: true })
  const partners = useOrganisationsOf(partnerKinds)
    .filter(({ active }) => active)
    .map(({ code, name }) => ({ code, zh: name, en: name }))
  return (
    <div className="stack loose">
      <PageHead
        title={own.title}
        lead={own.lead}
        beside={
          mayCall(me, 'proposeAgreement') && (
            <Button weight="primary" onClick={() => setAct('propose')}>
              {own.propose}
            </Button>
          )
        }
      />
      <Loaded read={read}>
        {({ items, next }) => (
          <div className="stack">
            {items.length === 0 && (
              <EmptyState title={own.none}>
                <p>{own.noneHint}</p>
              </EmptyState>
            )}
            {items.map(agreement => (
              <AgreementCard key={agreement.id} agreement={agreement} start={setAct} />
            ))}
            <Pager cursor={cursor} next={next} />
          </div>
        )}
      </Loaded>
      <ActDialog
        act={act === 'propose' ? proposal(partners, own.propose) : act}
        close={() => setAct(null)}
        done={() => setAct(null)}
      />
    </div>
  )
}

function AgreementCard({ agreement, start }: { agreement: Agreement; start: (act: Act) => void }) {
  const { say, format } = useSpeech()
  const own = say(agreementWords)
  const { office, partner, state, purpose, fields, from, until, signatures } = agreement
  const parties = own.between(office.name, partner.name)
  return (
    <section className="card stack">
      <div className="row apart">
        <h2>{parties}</h2>
        <Badge tone={toneOf[state]}>{own.states[state]}</Badge>
      </div>
      <Details
        items={[
          { term: own.purpose, value: purpose },
          { term: own.fields, value: format.list(fields.map(field => own.fieldNames[field])) },
          { term: own.term, value: own.span(format.day(from), format.day(until)) },
          {
            term: own.signatures,
            value:
              signatures.length === 0 ? (
                own.unsigned
              ) : (
                <ul className="plain-list">
                  {signatures.map(({ organisation, name, post, at }) => (
                    <li key={organisation}>
                      {own.signature(organisation, name, post, format.dayOf(at))}
                    </li>
                  ))}
                </ul>
              ),
          },
          {
            term: own.salt,
            value: (
              <>
                <code>{agreement.salt}</code>
                <span className="soft small block">{own.saltHint}</span>
              </>
            ),
          },
          agreement.revokedReason ? { term: own.revoked, value: agreement.revokedReason } : null,
        ]}
      />
      <AgreementSteps {...{ agreement, parties, start }} />
      <ExchangeLog agreementId={agreement.id} />
    </section>
  )
}

/** Each side signs once; what is in force or still to be signed can be revoked by either. */
function AgreementSteps({
  agreement,
  parties,
  start,
}: {
  agreement: Agreement
  parties: string
  start: (act: Act) => void
}) {
  const { say, format } = useSpeech()
  const own = say(agreementWords)
  const me = useMe()
  const { state, signatures } = agreement
  const mine = me.organisation?.name
  const signed = signatures.some(({ organisation }) => organisation === mine)
  if (state !== 'proposed' && state !== 'in-force') return null
  return (
    <div className="row">
      {state === 'proposed' && !signed && mayCall(me, 'signAgreement') && (
        <Button
          weight="primary"
          onClick={() => start(signing(agreement, format.pair(own.sign, parties)))}
        >
          {own.sign}
        </Button>
      )}
      {mayCall(me, 'revokeAgreement') && (
        <Button onClick={() => start(revocation(agreement, format.pair(own.revoke, parties)))}>
          {own.revoke}
        </Button>
      )}
    </div>
  )
}
