/** Facts of agreements and exchanges: each is logged and kept whole in `exchange.fact`. */
import type { Actor } from '#contract'
import { type FactSource, logFacts } from '#modules/transparency'
import type { Tx } from '#platform/database'
import type { Ids } from '#platform/runtime'
import type { Bodies, FactKind, Told } from './projection.ts'

export type Said = { readonly actor: Actor; readonly at: Date; readonly ids: Ids }

/** Answers the fact as it was logged. */
export async function appendFact<K extends FactKind>(
  tx: Tx,
  agreementId: string,
  { kind, body }: { kind: K; body: Bodies[K] },
  { actor, at, ids }: Said,
): Promise<Told<K>> {
  const id = ids.next()
  const said = { id, agreement: agreementId, kind, at: at.toISOString() }
  const by = { by: actor.accountId, byName: actor.name, organisation: actor.organisationId }
  const fact = { type: 'exchange.agreement', body: { ...said, ...by, ...(body as object) } }
  const { batchId, bodies } = await logFacts(tx, ids, [fact])
  await tx
    .insertInto('exchange.fact')
    .values({
      agreement_id: agreementId,
      fact_id: id,
      kind,
      at,
      body: bodies[0]!,
      batch_id: batchId,
      ordinal: 0,
    })
    .execute()
  // The text is canonical JSON of what was appended under this kind.
  return JSON.parse(bodies[0]!) as Told<K>
}

/** How `verify` finds and checks the facts of this room. */
export const exchangeFactSources: readonly FactSource[] = [
  {
    type: 'exchange.agreement',
    table: 'exchange.fact',
    key: 'fact_id',
    columnsOf: body => ({
      agreement_id: body.agreement,
      fact_id: body.id,
      kind: body.kind,
      at: new Date(String(body.at)),
    }),
  },
]
