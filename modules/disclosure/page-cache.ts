/**
 * Public pages kept serialised in memory: most reads are of pages that nothing has changed. A page is dropped when the
 * stream says that a subject on it changed, and at Chinese midnight, when every clock of law moves (all are counted in
 * days); a page that only grew old is shown until a fresh one is made.
 */
import { hash } from 'node:crypto'
import { chineseDay, endOfChineseDay } from '#lib/calendar'
import { Serialised } from '#platform/http'
import type { Clock } from '#platform/runtime'

export type Page = {
  readonly json: unknown
  /** The ids whose change makes the page wrong. */
  readonly about: readonly string[]
}

export type PageCache = {
  /** The page at once where it is kept, else when it has been made; refusals of `make` are not kept. */
  get(key: string): Serialised | Promise<Serialised>
  /** Drops every page about one of these ids, those being made included. */
  drop(ids: readonly string[]): void
  clear(): void
  /** Pages and bytes kept now. */
  size(): { pages: number; bytes: number }
}

export type CacheLimits = {
  readonly pages: number
  readonly bytes: number
  /** From this age on a page is renewed behind its readers: the stream does not tell of ratings and counts. */
  readonly freshMs: number
  /** At this age it is no longer shown. */
  readonly staleMs: number
  /** Renewals keep this distance, or a thousand pages that grow old together would crowd out their readers. */
  readonly renewalGapMs: number
}

export const cacheLimits: CacheLimits = {
  pages: 50_000,
  bytes: 128 * 1_048_576,
  freshMs: 60_000,
  staleMs: 600_000,
  renewalGapMs: 100,
}

type Kept = {
  readonly page: Serialised
  readonly about: readonly string[]
  /** From here on the page may be wrong in law and is not shown. */
  readonly goneAt: number
  readonly freshUntil: number
}

type Making = { readonly run: { dropped: boolean }; readonly page: Promise<Serialised> }

export function pageCache(
  make: (key: string) => Promise<Page>,
  clock: Clock,
  limits: CacheLimits = cacheLimits,
): PageCache {
  // A Map keeps the order of insertion: re-inserting on use makes it a list by last use.
  const kept = new Map<string, Kept>()
  const making = new Map<string, Making>()
  const keysAbout = new Map<string, Set<string>>()
  let bytes = 0
  let nextRenewalAt = 0

  function keep(key: string, entry: Kept): void {
    remove(key)
    kept.set(key, entry)
    bytes += entry.page.octets.length
    for (const id of entry.about) {
      const keys = keysAbout.get(id)
      if (keys) keys.add(key)
      else keysAbout.set(id, new Set([key]))
    }
    for (const oldest of kept.keys()) {
      if (kept.size <= limits.pages && bytes <= limits.bytes) break
      remove(oldest)
    }
  }

  function remove(key: string): void {
    const entry = kept.get(key)
    if (!entry) return
    kept.delete(key)
    bytes -= entry.page.octets.length
    for (const id of entry.about) {
      const keys = keysAbout.get(id)
      keys?.delete(key)
      if (keys?.size === 0) keysAbout.delete(id)
    }
  }

  function renew(key: string): Promise<Serialised> {
    const running = making.get(key)
    if (running) return running.page
    const now = clock.now().getTime()
    const goneAt = Math.min(endOfChineseDay(chineseDay(now)), now + limits.staleMs)
    // A change that is told while the page is being made may be missing from it: such a page is shown, not kept.
    const run = { dropped: false }
    const page = (async () => {
      try {
        const { json, about } = await make(key)
        const made = serialise(json)
        if (!run.dropped) keep(key, { page: made, about, goneAt, freshUntil: now + limits.freshMs })
        return made
      } finally {
        if (making.get(key)?.run === run) making.delete(key)
      }
    })()
    making.set(key, { run, page })
    return page
  }

  return {
    get(key) {
      const entry = kept.get(key)
      const now = clock.now().getTime()
      if (!entry || now >= entry.goneAt) return renew(key)
      kept.delete(key)
      kept.set(key, entry)
      if (now >= entry.freshUntil && now >= nextRenewalAt) {
        nextRenewalAt = now + limits.renewalGapMs
        // A fault while renewing leaves the old page; a later reader tries again.
        renew(key).catch(() => {})
      }
      return entry.page
    },
    drop(ids) {
      // Which ids a page being made is about is known only once it is made, so a change voids all of them.
      for (const { run } of making.values()) run.dropped = true
      making.clear()
      for (const id of ids) for (const key of [...(keysAbout.get(id) ?? [])]) remove(key)
    },
    clear() {
      for (const { run } of making.values()) run.dropped = true
      making.clear()
      kept.clear()
      keysAbout.clear()
      bytes = 0
    },
    size: () => ({ pages: kept.size, bytes }),
  }
}

function serialise(json: unknown): Serialised {
  const text = JSON.stringify(json)
  return new Serialised(text, `"${hash('sha256', text, 'base64url').slice(0, 22)}"`)
}
