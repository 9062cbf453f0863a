/** Facts about lists and measures: logged, kept whole in `measures.fact`, and told to the stream by their ids. */
import { type FactSource, type JsonObject, logFacts } from '#modules/transparency'
import type { Tx } from '#platform/database'
import { publish } from '#platform/stream'
import type { Said } from './said.ts'

export const factTypes = [
  'measures.list-created',
  'measures.nominated',
  'measures.entered',
  'measures.candidate-rejected',
  'measures.entry-ended',
  'measures.imposed',
  'measures.lifted',
  'measures.reported',
] as const
export type FactType = (typeof factTypes)[number]

export type Place = { readonly batch_id: string; readonly ordinal: number }

/** Logs one fact; answers where the public log will show it. `owner` is the subject, or the list type created. */
export async function appendFact(
  tx: Tx,
  { type, owner, body }: { type: FactType; owner: string; body: JsonObject },
  { actor, at, ids }: Said,
): Promise<Place> {
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
  const place = { batch_id: batchId, ordinal: 0 }
  await tx
    .insertInto('measures.fact')
    .values({ owner_id: owner, fact_id: id, type, at, body: bodies[0]!, ...place })
    .execute()
  await publish(tx, 'measures.changed', owner, { subject: owner, fact: type })
  return place
}

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
