/**
 * The work queue: alerts and cases not yet ended, merged by the day on which they fall due (requirements 2.1, 13.2). The
 * two lie in rooms of their own and are never joined; each is read in its own order, one page, and the pages are merged.
 */
import {
  type Actor,
  type AlertState,
  type BehaviourCode,
  type Bilingual,
  behaviours,
  type CaseBrief,
  hasRole,
  type WorkItem,
  type WorkKind,
} from '#contract'
import { addDays, chineseDay, endOfChineseDay, type IsoDate, remaining } from '#lib/calendar'
import { type Alert, listAlerts } from '#modules/detection'
import type { Db } from '#platform/database'
import type { Cursor } from '#platform/http'
import { readFile } from './facts.ts'
import { type Asking, stepsFrom } from './guards.ts'
import { procedureOf } from './procedure.ts'
import { listCases, noDue } from './reads.ts'

export type WorkQuery = {
  readonly kind?: WorkKind | undefined
  readonly mine?: boolean | undefined
  readonly overdue?: boolean | undefined
  readonly ready?: boolean | undefined
}

export type WorkAsking = Asking & { readonly at: Date }

type Row = { readonly item: WorkItem; readonly key: Key }
/** Where a row stands: its day, alerts of a day before cases, then the alert's minute, then the id. */
type Key = readonly [day: string, source: 'alert' | 'case', moment: string, id: string]

/** Reading on for what is ready ends here; the page is answered as far as it was filled. */
const roundsLimit = 6
/** Sorts after every id. */
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** A page of what waits, the most urgent first, and the cursor of the next one. */
export async function listWork(
  db: Db,
  query: WorkQuery,
  { after, limit }: { after: Cursor | undefined; limit: number },
  asking: WorkAsking,
): Promise<{ items: WorkItem[]; next: Cursor | null }> {
  const items: WorkItem[] = []
  let last = after as Key | undefined
  for (let round = 0; round < roundsLimit; round += 1) {
    const rows = await rowsAfter(db, query, { last, limit: limit + 1 }, asking)
    for (const { item, key } of rows.slice(0, limit)) {
      if (items.length === limit) return { items, next: last! }
      last = key
      if (!query.ready || item.steps.length > 0) items.push(item)
    }
    if (rows.length <= limit) return { items, next: null }
    if (items.length === limit) return { items, next: last! }
  }
  return { items, next: last ?? null }
}

async function rowsAfter(
  db: Db,
  query: WorkQuery,
  { last, limit }: { last: Key | undefined; limit: number },
  asking: WorkAsking,
): Promise<Row[]> {
  const { kind } = query
  const alerts =
    kind === undefined || kind === 'alert'
      ? await alertRows(db, query, { last, limit }, asking)
      : []
  const cases = kind === 'alert' ? [] : await caseRows(db, query, { last, limit }, asking)
  return [...alerts, ...cases].sort((a, b) => compare(a.key, b.key)).slice(0, limit)
}

function compare(a: Key, b: Key): number {
  for (const [i, part] of a.entries()) {
    const other = b[i]!
    if (part !== other) return part < other ? -1 : 1
  }
  return 0
}

type Span = { readonly last: Key | undefined; readonly limit: number }

async function alertRows(
  db: Db,
  { mine, overdue }: WorkQuery,
  { last, limit }: Span,
  asking: WorkAsking,
): Promise<Row[]> {
  const { actor, at } = asking
  const after = last && ([alertMoment(last), last[1] === 'alert' ? last[3] : lastId] as const)
  const asked = { open: true, mine, overdue, order: 'due' as const }
  const alerts = await listAlerts(db, actor, asked, { after, limit, now: at })
  return alerts.map(alert => {
    const moment = alert.due?.dueAt ?? `${noDue}T00:00:00.000Z`
    return {
      key: [lastDayOf(moment), 'alert', moment, alert.id],
      item: alertItem(alert, asking),
    }
  })
}

/** An alert falls due at the midnight that ends its last day. */
const lastDayOf = (moment: string): IsoDate => chineseDay(Date.parse(moment) - 1)

/** After a case, every alert of its day has been shown. */
const alertMoment = ([day, source, moment]: Key): string =>
  source === 'alert' ? moment : new Date(endOfChineseDay(day)).toISOString()

const behaviourName = (code: BehaviourCode): Bilingual => {
  const { zh, en } = behaviours[code]
  return { zh, en }
}

function alertItem(alert: Alert, asking: WorkAsking): WorkItem {
  const { due } = alert
  const day = due && lastDayOf(due.dueAt)
  return {
    kind: 'alert',
    id: alert.id,
    number: alert.number,
    title: behaviourName(alert.behaviour),
    sentence: alert.sentence,
    subject: null,
    state: alertStates[alert.state],
    handler: alert.handler && { ...alert.handler },
    duty: due && alertDuties[due.duty],
    due: day,
    ...leftUntil(day, asking),
    overdue: due !== null && due.dueAt < asking.at.toISOString(),
    steps: alertSteps(alert, asking.actor),
  }
}

const alertStates: Readonly<Record<AlertState, Bilingual>> = {
  raised: { zh: '待签收', en: 'To be acknowledged' },
  acknowledged: { zh: '已签收', en: 'Acknowledged' },
  assigned: { zh: '已指派', en: 'Assigned' },
  snoozed: { zh: '暂缓', en: 'Put off' },
  'handed-over': { zh: '已移交立案', en: 'Handed over' },
  closed: { zh: '已办结', en: 'Closed' },
  merged: { zh: '已合并', en: 'Merged' },
}

const alertDuties: Readonly<Record<'acknowledge' | 'dispose', Bilingual>> = {
  acknowledge: { zh: '签收', en: 'Acknowledge' },
  dispose: { zh: '处置', en: 'Dispose' },
}

function alertSteps({ due }: Alert, actor: Actor): WorkItem['steps'] {
  const may =
    due?.duty === 'acknowledge'
      ? hasRole(actor, 'credit-office', 'regulator', 'township')
      : hasRole(actor, 'credit-office', 'regulator')
  return due && may ? [{ verb: due.duty, ...alertDuties[due.duty] }] : []
}

async function caseRows(
  db: Db,
  { kind, mine, overdue }: WorkQuery,
  { last, limit }: Span,
  asking: WorkAsking,
): Promise<Row[]> {
  const after = last && ([caseDay(last), last[1] === 'case' ? last[3] : lastId] as const)
  const asked = { kind: kind === 'alert' ? undefined : kind, mine, overdue, open: true }
  const briefs = await listCases(db, asking.actor, asked, { after, limit }, asking)
  const rows: Row[] = []
  for (const brief of briefs) {
    const duty = nearestDuty(brief)
    const day = duty?.due ?? noDue
    const steps = await stepsOf(db, brief.id, asking)
    rows.push({ key: [day, 'case', '', brief.id], item: caseItem(brief, duty, steps) })
  }
  return rows
}

/** After an alert, no case of its day has been shown yet. */
const caseDay = ([day, source]: Key): string => (source === 'case' ? day : addDays(day, -1))

const nearestDuty = ({ clocks }: CaseBrief) =>
  clocks.find(({ kind, due }) => kind === 'duty' && due !== null) ??
  clocks.find(({ kind }) => kind === 'duty')

const caseItem = (
  brief: CaseBrief,
  duty: ReturnType<typeof nearestDuty>,
  steps: WorkItem['steps'],
): WorkItem => ({
  kind: brief.kind,
  id: brief.id,
  number: brief.number,
  title: { zh: brief.title, en: brief.titleEn },
  sentence: null,
  subject: brief.subject.name,
  state: { zh: brief.stateZh, en: brief.stateEn },
  handler: brief.handler,
  duty: duty ? { zh: duty.zh, en: duty.en } : null,
  due: duty?.due ?? null,
  leftDays: duty?.leftDays ?? null,
  leftWorkingDays: duty?.leftWorkingDays ?? null,
  overdue: brief.overdue,
  steps,
})

/** What moves the case to another state; adding evidence or reassigning always can be done and is no work waiting. */
async function stepsOf(db: Db, caseId: string, asking: Asking): Promise<WorkItem['steps']> {
  const file = await readFile(db, caseId)
  if (!file) return []
  const { steps } = procedureOf(file.kind, file.procedureVersion)
  const moving = new Set(
    steps
      .filter(({ from, to }) => from.includes(file.state) && to !== 'stays')
      .map(({ verb }) => verb),
  )
  return stepsFrom(file, asking)
    .filter(({ verb, allowed }) => allowed && moving.has(verb))
    .map(({ verb, zh, en }) => ({ verb, zh, en }))
}

function leftUntil(day: string | null, { today, calendar }: Asking) {
  const left = day === null ? null : remaining(day, today, calendar)
  return { leftDays: left?.days ?? null, leftWorkingDays: left?.workingDays ?? null }
}
