/**
 * Addresses that imitate a registered one (requirement 3.9): checked against the addresses of the register, reported by
 * anyone, warned of once a named officer has confirmed. A domain is reported once, however often people write.
 */
import type { Actor, SiteVerdict } from '#contract'
import { type LookAlikeVerdict, lookAlikeCheck } from '#lib/similarity'
import { registeredSites } from '#modules/subjects'
import { type FactSource, type JsonObject, logFacts } from '#modules/transparency'
import type { Db, Tx } from '#platform/database'
import { type Ids, refuse } from '#platform/runtime'
import type { SiteRow } from '../tables.ts'

type Said = { readonly actor: Actor; readonly at: Date; readonly ids: Ids }

export async function checkSite(db: Db, address: string): Promise<SiteVerdict> {
  const found = await verdictOf(db, address)
  const domain = 'domain' in found ? found.domain : null
  const known = domain === null ? undefined : await siteOf(db, domain)
  const { verdict, zh, en } = found
  return {
    ...{ verdict, zh, en, domain },
    imitates: found.verdict === 'look-alike' ? found.of : null,
    warned: known?.state === 'confirmed',
  }
}

const verdictOf = async (db: Db, address: string): Promise<LookAlikeVerdict> =>
  lookAlikeCheck(await registeredSites(db))(address)

const siteOf = (db: Db, domain: string): Promise<SiteRow | undefined> =>
  db.selectFrom('detection.site').selectAll().where('domain', '=', domain).executeTakeFirst()

/** A site that was decided stays decided; further reports are counted. */
export async function reportSite(
  tx: Tx,
  { address, text }: { address: string; text: string },
  said: Said,
): Promise<SiteRow> {
  const found = await verdictOf(tx, address)
  if (found.verdict === 'unreadable') refuse('sites.unreadable', { address })
  if (found.verdict === 'registered') refuse('sites.registered', { domain: found.domain })
  const { domain, zh, en } = found
  const known = await siteOf(tx, domain)
  const id = known?.site_id ?? said.ids.next()
  const imitates = found.verdict === 'look-alike' ? found.of : null
  await appendFact(tx, id, { kind: 'reported', domain, imitates, text }, said)
  const row: SiteRow = {
    ...(known ?? {
      site_id: id,
      domain,
      state: 'reported',
      reported_at: said.at,
      decided_at: null,
      decided_by: null,
      reason: null,
    }),
    ...{ imitates, zh, en, report_text: text, reports: (known?.reports ?? 0) + 1 },
  }
  const { imitates: of, reports, report_text } = row
  await tx
    .insertInto('detection.site')
    .values(row)
    .onConflict(conflict =>
      conflict.column('site_id').doUpdateSet({ imitates: of, zh, en, reports, report_text }),
    )
    .execute()
  return row
}

/** By a named person; a machine confirms nothing (invariant 2). */
export async function decideSite(
  tx: Tx,
  id: string,
  { decision, reason }: { decision: 'confirm' | 'reject'; reason: string },
  said: Said,
): Promise<SiteRow> {
  const row = await tx
    .selectFrom('detection.site')
    .selectAll()
    .where('site_id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) refuse('sites.unknown', { site: id })
  if (row.state !== 'reported') refuse('sites.decided', { state: row.state })
  const state = decision === 'confirm' ? 'confirmed' : 'rejected'
  await appendFact(tx, id, { kind: state, domain: row.domain, reason }, said)
  const decided = { state, decided_at: said.at, decided_by: said.actor.name, reason } as const
  await tx.updateTable('detection.site').set(decided).where('site_id', '=', id).execute()
  return { ...row, ...decided }
}

async function appendFact(
  tx: Tx,
  siteId: string,
  { kind, ...body }: { kind: string } & JsonObject,
  { actor, at, ids }: Said,
): Promise<void> {
  const id = ids.next()
  const said = { id, site: siteId, kind, at: at.toISOString(), by: actor.accountId ?? 'public' }
  const fact = { type: 'detection.site', body: { ...said, byName: actor.name, ...body } }
  const { batchId, bodies } = await logFacts(tx, ids, [fact])
  await tx
    .insertInto('detection.site_fact')
    .values({
      ...{ site_id: siteId, fact_id: id, kind, at },
      ...{ body: bodies[0]!, batch_id: batchId, ordinal: 0 },
    })
    .execute()
}

export const siteFactSource: FactSource = {
  type: 'detection.site',
  table: 'detection.site_fact',
  key: 'fact_id',
  columnsOf: body => ({
    site_id: body.site,
    fact_id: body.id,
    kind: body.kind,
    at: new Date(String(body.at)),
  }),
}
