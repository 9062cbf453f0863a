/**
 * How late providers enter what happened (requirement 8.4): days from the event to its entry, and how many records came
 * after the term of policy that was in force on the day they took effect. What a decision orders takes effect with the
 * decision, so that a long procedure does not make its entry late. Days are days in China.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Actor, DelayFigures, EntryDelay } from '#contract'
import { dueDate } from '#lib/calendar'
import { organisationNamesById, visibleTo } from '#modules/access'
import { type Policies, shippedCalendar } from '#modules/policy'
import type { Db } from '#platform/database'

export const entryTerm = 'record.enter'

export type DelaysAsked = {
  readonly actor: Actor
  /** Days of entry, both included. */
  readonly from: string
  readonly until: string
  readonly provider?: string | undefined
  /** The last provider of the page before: how many it entered late, and which it is. */
  readonly after: readonly [late: number, providerId: string] | undefined
  readonly limit: number
}

const owners = { organisationId: 'provider_id', area: 'area' }

/** Providers in sight, who entered most records late first, each with its months, the newest first. */
export async function entryDelays(
  db: Db,
  policies: Policies,
  asked: DelaysAsked,
): Promise<EntryDelay[]> {
  const judged = await judgedRecords(db, policies, asked)
  const { after, limit } = asked
  const { rows: totals } = await sql<DelayFigures & { providerId: string }>`
    with judged as (${judged})
    select provider_id as "providerId", ${figures} from judged group by provider_id
    having ${after ? sql`(count(*) filter (where late), provider_id) < (${after[0]}, ${after[1]}::uuid)` : sql`true`}
    order by late desc, provider_id desc limit ${limit}`.execute(db)
  if (totals.length === 0) return []
  const ids = totals.map(({ providerId }) => providerId)
  const { rows: months } = await sql<DelayFigures & { providerId: string; month: string }>`
    with judged as (${judged})
    select provider_id as "providerId", to_char(entered_on, 'YYYY-MM') as month, ${figures}
    from judged where provider_id = any(${`{${ids.join(',')}}`}::uuid[])
    group by provider_id, month order by month desc`.execute(db)
  const monthsOf = Map.groupBy(months, ({ providerId }) => providerId)
  const names = await organisationNamesById(db, ids)
  return totals.map(total => ({
    ...total,
    provider: names.get(total.providerId) ?? '',
    months: monthsOf.get(total.providerId)!.map(({ providerId, ...month }) => month),
  }))
}

const figures = sql`count(*)::int as records, count(*) filter (where late)::int as late,
  avg(entered_on - occurred_on)::float8 as "meanDelayDays", max(entered_on - occurred_on) as "maxDelayDays"`

/** One row per record entered in the span: by whom, when it happened, when it was entered, whether late. */
async function judgedRecords(
  db: Db,
  policies: Policies,
  { actor, from, until, provider }: DelaysAsked,
): Promise<RawBuilder<unknown>> {
  const entered = sql`
    select provider_id, occurred_on, (state_json ->> 'effectiveOn')::date as effective_on,
      (entered_at at time zone 'Asia/Shanghai')::date as entered_on
    from records.record
    where ${visibleTo(actor, owners)}
      and entered_at >= ${from}::date::timestamp at time zone 'Asia/Shanghai'
      and entered_at < (${until}::date + 1)::timestamp at time zone 'Asia/Shanghai'
      and ${provider ? sql`provider_id = ${provider}::uuid` : sql`true`}`
  const { rows } = await sql<{ day: string }>`
    select distinct effective_on::text as day from (${entered}) as entered`.execute(db)
  const days = rows.map(({ day }) => day)
  const dues = days.map(day => lastDayOf(policies, day))
  return sql`
    select entered.*, entered_on > due as late from (${entered}) as entered
    join unnest(${`{${days.join(',')}}`}::date[], ${`{${dues.join(',')}}`}::date[])
      as term (day, due) on day = effective_on`
}

function lastDayOf(policies: Policies, day: string): string {
  const clock = dueDate(day, policies.term(entryTerm, day), shippedCalendar())
  if (clock.state !== 'running') throw new Error('the term of entry is never paused')
  return clock.due
}
