/**
 * The public pages that are kept in memory and what keeps them honest: a follower of the stream drops the pages of every
 * subject that something was said of, in each process for itself.
 */

import type { Database } from '#platform/database'
import type { Serialised } from '#platform/http'
import type { Clock, Log } from '#platform/runtime'
import { type Follower, follow, type Message } from '#platform/stream'
import { publicCounters } from './counters.ts'
import { cacheLimits, type PageCache, pageCache } from './page-cache.ts'
import { subjectPage } from './subject-page.ts'

export type PageDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
}

export type PublicPages = {
  subject(id: string): Serialised | Promise<Serialised>
  counters(): Serialised | Promise<Serialised>
  /** Starts to follow the stream; pages are kept only from then on. */
  follow(): Promise<Follower>
}

/** What changes a page at once; ratings come by the thousand and a page may be half a minute behind them. */
const topics = [
  'subjects.changed',
  'records.changed',
  'measures.changed',
  'evaluations.changed',
] as const

/** What the law or the catalogue says changed: every page may be another. */
const everythingTopics = ['policy.enacted'] as const

export function publicPages({ database, clock, log }: PageDeps): PublicPages {
  const subjects = pageCache(id => subjectPage(database.db, id, clock.now()), clock)
  const counters = pageCache(
    async () => ({ json: await publicCounters(database.db, clock.now()), about: [] }),
    clock,
    { ...cacheLimits, pages: 1 },
  )
  return {
    subject: id => subjects.get(id),
    counters: () => counters.get('counters'),
    follow: () =>
      follow(database, log, {
        topics: [...topics, ...everythingTopics],
        see: messages => dropPages(subjects, messages),
      }),
  }
}

function dropPages(pages: PageCache, messages: readonly Message[]): void {
  const everything: readonly string[] = everythingTopics
  if (messages.some(({ topic }) => everything.includes(topic))) pages.clear()
  else pages.drop(messages.flatMap(subjectsOf))
}

/** A message names one subject by its key, or several in `subjects`. */
function subjectsOf({ key, body }: Message): readonly string[] {
  const { subjects, subject } = body as { subjects?: readonly string[]; subject?: string }
  return subjects ?? [subject ?? key]
}
