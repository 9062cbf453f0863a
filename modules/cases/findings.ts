/**
 * The verbs of a finding, from an opened clue to a published decision (requirements 13.2, 13.3, 13.6, 19.1). Every one
 * is a step of the procedure's table; what it needs beyond the table is checked here.
 */
import type { Disposal, Evidence, Role, Severity } from '#contract'
import { addYears, chineseDay, dueDate, type IsoDate, isIsoDate } from '#lib/calendar'
import { findAccount, liesIn, requireArea } from '#modules/access'
import { addRecord, catalogueItem } from '#modules/records'
import type { Tx } from '#platform/database'
import { refuse } from '#platform/runtime'
import { publish } from '#platform/stream'
import { caseType, nameOf, names } from './catalogue.ts'
import {
  type Draft,
  decisionLetter,
  hearingNotice,
  issue,
  letter,
  priorNotice,
  repairNotice,
} from './documents.ts'
import { openFile, type Said } from './facts.ts'
import { isParty } from './guards.ts'
import { beginCase, bundleEvidence, type NewCase, type SaidByLaw } from './opening.ts'
import type { CaseFile, FindingText } from './state.ts'
import { requireStep, takeStep } from './steps.ts'

export type Bundle = { readonly code: string; readonly title: string; readonly content: unknown }

/** Opens a case; a person does, never a detector: suspicion is not a finding (invariant 2). */
export async function openCase(
  tx: Tx,
  given: Omit<NewCase, 'kind'> & {
    readonly evidence?: readonly Evidence[]
    /** The bundle of an alert, opaque here. */
    readonly bundles?: readonly Bundle[]
  },
  said: SaidByLaw,
): Promise<CaseFile> {
  if (said.actor.machine) refuse('cases.by-machine')
  requireArea(said.actor, given.subject.area)
  const { evidence = [], bundles = [], ...rest } = given
  const kept = [...evidence, ...bundles.map(bundleEvidence)]
  return beginCase(tx, { ...rest, kind: 'finding' }, () => ({ evidence: kept }), said)
}

export const handlerRoles: readonly Role[] = ['regulator', 'credit-office']

/** The investigator: an active regulator or credit officer of the area. Serves every kind of case. */
export async function assignCase(
  tx: Tx,
  caseId: string,
  handlerId: string,
  said: Said,
): Promise<CaseFile> {
  const file = await openFile(tx, caseId)
  const account = await findAccount(tx, handlerId)
  const fit =
    account?.active &&
    liesIn(account.areas, file.area) &&
    account.roles.some(role => handlerRoles.includes(role))
  if (!fit) refuse('cases.handler-unfit')
  const set = { handler: { id: account.id, name: account.name } }
  return takeStep(tx, file, 'assign', { set }, said)
}

export const addEvidence = async (
  tx: Tx,
  caseId: string,
  evidence: readonly Evidence[],
  said: Said,
): Promise<CaseFile> => takeStep(tx, await openFile(tx, caseId), 'add-evidence', { evidence }, said)

export const verifyCase = async (
  tx: Tx,
  caseId: string,
  { stage, ...rest }: { stage: CaseFile['stage']; text: string; evidence?: readonly Evidence[] },
  said: Said,
): Promise<CaseFile> =>
  takeStep(tx, await openFile(tx, caseId), 'verify', { ...rest, set: { stage } }, said)

export type DisposalGiven = {
  readonly disposal: Disposal
  readonly reason: string
  readonly basis: string
  readonly correctBy?: IsoDate | undefined
  readonly transferTo?: string | undefined
}

/** Graded disposal, chosen by a person (requirement 13.3). None of the lighter ones reduces a right. */
export async function disposeCase(
  tx: Tx,
  caseId: string,
  given: DisposalGiven,
  said: Said,
): Promise<CaseFile> {
  const file = await openFile(tx, caseId)
  const { disposal, reason, basis, correctBy, transferTo } = given
  const set = { disposal, stage: 'local-handling' as const }
  if (disposal === 'case')
    return takeStep(tx, file, 'file', { set, text: `${reason}（${basis}）` }, said)
  const { zh, en } = nameOf(names.disposals, disposal)!
  if (disposal === 'transfer') {
    if (!transferTo) refuse('cases.field-missing', { field: 'transferTo' })
    const title = {
      kind: disposal,
      mark: '信移',
      titleZh: '案件移送函',
      titleEn: 'Letter of transfer',
    }
    const document = letter(file, title, [
      ['受移送机关', 'To', transferTo],
      ['理由', 'Reasons', reason],
      ['依据', 'Legal basis', basis],
    ])
    return takeStep(
      tx,
      file,
      'transfer',
      { set, text: reason, ...issued(document, file, said) },
      said,
    )
  }
  if (disposal === 'order-correction') requireCorrectionDay(correctBy, said)
  const title = { kind: disposal, mark: '信处', titleZh: `${zh}通知书`, titleEn: en }
  const document = letter(file, title, [
    ['事由', 'Matter', reason],
    ['依据', 'Legal basis', basis],
    ...(correctBy ? ([['改正期限', 'Correct by', correctBy]] as const) : []),
  ])
  const due = correctBy ? { correct: correctBy } : undefined
  return takeStep(
    tx,
    file,
    'dispose',
    { set, text: reason, due, ...issued(document, file, said) },
    said,
  )
}

function requireCorrectionDay(correctBy: IsoDate | undefined, { at }: Said): void {
  if (!correctBy) refuse('cases.field-missing', { field: 'correctBy' })
  const today = chineseDay(at.getTime())
  requireDay('correctBy', correctBy, today, addYears(today, 1))
}

/** Tells facts, reasons, basis, the proposed decision and the party's rights (art. 44). */
export async function serveNotice(
  tx: Tx,
  caseId: string,
  proposed: FindingText,
  said: Said,
): Promise<CaseFile> {
  const file = await openFile(tx, caseId)
  const document = noticeDraft(file, proposed, said)
  return takeStep(
    tx,
    file,
    'serve-notice',
    { set: { proposed }, ...issued(document, file, said) },
    said,
  )
}

/** The notice with the windows it opens; refuses what serving it would be refused for. */
export function noticeDraft(file: CaseFile, proposed: FindingText, said: Said): Draft {
  requireStep(file, 'serve-notice', said)
  const today = chineseDay(said.at.getTime())
  requireDay('occurredOn', proposed.occurredOn, '2000-01-01', today)
  requireLimitation(file, proposed.occurredOn)
  const windowEnd = (key: string) => {
    const due = dueDate(today, file.rules[key]!, said.calendar)
    if (due.state !== 'running') throw new Error('a new window is not paused')
    return due.due
  }
  const windows = {
    statement: windowEnd('penalty.statement'),
    hearing: windowEnd('penalty.hearing.request'),
  }
  return priorNotice(file, proposed, windows, said.listNames)
}

/** Art. 36: an act found out later than its limitation is not punished; the clue's opening is the finding out. */
function requireLimitation(file: CaseFile, occurredOn: IsoDate): void {
  const until = addYears(occurredOn, file.rules['penalty.limitation']!.value)
  if (file.policyOn > until) refuse('cases.limitation-passed', { occurredOn, until })
}

/** Serves findings and complaints. Only the party itself waives what is its right. */
export async function recordStatement(
  tx: Tx,
  caseId: string,
  given: { text: string; evidence?: readonly Evidence[] | undefined; final?: boolean | undefined },
  said: Said,
): Promise<CaseFile> {
  const file = await openFile(tx, caseId)
  const { text, evidence, final = false } = given
  if (final && !isParty(file, said)) refuse('cases.waiver-not-own')
  return takeStep(tx, file, 'state', { text, evidence, ...(final ? { set: { final } } : {}) }, said)
}

export const requestHearing = async (
  tx: Tx,
  caseId: string,
  reason: string,
  said: Said,
): Promise<CaseFile> =>
  takeStep(tx, await openFile(tx, caseId), 'request-hearing', { text: reason }, said)

/** The hearing is called at least the notice term ahead (art. 64). */
export async function callHearing(
  tx: Tx,
  caseId: string,
  { on, place }: { on: IsoDate; place: string },
  said: Said,
): Promise<CaseFile> {
  const file = await openFile(tx, caseId)
  const today = chineseDay(said.at.getTime())
  if (!isIsoDate(on)) requireDay('on', on, today, '9999-12-31')
  const notice = dueDate(today, file.rules['penalty.hearing.notice']!, said.calendar)
  const earliest = notice.state === 'running' ? notice.due : today
  if (on < earliest) refuse('cases.hearing-too-soon', { earliest })
  const documents = issued(hearingNotice(file, on, place), file, said)
  return takeStep(tx, file, 'call-hearing', { set: { hearing: { on, place } }, ...documents }, said)
}

export const recordHearing = async (
  tx: Tx,
  caseId: string,
  { minutes, evidence }: { minutes: string; evidence?: readonly Evidence[] | undefined },
  said: Said,
): Promise<CaseFile> =>
  takeStep(tx, await openFile(tx, caseId), 'hold-hearing', { text: minutes, evidence }, said)

/** What a new notice must say anew, the old one no longer carries. */
export const returnCase = async (
  tx: Tx,
  caseId: string,
  reason: string,
  said: Said,
): Promise<CaseFile> => takeStep(tx, await openFile(tx, caseId), 'return', { text: reason }, said)

export const extendClock = async (
  tx: Tx,
  caseId: string,
  reason: string,
  said: Said,
): Promise<CaseFile> => takeStep(tx, await openFile(tx, caseId), 'extend', { text: reason }, said)

export type DecisionGiven = FindingText & {
  readonly outcome: 'finding' | 'no-finding'
  readonly considered: string
}

const weight: Record<Severity, number> = { minor: 0, general: 1, serious: 2 }

/** Decides. A defence never makes the decision heavier than its notice (art. 45), nor brings what was not told. */
export async function decideCase(
  tx: Tx,
  caseId: string,
  given: DecisionGiven,
  said: Said,
): Promise<CaseFile> {
  const file = await openFile(tx, caseId)
  const documents = issued(decisionDraft(file, given, said), file, said)
  const letterIssued = documents.documents[0]!
  const decision = { ...given, document: letterIssued.number, sha256: letterIssued.sha256 }
  const decided = await takeStep(tx, file, verbOf(given), { set: { decision }, ...documents }, said)
  await publish(tx, 'cases.decided', file.subject.id, { case: file.id, subject: file.subject.id })
  return decided
}

const verbOf = ({ outcome }: DecisionGiven) => (outcome === 'finding' ? 'find' : 'clear')

/** The letter of a decision; refuses what deciding so would be refused for. */
export function decisionDraft(file: CaseFile, given: DecisionGiven, said: Said): Draft {
  const verb = verbOf(given)
  requireStep(file, verb, said)
  const noticed = file.proposed?.severity
  if (verb === 'find' && noticed && weight[given.severity] > weight[noticed])
    refuse('cases.heavier-than-noticed', { noticed })
  if (verb === 'find' && given.list !== undefined && given.list !== file.proposed?.list)
    refuse('cases.list-not-noticed', { list: given.list })
  return decisionLetter(file, given, said.listNames)
}

export type DeliveryGiven = {
  readonly method: string
  readonly deliveredOn: IsoDate
  readonly receipt: string
}

const deliveryZh: Readonly<Record<string, string>> = {
  'in-person': '直接送达',
  electronic: '电子送达',
  post: '邮寄送达',
  left: '留置送达',
  'public-notice': '公告送达',
}

/** Delivers decision and repair notice together (两书同达); the display of the record counts from this day. */
export async function deliverDecision(
  tx: Tx,
  caseId: string,
  { method, deliveredOn, receipt }: DeliveryGiven,
  said: SaidByLaw,
): Promise<CaseFile> {
  const file = await openFile(tx, caseId)
  requireStep(file, 'deliver', said)
  const decidedOn = chineseDay(Date.parse(file.decidedAt!))
  requireDay('deliveredOn', deliveredOn, decidedOn, chineseDay(said.at.getTime()))
  const { severity } = file.decision!
  const term = (end: 'min' | 'max') => {
    const key = `repair.${severity}.${end}`
    const { version } = said.policies.rule(key, deliveredOn)
    return { version, ...said.policies.term(key, deliveredOn) }
  }
  const notice = repairNotice(file, severity, { min: term('min'), max: term('max') })
  const details = {
    on: deliveredOn,
    text: `${deliveryZh[method] ?? method}：${receipt}`,
    ...issued(notice, file, said),
  }
  return takeStep(tx, file, 'deliver', details, said)
}

export const acknowledgeDelivery = async (tx: Tx, caseId: string, said: Said): Promise<CaseFile> =>
  takeStep(tx, await openFile(tx, caseId), 'acknowledge', {}, said)

/** The finding enters the credit file and so the public page, resting on the delivered decision. */
export async function publishDecision(
  tx: Tx,
  caseId: string,
  { textZh, textEn }: { textZh: string; textEn?: string | undefined },
  { verified, ...said }: SaidByLaw & { readonly verified: boolean },
): Promise<CaseFile> {
  const file = await openFile(tx, caseId)
  requireStep(file, 'publish', said)
  const decision = file.decision!
  const item = catalogueItem(caseType(file.caseType).recordItem)
  const named = new Set(item.evidence.map(({ code }) => code))
  const record = await addRecord(
    tx,
    {
      subject: { id: file.subject.id, area: file.area, verified },
      item: item.code,
      severity: decision.severity,
      textZh,
      textEn,
      basis: decision.basis,
      evidence: [
        ...file.evidence
          .filter(({ code }) => named.has(code))
          .map(({ code, title, titleEn, sha256 }) => ({
            code,
            title,
            ...(titleEn !== undefined && { titleEn }),
            sha256,
          })),
        { code: 'decision', title: decision.document, sha256: decision.sha256 },
      ],
      occurredOn: decision.occurredOn,
      decision: {
        caseId: file.id,
        deliveredOn: file.deliveredOn!,
        document: decision.document,
      },
    },
    said,
  )
  const set = { recordIds: [...file.recordIds, record.id] }
  return takeStep(tx, file, 'publish', { set, text: textZh }, said)
}

/** Ends a case: a clue that is not filed, a correction made, a decision carried out. */
export async function closeCase(
  tx: Tx,
  caseId: string,
  reason: string,
  said: Said,
): Promise<CaseFile> {
  const file = await openFile(tx, caseId)
  const verb = file.state === 'opened' || file.state === 'assigned' ? 'drop' : 'close'
  return takeStep(tx, file, verb, { text: reason }, said)
}

export const issued = (draft: Draft, file: CaseFile, { ids, actor, at }: Said) => ({
  documents: [issue(draft, file, { id: ids.next(), by: actor.name, at })],
})

/** `from` and `until` are both lawful. */
export function requireDay(field: string, day: IsoDate, from: IsoDate, until: IsoDate): void {
  if (!isIsoDate(day) || day < from || day > until)
    refuse('cases.day-wrong', { field, from, until })
}
