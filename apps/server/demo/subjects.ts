/**
 * Registers the county's merchants, platforms, carriers and institutions when they took up trade, so that nobody is
 * registered after their own orders, and verifies the sellers again as the law wants it twice a year.
 */
import type { ShopGiven, SubjectGiven, VerificationGiven } from '#contract'
import { addDays, addMonths, chineseDay } from '#lib/calendar'
import { sha256Hex } from '#lib/canonical'
import type { County, Merchant, Shop } from '#lib/county'
import { openShop, type Registrar, registerSubjects, verifySubject } from '#modules/subjects'
import type { Core } from '../core.ts'
import type { Progress } from '../progress.ts'
import { countyArea } from './organisations.ts'

const rowsPerTransaction = 500
const exemptionOf = {
  'farm-produce': 'farm-produce',
  handicraft: 'home-handicraft',
  'convenience-labour': 'convenience-labour',
  'small-trade': 'small-trade',
} as const

type Row = { readonly key: string; readonly given: SubjectGiven; readonly on: string }

/** Answers the subject of each merchant by its id in the county. */
export async function registerCounty(
  core: Core,
  county: County,
  registrar: Registrar,
  progress: Progress,
): Promise<Map<string, string>> {
  const began = addDays(chineseDay(Date.parse(county.startAt)), -30)
  const shopsOf = Map.groupBy(county.shops, shop => shop.merchant)
  const rows: Row[] = [
    ...county.platforms.map(p => ({ key: p.code, given: firm('platform', p), on: began })),
    ...county.carriers.map(c => ({ key: c.code, given: firm('carrier', c), on: began })),
    ...county.institutions.map(i => ({
      key: i.code,
      given: firm('payment-institution', i),
      on: began,
    })),
    ...county.merchants.map(merchant => {
      const shops = shopsOf.get(merchant.id) ?? []
      const on = registeredOn(shops, began)
      const open = shops.filter(shop => shop.openedOn <= monthEnd(on))
      return { key: merchant.id, given: merchantGiven(merchant, open, on), on }
    }),
  ]
  const subjects = new Map<string, string>()
  for (const [on, those] of [...Map.groupBy(rows, row => row.on)].sort())
    for (let i = 0; i < those.length; i += rowsPerTransaction) {
      await register(core, those.slice(i, i + rowsPerTransaction), saidOn(registrar, on), subjects)
      progress.step('登记主体 / registering', subjects.size, rows.length)
    }
  await openLater(core, county, subjects, registrar, rows)
  await verifyAgain(core, county, subjects, registrar)
  await verifyFirms(core, rows, subjects, registrar)
  return subjects
}

/** The first day of the month in which the first shop opened; whoever kept one before came when the county began. */
function registeredOn(shops: readonly Shop[], began: string): string {
  const first = shops.map(shop => shop.openedOn).sort()[0] ?? began
  return first <= began ? began : `${first.slice(0, 7)}-01`
}

const monthEnd = (day: string): string => `${day.slice(0, 7)}-31`
const saidOn = (registrar: Registrar, day: string): Registrar => ({
  ...registrar,
  at: new Date(`${day}T09:00:00+08:00`),
})

async function register(
  core: Core,
  rows: readonly Row[],
  by: Registrar,
  subjects: Map<string, string>,
): Promise<void> {
  const outcomes = await core.database.tx(tx =>
    registerSubjects(
      tx,
      rows.map(row => row.given),
      by,
    ),
  )
  for (const [n, outcome] of outcomes.entries()) {
    if (outcome.id === null)
      throw new Error(
        `the county's ${rows[n]!.key} was ${outcome.status}: ${JSON.stringify(outcome)}`,
      )
    subjects.set(rows[n]!.key, outcome.id)
  }
}

/** A further shop is registered on the day it opens. */
async function openLater(
  core: Core,
  county: County,
  subjects: ReadonlyMap<string, string>,
  registrar: Registrar,
  rows: readonly Row[],
): Promise<void> {
  const registered = new Set(
    rows.flatMap(({ given }) => given.shops?.map(({ platform, shop }) => `${platform} ${shop}`)),
  )
  const later = county.shops.filter(({ platform, id }) => !registered.has(`${platform} ${id}`))
  await core.database.tx(async tx => {
    for (const shop of later)
      await openShop(
        tx,
        subjects.get(shop.merchant)!,
        shopGiven(shop),
        saidOn(registrar, shop.openedOn),
      )
  })
}

/** 网络交易监督管理办法 art. 24: sellers are verified again at least every six months. */
async function verifyAgain(
  core: Core,
  county: County,
  subjects: ReadonlyMap<string, string>,
  registrar: Registrar,
): Promise<void> {
  const on = addMonths(chineseDay(registrar.at.getTime()), -1)
  for (let i = 0; i < county.merchants.length; i += rowsPerTransaction)
    await core.database.tx(async tx => {
      for (const merchant of county.merchants.slice(i, i + rowsPerTransaction))
        await verifySubject(
          tx,
          subjects.get(merchant.id)!,
          verificationOf(merchant, platformOf(county, merchant), on),
          saidOn(registrar, on),
        )
    })
}

/** The office itself compares the firms with the register of enterprises. */
async function verifyFirms(
  core: Core,
  rows: readonly Row[],
  subjects: ReadonlyMap<string, string>,
  registrar: Registrar,
): Promise<void> {
  const on = addMonths(chineseDay(registrar.at.getTime()), -2)
  await core.database.tx(async tx => {
    for (const { key, given } of rows.filter(row => row.given.verification === undefined))
      await verifySubject(
        tx,
        subjects.get(key)!,
        {
          method: 'registry-match',
          verifier: registrar.actor.name,
          result: 'passed',
          verifiedAt: new Date(`${on}T08:00:00+08:00`).toISOString(),
          evidenceSha256: sha256Hex(`demonstration verification of ${given.name} on ${on}`),
        },
        saidOn(registrar, on),
      )
  })
}

const platformOf = ({ shops }: County, { id }: Merchant): string =>
  shops.find(shop => shop.merchant === id)?.platform ?? 'county'

const firm = (
  kind: 'platform' | 'carrier' | 'payment-institution',
  { code, name, uscc }: { code: string; name: string; uscc: string },
): SubjectGiven => ({
  kind,
  name,
  area: countyArea,
  identifiers: [{ kind: 'uscc', value: uscc }],
  ...(kind === 'platform' ? { platform: code } : {}),
})

function merchantGiven(merchant: Merchant, shops: readonly Shop[], on: string): SubjectGiven {
  const person = merchant.uscc === undefined
  const declaredAt = new Date(`${on}T08:00:00+08:00`).toISOString()
  return {
    kind: person
      ? 'personal-seller'
      : merchant.kind === 'company'
        ? 'merchant'
        : 'individual-business',
    name: person ? merchant.operator.name : merchant.name,
    area: merchant.area,
    address: merchant.address,
    contactName: merchant.operator.name,
    identifiers: person
      ? [{ kind: 'residentId', value: merchant.operator.residentId }]
      : [{ kind: 'uscc', value: merchant.uscc! }],
    ...(merchant.noRegistrationCase && person
      ? { exemption: exemptionOf[merchant.noRegistrationCase], declaredAt }
      : {}),
    shops: shops.map(shopGiven),
    verification: verificationOf(merchant, shops[0]?.platform ?? 'county', on),
  }
}

const shopGiven = (shop: Shop): ShopGiven => ({
  platform: shop.platform,
  shop: shop.id,
  name: shop.name,
  url: shop.url,
  openedAt: new Date(`${shop.openedOn}T00:00:00+08:00`).toISOString(),
})

const verificationOf = (merchant: Merchant, verifier: string, on: string): VerificationGiven => ({
  method: merchant.uscc === undefined ? 'face-match' : 'registry-match',
  verifier,
  result: 'passed',
  verifiedAt: new Date(`${on}T08:00:00+08:00`).toISOString(),
  evidenceSha256: sha256Hex(`demonstration verification of ${merchant.id} on ${on}`),
})
