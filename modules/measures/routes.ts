/** The measures room's edge. Subjects and whom a caller acts for are asked of its composer. */
import type { Actor, measureOperations } from '#contract'
import { type CaseDeps, type CaseFile, casePage, deliveredDecision, saidBy } from '#modules/cases'
import type { Db, Tx } from '#platform/database'
import { decodeCursor, type Handlers, pageOf } from '#platform/http'
import { refuse } from '#platform/runtime'
import { measureKinds } from './catalogue.ts'
import { decideCandidate, enterList, lockedEntry, nominateSubject, removeEntry } from './entries.ts'
import { readFeed } from './feed.ts'
import { reportMeasure } from './feedback.ts'
import { createListType, listType, listTypes } from './list-types.ts'
import { imposeMeasure, liftMeasure } from './measures.ts'
import {
  checkOnboarding,
  listEntries,
  listingsOfCase,
  listMeasures,
  ownListings,
  seenBy,
  shownEntry,
  shownMeasures,
} from './reads.ts'
import { answerObjection, repairCredit, revokeDecision } from './restorations.ts'
import type { Party } from './said.ts'
import type { EntryRow, MeasureRow } from './tables.ts'

export type MeasureDeps = CaseDeps & {
  /** Undefined for an unknown subject. */
  partyOf(db: Db, subjectId: string): Promise<Party | undefined>
  /** By any code a subject carries. */
  partyByCode(db: Db, code: string): Promise<Party | undefined>
}

type Routes = Handlers<typeof measureOperations>
type Said = Awaited<ReturnType<typeof saidBy>>

const pageRows = 50

export function measureRoutes(deps: MeasureDeps): Routes {
  return {
    ...listRoutes(deps),
    ...imposingRoutes(deps),
    ...feedRoutes(deps),
    ...restorationRoutes(deps),
  }
}

/** Runs a verb in a transaction as the caller says it, then tells the stream's readers. */
async function write<T>(
  deps: MeasureDeps,
  actor: Actor,
  work: (tx: Tx, said: Said) => Promise<T>,
): Promise<T> {
  const said = await saidBy(deps, actor)
  const result = await deps.database.tx(tx => work(tx, said))
  deps.wake()
  return result
}

const requireParty = async ({ partyOf }: MeasureDeps, db: Db, id: string): Promise<Party> =>
  (await partyOf(db, id)) ?? refuse('subject.unknown', { subject: id })

function listRoutes(deps: MeasureDeps) {
  const { database } = deps
  const entry = async (actor: Actor, work: (tx: Tx, said: Said) => Promise<EntryRow>) => {
    const row = await write(deps, actor, work)
    return shownEntry(row, await listType(database.db, row.list_type))
  }
  return {
    listListTypes: async ({ actor }) => ({
      items: await listTypes(database.db, await saidBy(deps, actor)),
    }),
    createListType: ({ body, actor }) => {
      const { article = '', earlyKey = null, criteriaEn = body.criteriaZh, ...given } = body
      const list = { ...given, article, earlyKey, criteriaEn }
      return write(deps, actor, (tx, said) => createListType(tx, list, said))
    },
    listEntries: async ({ params, query, actor }) => {
      const limit = query.limit ?? pageRows
      const before = decodeCursor(query.cursor, 1)?.[0]
      const page = {
        state: query.state,
        before: before === undefined ? undefined : String(before),
        limit: limit + 1,
      }
      const rows = await listEntries(database.db, params.listType, page, actor)
      return pageOf(rows, limit, row => [row.id], same)
    },
    enterList: ({ params, body, actor }) =>
      entry(actor, async (tx, said) => {
        const subjectId = await subjectOfCase(tx, body.caseId)
        const party = await requireParty(deps, tx, subjectId)
        return enterList(tx, { list: params.listType, ...body, party }, said)
      }),
    nominateSubject: ({ params, body, actor }) =>
      entry(actor, async (tx, said) => {
        const { subjectId, ...given } = body
        const party = await requireParty(deps, tx, subjectId)
        return nominateSubject(tx, { list: params.listType, ...given, party }, said)
      }),
    decideCandidate: ({ params, body, actor }) =>
      entry(actor, async (tx, said) => {
        const { subject_id } = await lockedEntry(tx, params.id)
        const party = await requireParty(deps, tx, subject_id)
        return decideCandidate(tx, params.id, { ...body, party }, said)
      }),
    removeEntry: ({ params, body, actor }) =>
      entry(actor, (tx, said) => removeEntry(tx, params.id, body.reason, said)),
  } satisfies Partial<Routes>
}

const same = <T>(row: T): T => row

/** Whom a case is about; an undelivered or unknown one lists nobody. */
async function subjectOfCase(tx: Tx, caseId: string): Promise<string> {
  return (await deliveredDecision(tx, caseId))?.subject.id ?? refuse('cases.not-delivered')
}

function imposingRoutes(deps: MeasureDeps) {
  const { database } = deps
  const one = async (actor: Actor, work: (tx: Tx, said: Said) => Promise<MeasureRow>) => {
    const row = await write(deps, actor, work)
    const [shown] = await shownMeasures(database.db, [row])
    return seenBy(actor, shown!)
  }
  return {
    measureCatalogue: () => ({ items: [...measureKinds] }),
    listMeasures: async ({ query, actor }) => {
      const limit = query.limit ?? pageRows
      const before = decodeCursor(query.cursor, 1)?.[0]
      const page = { before: before === undefined ? undefined : String(before), limit: limit + 1 }
      const rows = await listMeasures(database.db, actor, query, page)
      return pageOf(rows, limit, row => [row.id], same)
    },
    listMyMeasures: async ({ actor }) => {
      const { ownSubjectIds, today } = await saidBy(deps, actor)
      return ownListings(database.db, ownSubjectIds, today)
    },
    caseListings: ({ params, actor }) => listingsOfCase(database.db, actor, params.id),
    imposeMeasure: ({ body, actor }) =>
      one(actor, async (tx, said) => {
        const { subjectId, ...given } = body
        return imposeMeasure(tx, { ...given, party: await requireParty(deps, tx, subjectId) }, said)
      }),
    liftMeasure: ({ params, body, actor }) =>
      one(actor, (tx, said) => liftMeasure(tx, params.id, body.reason, said)),
    reportMeasure: ({ params, body, actor }) =>
      one(actor, (tx, said) => reportMeasure(tx, params.id, body, said)),
  } satisfies Partial<Routes>
}

function feedRoutes(deps: MeasureDeps) {
  const { database, clock } = deps
  return {
    readMeasureFeed: ({ query, actor }) => {
      const page = { after: query.after ?? 0, limit: query.limit ?? pageRows }
      return database.tx(tx => readFeed(tx, page, { actor, at: clock.now() }))
    },
    checkOnboarding: async ({ body, actor }) => {
      const party = await deps.partyByCode(database.db, body.code)
      return checkOnboarding(database.db, party, await saidBy(deps, actor))
    },
  } satisfies Partial<Routes>
}

function restorationRoutes(deps: MeasureDeps) {
  const step = async (actor: Actor, work: (tx: Tx, said: Said) => Promise<CaseFile>) => {
    const { file, said } = await write(deps, actor, async (tx, said) => ({
      file: await work(tx, said),
      said,
    }))
    return casePage(file, said)
  }
  return {
    decideRepair: ({ params, body, actor }) =>
      step(actor, (tx, said) => repairCredit(tx, params.id, body, said)),
    answerObjection: ({ params, body, actor }) =>
      step(actor, (tx, said) => answerObjection(tx, params.id, body, said)),
    revokeDecision: ({ params, body, actor }) =>
      step(actor, (tx, said) => revokeDecision(tx, params.id, body, said)),
  } satisfies Partial<Routes>
}
