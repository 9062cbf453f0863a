/** Who the subject is: codes, registration, and the verification with the fact that it rests on and when it ends. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Subject, SubjectFact } from '#contract'
import { useRead } from '../../app/api.ts'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { CopyButton } from '../../design/copy-button.tsx'
import { type Detail, Details } from '../../design/details.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { toneOfVerification } from '../../portal/subject/tones.ts'
import { ProofButton } from '../../verify/proof-panel.tsx'
import { type Act, ActDialog } from '../forms/act-dialog.tsx'
import { mayCall, useMe } from '../me.ts'
import { usePurpose } from '../purpose.tsx'
import { actWords } from './act-words.ts'
import { Section } from './section.tsx'
import { amendment } from './subject-acts.ts'
import { useKindNames } from './subject-table.tsx'
import { VerificationForm } from './verification-form.tsx'
import { subjectWords } from './words.ts'

export function IdentitySection({ subject }: { subject: Subject }) {
  const { say, format } = useSpeech()
  const own = say(subjectWords)
  const nameOf = useKindNames()
  const text = (term: string, value: string | null): Detail | null =>
    value ? { term, value } : null
  return (
    <Section id="identity">
      <div className="card stack">
        <Details
          items={[
            ...subject.identifiers.toSorted(unifiedFirst).map(codeDetail(own)),
            text(own.columns.kind, nameOf(subject.kind)),
            text(own.columns.area, say({ zh: subject.areaZh, en: subject.areaEn })),
            text(own.address, subject.address),
            text(own.contact, subject.contactName),
            text(own.phone, subject.phone),
            text(own.exemption, subject.exemption && own.form.exemptions[subject.exemption]),
            text(own.declaredAt, subject.declaredAt && format.instant(subject.declaredAt)),
            subject.employer
              ? {
                  term: own.employer,
                  value: (
                    <Link to="/console/subjects/$id" params={{ id: subject.employer }}>
                      {subject.employerName}
                    </Link>
                  ),
                }
              : null,
            text(own.post, subject.post),
            text(own.platformCode, subject.platform),
            text(own.registeredAt, format.instant(subject.registeredAt)),
          ]}
        />
        <VerificationLine subject={subject} />
        <Acts subject={subject} />
      </div>
    </Section>
  )
}

/** What may be done to the registration, last: whoever reads need not read around it. */
function Acts({ subject }: { subject: Subject }) {
  const { say } = useSpeech()
  const own = say(subjectWords)
  const acts = say(actWords)
  const me = useMe()
  const [act, setAct] = useState<Act | null>(null)
  const [verifying, setVerifying] = useState(false)
  const { id, personal, status } = subject
  const mayVerify = mayCall(me, 'verifySubject') && status === 'active'
  const mayAmend = mayCall(me, 'amendSubject') && status === 'active'
  const mayErase = mayCall(me, 'eraseSubject') && personal && status !== 'erased'
  if (!mayVerify && !mayAmend && !mayErase) return null
  return (
    <div className="row">
      {mayVerify && <Button onClick={() => setVerifying(true)}>{own.reverify}</Button>}
      {mayAmend && (
        <Button onClick={() => setAct(amendment(subject, acts.amend))}>{acts.amend}</Button>
      )}
      {mayErase && (
        <Link to="/console/subjects/$id/erasure" params={{ id }} className="button quiet">
          {acts.erase}
        </Link>
      )}
      <Dialog title={own.reverify} open={verifying} close={() => setVerifying(false)}>
        <VerificationForm id={id} done={() => setVerifying(false)} />
      </Dialog>
      <ActDialog act={act} close={() => setAct(null)} done={() => setAct(null)} />
    </div>
  )
}

type Own = (typeof subjectWords)['zh']
type Code = Subject['identifiers'][number]

/** The unified code is the one people know and compare. */
const unifiedFirst = (a: Code, b: Code) => Number(b.kind === 'uscc') - Number(a.kind === 'uscc')

const codeDetail =
  (own: Own) =>
  ({ kind, shown, network, from, until, derived, exception }: Code) => ({
    term: own.form.identifiers[kind],
    value: (
      <span className="row">
        <code>{shown}</code>
        <CopyButton text={shown} />
        {network && <span className="soft">{network}</span>}
        {derived && <span className="small soft">{own.derived}</span>}
        {(from || until) && <span className="small soft">{own.validity(from, until)}</span>}
        {exception && <Badge tone="warn">{own.exception}</Badge>}
      </span>
    ),
  })

function VerificationLine({ subject }: { subject: Subject }) {
  const { say, words, format } = useSpeech()
  const own = say(subjectWords)
  const me = useMe()
  const { verification } = subject
  const { state, method, verifier, verifiedAt, validUntil } = verification
  return (
    <div className="stack tight">
      <p className="row">
        <Badge tone={toneOfVerification(state)}>{words.subject.verification[state]}</Badge>
        {method && verifier && verifiedAt
          ? own.verifiedBy(verifier, own.methods[method], format.dayOf(verifiedAt))
          : own.neverVerified}
      </p>
      {validUntil && (
        <p className={state === 'expired' ? '' : 'soft'}>
          {state === 'expired'
            ? own.expiredOn(format.day(validUntil))
            : own.holdsUntil(format.day(validUntil))}
        </p>
      )}
      {mayCall(me, 'subjectHistory') && verifiedAt && <VerificationFact id={subject.id} />}
    </div>
  )
}

/** The verification that holds is the last one said; its fact can be checked against the public log. */
function VerificationFact({ id }: { id: string }) {
  const purpose = usePurpose()
  const read = useRead('subjectHistory', { params: { id }, query: { limit: 100 }, purpose })
  const isVerification = ({ type }: SubjectFact) => type === 'subjects.verified'
  const fact = read.data?.items.findLast(isVerification)
  if (!fact) return null
  return (
    <div>
      <ProofButton reference={fact.proof} />
    </div>
  )
}
