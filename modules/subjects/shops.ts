/**
 * Shops: which subject keeps which shop on which platform (requirement 3.1). Trade events name a shop by the platform's
 * own id; the shop map turns that into a seller.
 */

import { type RawBuilder, sql } from 'kysely'
import type { ShopGiven } from '#contract'
import type { Db, Tx } from '#platform/database'
import { refuse } from '#platform/runtime'
import { type Changes, noChanges, writeChanges } from './changes.ts'
import { servesPlatform, shopFaults } from './checks.ts'
import { holdersOf, lockRegistry, shopClaim } from './claims.ts'
import { appendFacts } from './facts.ts'
import { nameSource, shopRow } from './projection.ts'
import type { Said } from './registrar.ts'

/** Adds a shop to what will be written. Its claim must be free. */
export function addShop(changes: Changes, subjectId: string, shop: ShopGiven, at: Date): void {
  const openedAt = shop.openedAt === undefined ? at : new Date(shop.openedAt)
  const { platform, shop: id, name, url = null } = shop
  const body = { platform, shop: id, name, url, openedAt: openedAt.toISOString() }
  changes.claims.push({ code: shopClaim(platform, id), subjectId })
  changes.shops.push(shopRow(subjectId, body))
  changes.names.push({ subjectId, source: nameSource(body), name })
  changes.facts.push({ subjectId, type: 'subjects.shop-opened', body })
}

export async function openShop(
  tx: Tx,
  subjectId: string,
  given: ShopGiven,
  by: Said,
): Promise<void> {
  const faults = shopFaults(given, by.actor)
  if (faults.length > 0) refuse('request.invalid', {}, faults)
  await lockRegistry(tx)
  const claim = shopClaim(given.platform, given.shop)
  if ((await holdersOf(tx, [claim])).has(claim))
    refuse('shop.taken', { platform: given.platform, shop: given.shop })
  const changes = noChanges()
  addShop(changes, subjectId, given, by.at)
  await writeChanges(tx, changes, by)
}

/** Closes a shop; its id is free for another keeper from then on. */
export async function closeShop(
  tx: Tx,
  subjectId: string,
  { platform, shop, closedAt }: { platform: string; shop: string; closedAt?: string },
  by: Said,
): Promise<void> {
  if (!servesPlatform(by.actor, platform)) refuse('shop.unknown', { platform, shop })
  const at = closedAt === undefined ? by.at : new Date(closedAt)
  const closed = await tx
    .updateTable('subjects.shop')
    .set({ closed_at: at })
    .where('subject_id', '=', subjectId)
    .where('platform', '=', platform)
    .where('shop', '=', shop)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  if (closed.numUpdatedRows === 0n) refuse('shop.unknown', { platform, shop })
  await tx.deleteFrom('subjects.code').where('code', '=', shopClaim(platform, shop)).execute()
  await appendFacts(tx, by, [
    {
      subjectId,
      type: 'subjects.shop-closed',
      body: { platform, shop, closedAt: at.toISOString() },
    },
  ])
}

/** The hosts of all registered shop addresses that are open, each once. */
export async function registeredSites(db: Db): Promise<string[]> {
  const { rows } = await sql<{ host: string }>`
    select distinct split_part(url_key, '/', 1) as host from subjects.shop
    where url_key is not null and closed_at is null`.execute(db)
  return rows.map(({ host }) => host)
}

/** What its keeper called a shop last; null where none was ever registered under that id. */
export async function shopNameOf(
  db: Db,
  { platform, shop }: Pick<ShopGiven, 'platform' | 'shop'>,
): Promise<string | null> {
  const row = await db
    .selectFrom('subjects.shop')
    .select('name')
    .where('platform', '=', platform)
    .where('shop', '=', shop)
    .orderBy('opened_at', 'desc')
    .executeTakeFirst()
  return row?.name ?? null
}

/** By `platform shop`: the seller that stands for the shop now, and its area. */
export type ShopMap = ReadonlyMap<string, { readonly sellerId: string; readonly area: string }>

/**
 * Closed shops stay in the map: their old orders still arrive. Members of a rating network are in it under their
 * account, for people who rate each other name the rated one where an order names the shop.
 */
export const readShopMap = (db: Db): Promise<ShopMap> =>
  shopMapOf(
    db,
    sql`select subject_id, platform, shop, closed_at from subjects.shop
      union all
      select subject_id, network, shown, null from subjects.identifier where kind = 'platformAccount'`,
  )

/** The same of some shops, each named `platform shop`. */
export function readKeepers(db: Db, shops: readonly string[]): Promise<ShopMap> {
  const named = shops.map(name => {
    const space = name.indexOf(' ')
    return { platform: name.slice(0, space), shop: name.slice(space + 1) }
  })
  return shopMapOf(
    db,
    sql`select s.subject_id, s.platform, s.shop, s.closed_at
      from json_to_recordset(${JSON.stringify(named)}::json) as asked(platform text, shop text)
      join subjects.shop s using (platform, shop)
      union all
      select i.subject_id, i.network, i.shown, null
      from json_to_recordset(${JSON.stringify(named)}::json) as asked(platform text, shop text)
      join subjects.identifier i
        on i.kind = 'platformAccount' and i.shown = asked.shop and i.network = asked.platform`,
  )
}

async function shopMapOf(db: Db, kept: RawBuilder<unknown>): Promise<ShopMap> {
  const { rows } = await sql<{ platform: string; shop: string; seller_id: string; area: string }>`
    select distinct on (kept.platform, kept.shop)
      kept.platform, kept.shop, seller.subject_id as seller_id, seller.area
    from (${kept}) as kept
    join subjects.subject as keeper using (subject_id)
    join subjects.subject as seller on seller.subject_id = keeper.canonical_id
    order by kept.platform, kept.shop, kept.closed_at desc nulls first`.execute(db)
  return new Map(
    rows.map(row => [`${row.platform} ${row.shop}`, { sellerId: row.seller_id, area: row.area }]),
  )
}
