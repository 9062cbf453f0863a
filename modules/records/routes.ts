/** The records room's edge. What it must know of a subject (area, verified, merged into) is asked of its caller. */
import type { Actor, recordOperations } from '#contract'
import { chineseDay } from '#lib/calendar'
import { readPolicies } from '#modules/policy'
import { shownNames } from '#modules/subjects'
import type { Database, Db, Tx } from '#platform/database'
import { type Call, decodeCursor, type Handlers, pageOf } from '#platform/http'
import { type Clock, type Ids, refuse } from '#platform/runtime'
import { catalogue } from './catalogue.ts'
import { entryDelays } from './entry-delays.ts'
import { fileOf, listRecords, recordHistory } from './reads.ts'
import {
  addRecord,
  correctRecord,
  endRecord,
  reviewRecord,
  type Said,
  type SubjectFacts,
} from './records.ts'
import { type RecordState, shownRecord } from './state.ts'

export type RecordDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly ids: Ids
  wake(): void
  /** Answers undefined for an unknown subject. */
  subjectFacts(db: Db, subjectId: string): Promise<SubjectFacts | undefined>
  /** Whether the actor may see the subject's non-public file: its area, or itself. */
  maySee(db: Db, actor: Actor, subjectId: string): Promise<boolean>
}

const pageRows = 50
const earliest = '2000-01-01'

export function recordRoutes(deps: RecordDeps): Handlers<typeof recordOperations> {
  const { database, clock, ids } = deps
  const today = () => chineseDay(clock.now().getTime())
  const write = async (actor: Actor, work: (tx: Tx, said: Said) => Promise<RecordState>) => {
    if (actor.organisationId === null) refuse('access.not-allowed', { operation: 'records' })
    const policies = await readPolicies(database.db)
    const state = await database.tx(tx => work(tx, { actor, at: clock.now(), ids, policies }))
    deps.wake()
    return shownRecord(state, today())
  }
  const seen = async (actor: Actor, subjectId: string) => {
    if (!(await deps.maySee(database.db, actor, subjectId)))
      refuse('access.not-allowed', { operation: 'fileOf' })
  }
  return {
    recordCatalogue: () => ({ items: [...catalogue] }),
    addRecord: ({ body, actor }) =>
      write(actor, async (tx, said) => {
        const subject = await deps.subjectFacts(tx, body.subjectId)
        if (!subject) refuse('subject.unknown', { subject: body.subjectId })
        return addRecord(tx, { ...body, subject }, said)
      }),
    reviewRecord: ({ params, body, actor }) =>
      write(actor, (tx, said) => reviewRecord(tx, params.id, body, said)),
    correctRecord: ({ params, body, actor }) => {
      const { reason, ...changes } = body
      return write(actor, (tx, said) => correctRecord(tx, params.id, changes, reason, said))
    },
    withdrawRecord: ({ params, body, actor }) =>
      write(actor, (tx, said) => endRecord(tx, params.id, 'withdrawn', body.reason, said)),
    fileOf: async ({ params, query, actor }) => {
      await seen(actor, params.subjectId)
      const asOf = query.asOf ? new Date(query.asOf) : clock.now()
      const records = await fileOf(database.db, params.subjectId, asOf)
      return { subjectId: params.subjectId, asOf: asOf.toISOString(), records }
    },
    recordHistory: async ({ params, actor }) => {
      const { subjectId, items } = await recordHistory(database.db, params.id, clock.now())
      await seen(actor, subjectId)
      return { items }
    },
    listRecords: call => pageOfRecords(database.db, call, today()),
    entryDelays: call => pageOfDelays(database.db, call, today()),
  }
}

type ListCall = Call<(typeof recordOperations)['listRecords']>

async function pageOfRecords(db: Db, { query, actor }: ListCall, today: string) {
  const cursor = decodeCursor(query.cursor, 2)
  const limit = query.limit ?? pageRows
  const after = cursor ? ([String(cursor[0]), String(cursor[1])] as const) : undefined
  const rows = await listRecords(db, actor, query, { after, limit: limit + 1, today })
  const names = await shownNames(db, [...new Set(rows.map(({ subjectId }) => subjectId))])
  return pageOf(
    rows,
    limit,
    row => [row.enteredAt, row.id],
    row => ({ ...row, subjectName: names.get(row.subjectId) ?? '' }),
  )
}

type DelaysCall = Call<(typeof recordOperations)['entryDelays']>

async function pageOfDelays(db: Db, { query, actor }: DelaysCall, today: string) {
  const cursor = decodeCursor(query.cursor, 2)
  const limit = query.limit ?? pageRows
  const rows = await entryDelays(db, await readPolicies(db), {
    actor,
    from: query.from ?? earliest,
    until: query.until ?? today,
    provider: query.provider,
    after: cursor && [Number(cursor[0]), String(cursor[1])],
    limit: limit + 1,
  })
  return pageOf(
    rows,
    limit,
    row => [row.late, row.providerId],
    row => row,
  )
}
