/** Facts about lists and measures: logged, kept whole in `measures.fact`, and told to the stream by their ids. */
import { type FactSource, logFacts } from '#modules/transparency'
import type { Tx } from '#platform/database'
import { publish } from '#platform/stream'
import type { Bodies, FactType, Placed, Told } from './projection.ts'
import type { Said } from './said.ts'
import type { MeasureFactRow } from './tables.ts'

export const factTypes = [
  'measures.list-created',
  'measures.nominated',
  'measures.entered',
  'measures.candidate-rejected',
  'measures.entry-ended',
  'measures.imposed',
  'measures.lifted',
  'measures.reported',
] as const satisfies readonly FactType[]

export type Place = { readonly batch_id: string; readonly ordinal: number }

/** Logs one fact; answers it with where the public log will show it. `owner` is the subject, or the list type created. */
export async function appendFact<T extends FactType>(
  tx: Tx,
  { type, owner, body }: { type: T; owner: string; body: Bodies[T] },
  { actor, at, ids }: Said,
): Promise<Placed<T>> {
  const id = ids.next()
  const whole = {
    id,
    owner,
    at: at.toISOString(),
    by: actor.name,
    office: actor.organisationId,
    ...body,
  }
  const { batchId, bodies } = await logFacts(tx, ids, [{ type, body: whole }])
  const row = { body: bodies[0]!, batch_id: batchId, ordinal: 0 }
  await tx
    .insertInto('measures.fact')
    .values({ owner_id: owner, fact_id: id, type, at, ...row })
    .execute()
  await publish(tx, 'measures.changed', owner, { subject: owner, fact: type })
  return placedFact<T>(row)
}

export const placedFact = <T extends FactType>({
  body,
  batch_id,
  ordinal,
}: Pick<MeasureFactRow, 'body' | 'batch_id' | 'ordinal'>): Placed<T> => ({
  // The text is canonical JSON of what was appended under this type.
  fact: JSON.parse(body) as Told<T>,
  place: { batch_id, ordinal },
})

/** How `verify` finds and checks the facts of this room. */
export const measureFactSources: readonly FactSource[] = factTypes.map(type => ({
  type,
  table: 'measures.fact',
  key: 'fact_id',
  columnsOf: body => ({
    owner_id: body.owner,
    fact_id: body.id,
    type: body.fact,
    at: new Date(String(body.at)),
  }),
}))
