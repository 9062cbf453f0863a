/** Ratings as the public reads them: counts, averages that few ratings cannot carry away, points and their level. */
import { sql } from 'kysely'
import type { PublicSubject } from '#contract'
import { ratingSummary } from '#modules/reputation'
import type { Db } from '#platform/database'

/** Null where nobody rated the subject: a newcomer's figures would look like a judgement. */
export async function ratingOf(
  db: Db,
  subjectId: string,
  asOf: Date,
): Promise<PublicSubject['rating']> {
  const summary = await ratingSummary(db, subjectId, asOf)
  const { good, neutral, bad, mean, bayesianMean, wilsonLowerBound, points, standing } = summary
  const ratings = good + neutral + bad
  if (ratings === 0) return null
  const level = levelName(standing.level)
  return {
    ratings,
    good,
    neutral,
    bad,
    mean,
    bayesianMean,
    wilson: wilsonLowerBound,
    points,
    level: standing.level,
    levelZh: level.zh,
    levelEn: level.en,
    asOf: asOf.toISOString(),
  }
}

export async function countRatings(db: Db): Promise<number> {
  const { rows } = await sql<{ ratings: number }>`
    select count(*) as ratings from reputation.entry`.execute(db)
  return rows[0]!.ratings
}

const symbols: Readonly<Record<string, { zh: string; en: string }>> = {
  heart: { zh: '心', en: 'heart' },
  diamond: { zh: '钻', en: 'diamond' },
  crown: { zh: '皇冠', en: 'crown' },
  'gold-crown': { zh: '金冠', en: 'gold crown' },
}
const numerals = ['', '一', '二', '三', '四', '五']

/** `diamond-3` is 三钻. */
function levelName(level: string): { zh: string; en: string } {
  const [, symbol = '', count = ''] = /^(.+)-(\d)$/.exec(level) ?? []
  const name = symbols[symbol]
  if (!name) return { zh: '新成员', en: 'Newcomer' }
  const many = count === '1' ? '' : 's'
  return { zh: `${numerals[Number(count)]}${name.zh}`, en: `${count} ${name.en}${many}` }
}
