/**
 * Each night the year's sales of personal sellers are summed over all their shops; who passed the ceiling of petty trade
 * is told that it should register (requirement 3.1; 网络交易监督管理办法 art. 8). Nothing else follows by itself.
 */
import { anyone } from '#contract'
import { addDays, chineseDay, startOfChineseDay } from '#lib/calendar'
import { readPolicies } from '#modules/policy'
import { flagShouldRegister, membersOfEach, sellersUnderCeiling } from '#modules/subjects'
import { salesOf } from '#modules/trade'
import type { Job } from '#platform/jobs'
import type { Core } from './core.ts'

type Parts = Pick<Core, 'database' | 'clock' | 'ids'>

export const pettyTradeJob = (parts: Parts): Job => ({
  name: 'subjects.should-register',
  cron: '40 2 * * *',
  run: async () => void (await flagGrownSellers(parts)),
})

/** Answers how many sellers were flagged now. The year is yesterday's, so that New Year's Eve still counts. */
export async function flagGrownSellers({ database, clock, ids }: Parts): Promise<number> {
  const { db } = database
  const at = clock.now()
  const yesterday = addDays(chineseDay(at.getTime()), -1)
  const year = Number(yesterday.slice(0, 4))
  const ceilingFen = (await readPolicies(db)).number('smallTrade.ceiling', yesterday)
  const members = await membersOfEach(db, await sellersUnderCeiling(db))
  const sales = await salesOf(db, [...members.values()].flat(), {
    from: new Date(startOfChineseDay(`${year}-01-01`)),
    to: new Date(startOfChineseDay(`${year + 1}-01-01`)),
  })
  let flagged = 0
  for (const [subjectId, own] of members) {
    const salesFen = own.reduce((sum, id) => sum + (sales.get(id) ?? 0), 0)
    if (salesFen <= ceilingFen) continue
    const said = { actor: { ...anyone, name: '系统', roles: [] }, at, ids }
    const grown = { subjectId, year, salesFen, ceilingFen }
    if (await database.tx(tx => flagShouldRegister(tx, grown, said))) flagged++
  }
  return flagged
}
