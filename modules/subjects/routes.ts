/** The subjects room's edge: registering, identifying, verifying, shops, merges and the exception register. */
import {
  type Actor,
  hasRole,
  type IdentifierException,
  type SubjectBrief,
  type subjectOperations,
} from '#contract'
import { chineseDay } from '#lib/calendar'
import { readPolicies } from '#modules/policy'
import { asTenant, type Database, type Db, type Tx } from '#platform/database'
import { type Call, decodeCursor, type Handlers, pageOf } from '#platform/http'
import { type Clock, type Ids, refuse } from '#platform/runtime'
import { amendSubject } from './amend.ts'
import { refusedRows, registerInBulk } from './bulk.ts'
import { type Directory, readDirectory } from './directory.ts'
import { eraseSubject } from './erasure.ts'
import { decideException } from './exception-decisions.ts'
import { explainCode } from './explain-code.ts'
import { identifySubject } from './identify.ts'
import { kindInfos } from './kinds.ts'
import { mergeSubjects, mergesOf, splitSubjects } from './merges.ts'
import {
  exceptionsOf,
  factsOf,
  grownSales,
  readSubject,
  requireVisible,
  shownFact,
  shownMerge,
  subjectVisibleTo,
} from './reads.ts'
import { registerSubjects } from './register.ts'
import type { Registrar } from './registrar.ts'
import { type FoundSubject, findSubjects } from './search.ts'
import { closeShop, openShop } from './shops.ts'
import type { SubjectKeys } from './subject-keys.ts'
import type { ExceptionRow } from './tables.ts'
import { canPublish, verificationState, verifySubject } from './verification.ts'

export type SubjectDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly keys: SubjectKeys
  /** Told after something was published to the stream. */
  readonly wake?: () => void
}

type Table = typeof subjectOperations
type AnyCall = Pick<Call, 'actor'>

const pageRows = 50

export function subjectRoutes(deps: SubjectDeps): Handlers<Table> {
  return { ...registrationRoutes(deps), ...changeRoutes(deps), ...reviewRoutes(deps) }
}

/** The law's numbers are those of today. */
async function registrarOf(deps: SubjectDeps, db: Db, { actor }: AnyCall): Promise<Registrar> {
  const at = deps.clock.now()
  const reverify = (await readPolicies(db)).term('merchant.reverify', chineseDay(at.getTime()))
  if (reverify.unit !== 'month') throw new Error('merchant.reverify must be given in months')
  return { actor, at, ids: deps.ids, keys: deps.keys, renewalMonths: reverify.value }
}

const todayOf = ({ clock }: SubjectDeps) => chineseDay(clock.now().getTime())

const viewOf = (deps: SubjectDeps, db: Db, call: AnyCall, id: string) =>
  readSubject(db, deps.keys, id, { actor: call.actor, today: todayOf(deps) })

type RegistrationRoutes = Pick<
  Handlers<Table>,
  | 'listSubjectKinds'
  | 'nameArea'
  | 'explainCode'
  | 'registerSubject'
  | 'registerSubjects'
  | 'listRefusedSubjects'
  | 'findSubjects'
  | 'readSubject'
  | 'subjectHistory'
  | 'checkListing'
>

function registrationRoutes(deps: SubjectDeps): RegistrationRoutes {
  const { database, keys } = deps
  return {
    listSubjectKinds: () => ({ items: [...kindInfos] }),
    nameArea: async ({ params: { code } }) => {
      const { areaZh: zh, areaEn: en } = (await readDirectory(database.db)).within(code)
      return { code, name: zh === code ? null : { zh, en } }
    },
    explainCode: ({ body }) => ({ readings: explainCode(body.code) }),
    registerSubject: async call => {
      const outcome = await database.tx(async tx => {
        const by = await registrarOf(deps, tx, call)
        return (await registerSubjects(tx, [call.body], by, 'single'))[0]!
      })
      deps.wake?.()
      if (outcome.status === 'held') refuse('subject.held', {}, outcome.errors)
      if (outcome.id === null) refuse('request.invalid', {}, outcome.errors)
      return viewOf(deps, database.db, call, outcome.id)
    },
    registerSubjects: async call => {
      const by = await registrarOf(deps, database.db, call)
      return registerInBulk(database, call.body, () => ({ ...by, at: deps.clock.now() }))
    },
    listRefusedSubjects: async ({ query, actor }) => {
      if (actor.organisationId === null) return { items: [], next: null }
      const limit = query.limit ?? pageRows
      const cursor = decodeCursor(query.cursor, 1)?.[0]
      const before = cursor === undefined ? undefined : String(cursor)
      const page = { before, limit: limit + 1 }
      const rows = await refusedRows(database.db, keys, actor.organisationId, page)
      return pageOf(
        rows,
        limit,
        row => [row.id],
        row => row,
      )
    },
    findSubjects: async ({ query, actor }) => {
      const limit = query.limit ?? pageRows
      const find = (db: Db) =>
        findSubjects(db, {
          ...query,
          q: query.q ?? '',
          personalKeys: keys,
          visible: subjectVisibleTo(actor),
          after: afterOf(query.cursor),
          limit: limit + 1,
        })
      const rows =
        seesByArea(actor) || actor.organisationId === null
          ? await find(database.db)
          : await asTenant(database, actor.organisationId, find)
      const today = todayOf(deps)
      const directory = await readDirectory(database.db)
      return pageOf(rows, limit, keyOf, row => shownBrief(row, today, directory))
    },
    readSubject: async call => {
      await requireVisible(database.db, call.actor, call.params.id)
      return viewOf(deps, database.db, call, call.params.id)
    },
    subjectHistory: async ({ params, query, actor }) => {
      await requireVisible(database.db, actor, params.id)
      const limit = query.limit ?? pageRows
      const after = decodeCursor(query.cursor, 1)?.[0]
      const rows = await factsOf(database.db, params.id, {
        after: after === undefined ? undefined : String(after),
        limit: limit + 1,
      })
      const directory = await readDirectory(database.db)
      return pageOf(
        rows,
        limit,
        row => [row.fact_id],
        row => shownFact(row, directory),
      )
    },
    checkListing: async ({ body, actor }) => {
      if (actor.roles.includes('platform') && actor.organisationCode !== body.platform)
        refuse('shop.unknown', body)
      const publishing = await canPublish(database.db, body, todayOf(deps))
      if (!publishing.allowed) refuse(publishing.code, body)
      const { subjectId, verifiedAt } = publishing
      return { allowed: true as const, subjectId, verifiedAt: verifiedAt.toISOString() }
    },
  }
}

type ChangeRoutes = Pick<
  Handlers<Table>,
  'amendSubject' | 'identifySubject' | 'verifySubject' | 'openShop' | 'closeShop'
>

function changeRoutes(deps: SubjectDeps): ChangeRoutes {
  /** Changes a subject the caller may see and answers what it is then. */
  const change = async <R>(
    call: AnyCall & { params: { id: string } },
    work: (tx: Tx, by: Registrar) => Promise<R>,
  ) => {
    const { id } = call.params
    const done = await deps.database.tx(async tx => {
      await requireVisible(tx, call.actor, id)
      return work(tx, await registrarOf(deps, tx, call))
    })
    deps.wake?.()
    return { done, subject: await viewOf(deps, deps.database.db, call, id) }
  }
  return {
    amendSubject: async call =>
      (await change(call, (tx, by) => amendSubject(tx, call.params.id, call.body, by))).subject,
    identifySubject: async call => {
      const { done, subject } = await change(call, (tx, by) =>
        identifySubject(tx, call.params.id, call.body, by),
      )
      return done === 'held' ? refuse('subject.held') : subject
    },
    verifySubject: async call =>
      (await change(call, (tx, by) => verifySubject(tx, call.params.id, call.body, by))).subject,
    openShop: async call =>
      (await change(call, (tx, by) => openShop(tx, call.params.id, call.body, by))).subject,
    closeShop: async call =>
      (await change(call, (tx, by) => closeShop(tx, call.params.id, call.body, by))).subject,
  }
}

type ReviewRoutes = Pick<
  Handlers<Table>,
  | 'mergeSubjects'
  | 'listMerges'
  | 'splitSubjects'
  | 'eraseSubject'
  | 'listIdentifierExceptions'
  | 'decideIdentifierException'
>

function reviewRoutes(deps: SubjectDeps): ReviewRoutes {
  const { database } = deps
  const review = async <R>(call: AnyCall, work: (tx: Tx, by: Registrar) => Promise<R>) => {
    const done = await database.tx(async tx => work(tx, await registrarOf(deps, tx, call)))
    deps.wake?.()
    return done
  }
  return {
    mergeSubjects: async call => {
      const { into, from, reason } = { into: call.params.id, ...call.body }
      const merge = await review(call, async (tx, by) => {
        for (const id of [into, from]) await requireVisible(tx, call.actor, id)
        return mergeSubjects(tx, { into, from, reason }, by)
      })
      return shownMerge(merge)
    },
    listMerges: async ({ params, actor }) => {
      await requireVisible(database.db, actor, params.id)
      return { items: (await mergesOf(database.db, params.id)).map(shownMerge) }
    },
    splitSubjects: async call =>
      shownMerge(
        await review(call, (tx, by) => splitSubjects(tx, call.params.id, call.body.reason, by)),
      ),
    eraseSubject: async call => {
      const erasedAt = await review(call, async (tx, by) => {
        await requireVisible(tx, call.actor, call.params.id)
        await eraseSubject(tx, call.params.id, call.body, by)
        return by.at
      })
      return { erasedAt: erasedAt.toISOString() }
    },
    listIdentifierExceptions: async ({ query }) => {
      const limit = query.limit ?? pageRows
      const after = decodeCursor(query.cursor, 1)?.[0]
      const rows = await exceptionsOf(database.db, {
        ...(query.state === undefined ? {} : { state: query.state }),
        ...(after === undefined ? {} : { after: String(after) }),
        limit: limit + 1,
      })
      return pageOf(rows, limit, row => [row.exception_id], shownException)
    },
    decideIdentifierException: async call =>
      shownException(
        await review(call, (tx, by) => decideException(tx, call.params.id, call.body, by)),
      ),
  }
}

const seesByArea = (actor: Actor): boolean =>
  hasRole(actor, 'credit-office', 'regulator', 'township', 'auditor')

const keyOf = (row: FoundSubject) => [row.rank, row.subject_id]

function afterOf(cursor: string | undefined) {
  const after = decodeCursor(cursor, 2)
  return after && { rank: Number(after[0]), id: String(after[1]) }
}

const shownBrief = (row: FoundSubject, today: string, directory: Directory): SubjectBrief => ({
  id: row.subject_id,
  kind: row.kind,
  name: row.shown_name,
  area: row.area,
  ...directory.area(row.area),
  verification: verificationState(row, today),
  shops: row.shops,
  platform: row.platform,
  registeredAt: row.registered_at.toISOString(),
  shouldRegister: grownSales(row),
})

const shownException = (row: ExceptionRow): IdentifierException => ({
  id: row.exception_id,
  kind: row.kind,
  value: row.shown,
  subjectName: row.name_shown,
  reasonZh: row.reason_zh,
  reasonEn: row.reason_en,
  state: row.state,
  reportedBy: row.reported_by_name,
  reportedAt: row.reported_at.toISOString(),
  decidedAt: row.decided_at?.toISOString() ?? null,
  decisionReason: row.decision_reason,
  subjectId: row.subject_id,
})
