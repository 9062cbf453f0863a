/**
 * Who keeps which shop, in memory: intake asks once for each event. The subjects room owns the answer; the composition
 * root hands its reader in. A shop that is not found is looked for again, because it may have been registered a moment
 * ago, but not more often than a flood of wrong names could abuse.
 */
import type { Db } from '#platform/database'
import type { Consumer } from '#platform/stream'

export type Shop = {
  readonly platform: string
  readonly shop: string
  readonly sellerId: string
  readonly areaCode: string
}

/** Every registered shop and who keeps it now. */
export type ReadShops = (db: Db) => Promise<Iterable<Shop>>

export type ShopBook = {
  /** The shop, if the book has it. */
  find(platform: string, shop: string): Shop | undefined
  /** Reads the book where it was never read or is out of date. */
  refresh(): Promise<void>
  /** Reads it again for shops that were not found, if the last reading is old enough; says whether it did. */
  refreshAfterMiss(): Promise<boolean>
  /** Something about subjects changed: the next `refresh` reads again. */
  forget(): void
}

const missRestMs = 1_000
/** Another process may have been told of a change that this one was not. */
const oldAfterMs = 60_000

export function shopBook(db: Db, readShops: ReadShops): ShopBook {
  let shops = new Map<string, Map<string, Shop>>()
  let fresh = false
  let readAt = Number.NEGATIVE_INFINITY
  const read = async () => {
    const next = new Map<string, Map<string, Shop>>()
    fresh = true
    readAt = performance.now()
    for (const shop of await readShops(db)) {
      const ofPlatform = next.get(shop.platform)
      if (ofPlatform) ofPlatform.set(shop.shop, shop)
      else next.set(shop.platform, new Map([[shop.shop, shop]]))
    }
    shops = next
  }
  return {
    find: (platform, shop) => shops.get(platform)?.get(shop),
    refresh: async () => {
      if (!fresh || performance.now() - readAt >= oldAfterMs) await read()
    },
    refreshAfterMiss: async () => {
      if (performance.now() - readAt < missRestMs) return false
      await read()
      return true
    },
    forget: () => {
      fresh = false
    },
  }
}

/** Keeps the book up to date with the register. */
export const shopConsumer = (book: ShopBook): Consumer => ({
  name: 'trade.shops',
  topics: ['subjects.changed'],
  batch: 1_000,
  handle: async () => book.forget(),
})
