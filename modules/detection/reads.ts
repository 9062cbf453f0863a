/** Reads of alerts: the queue, one alert with its evidence, a merchant's warnings, the figures of the monitor. */
import { createHash } from 'node:crypto'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type {
  Actor,
  AlertLevel,
  AlertState,
  BehaviourCode,
  Disposition,
  EvidenceBundle,
} from '#contract'
import { hasRole } from '#contract'
import type { Db } from '#platform/database'
import { refuse } from '#platform/runtime'
import type { Alert, AlertFact } from './alert-state.ts'
import type { SuspicionContent } from './raising.ts'
import type { KeptFact, KeptSuspicion } from './shown-alert.ts'

/** Alerts that touch an area of the actor's, or were escalated to it (invariant 8). */
export function alertsVisibleTo(actor: Actor): RawBuilder<SqlBool> {
  if (hasRole(actor, 'auditor')) return sql<SqlBool>`true`
  if (!hasRole(actor, 'credit-office', 'regulator', 'township')) return sql<SqlBool>`false`
  if (actor.areas.includes('')) return sql<SqlBool>`true`
  const ways = actor.areas.map(
    area => sql`exists (select from unnest(areas) as place where starts_with(place, ${area}))`,
  )
  return ways.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`(${sql.join(ways, sql` or `)})`
}

export type AlertQuery = {
  readonly state?: AlertState | undefined
  readonly level?: AlertLevel | undefined
  readonly behaviour?: BehaviourCode | undefined
  readonly model?: string | undefined
  readonly area?: string | undefined
  readonly seller?: string | undefined
  readonly disposition?: Disposition | undefined
  readonly q?: string | undefined
  readonly open?: boolean | undefined
  readonly overdue?: boolean | undefined
  readonly mine?: boolean | undefined
  readonly order?: 'due' | 'newest' | undefined
}

/** What has no due time stands at the end of the queue. */
const never = '9999-12-31T00:00:00.000Z'
export const dueKey = (alert: Pick<Alert, 'due'>): string => alert.due?.dueAt ?? never

export async function listAlerts(
  db: Db,
  actor: Actor,
  asked: AlertQuery,
  page: { after: readonly [string, string] | undefined; limit: number; now: Date },
): Promise<Alert[]> {
  const where = [
    alertsVisibleTo(actor),
    ...(asked.state ? [sql`state = ${asked.state}`] : []),
    ...(asked.level ? [sql`level = ${asked.level}`] : []),
    ...(asked.behaviour ? [sql`${asked.behaviour} = any(behaviours)`] : []),
    ...(asked.model ? [sql`${asked.model} = any(models)`] : []),
    ...(asked.area
      ? [sql`exists (select from unnest(areas) as place where starts_with(place, ${asked.area}))`]
      : []),
    ...(asked.seller ? [sql`${asked.seller}::uuid = any(seller_ids)`] : []),
    ...(asked.disposition ? [sql`state_json ->> 'disposition' = ${asked.disposition}`] : []),
    ...(asked.q ? [namedBy(asked.q)] : []),
    ...(asked.open === undefined
      ? []
      : [sql`(state not in ('closed', 'handed-over', 'merged')) = ${asked.open}`]),
    ...(asked.overdue ? [sql`due_at < ${page.now}`] : []),
    ...(asked.mine ? [sql`handler_id = ${actor.accountId}::uuid`] : []),
  ]
  const newest = asked.order === 'newest'
  const key = newest ? sql`raised_at` : sql`coalesce(due_at, ${never}::timestamptz)`
  if (page.after) {
    const [at, id] = page.after
    where.push(
      newest
        ? sql`(raised_at < ${at}::timestamptz or (raised_at = ${at}::timestamptz and alert_id > ${id}::uuid))`
        : sql`(${key}, alert_id) > (${at}::timestamptz, ${id}::uuid)`,
    )
  }
  const { rows } = await sql<{ state_json: Alert }>`
    select state_json from detection.alert where ${sql.join(where, sql` and `)}
    order by ${key} ${newest ? sql`desc` : sql`asc`}, alert_id limit ${page.limit}`.execute(db)
  return rows.map(row => row.state_json)
}

/** Part of its number; or a shop, with or without its platform; or an account it names. */
const namedBy = (q: string) => sql`(strpos(number, ${q}) > 0 or ${q} = any(accounts) or exists (
  select from unnest(shops) as shop where shop = ${q} or split_part(shop, ' ', 2) = ${q}))`

/** The alert, or the refusal that tells nothing about what lies outside the actor's sight. */
export async function visibleAlert(db: Db, actor: Actor, id: string): Promise<Alert> {
  const row = await db
    .selectFrom('detection.alert')
    .select('state_json')
    .where('alert_id', '=', id)
    .where(alertsVisibleTo(actor))
    .executeTakeFirst()
  return (row?.state_json as Alert | undefined) ?? refuse('alert.unknown', { alert: id })
}

export async function suspicionsOf(db: Db, alert: Alert): Promise<KeptSuspicion[]> {
  const rows = await db
    .selectFrom('detection.suspicion')
    .select(['suspicion_id', 'content', 'raised_at'])
    .where('alert_id', 'in', [alert.id, ...alert.absorbed])
    .where(
      'suspicion_id',
      'in',
      alert.suspicions.map(({ id }) => id),
    )
    .execute()
  const byId = new Map(rows.map(row => [row.suspicion_id, row]))
  return alert.suspicions.flatMap(note => {
    const row = byId.get(note.id)
    if (!row) return []
    return { note, content: JSON.parse(row.content) as SuspicionContent, raisedAt: row.raised_at }
  })
}

export async function factsOf(db: Db, alertId: string): Promise<KeptFact[]> {
  const rows = await db
    .selectFrom('detection.fact')
    .select(['body', 'batch_id', 'ordinal'])
    .where('alert_id', '=', alertId)
    .orderBy('fact_id')
    .execute()
  return rows.map(row => ({
    fact: JSON.parse(row.body) as AlertFact,
    batchId: row.batch_id,
    ordinal: row.ordinal,
  }))
}

/** Everything a case needs of an alert, each item with the digest of its canonical text. */
export async function evidenceOf(db: Db, alert: Alert): Promise<EvidenceBundle> {
  const rows = await db
    .selectFrom('detection.suspicion')
    .select(['suspicion_id', 'model', 'version', 'content'])
    .where('alert_id', 'in', [alert.id, ...alert.absorbed])
    .where(
      'suspicion_id',
      'in',
      alert.suspicions.map(({ id }) => id),
    )
    .orderBy('suspicion_id')
    .execute()
  return {
    alertId: alert.id,
    number: alert.number,
    behaviour: alert.behaviour,
    sellerIds: [...alert.sellerIds],
    area: alert.areas[0] ?? '',
    sentence: alert.sentence,
    items: rows.map(row => ({
      code: `alert.${row.model}`,
      title: `${alert.number} ${row.model} ${row.version}`,
      sha256: createHash('sha256').update(row.content).digest('hex'),
      content: JSON.parse(row.content) as unknown,
    })),
  }
}

/** Alerts that speak of any of the sellers, newest first. */
export async function alertsOfSellers(
  db: Db,
  sellerIds: readonly string[],
  {
    open,
    after,
    limit,
  }: { open?: boolean | undefined; after: readonly [string, string] | undefined; limit: number },
): Promise<Alert[]> {
  if (sellerIds.length === 0) return []
  const { rows } = await sql<{ state_json: Alert }>`
    select state_json from detection.alert
    where seller_ids && ${`{${sellerIds.join(',')}}`}::uuid[] and state <> 'merged'
      ${open === undefined ? sql`` : sql`and (state not in ('closed', 'handed-over')) = ${open}`}
      ${after ? sql`and (raised_at < ${after[0]}::timestamptz or (raised_at = ${after[0]}::timestamptz and alert_id > ${after[1]}::uuid))` : sql``}
    order by raised_at desc, alert_id limit ${limit}`.execute(db)
  return rows.map(row => row.state_json)
}

/** How the alerts of each model ended: what its measured precision is computed from. */
export async function fieldFigures(db: Db, model: string) {
  const { rows } = await sql<{ alerts: number; open: number; confirmed: number; refuted: number }>`
    select count(*) as alerts,
      count(*) filter (where state not in ('closed', 'handed-over', 'merged')) as open,
      count(*) filter (where state = 'handed-over'
        or state_json ->> 'disposition' = 'confirmed-suspicion') as confirmed,
      count(*) filter (where state_json ->> 'disposition' in ('false-alarm', 'explained')) as refuted
    from detection.alert where ${model} = any(models) and state <> 'merged'`.execute(db)
  const { alerts, open, confirmed, refuted } = rows[0]!
  const judged = confirmed + refuted
  return { alerts, open, confirmed, refuted, precision: judged === 0 ? null : confirmed / judged }
}

export async function alertFigures(
  db: Db,
  actor: Actor,
  now: Date,
  span: { fromMs: number; stepMs: number; steps: number },
) {
  const seen = alertsVisibleTo(actor)
  const open = await sql<{ level: string; n: number; overdue: number }>`
    select level, count(*) as n, count(*) filter (where due_at < ${now}) as overdue
    from detection.alert where ${seen} and state not in ('closed', 'handed-over', 'merged')
    group by level`.execute(db)
  const raised = await sql<{ step: number; behaviour: string; n: number }>`
    select floor(extract(epoch from raised_at - ${new Date(span.fromMs)}) * 1000 / ${span.stepMs}::float8)::int
      as step, behaviour, count(*) as n
    from detection.alert where ${seen} and raised_at >= ${new Date(span.fromMs)}
    group by 1, 2`.execute(db)
  const series = Array.from({ length: span.steps }, (_, step) => ({
    from: new Date(span.fromMs + step * span.stepMs).toISOString(),
    byBehaviour: Object.fromEntries(
      raised.rows
        .filter(row => Math.min(row.step, span.steps - 1) === step)
        .map(row => [row.behaviour, Number(row.n)]),
    ),
  }))
  return {
    openAlerts: Object.fromEntries(open.rows.map(({ level, n }) => [level, Number(n)])),
    overdueAlerts: open.rows.reduce((sum, { overdue }) => sum + Number(overdue), 0),
    series,
  }
}
