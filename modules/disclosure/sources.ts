/**
 * What the public pages show of grades, ratings, lists and commitments, asked of the rooms that keep them by whoever
 * composes the product. A room that an installation does not have shows nothing.
 */
import type { PublicListEntry, PublicListType, PublicSubject } from '#contract'
import type { Db } from '#platform/database'

/** All ids of one subject: its own and those of the duplicates merged into it. */
export type Members = readonly string[]

export type PublicSources = {
  /** The grade in force with its reasons; null where the subject was not evaluated. */
  gradeOf(db: Db, members: Members, asOf: Date): Promise<PublicSubject['grade']>
  /** By subject, for a page of search results. */
  gradesOf(db: Db, subjects: readonly string[]): Promise<ReadonlyMap<string, string>>
  ratingOf(db: Db, members: Members, asOf: Date): Promise<PublicSubject['rating']>
  /** Entries in force on the day: never candidates, ended or repaired ones. */
  listingsOf(db: Db, members: Members, asOf: Date): Promise<PublicSubject['lists']>
  /** How many entries are in force, by subject, for a page of search results. */
  listedOf(db: Db, subjects: readonly string[], asOf: Date): Promise<ReadonlyMap<string, number>>
  commitmentsOf(db: Db, members: Members, asOf: Date): Promise<PublicSubject['commitments']>
  listTypes(db: Db, asOf: Date): Promise<PublicListType[]>
  /** Entries in force, oldest id first, after an entry id. */
  entriesOf(db: Db, listType: string, page: EntryPage, asOf: Date): Promise<ListEntryRow[]>
  /** How many ratings there are, and how many subjects stand on a list of serious dishonesty. */
  counts(db: Db, asOf: Date): Promise<{ ratings: number; listed: number }>
}

export type EntryPage = { readonly after: string | undefined; readonly limit: number }

/** An entry without its subject's name and place, which this room adds. */
export type ListEntryRow = Omit<PublicListEntry, 'subject'> & { readonly subjectId: string }

export const noSources: PublicSources = {
  gradeOf: async () => null,
  gradesOf: async () => new Map(),
  ratingOf: async () => null,
  listingsOf: async () => [],
  listedOf: async () => new Map(),
  commitmentsOf: async () => [],
  listTypes: async () => [],
  entriesOf: async () => [],
  counts: async () => ({ ratings: 0, listed: 0 }),
}
