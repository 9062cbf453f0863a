/**
 * The work queue (requirements 2.1, 13.2): what waits for an officer, alerts and cases in one order by the day on which
 * they fall due, each with the steps that this caller may take now. What is lawful is said here, so no page decides it.
 */
import Type, { type Static } from 'typebox'
import { caseKinds } from './cases.ts'
import { operation } from './operation.ts'
import { Bilingual, Day, Nullable, Page, PageQuery, Strict, Uuid } from './shapes.ts'

export const workKinds = ['alert', ...caseKinds] as const
export type WorkKind = (typeof workKinds)[number]

export const WorkItem = Type.Object({
  kind: Type.Enum(workKinds),
  id: Uuid,
  number: Type.String(),
  title: Bilingual,
  /** What an alert says; a case is read in its file. */
  sentence: Nullable(Bilingual),
  /** Whom it concerns; an alert names shops and no person yet. */
  subject: Nullable(Type.String()),
  state: Bilingual,
  handler: Nullable(Type.Object({ id: Uuid, name: Type.String() })),
  /** The duty that falls due first; `null` where none runs. */
  duty: Nullable(Bilingual),
  /** Its last day in time; `null` while the clock stands still. */
  due: Nullable(Day),
  leftDays: Nullable(Type.Integer()),
  leftWorkingDays: Nullable(Type.Integer()),
  overdue: Type.Boolean(),
  /** Steps that move it on and that this caller may take now. */
  steps: Type.Array(Type.Object({ verb: Type.String(), zh: Type.String(), en: Type.String() })),
})
export type WorkItem = Static<typeof WorkItem>

export const workOperations = {
  listWork: operation({
    method: 'GET',
    path: '/work',
    zh: '待办：预警与案件，按到期日排列',
    en: 'What waits: alerts and cases not yet ended, by the day on which they fall due',
    purpose: true,
    query: Strict({
      ...PageQuery,
      kind: Type.Optional(Type.Enum(workKinds)),
      /** Assigned to me. */
      mine: Type.Optional(Type.Boolean()),
      overdue: Type.Optional(Type.Boolean()),
      /** Only what I can move on today. A page may then hold fewer rows than asked for, and still have a next one. */
      ready: Type.Optional(Type.Boolean()),
    }),
    answer: Page(WorkItem),
  }),
}
