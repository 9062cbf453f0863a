/**
 * Whom the public may look up at all (invariant 7). Organisations always; a natural person only where something about
 * them is public: an open shop, a list they stand on, a record on display. Whoever merely exists in the register does not.
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { chineseDay } from '#lib/calendar'
import { catalogue } from '#modules/records'
import { isMasked, kindInfos } from '#modules/subjects'
import type { Db } from '#platform/database'

const maskedKinds = kindInfos.map(({ kind }) => kind).filter(isMasked)
const publicItems = catalogue.filter(item => item.public).map(({ code }) => code)

/** For queries whose table `subjects.subject` is called `subject`; `today` is a Chinese calendar day. */
export const shownToPublic = (today: string): RawBuilder<SqlBool> => sql<SqlBool>`(
  subject.kind not in (${sql.join(maskedKinds)})
  or exists (
    select from subjects.subject as member join subjects.shop using (subject_id)
    where member.canonical_id = subject.subject_id and shop.closed_at is null)
  or exists (
    select from subjects.subject as member join measures.entry using (subject_id)
    where member.canonical_id = subject.subject_id
      and entry.state = 'in-force' and entry.until_on >= ${today}::date)
  or exists (
    select from subjects.subject as member join records.record using (subject_id)
    where member.canonical_id = subject.subject_id and record.state = 'shown' and record.reviewed
      and record.item in (${sql.join(publicItems)})
      and (record.shown_until is null or record.shown_until >= ${today}::date)))`

/** The subject that stands for this one after merges; undefined where the public may see none. */
export async function publicSubjectOf(
  db: Db,
  subjectId: string,
  asOf: Date,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('subjects.subject as named')
    .innerJoin('subjects.subject as subject', 'subject.subject_id', 'named.canonical_id')
    .select('subject.subject_id')
    .where('named.subject_id', '=', subjectId)
    .where('subject.status', '=', 'active')
    .where(shownToPublic(chineseDay(asOf.getTime())))
    .executeTakeFirst()
  return row?.subject_id
}
