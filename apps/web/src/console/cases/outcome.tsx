/** What is proposed, when it is heard, and what was decided: the heart of a finding, for both sides alike. */
import type { CasePage } from '#contract'
import { Cited } from '../../design/cited.tsx'
import { Details } from '../../design/details.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { useListName } from '../lists/list-options.ts'
import { severityOptions } from './step-forms.ts'
import { caseWords } from './words.ts'

type Finding = NonNullable<CasePage['proposed']> | NonNullable<CasePage['decision']>

export function Outcome({ page: { proposed, decision, hearing } }: { page: CasePage }) {
  const { say, format } = useSpeech()
  const own = say(caseWords).page
  return (
    <>
      {proposed && !decision && (
        <section className="stack">
          <h2>{own.proposed}</h2>
          <FindingText
            finding={proposed}
            more={[{ term: own.served, value: format.day(proposed.servedOn) }]}
          />
        </section>
      )}
      {hearing && (
        <section className="stack">
          <h2>{own.hearing}</h2>
          <p>
            {format.day(hearing.on)}，{hearing.place}（
            {hearing.held ? own.hearingHeld : own.hearingAhead}）
          </p>
        </section>
      )}
      {decision && (
        <section className="stack">
          <h2>{own.decision}</h2>
          <FindingText finding={decision} more={decisionDetails(decision, own, format)} />
        </section>
      )}
    </>
  )
}

type Words = (typeof caseWords)['zh']['page']

function decisionDetails(
  decision: NonNullable<CasePage['decision']>,
  own: Words,
  format: ReturnType<typeof useSpeech>['format'],
) {
  const { outcome, decidedBy, decidedAt, document, deliveredOn, acknowledgedAt, publishedOn } =
    decision
  return [
    {
      term: own.outcome,
      value: outcome === 'finding' ? own.outcomes.finding : own.outcomes['no-finding'],
    },
    { term: own.document, value: document },
    { term: own.decidedBy, value: format.aside(decidedBy, format.dayOf(decidedAt)) },
    deliveredOn ? { term: own.delivered, value: format.day(deliveredOn) } : null,
    acknowledgedAt ? { term: own.acknowledged, value: format.dayOf(acknowledgedAt) } : null,
    publishedOn ? { term: own.published, value: format.day(publishedOn) } : null,
  ]
}

function FindingText({
  finding: { facts, reasons, basis, penalty, severity, occurredOn, list },
  more,
}: {
  finding: Finding
  more: Parameters<typeof Details>[0]['items']
}) {
  const { say, format } = useSpeech()
  const own = say(caseWords).page
  const nameOf = useListName()
  const shown = severityOptions.find(({ code }) => code === severity)
  return (
    <Details
      items={[
        { term: own.penalty, value: penalty },
        shown ? { term: own.severity, value: say(shown) } : null,
        { term: own.found, value: <span className="written">{facts}</span> },
        { term: own.reasons, value: <span className="written">{reasons}</span> },
        { term: own.basis, value: <Cited>{basis}</Cited> },
        { term: own.occurred, value: format.day(occurredOn) },
        list ? { term: own.list, value: nameOf(list) } : null,
        ...more,
      ]}
    />
  )
}
