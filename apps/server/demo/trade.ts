/** Takes the county's year of trade and the days after it in through the same intake as everyone's. */
import type { TradeEvent } from '#contract'
import type { County } from '#lib/county'
import { batchRows, type Candidate, type IntakeDeps, type Reporter, takeIn } from '#modules/trade'
import type { Progress } from '../progress.ts'

export async function importCountyTrade(
  { county, after }: { county: County; after: readonly (readonly TradeEvent[])[] },
  deps: IntakeDeps,
  reporter: Reporter,
  progress: Progress,
): Promise<number> {
  let landed = 0
  for await (const answer of takeIn(deps, reporter, batchesOf(county, after))) {
    if (answer.status === 'refused')
      throw new Error(`the county's event ${answer.eventId} was refused: ${JSON.stringify(answer)}`)
    landed = answer.rows[1]
    progress.step('导入交易 / trade', Math.min(landed, county.eventCount), county.eventCount)
  }
  return landed
}

/** Each of the days after the year is a batch of its own, and so an instant of its own to those who watch. */
async function* batchesOf(
  county: County,
  after: readonly (readonly TradeEvent[])[],
): AsyncGenerator<Candidate[]> {
  let batch: Candidate[] = []
  let row = 0
  for (const value of county.events()) {
    row += 1
    batch.push({ row, raw: '', value })
    if (batch.length < batchRows) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
  for (const day of after) yield day.map(value => ({ row: ++row, raw: '', value }))
}
