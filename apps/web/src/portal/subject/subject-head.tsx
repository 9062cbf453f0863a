/** Who this is: name, kind, codes, verification, and the mark of its grade. */
import type { PublicSubject } from '#contract'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { CopyButton } from '../../design/copy-button.tsx'
import { type Detail, Details } from '../../design/details.tsx'
import { GradeMark } from '../../design/grade-mark.tsx'
import { Notice } from '../../design/notice.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { toneOfVerification } from './tones.ts'

export function SubjectHead({ subject }: { subject: PublicSubject }) {
  const { words, say } = useSpeech()
  return (
    <section className="card stack subject-head">
      <div className="subject-title">
        <div className="stack tight">
          <PageHead
            title={subject.name}
            crumbs={[
              { label: words.frame.home, to: '/' },
              { label: words.search.browse, to: '/search' },
            ]}
          />
          <p className="row">
            <Badge tone="civic">{say({ zh: subject.kindZh, en: subject.kindEn })}</Badge>
            <Badge tone={toneOfVerification(subject.verification.state)}>
              {words.subject.verification[subject.verification.state]}
            </Badge>
            {subject.lists.some(list => list.nature === 'serious-dishonesty') && (
              <Badge tone="bad">{words.lists.nature['serious-dishonesty']}</Badge>
            )}
            {subject.lists.some(list => list.nature === 'red') && (
              <Badge tone="good">{words.lists.nature.red}</Badge>
            )}
          </p>
        </div>
        <Grade grade={subject.grade} />
      </div>
      <Registration subject={subject} />
      {subject.shouldRegister && <Notice tone="warn">{words.subject.shouldRegister}</Notice>}
      {subject.naturalPerson && <p className="small soft">{words.subject.masked}</p>}
    </section>
  )
}

function Grade({ grade }: { grade: PublicSubject['grade'] }) {
  const { words, say } = useSpeech()
  if (!grade) return <p className="soft">{words.subject.ungraded}</p>
  const title = say({ zh: grade.gradeZh, en: grade.gradeEn })
  return (
    <p className="subject-grade">
      <GradeMark grade={grade.grade} size="large" label={`${words.subject.grade} ${grade.grade}`} />
      <span>{title}</span>
    </p>
  )
}

function Registration({ subject }: { subject: PublicSubject }) {
  const { words, say, format } = useSpeech()
  const { verification } = subject
  const t = words.subject
  return (
    <Details
      items={[
        ...unifiedFirst(subject.identifiers).map(identifierDetail(t)),
        { term: t.area, value: say({ zh: subject.areaZh, en: subject.areaEn }) },
        subject.address ? { term: t.address, value: subject.address } : null,
        { term: t.registered, value: format.day(subject.registeredOn) },
        verification.verifier && verification.method
          ? {
              term: t.verification[verification.state],
              value: (
                <>
                  {t.verifiedBy(verification.verifier, t.verificationMethods[verification.method])}
                  {verification.validUntil && (
                    <span className="soft">
                      {' · '}
                      {t.verifiedUntil(format.day(verification.validUntil))}
                    </span>
                  )}
                </>
              ),
            }
          : null,
        subject.exemption ? { term: t.exemption, value: t.exemptions[subject.exemption] } : null,
      ]}
    />
  )
}

/** The unified code is the one people know and compare. */
const unifiedFirst = (identifiers: PublicSubject['identifiers']) =>
  identifiers.toSorted((a, b) => Number(b.kind === 'uscc') - Number(a.kind === 'uscc'))

type SubjectWords = ReturnType<typeof useSpeech>['words']['subject']

const identifierDetail =
  (t: SubjectWords) =>
  ({ kind, shown, network, derived, exception }: PublicSubject['identifiers'][number]): Detail => ({
    term: t.identifiers[kind],
    value: (
      <>
        <span className="code">{shown}</span>
        {network && <span className="soft"> {network}</span>}
        {derived && <span className="small soft"> {t.derived}</span>}
        {exception && <Badge tone="warn">{t.exception}</Badge>}
        {kind === 'uscc' && <CopyButton text={shown} />}
      </>
    ),
  })
