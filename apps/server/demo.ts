/**
 * Fills an empty installation with the demonstration county: organisations and accounts, the register, a year of trade
 * through the ordinary intake, what follows from it, and one chain played to its end. Everything in it is invented.
 */
import { type County, generateCounty } from '#lib/county'
import { type By, operator } from '#modules/access'
import { evaluateMany } from '#modules/evaluation'
import type { Party } from '#modules/measures'
import { activeSubjects, type Registrar } from '#modules/subjects'
import type { Core } from './core.ts'
import { watchCounty } from './demo/alerts.ts'
import { playChains, storyShop } from './demo/chain.ts'
import { eventsOfLastDays, ordinaryShops } from './demo/last-days.ts'
import {
  actForThemselves,
  countyArea,
  createAccounts,
  createOrganisations,
  demoAccounts,
  demoPassword,
} from './demo/organisations.ts'
import { enterRecords } from './demo/records.ts'
import { relateCounty } from './demo/relations.ts'
import { registerCounty } from './demo/subjects.ts'
import { importCountyTrade } from './demo/trade.ts'
import { flagGrownSellers } from './petty-trade.ts'
import type { Progress } from './progress.ts'
import { partyOf, type Rooms, startRooms } from './rooms.ts'

/** Fills where there is nobody yet; answers whether it did. */
export async function fillIfEmpty(core: Core, rooms: Rooms, progress: Progress): Promise<boolean> {
  const someone = await core.database.db
    .selectFrom('subjects.subject')
    .select('subject_id')
    .limit(1)
    .executeTakeFirst()
  if (someone) return false
  progress.step('生成示例县 / generating the county', 0)
  const county = demoCounty(core.config.demoOrders)
  const office = {
    ...operator,
    name: '示例县社会信用办公室',
    roles: ['credit-office' as const],
    areas: [countyArea],
  }
  const by: By = { actor: operator, at: core.clock.now(), ids: core.ids }
  const organisations = await core.database.tx(tx => createOrganisations(tx, county, by))
  const organisationId =
    [...organisations.values()].find(o => o.kind === 'credit-office')?.id ?? null
  const registrar: Registrar = {
    actor: { ...office, organisationId },
    at: core.clock.now(),
    ids: core.ids,
    keys: core.subjectKeys,
    renewalMonths: 6,
  }
  const subjects = await registerCounty(core, county, registrar, progress)
  await core.database.tx(tx => actForThemselves(tx, organisations, subjects, by))
  await relateCounty(core, county, subjects, registrar)
  const tenants = new Map([...organisations].map(([code, { id }]) => [code, id]))
  const reporter = {
    source: null,
    tenantOf: (source: string) => tenants.get(source) ?? null,
    importId: core.ids.next(),
  }
  const { database, clock, ids } = core
  const trade = { county, after: eventsOfLastDays(county, clock.now()) }
  const watch = watchCounty(core, rooms)
  const intake = { database, clock, ids, shops: rooms.shops, wake: () => watch.wake() }
  await importCountyTrade(trade, intake, reporter, progress)
  const merchantOfShop = new Map(county.shops.map(shop => [shop.id, shop.merchant]))
  const partyOfShop = async (shop: string): Promise<Party> => {
    const party = await partyOf(core, core.database.db, subjects.get(merchantOfShop.get(shop)!)!)
    if (!party) throw new Error(`nobody keeps the county's shop ${shop}`)
    return party
  }
  const { id, name } = await partyOfShop(storyShop(county))
  await createAccounts(core, organisations, { id, name })
  progress.step('监测全年交易 / watching the year of trade', 0)
  await watch.end()
  progress.step('办理示例案件 / playing the cases', 0)
  await playChains(core, county, partyOfShop)
  // Whom the last days speak of stand at the beginning.
  await enterRecords(core, ordinaryShops(county).toReversed(), partyOfShop)
  await countBacklog(core, rooms, progress)
  progress.done('示例县已就绪 / the demonstration county is ready')
  return true
}

/** Ratings are counted, everyone is graded and every fact gets its place, before the first page is opened. */
async function countBacklog(core: Core, rooms: Rooms, progress: Progress): Promise<void> {
  progress.step('评价并记入日志 / grading and logging', 0)
  const loops = await startRooms(core, rooms)
  await loops.drain()
  await flagGrownSellers(core)
  await evaluateMany(rooms.evaluation, await activeSubjects(core.database.db))
  await loops.drain()
  await loops.stop()
}

/** Shops and people in the proportions of the full county: 200,000 orders, 2,000 merchants, 30,000 buyers. */
export const demoCounty = (orders: number): County =>
  generateCounty({
    orders,
    merchants: Math.max(50, Math.round(orders / 100)),
    buyers: Math.max(500, Math.round((orders * 3) / 20)),
  })

/** The demonstration accounts in one line, if this installation has them. */
export async function demoAccountsLine(core: Core): Promise<string | false> {
  const row = await core.database.db
    .selectFrom('access.account')
    .select('login')
    .where('login', '=', demoAccounts[0]!.login)
    .executeTakeFirst()
  if (!row) return false
  const names = demoAccounts.map(({ login, zh }) => `${login}（${zh}）`).join(' ')
  return `示例账号 / demonstration accounts: ${names}  口令 / password: ${demoPassword}`
}
