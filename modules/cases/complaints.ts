/**
 * Complaints and reports (requirement 7.5): a filing that does both becomes two linked cases; acceptance on lawful
 * grounds; mediation whose clock stands still while goods are tested.
 */
import type { Evidence, OrderNamed } from '#contract'
import type { Tx } from '#platform/database'
import { refuse } from '#platform/runtime'
import { groundOf, names } from './catalogue.ts'
import { letter } from './documents.ts'
import { openFile, personOf, type Said } from './facts.ts'
import { issued } from './findings.ts'
import { beginCase, type NewCase, type SaidByLaw } from './opening.ts'
import type { CaseFile, CaseSubject } from './state.ts'
import { takeStep } from './steps.ts'

export type Filing = {
  readonly subject: CaseSubject
  readonly about: readonly ('complaint' | 'report')[]
  readonly caseType: string
  readonly title: string
  readonly facts: string
  readonly order?: OrderNamed | undefined
  readonly demand?: string | undefined
  readonly evidence?: readonly Evidence[] | undefined
}

/** One case per kind: the dispute is mediated, the report is checked; each on its own clock. */
export async function fileComplaint(tx: Tx, filing: Filing, said: SaidByLaw): Promise<CaseFile[]> {
  const applicant = personOf(said) ?? refuse('access.sign-in-required')
  const { subject, caseType, title, order, demand, evidence = [] } = filing
  const facts = [
    filing.facts,
    ...(order ? [`订单 Order: ${order.platform} ${order.order}`] : []),
    ...(demand ? [`诉求 Demand: ${demand}`] : []),
  ].join('\n')
  const common = { subject, caseType, title, facts, applicant, ...(order ? { order } : {}) }
  const cases: CaseFile[] = []
  for (const about of filing.about) {
    const given: NewCase = {
      ...common,
      kind: about === 'complaint' ? 'complaint' : 'finding',
      ...(about === 'report' ? { origin: { kind: 'report', id: null } } : {}),
      linked: cases.map(({ id }) => id),
    }
    cases.push(await beginCase(tx, given, () => ({ evidence }), said))
  }
  return cases
}

/** Accepts, or refuses on one of the grounds of art. 16. */
export async function answerComplaint(
  tx: Tx,
  caseId: string,
  { accept, ground, reason }: { accept: boolean; ground?: string | undefined; reason: string },
  said: Said,
): Promise<CaseFile> {
  const file = await openFile(tx, caseId)
  const lawful = accept ? undefined : groundOf(names.refusalGrounds, ground)
  const title = accept
    ? { kind: 'acceptance', mark: '投受', titleZh: '投诉受理决定书', titleEn: 'Complaint accepted' }
    : {
        kind: 'refusal',
        mark: '投不',
        titleZh: '投诉不予受理决定书',
        titleEn: 'Complaint not accepted',
      }
  const document = letter(file, title, [
    ...(lawful ? ([['法定理由', 'Lawful ground', lawful.zh]] as const) : []),
    ['说明', 'Explanation', reason],
  ])
  const details = { text: reason, ...issued(document, file, said) }
  return takeStep(tx, file, accept ? 'accept' : 'refuse', details, said)
}

export const pauseMediation = async (
  tx: Tx,
  caseId: string,
  reason: string,
  said: Said,
): Promise<CaseFile> => takeStep(tx, await openFile(tx, caseId), 'test', { text: reason }, said)

export const resumeMediation = async (
  tx: Tx,
  caseId: string,
  given: { text: string; evidence?: readonly Evidence[] | undefined },
  said: Said,
): Promise<CaseFile> => takeStep(tx, await openFile(tx, caseId), 'receive-test', given, said)

/** An agreement, or termination on one of the grounds of art. 23. */
export async function concludeMediation(
  tx: Tx,
  caseId: string,
  given: { outcome: 'agreed' | 'terminated'; ground?: string | undefined; text: string },
  said: Said,
): Promise<CaseFile> {
  const file = await openFile(tx, caseId)
  const agreed = given.outcome === 'agreed'
  const lawful = agreed ? undefined : groundOf(names.terminationGrounds, given.ground)
  const title = agreed
    ? { kind: 'agreement', mark: '投调', titleZh: '投诉调解书', titleEn: 'Mediated settlement' }
    : {
        kind: 'termination',
        mark: '投终',
        titleZh: '终止调解决定书',
        titleEn: 'Mediation terminated',
      }
  const document = letter(file, title, [
    ...(lawful ? ([['法定理由', 'Lawful ground', lawful.zh]] as const) : []),
    [agreed ? '协议内容' : '说明', agreed ? 'Agreement' : 'Explanation', given.text],
  ])
  const details = { text: given.text, ...issued(document, file, said) }
  return takeStep(tx, file, agreed ? 'agree' : 'terminate', details, said)
}
