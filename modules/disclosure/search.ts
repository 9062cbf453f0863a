/**
 * The public search (requirement 17.4): by code, name, shop address or shop id at once, each hit saying what matched.
 * Numbers of natural persons are not looked up here, or anyone with a list of them could learn who sells what.
 */
import type { AnswerOf, disclosureOperations, PublicHit, QueryOf } from '#contract'
import { chineseDay } from '#lib/calendar'
import {
  type Directory,
  explainCode,
  type FoundSubject,
  findSubjects,
  readDirectory,
  verificationState,
} from '#modules/subjects'
import type { Db } from '#platform/database'
import { decodeCursor, pageOf } from '#platform/http'
import { gradesOf } from './grades.ts'
import { listedOf } from './lists.ts'
import { shownToPublic } from './sight.ts'

type Search = typeof disclosureOperations.searchPublic

const pageRows = 20

export async function searchPublic(
  db: Db,
  query: QueryOf<Search>,
  asOf: Date,
): Promise<AnswerOf<Search>> {
  const limit = query.limit ?? pageRows
  const after = decodeCursor(query.cursor, 2)
  const today = chineseDay(asOf.getTime())
  const rows = await findSubjects(db, {
    q: query.q ?? '',
    visible: shownToPublic(today),
    kind: query.kind,
    area: query.area,
    after: after && { rank: Number(after[0]), id: String(after[1]) },
    limit: limit + 1,
  })
  const directory = await readDirectory(db)
  const ids = rows.map(row => row.subject_id)
  const grades = await gradesOf(db, ids)
  const listed = await listedOf(db, ids, today)
  const page = pageOf(
    rows,
    limit,
    row => [row.rank, row.subject_id],
    row => ({
      ...shownHit(row, today, directory),
      grade: grades.get(row.subject_id) ?? null,
      lists: listed.get(row.subject_id) ?? 0,
    }),
  )
  return {
    ...page,
    hint: rows.length === 0 ? hintOn(query.q ?? '') : null,
    asOf: asOf.toISOString(),
  }
}

const shownHit = (
  row: FoundSubject,
  today: string,
  directory: Directory,
): Omit<PublicHit, 'grade' | 'lists'> => ({
  id: row.subject_id,
  kind: row.kind,
  name: row.shown_name,
  area: row.area,
  ...directory.area(row.area),
  verification: verificationState(row, today),
  shops: row.shops,
  platform: row.platform,
  matched: { by: row.matched_by, shown: matchedText(row, directory) },
})

/** A shop's id stands behind the code of its platform. */
function matchedText({ matched_by, matched }: FoundSubject, directory: Directory): string {
  if (matched_by !== 'shop-id') return matched
  const [platform = '', ...shop] = matched.split(' ')
  return `${directory.platform(platform)} ${shop.join(' ')}`
}

/** Of what looks like a code and was not found: what is wrong with it, for a slip is more likely than a stranger. */
function hintOn(text: string): { zh: string; en: string } | null {
  if (!/^[\dA-Z\s-]{9,24}$/i.test(text.trim()) || !/\d/.test(text)) return null
  const [reading] = explainCode(text)
  return reading && !reading.ok ? { zh: reading.zh, en: reading.en } : null
}
