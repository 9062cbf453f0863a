/**
 * The feed of measures: every imposing and lifting under a number, in the order of commits, so that a recipient who asks
 * after the last number it has misses nothing. What was sent to whom is kept: a lift is seen to have reached everyone.
 */
import { type SqlBool, sql } from 'kysely'
import type { Actor, audiences, FeedItem, Role } from '#contract'
import { hasRole } from '#contract'
import { visibleTo } from '#modules/access'
import type { Db, Tx } from '#platform/database'
import { measureKind } from './catalogue.ts'
import { changeColumns, type Placed } from './projection.ts'
import type { ChangeRow, MeasureRow } from './tables.ts'

type Audience = (typeof audiences)[number]

const audienceOf: Partial<Record<Role, Audience>> = {
  platform: 'platform',
  carrier: 'platform',
  'payment-institution': 'platform',
  finance: 'finance',
  association: 'association',
}

/** Puts a change on the feed. The lock on the head is held to the commit, so numbers are given in its order. */
export async function announce(
  tx: Tx,
  measure: MeasureRow,
  placed: Placed<'measures.imposed' | 'measures.lifted'>,
): Promise<void> {
  const { last } = await tx
    .updateTable('measures.head')
    .set({ last: sql`last + 1` })
    .returning('last')
    .executeTakeFirstOrThrow()
  const { audience = [], ...columns } = changeColumns(measure, placed)
  await tx
    .insertInto('measures.change')
    .values({ number: last, ...columns, audience: sql`${`{${audience.join(',')}}`}::text[]` })
    .execute()
}

const kindsOf = ({ roles }: Actor): Audience[] => [
  ...new Set(roles.flatMap(role => audienceOf[role] ?? [])),
]

export const isGovernment = (actor: Actor): boolean =>
  hasRole(actor, 'credit-office', 'regulator', 'township')

/** Whether a measure is the actor's to know of. */
export function isAddressed(row: MeasureRow, actor: Actor): boolean {
  if (row.organisation_id !== null) return row.organisation_id === actor.organisationId
  const { audience } = measureKind(row.measure)
  return isGovernment(actor) || kindsOf(actor).some(kind => audience.includes(kind))
}

/** Government sees every change in its area; others those addressed to their kind, and what is their own choice. */
function addressedTo(actor: Actor) {
  const kinds = kindsOf(actor)
  if (isGovernment(actor))
    return sql<SqlBool>`c.organisation_id is null and ${visibleTo(actor, { area: 'm.area' })}`
  return sql<SqlBool>`(c.audience && ${`{${kinds.join(',')}}`}::text[] and c.organisation_id is null
    or c.organisation_id = ${actor.organisationId})`
}

export type FeedQuery = { readonly after: number; readonly limit: number }

/** Changes after a number; what is sent is noted under the caller's organisation. */
export async function readFeed(
  tx: Tx,
  { after, limit }: FeedQuery,
  { actor, at }: { actor: Actor; at: Date },
): Promise<{ items: FeedItem[]; next: number }> {
  const rows = await tx
    .selectFrom('measures.change as c')
    .innerJoin('measures.measure as m', join =>
      join.onRef('m.measure_id', '=', 'c.measure_id').onRef('m.subject_id', '=', 'c.subject_id'),
    )
    .leftJoin('measures.feedback as f', join =>
      join
        .onRef('f.measure_id', '=', 'c.measure_id')
        .on('f.organisation_id', '=', actor.organisationId),
    )
    .selectAll('c')
    .select(['f.organisation as reported_by', 'f.applied', 'f.at as reported_at'])
    .select('f.reason as report_reason')
    .select(['m.measure', 'm.class', 'm.subject_name', 'm.subject_code', 'm.basis'])
    .select(['m.list_type', 'm.from_on', 'm.until_on'])
    .where('c.number', '>', after)
    .where(addressedTo(actor))
    .orderBy('c.number')
    .limit(limit)
    .execute()
  const next = rows.at(-1)?.number ?? after
  if (rows.length > 0 && actor.organisationId !== null)
    await tx
      .insertInto('measures.fetch')
      .values({
        organisation_id: actor.organisationId,
        to_number: next,
        numbers: sql`${`{${rows.map(row => row.number).join(',')}}`}::bigint[]`,
        organisation: actor.organisationCode ?? actor.name,
        at,
      })
      .onConflict(conflict => conflict.columns(['organisation_id', 'to_number']).doNothing())
      .execute()
  return { items: rows.map(shownItem), next }
}

type JoinedChange = Omit<ChangeRow, 'audience'> &
  Pick<
    MeasureRow,
    | 'measure'
    | 'class'
    | 'subject_name'
    | 'subject_code'
    | 'basis'
    | 'list_type'
    | 'from_on'
    | 'until_on'
  > & {
    reported_by: string | null
    applied: boolean | null
    report_reason: string | null
    reported_at: Date | null
  }

function shownItem(row: JoinedChange): FeedItem {
  const { zh, en, labelZh, labelEn } = measureKind(row.measure)
  return {
    number: row.number,
    change: row.change,
    measureId: row.measure_id,
    measure: row.measure,
    zh,
    en,
    class: row.class,
    labelZh,
    labelEn,
    subject: { id: row.subject_id, name: row.subject_name, code: row.subject_code },
    basis: row.basis,
    listType: row.list_type,
    from: row.from_on,
    until: row.until_on,
    reason: row.reason,
    at: row.at.toISOString(),
    own: row.organisation_id !== null,
    feedback: ownFeedback(row),
    proof: { batchId: row.batch_id, ordinal: row.ordinal },
  }
}

const ownFeedback = (row: JoinedChange): FeedItem['feedback'] =>
  row.reported_by === null || row.applied === null || row.reported_at === null
    ? null
    : {
        organisation: row.reported_by,
        applied: row.applied,
        reason: row.report_reason,
        at: row.reported_at.toISOString(),
      }

/** When each organisation was first sent a measure's imposing and its lifting. */
export async function receiptsOf(db: Db, measureIds: readonly string[]) {
  if (measureIds.length === 0) return new Map<string, Receipt[]>()
  const rows = await db
    .selectFrom('measures.change as c')
    .innerJoin('measures.fetch as f', join => join.on(sql<SqlBool>`f.numbers @> array[c.number]`))
    .select(['c.measure_id', 'f.organisation'])
    .select(sql<Date | null>`min(f.at) filter (where c.change = 'imposed')`.as('imposed'))
    .select(sql<Date | null>`min(f.at) filter (where c.change = 'lifted')`.as('lifted'))
    .where('c.measure_id', 'in', [...measureIds])
    .groupBy(['c.measure_id', 'f.organisation', 'f.organisation_id'])
    .orderBy('f.organisation')
    .execute()
  return Map.groupBy(rows, row => row.measure_id)
}

export type Receipt = {
  readonly organisation: string
  readonly imposed: Date | null
  readonly lifted: Date | null
}
