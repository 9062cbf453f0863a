/** Takes the county's year of trade in through the same intake as everyone's. */
import type { County } from '#lib/county'
import { batchRows, type Candidate, type IntakeDeps, type Reporter, takeIn } from '#modules/trade'
import type { Progress } from '../progress.ts'

export async function importCountyTrade(
  county: County,
  deps: IntakeDeps,
  reporter: Reporter,
  progress: Progress,
): Promise<number> {
  let landed = 0
  for await (const answer of takeIn(deps, reporter, batchesOf(county))) {
    if (answer.status === 'refused')
      throw new Error(`the county's event ${answer.eventId} was refused: ${JSON.stringify(answer)}`)
    landed = answer.rows[1]
    progress.step('导入交易 / trade', landed, county.eventCount)
  }
  return landed
}

async function* batchesOf(county: County): AsyncGenerator<Candidate[]> {
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
}
