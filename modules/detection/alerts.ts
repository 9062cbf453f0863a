/**
 * The verbs of an alert: acknowledge, assign, escalate, merge, snooze, explain, hand over, close (requirements 13.2,
 * 15.4). Each appends a logged fact and moves the projection; none makes a finding (invariant 2).
 */
import type { Actor, AlertState, Bilingual, Disposition, Evidence } from '#contract'
import { chineseDay, dueDate, endOfChineseDay } from '#lib/calendar'
import { type Policies, shippedCalendar } from '#modules/policy'
import { type FactSource, logFacts } from '#modules/transparency'
import type { Tx } from '#platform/database'
import { type Ids, refuse } from '#platform/runtime'
import { publish } from '#platform/stream'
import { type Alert, type AlertFact, applyFact, type Duty, ended } from './alert-state.ts'
import { tokenFactSource } from './relations/tokens.ts'
import { ruleFactSource } from './rules/rule-book.ts'
import { siteFactSource } from './sites/sites.ts'

/** Who says it, when, and under which numbers of policy. */
export type Said = {
  readonly actor: Pick<Actor, 'accountId' | 'name'>
  readonly at: Date
  readonly ids: Ids
  readonly policies: Policies
}

/** Who raises, escalates and wakes by rule. */
export const system: Said['actor'] = { accountId: null, name: '监测系统' }

type DistributedOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
export type AlertFactDraft = DistributedOmit<AlertFact, 'id' | 'alert' | 'at' | 'by' | 'byName'>

const open: readonly AlertState[] = ['raised', 'acknowledged', 'assigned', 'snoozed']

export async function acknowledgeAlert(tx: Tx, id: string, said: Said): Promise<Alert> {
  const alert = await lockAlert(tx, id, ['raised'], 'acknowledge')
  return appendFact(tx, alert, { kind: 'acknowledged', ...disposeDuty(said) }, said)
}

/** Whoever is assigned needs no acknowledgement of their own: assigning shows that the alert was read. */
export async function assignAlert(
  tx: Tx,
  id: string,
  handler: { id: string; name: string },
  said: Said,
): Promise<Alert> {
  let alert = await lockAlert(tx, id, open, 'assign')
  if (alert.state === 'raised')
    alert = await appendFact(tx, alert, { kind: 'acknowledged', ...disposeDuty(said) }, said)
  return appendFact(tx, alert, { kind: 'assigned', handler }, said)
}

/** One level up: county, prefecture, province, the State. The new receiver gets a full term. */
/** What the system gives as its reason; a person gives its own. */
export const escalatedLate: Bilingual = {
  zh: '逾期未办，自动上报一级。',
  en: 'Not dealt with in time: escalated by one level by itself.',
}

export async function escalateAlert(
  tx: Tx,
  id: string,
  reason: string,
  said: Said,
): Promise<Alert> {
  const alert = await lockAlert(tx, id, ['raised', 'acknowledged', 'assigned'], 'escalate')
  if (alert.receiverArea === '') refuse('alert.top-level')
  const duty =
    alert.due?.duty === 'dispose' ? disposeDuty(said) : acknowledgeDuty(alert.level, said)
  const receiverArea = levelAbove(alert.receiverArea)
  return appendFact(tx, alert, { kind: 'escalated', receiverArea, reason, ...duty }, said)
}

export const levelAbove = (area: string): string => area.slice(0, area.length <= 6 ? -2 : -3)

/** Takes others of the same act into one; their facts stay where they are. */
export async function mergeAlerts(
  tx: Tx,
  id: string,
  absorb: readonly string[],
  reason: string,
  said: Said,
): Promise<Alert> {
  if (absorb.includes(id)) refuse('alert.merge-self')
  let alert = await lockAlert(tx, id, open, 'merge')
  for (const otherId of absorb.toSorted()) {
    const other = await lockAlert(tx, otherId, open, 'merge')
    await appendFact(tx, other, { kind: 'merged', into: id, reason }, said)
    const { suspicions, shops, accounts, sellerIds, areas, victims = [] } = other
    const evidence = { suspicions, shops, accounts, sellerIds, areas, victims }
    alert = await appendFact(tx, alert, { kind: 'absorbed', absorbed: otherId, ...evidence }, said)
  }
  return alert
}

export async function snoozeAlert(
  tx: Tx,
  id: string,
  { until, reason }: { until: Date; reason: string },
  said: Said,
): Promise<Alert> {
  const days = said.policies.number('alert.snooze.max', dayOf(said))
  const latest = said.at.getTime() + days * 86_400_000
  if (until <= said.at || until.getTime() > latest) refuse('alert.snooze-wrong', { days })
  const alert = await lockAlert(tx, id, ['acknowledged', 'assigned'], 'snooze')
  return appendFact(tx, alert, { kind: 'snoozed', until: until.toISOString(), reason }, said)
}

/** A seller answers a warning about its own shop; it may also after the alert has ended. */
export async function explainAlert(
  tx: Tx,
  id: string,
  explanation: { sellerId: string; text: string; attachments: readonly Evidence[] },
  said: Said,
): Promise<Alert> {
  const alert = await lockAlert(tx, id)
  return appendFact(tx, alert, { kind: 'explained', ...explanation }, said)
}

/**
 * A case about one of its sellers takes the alert over. The alert is locked before the case is opened: of two officers who
 * hand it over at once, the second is told so instead of opening a second case.
 */
export async function handOverAlert(
  tx: Tx,
  id: string,
  { sellerId, openCase }: { sellerId: string; openCase: (alert: Alert) => Promise<string> },
  said: Said,
): Promise<Alert> {
  const alert = await lockAlert(tx, id, ['acknowledged', 'assigned'], 'hand over')
  if (!alert.sellerIds.includes(sellerId)) refuse('alert.not-its-seller', { subject: sellerId })
  const caseId = await openCase(alert)
  return appendFact(tx, alert, { kind: 'handed-over', caseId, sellerId }, said)
}

export async function closeAlert(
  tx: Tx,
  id: string,
  { disposition, reason }: { disposition: Disposition; reason: string },
  said: Said,
): Promise<Alert> {
  const alert = await lockAlert(tx, id, ['acknowledged', 'assigned'], 'close')
  return appendFact(tx, alert, { kind: 'closed', disposition, reason }, said)
}

/**
 * The sweep of requirement 13.2: whatever is past due goes one level up, and whatever was put off until now comes back.
 * Answers how many it moved. Running it twice moves nothing twice.
 */
export async function sweepAlerts(
  tx: Tx,
  said: Said,
): Promise<{ escalated: number; woken: number }> {
  const rows = await tx
    .selectFrom('detection.alert')
    .select('state_json')
    .where(eb =>
      eb.or([
        eb('due_at', '<', said.at),
        eb.and([eb('state', '=', 'snoozed'), eb('due_at', 'is', null)]),
      ]),
    )
    .orderBy('alert_id')
    .forUpdate()
    .execute()
  const now = said.at.toISOString()
  let [escalated, woken] = [0, 0]
  for (const { state_json } of rows) {
    const alert = state_json as Alert
    if (alert.state === 'snoozed') {
      if (alert.snoozedUntil! > now) continue
      await appendFact(tx, alert, { kind: 'woken', ...disposeDuty(said) }, said)
      woken++
    } else if (alert.receiverArea !== '') {
      await escalateAlert(tx, alert.id, escalatedLate.zh, said)
      escalated++
    }
  }
  return { escalated, woken }
}

const dayOf = ({ at }: Pick<Said, 'at'>): string => chineseDay(at.getTime())

export function acknowledgeDuty(level: Alert['level'], said: Omit<Said, 'actor'>): Duty {
  const key = level === 'high' ? 'alert.acknowledge.high' : 'alert.acknowledge'
  return { duty: 'acknowledge', dueAt: dueAt(key, said) }
}

const disposeDuty = (said: Said): Duty => ({ duty: 'dispose', dueAt: dueAt('alert.dispose', said) })

/** The end of the last day of a term of policy that begins today. */
export function dueAt(key: string, { at, policies }: Pick<Said, 'at' | 'policies'>): string {
  const day = dayOf({ at })
  const due = dueDate(day, policies.term(key, day), shippedCalendar())
  if (due.state !== 'running') throw new Error(`the term ${key} does not run`)
  return new Date(endOfChineseDay(due.due)).toISOString()
}

/** The alert, locked until the transaction ends; refused unless it is in one of the states. */
export async function lockAlert(
  tx: Tx,
  id: string,
  states?: readonly AlertState[],
  step = '',
): Promise<Alert> {
  const row = await tx
    .selectFrom('detection.alert')
    .select('state_json')
    .where('alert_id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) refuse('alert.unknown', { alert: id })
  const alert = row.state_json as Alert
  if (states && !states.includes(alert.state))
    refuse('alert.wrong-state', { state: alert.state, step })
  return alert
}

/** Logs a fact, stores it, moves the projection and tells the stream. */
export async function appendFact(
  tx: Tx,
  before: Alert | string,
  draft: AlertFactDraft,
  said: Said,
): Promise<Alert> {
  const { actor, at, ids } = said
  const alertId = typeof before === 'string' ? before : before.id
  const fact: AlertFact = {
    ...draft,
    id: ids.next(),
    alert: alertId,
    at: at.toISOString(),
    by: actor.accountId ?? 'system',
    byName: actor.name,
  }
  const { batchId, bodies } = await logFacts(tx, ids, [{ type: 'detection.alert', body: fact }])
  await tx
    .insertInto('detection.fact')
    .values({
      alert_id: alertId,
      fact_id: fact.id,
      kind: fact.kind,
      at,
      body: bodies[0]!,
      batch_id: batchId,
      ordinal: 0,
    })
    .execute()
  const after = applyFact(typeof before === 'string' ? undefined : before, fact)
  await project(tx, after)
  const topic = fact.kind === 'raised' ? 'alerts.raised' : 'alerts.changed'
  await publish(tx, topic, alertId, { alert: alertId })
  return after
}

/** The row by which queues, monitors and sellers find an alert. */
export const alertRow = (alert: Alert) => ({
  alert_id: alert.id,
  number: alert.number,
  family: alert.family,
  behaviour: alert.behaviour,
  behaviours: [...alert.behaviours],
  models: [...alert.models],
  level: alert.level,
  state: alert.state,
  shops: [...alert.shops],
  accounts: [...alert.accounts],
  seller_ids: [...alert.sellerIds],
  areas: [...alert.areas],
  receiver_area: alert.receiverArea,
  handler_id: alert.handler?.id ?? null,
  due_at: alert.due ? new Date(alert.due.dueAt) : null,
  window_from: new Date(alert.from),
  window_until: new Date(alert.until),
  raised_at: new Date(alert.raisedAt),
  changed_at: new Date(alert.changedAt),
  state_json: JSON.stringify(alert),
})

async function project(tx: Tx, alert: Alert): Promise<void> {
  const { alert_id, ...moving } = alertRow(alert)
  await tx
    .insertInto('detection.alert')
    .values({ alert_id, ...moving })
    .onConflict(conflict => conflict.column('alert_id').doUpdateSet(moving))
    .execute()
}

/** Drops and rebuilds the projection from the facts; answers how many alerts there are (invariant 1). */
export async function rebuildAlerts(tx: Tx): Promise<number> {
  await tx.deleteFrom('detection.alert').execute()
  const rows = await tx.selectFrom('detection.fact').select('body').orderBy('fact_id').execute()
  const alerts = new Map<string, Alert>()
  for (const { body } of rows) {
    const fact = JSON.parse(body) as AlertFact
    alerts.set(fact.alert, applyFact(alerts.get(fact.alert), fact))
  }
  for (const alert of alerts.values()) await project(tx, alert)
  return alerts.size
}

/** How `verify` finds and checks the facts of this room. */
export const detectionFactSources: readonly FactSource[] = [
  {
    type: 'detection.alert',
    table: 'detection.fact',
    key: 'fact_id',
    columnsOf: body => ({
      alert_id: body.alert,
      fact_id: body.id,
      kind: body.kind,
      at: new Date(String(body.at)),
    }),
  },
  tokenFactSource,
  ruleFactSource,
  siteFactSource,
]

export { ended }
