/**
 * What a platform and an agency have entered into the files of ordinary sellers: promises kept and broken, an evaluation.
 * Most came within the term of entry, some did not, as the page of delays shows.
 */
import { addDays, chineseDay } from '#lib/calendar'
import { sha256Hex } from '#lib/canonical'
import type { Shop } from '#lib/county'
import type { Party } from '#modules/measures'
import { readPolicies } from '#modules/policy'
import { addRecord, catalogueItem } from '#modules/records'
import type { Core } from '../core.ts'
import { demoActor } from './actors.ts'

type Entry = {
  readonly by: 'platform' | 'agency'
  readonly item: 'promise.broken' | 'promise.kept' | 'evaluation.third-party'
  readonly textZh: string
  readonly textEn: string
  readonly happenedDaysAgo: number
  readonly enteredDaysAgo: number
}

const broken = {
  by: 'platform',
  item: 'promise.broken',
  textZh: '承诺四十八小时内发货，逾期未发。',
  textEn: 'Promised to ship within 48 hours and did not.',
} as const
const kept = {
  by: 'platform',
  item: 'promise.kept',
  textZh: '承诺七天无理由退货，全部按期办理。',
  textEn: 'Promised returns within seven days and kept all of it.',
} as const
const evaluated = {
  by: 'agency',
  item: 'evaluation.third-party',
  textZh: '年度第三方信用评价：较好。',
  textEn: 'Yearly third-party evaluation: fairly good.',
} as const

const entries: readonly Entry[] = [
  { ...broken, happenedDaysAgo: 92, enteredDaysAgo: 88 },
  { ...broken, happenedDaysAgo: 75, enteredDaysAgo: 41 },
  { ...kept, happenedDaysAgo: 60, enteredDaysAgo: 55 },
  { ...broken, happenedDaysAgo: 38, enteredDaysAgo: 20 },
  { ...kept, happenedDaysAgo: 16, enteredDaysAgo: 12 },
  { ...evaluated, happenedDaysAgo: 70, enteredDaysAgo: 66 },
  { ...evaluated, happenedDaysAgo: 48, enteredDaysAgo: 24 },
]

/** Each of another of the shops. */
export async function enterRecords(
  core: Core,
  shops: readonly Shop[],
  partyOf: (shop: string) => Promise<Party>,
): Promise<void> {
  const policies = await readPolicies(core.database.db)
  const actors = {
    platform: await demoActor(core, 'platform', 'platform'),
    agency: await demoActor(core, 'agency', 'credit-agency'),
  }
  const today = chineseDay(core.clock.now().getTime())
  for (const [i, entry] of entries.entries()) {
    const { by, item, textZh, textEn } = entry
    const { basis, evidence } = catalogueItem(item)
    const subject = await partyOf(shops[i % shops.length]!.id)
    const entered = addDays(today, -entry.enteredDaysAgo)
    const at = new Date(`${entered}T10:00:00+08:00`)
    const named = evidence.map(({ code, zh }) => ({
      code,
      title: zh,
      sha256: sha256Hex(`${item} ${i} ${code}`),
    }))
    const occurredOn = addDays(today, -entry.happenedDaysAgo)
    const severity = item === 'promise.broken' ? ({ severity: 'minor' } as const) : {}
    const given = { subject, item, textZh, textEn, basis, evidence: named, occurredOn, ...severity }
    const said = { actor: actors[by], at, ids: core.ids, policies }
    await core.database.tx(tx => addRecord(tx, given, said))
  }
}
