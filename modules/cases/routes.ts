/** The cases room's edge. What it must know of a subject and of whom the caller acts for is asked of its composer. */
import type { Actor, CaseBrief, caseOperations, workOperations } from '#contract'
import { disposals } from '#contract'
import { chineseDay } from '#lib/calendar'
import { officersOf } from '#modules/access'
import { readPolicies, shippedCalendar } from '#modules/policy'
import { readRecord } from '#modules/records'
import type { Database, Db, Tx } from '#platform/database'
import { decodeCursor, encodeCursor, type Handlers, pageOf } from '#platform/http'
import { type Clock, type Ids, refuse } from '#platform/runtime'
import { caseTypes, names } from './catalogue.ts'
import {
  answerComplaint,
  concludeMediation,
  fileComplaint,
  pauseMediation,
  resumeMediation,
} from './complaints.ts'
import { issue } from './documents.ts'
import { type ListNames, readFile } from './facts.ts'
import * as findings from './findings.ts'
import { type Asking, isStaff } from './guards.ts'
import type { SaidByLaw } from './opening.ts'
import { procedures } from './procedure.ts'
import { casePage, listCases, listOwnCases, noDue, readCase } from './reads.ts'
import { applyRepair, fileObjection, repairTermsOf } from './restorations.ts'
import type { CaseFile, CaseSubject } from './state.ts'
import { listWork } from './work.ts'

export type PartySubject = CaseSubject & { readonly verified: boolean }

export type CaseDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly ids: Ids
  wake(): void
  /** Undefined for an unknown subject. */
  subjectOf(db: Db, subjectId: string): Promise<PartySubject | undefined>
  /** The subjects that an actor acts for. */
  ownSubjects(db: Db, actor: Actor): Promise<readonly string[]>
  /** How letters call the lists, which a later room keeps. */
  listNames?(db: Db): Promise<ListNames>
}

const pageRows = 50
/** Each row of the queue is a file read, so its pages are shorter. */
const workRows = 25

/**
 * What a call says and asks with: the caller, the moment, the numbers of law. Inside a transaction it is read there.
 */
export async function saidBy(
  { database, clock, ids, ownSubjects, listNames }: CaseDeps,
  actor: Actor,
  db: Db = database.db,
): Promise<SaidByLaw & Asking> {
  const at = clock.now()
  return {
    actor,
    at,
    ids,
    today: chineseDay(at.getTime()),
    calendar: shippedCalendar(),
    policies: await readPolicies(db),
    ownSubjectIds: await ownSubjects(db, actor),
    listNames: await listNames?.(db),
  }
}

export async function requireSubject(
  { subjectOf }: Pick<CaseDeps, 'subjectOf'>,
  db: Db,
  subjectId: string,
): Promise<PartySubject> {
  return (await subjectOf(db, subjectId)) ?? refuse('subject.unknown', { subject: subjectId })
}

type Said = SaidByLaw & Asking

export function caseRoutes(deps: CaseDeps): Handlers<typeof caseOperations> {
  const step = async (actor: Actor, work: (tx: Tx, said: Said) => Promise<CaseFile>) => {
    const said = await saidBy(deps, actor)
    const file = await deps.database.tx(tx => work(tx, said))
    deps.wake()
    return casePage(file, said)
  }
  return {
    ...readingRoutes(deps),
    ...preparingRoutes(deps),
    ...findingRoutes(deps, step),
    ...complaintRoutes(deps, step),
    ...restorationRoutes(deps, step),
  }
}

type StepRoute = (
  actor: Actor,
  work: (tx: Tx, said: Said) => Promise<CaseFile>,
) => Promise<ReturnType<typeof casePage>>

type Routes = Handlers<typeof caseOperations>

function readingRoutes(
  deps: CaseDeps,
): Pick<Routes, 'caseCatalogue' | 'listCases' | 'listMyCases' | 'readCase'> {
  const { database } = deps
  return {
    caseCatalogue: () => shownCatalogue,
    listCases: async ({ query, actor }) => {
      const { today, calendar } = await saidBy(deps, actor)
      const cursor = decodeCursor(query.cursor, 2)
      const after = cursor ? ([String(cursor[0]), String(cursor[1])] as const) : undefined
      const limit = query.limit ?? pageRows
      const page = { after, limit: limit + 1 }
      const rows = await listCases(database.db, actor, query, page, { today, calendar })
      return pageOf(rows, limit, row => [nearestDuty(row), row.id], same)
    },
    listMyCases: async ({ query, actor }) => {
      const said = await saidBy(deps, actor)
      const before = decodeCursor(query.cursor, 1)?.[0]
      const limit = query.limit ?? pageRows
      const page = { before: before === undefined ? undefined : String(before), limit: limit + 1 }
      const rows = await listOwnCases(database.db, said, page, said)
      return pageOf(rows, limit, row => [row.id], same)
    },
    readCase: async ({ params, actor }) =>
      readCase(database.db, params.id, await saidBy(deps, actor)),
  }
}

/** The queue of officers: alerts and cases in one order. */
export function workRoutes(deps: CaseDeps): Handlers<typeof workOperations> {
  return {
    listWork: async ({ query, actor }) => {
      const { cursor, limit = workRows, ...asked } = query
      const page = { after: decodeCursor(cursor, 4), limit }
      const said = await saidBy(deps, actor)
      const { items, next } = await listWork(deps.database.db, asked, page, said)
      return { items, next: next && encodeCursor(next) }
    },
  }
}

/** What an officer looks at before a step; each refuses what the step itself would be refused for. */
function preparingRoutes(
  deps: CaseDeps,
): Pick<Routes, 'listHandlers' | 'previewNotice' | 'previewDecision'> {
  const { database, ids } = deps
  const preview = async (
    { params, actor }: { params: { id: string }; actor: Actor },
    draftOf: (file: CaseFile, said: Said) => Parameters<typeof issue>[0],
  ) => {
    const said = await saidBy(deps, actor)
    const file = await staffFile(database.db, params.id, said)
    return issue(draftOf(file, said), file, { id: ids.next(), by: actor.name, at: said.at })
  }
  return {
    listHandlers: async ({ params, actor }) => {
      const { area } = await staffFile(database.db, params.id, await saidBy(deps, actor))
      const officers = await officersOf(database.db, area, findings.handlerRoles)
      return {
        items: officers.map(({ id, name, organisation_name }) => ({
          id,
          name,
          organisation: organisation_name ?? '',
        })),
      }
    },
    previewNotice: call =>
      preview(call, (file, said) => findings.noticeDraft(file, call.body, said)),
    previewDecision: call =>
      preview(call, (file, said) => findings.decisionDraft(file, call.body, said)),
  }
}

/** The whole file, for those of the office only; for others there is no such case. */
async function staffFile(db: Db, caseId: string, said: Said): Promise<CaseFile> {
  const file = await readFile(db, caseId)
  return file && isStaff(file, said) ? file : refuse('cases.unknown', { case: caseId })
}

const same = <T>(row: T): T => row

/** The key by which the queue is ordered, as SQL computes it. */
const nearestDuty = ({ clocks }: CaseBrief): string =>
  clocks
    .filter(({ kind, due }) => kind === 'duty' && due !== null)
    .map(({ due }) => due!)
    .sort()[0] ?? noDue

const shownCatalogue = {
  types: [...caseTypes],
  ...names,
  disposals: names.disposals.filter(({ code }) => disposals.some(known => known === code)),
  procedures: procedures.map(({ kind, version, steps }) => ({
    kind,
    version,
    steps: steps.map(({ verb, zh, en, from, to, by, operation }) => ({
      verb,
      zh,
      en,
      from: [...from],
      to: to === 'stays' ? null : to,
      by: [...by],
      operation,
    })),
  })),
}

function findingRoutes(deps: CaseDeps, step: StepRoute) {
  return {
    openCase: ({ body, actor }) =>
      step(actor, async (tx, said) => {
        const { subjectId, origin, originId = null, ...given } = body
        const { id, name, area } = await requireSubject(deps, tx, subjectId)
        const from = { kind: origin, id: originId }
        return findings.openCase(tx, { ...given, subject: { id, name, area }, origin: from }, said)
      }),
    assignCase: ({ params, body, actor }) =>
      step(actor, (tx, said) => findings.assignCase(tx, params.id, body.handlerId, said)),
    addEvidence: ({ params, body, actor }) =>
      step(actor, (tx, said) => findings.addEvidence(tx, params.id, body.evidence, said)),
    verifyCase: ({ params, body, actor }) =>
      step(actor, (tx, said) => findings.verifyCase(tx, params.id, body, said)),
    disposeCase: ({ params, body, actor }) =>
      step(actor, (tx, said) => findings.disposeCase(tx, params.id, body, said)),
    serveNotice: ({ params, body, actor }) =>
      step(actor, (tx, said) => findings.serveNotice(tx, params.id, body, said)),
    recordStatement: ({ params, body, actor }) =>
      step(actor, (tx, said) => findings.recordStatement(tx, params.id, body, said)),
    requestHearing: ({ params, body, actor }) =>
      step(actor, (tx, said) => findings.requestHearing(tx, params.id, body.reason, said)),
    callHearing: ({ params, body, actor }) =>
      step(actor, (tx, said) => findings.callHearing(tx, params.id, body, said)),
    recordHearing: ({ params, body, actor }) =>
      step(actor, (tx, said) => findings.recordHearing(tx, params.id, body, said)),
    returnCase: ({ params, body, actor }) =>
      step(actor, (tx, said) => findings.returnCase(tx, params.id, body.reason, said)),
    decideCase: ({ params, body, actor }) =>
      step(actor, (tx, said) => findings.decideCase(tx, params.id, body, said)),
    deliverDecision: ({ params, body, actor }) =>
      step(actor, (tx, said) => findings.deliverDecision(tx, params.id, body, said)),
    acknowledgeDelivery: ({ params, actor }) =>
      step(actor, (tx, said) => findings.acknowledgeDelivery(tx, params.id, said)),
    publishDecision: ({ params, body, actor }) =>
      step(actor, async (tx, said) => {
        const file = await readFile(tx, params.id)
        const subject = file && (await deps.subjectOf(tx, file.subject.id))
        const verified = subject?.verified ?? false
        return findings.publishDecision(tx, params.id, body, { ...said, verified })
      }),
    closeCase: ({ params, body, actor }) =>
      step(actor, (tx, said) => findings.closeCase(tx, params.id, body.reason, said)),
    extendClock: ({ params, body, actor }) =>
      step(actor, (tx, said) => findings.extendClock(tx, params.id, body.reason, said)),
  } satisfies Partial<Routes>
}

function complaintRoutes(deps: CaseDeps, step: StepRoute) {
  return {
    fileComplaint: async ({ body, actor }) => {
      const said = await saidBy(deps, actor)
      const cases = await deps.database.tx(async tx => {
        const { subjectId, ...filing } = body
        const { id, name, area } = await requireSubject(deps, tx, subjectId)
        return fileComplaint(tx, { ...filing, subject: { id, name, area } }, said)
      })
      deps.wake()
      return { cases: cases.map(({ id, number, kind }) => ({ id, number, kind })) }
    },
    answerComplaint: ({ params, body, actor }) =>
      step(actor, (tx, said) => answerComplaint(tx, params.id, body, said)),
    pauseMediation: ({ params, body, actor }) =>
      step(actor, (tx, said) => pauseMediation(tx, params.id, body.reason, said)),
    resumeMediation: ({ params, body, actor }) =>
      step(actor, (tx, said) => resumeMediation(tx, params.id, body, said)),
    concludeMediation: ({ params, body, actor }) =>
      step(actor, (tx, said) => concludeMediation(tx, params.id, body, said)),
  } satisfies Partial<Routes>
}

function restorationRoutes(deps: CaseDeps, step: StepRoute) {
  /** The subject of the caller's own record. */
  const subjectOfRecord = async (tx: Tx, recordId: string, { ownSubjectIds }: Said) => {
    const record = await readRecord(tx, recordId)
    if (!record || !ownSubjectIds.includes(record.subjectId))
      return refuse('cases.record-not-own', { record: recordId })
    const { id, name, area } = await requireSubject(deps, tx, record.subjectId)
    return { id, name, area }
  }
  return {
    fileObjection: ({ body, actor }) =>
      step(actor, async (tx, said) => {
        const subject = await subjectOfRecord(tx, body.recordId, said)
        return fileObjection(tx, { ...body, subject }, said)
      }),
    repairTerms: async ({ params, actor }) => {
      const { database } = deps
      const said = await saidBy(deps, actor)
      const record = await readRecord(database.db, params.id)
      const isOwn = record && said.ownSubjectIds.includes(record.subjectId)
      const seesAll = ['credit-office', 'regulator', 'township', 'auditor']
      if (!record || !(isOwn || actor.roles.some(role => seesAll.includes(role))))
        return refuse('cases.record-not-own', { record: params.id })
      return repairTermsOf(record, said.today, said)
    },
    applyRepair: ({ body, actor }) =>
      step(actor, async (tx, said) => {
        const subject = await subjectOfRecord(tx, body.recordId, said)
        return applyRepair(tx, { ...body, subject }, said)
      }),
  } satisfies Partial<Routes>
}
