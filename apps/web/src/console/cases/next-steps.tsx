/**
 * The steps that lead on from here, exactly as the server says them: those that this person may take now, and those that
 * are not open, each with the reason it would be refused for.
 */
import { useState } from 'react'
import type { Static } from 'typebox'
import type { AnswerOf, CaseCatalogue, CasePage, CaseStep, OperationTable } from '#contract'
import { call, type Input, keyOf, queryClient, useRead } from '../../app/api.ts'
import { Button } from '../../design/button.tsx'
import { Notice } from '../../design/notice.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { type Act, ActDialog } from '../forms/act-dialog.tsx'
import type { Option } from '../forms/form.ts'
import { formWords } from '../forms/words.ts'
import { useLists } from '../lists/list-options.ts'
import { mayCall, useMe } from '../me.ts'
import { usePurpose } from '../purpose.tsx'
import { formOfStep, stepForms } from './step-forms.ts'
import { caseWords } from './words.ts'

type Catalogue = Static<typeof CaseCatalogue>
type StepOperation = keyof OperationTable

export function NextSteps({ page, catalogue }: { page: CasePage; catalogue: Catalogue }) {
  const { say } = useSpeech()
  const own = say(caseWords).page
  const me = useMe()
  // The step, not its act: an act that is open gets the options that come in meanwhile.
  const [chosen, setChosen] = useState<CaseStep | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const actOf = useActs(page, catalogue)
  // Once is enough.
  const steps = page.steps.filter(
    ({ verb }) => verb !== 'acknowledge' || !page.decision?.acknowledgedAt,
  )
  const open = steps
    .filter(({ allowed }) => allowed)
    .sort((a, b) => Number(leadsOn(b)) - Number(leadsOn(a)))
  const closed = steps.filter(({ allowed }) => !allowed)
  const office = mayCall(me, 'listCases')
  return (
    <section className="stack next-steps" aria-labelledby="next-steps">
      <h2 id="next-steps">{own.next}</h2>
      <p role="status" className={done ? 'notice good' : 'unseen'}>
        {done}
      </p>
      {open.length === 0 && closed.length === 0 && (
        <Notice tone="plain">{isEnded(page, catalogue) ? own.nextNone : own.nextNoneParty}</Notice>
      )}
      {open.length > 0 && (
        <ul className="plain-list row">
          {open.map((step, i) => (
            <li key={step.verb}>
              <Button
                weight={i === 0 && (leadsOn(step) || !office) ? 'primary' : 'plain'}
                onClick={() => setChosen(step)}
              >
                {say(step)}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {closed.length > 0 && <ClosedSteps steps={closed} page={page} catalogue={catalogue} />}
      <ActDialog
        act={chosen && actOf(chosen)}
        close={() => setChosen(null)}
        done={({ title }) => {
          setChosen(null)
          setDone(say(formWords).done(title))
        }}
      />
    </section>
  )
}

/** Nothing leads on from where it stands, for anybody. */
const isEnded = ({ state, ...page }: CasePage, catalogue: Catalogue): boolean =>
  !procedureOf(page, catalogue)?.steps.some(({ from }) => from.includes(state))

const procedureOf = (
  { kind, procedureVersion }: Pick<CasePage, 'kind' | 'procedureVersion'>,
  { procedures }: Catalogue,
) => procedures.find(known => known.kind === kind && known.version === procedureVersion)

/** The way a case usually goes; what is beside it, or ends it early, is offered after. */
const usual: ReadonlySet<string> = new Set([
  'file',
  'serve-notice',
  'call-hearing',
  'hold-hearing',
  'find',
  'deliver',
  'acknowledge',
  'publish',
  'accept',
  'agree',
  'answer',
  'grant',
])
const leadsOn = ({ verb }: CaseStep): boolean => usual.has(verb)

function ClosedSteps({
  steps,
  page,
  catalogue,
}: {
  steps: readonly CaseStep[]
  page: CasePage
  catalogue: Catalogue
}) {
  const { say, format } = useSpeech()
  const own = say(caseWords).page
  const procedure = procedureOf(page, catalogue)
  /** Who takes a step that is another's: of use to whoever waits for it. */
  const whose = (verb: string): string | undefined => {
    const step = procedure?.steps.find(
      known => known.verb === verb && known.from.includes(page.state),
    )
    return own.parts[step?.by[0] ?? '']
  }
  return (
    <details open>
      <summary>{own.notOpen}</summary>
      <ul className="closed-steps">
        {steps.map(({ verb, reason, notBefore, ...step }) => (
          <li key={verb}>
            <strong>{say(step)}</strong>
            {reason && (
              <> — {(reason.code === 'cases.not-your-part' && whose(verb)) || say(reason)}</>
            )}
            {notBefore && (
              <span className="soft">{format.aside('', own.notBefore(format.day(notBefore)))}</span>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** What makes a step an act: its form with its options, its letter, its call, and what is read anew after it. */
function useActs(page: CasePage, catalogue: Catalogue): (step: CaseStep) => Act {
  const { say } = useSpeech()
  const me = useMe()
  const purpose = usePurpose()
  const { id } = page
  const lists = useLists(['serious-dishonesty', 'attention'])
  const assigns = page.steps.some(({ verb, allowed }) => verb === 'assign' && allowed)
  const officers = useRead('listHandlers', { params: { id } }, { enabled: assigns })
  const handlers: Option[] = (officers.data?.items ?? []).map(
    ({ id: code, name, organisation }) => ({
      code,
      zh: `${name}（${organisation}）`,
      en: `${name} (${organisation})`,
    }),
  )
  const isParty = me.organisation?.subjectId === page.subject.id
  return ({ verb, operation, ...step }) => {
    const known = stepForms[verb]
    const { preview } = known ?? {}
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    return {
      key: `${id}.${verb}`,
      title: say(step),
      form: formOfStep(verb, isParty, { catalogue, handlers, lists }),
      initial: known?.initial?.(page, today) ?? {},
      ...(preview
        ? {
            preview: body =>
              call(preview, { params: { id }, body, purpose } as Input<typeof preview>),
          }
        : {}),
      send: async (body, idempotencyKey) => {
        const after = (await call(
          operation as StepOperation,
          {
            params: { id },
            body,
            idempotencyKey,
          } as Input<StepOperation>,
        )) as AnswerOf<OperationTable['readCase']>
        queryClient.setQueryData(keyOf('readCase', { params: { id }, purpose }), after)
        for (const name of staleAfterStep) void queryClient.invalidateQueries({ queryKey: [name] })
      },
    }
  }
}

const staleAfterStep: readonly StepOperation[] = [
  'listCases',
  'listMyCases',
  'listWork',
  'caseListings',
  'listMyMeasures',
  'fileOf',
  'listEntries',
  'listMeasures',
]
