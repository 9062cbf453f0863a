/**
 * What happened in the last days before the county is opened. Its year is written down and ends when it ends; a work queue
 * lives of yesterday. So a little honest trade goes on until now, and four small schemes begin in it: what the models see
 * of them is raised on those days, and waits for whoever opens the queue.
 */
import type { TradeEvent, TradeEventOf, TradeKind } from '#contract'
import { sha256Hex } from '#lib/canonical'
import type { County, CountyBuyer, Shop } from '#lib/county'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const MINUTE_MS = 60_000

/** How many days are played, each one intake batch. */
export const lastDays = 14

/** Until then, so that whatever is reported next is in a later hour of the stream and is looked at. */
const quietMs = 2 * HOUR_MS

/** The events of each of the last days, a day being 24 hours that end where the next begin. */
export function eventsOfLastDays(county: County, now: Date): TradeEvent[][] {
  const endMs = now.getTime() - quietMs
  const story = storyOf(county)
  const events = [
    ...honestTrade(story),
    ...loopOfFunds(story),
    ...circleOfRefunds(story),
    ...splitPurchases(story),
    ...inventedPrices(story),
  ].map(({ daysAgo, ...event }) => ({
    ...event,
    occurredAt: new Date(endMs - daysAgo * DAY_MS).toISOString(),
  })) as TradeEvent[]
  const days = Array.from({ length: lastDays }, (): TradeEvent[] => [])
  for (const event of events) {
    const daysAgo = (endMs - Date.parse(event.occurredAt)) / DAY_MS
    days[lastDays - Math.ceil(daysAgo)]!.push(event)
  }
  return days.map(day => day.sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1)))
}

type Told = { readonly daysAgo: number; readonly kind: TradeKind }
type Story = {
  /** The n-th of the shops and buyers that no scheme of the year had to do with. */
  shop(n: number): Shop
  buyer(n: number): CountyBuyer
  payeeOf(shop: Shop): string
  institution: string
}

/** Open shops that no scheme of the year had to do with. */
export function ordinaryShops(county: County): Shop[] {
  const named = new Set(county.truth.flatMap(scheme => scheme.shops))
  return county.shops.filter(({ id, closedOn }) => !named.has(id) && !closedOn)
}

function storyOf(county: County): Story {
  const shops = ordinaryShops(county)
  const named = new Set(county.truth.flatMap(({ accounts }) => accounts))
  const buyers = county.buyers.filter(({ token }) => !named.has(token))
  const payees = new Map(county.merchants.map(({ id, payee }) => [id, payee]))
  return {
    shop: n => shops[n % shops.length]!,
    buyer: n => buyers[n % buyers.length]!,
    payeeOf: ({ merchant }) => payees.get(merchant)!,
    institution: county.institutions[0]!.code,
  }
}

type Fields<K extends TradeKind> = Omit<
  TradeEventOf<K>,
  'kind' | 'source' | 'eventId' | 'occurredAt' | 'platform' | 'shop'
>

/** A number such as systems give; the same name has the same number. */
const numbered = (name: string): string => sha256Hex(`last days ${name}`).slice(0, 10)

type Happened = {
  /** Its number at whoever reports it. */
  readonly id: string
  readonly shop: Shop
  readonly daysAgo: number
  /** The platform, unless an institution moved money. */
  readonly source?: string
}

function told<K extends TradeKind>(
  kind: K,
  { id, shop, daysAgo, source = shop.platform }: Happened,
  fields: Fields<K>,
): Told {
  const event = { kind, source, eventId: numbered(id), platform: shop.platform, shop: shop.id }
  return { ...event, ...fields, daysAgo }
}

type Purchase = {
  readonly order: string
  readonly shop: Shop
  readonly buyer: CountyBuyer
  readonly daysAgo: number
  readonly amountFen: number
}

/** Placed, and paid two minutes later. */
function bought({ payeeOf, institution }: Story, purchase: Purchase): Told[] {
  const { order, shop, buyer, daysAgo, amountFen } = purchase
  const items = [{ sku: numbered(`${shop.id} goods`), quantity: 1, unitPriceFen: amountFen }]
  const paid = {
    order,
    payment: numbered(`${order} payment`),
    payer: buyer.payer,
    payee: payeeOf(shop),
    amountFen,
    institution,
  }
  const at = { id: `${order}-placed`, shop, daysAgo }
  const paidAgo = daysAgo - (2 * MINUTE_MS) / DAY_MS
  const paying = { id: `${order}-paid`, shop, daysAgo: paidAgo, source: institution }
  return [
    told('order.placed', at, { order, buyer: buyer.token, items, amountFen }),
    told('payment.made', paying, paid),
  ]
}

/** An order an hour, each of another buyer at another shop, the last half an hour before the end. */
function honestTrade(story: Story): Told[] {
  const hours = lastDays * 24
  return Array.from({ length: hours }, (_, hour) =>
    bought(story, {
      order: numbered(`ordinary ${hour}`),
      shop: story.shop(10 + hour * 7),
      buyer: story.buyer(100 + hour * 11),
      daysAgo: (hours - hour) / 24 - 0.5 / 24,
      amountFen: 2_900 + ((hour * 137) % 20) * 500,
    }),
  ).flat()
}

/** Four buyers whose money comes back to them the same evening over one purse between. */
function loopOfFunds(story: Story): Told[] {
  const shop = story.shop(0)
  const purse = numbered('purse')
  const { institution } = story
  return Array.from({ length: 12 }, (_, i) => {
    const order = numbered(`loop ${i}`)
    const buyer = story.buyer(i % 4)
    const daysAgo = 9.8 - i / 100
    const amountFen = 18_800 + i * 100
    const back = (id: string, hours: number, payer: string, payee: string) =>
      told(
        'funds.moved',
        { id: `${order}-${id}`, shop, daysAgo: daysAgo - hours / 24, source: institution },
        { payer, payee, amountFen, institution },
      )
    return [
      ...bought(story, { order, shop, buyer, daysAgo, amountFen }),
      back('out', 3, story.payeeOf(shop), purse),
      back('home', 5, purse, buyer.payer),
    ]
  }).flat()
}

/** Eight buyers who order three times each and have all of it paid back. */
function circleOfRefunds(story: Story): Told[] {
  const shop = story.shop(1)
  return Array.from({ length: 24 }, (_, i) => {
    const order = numbered(`refund ${i}`)
    const buyer = story.buyer(4 + (i % 8))
    const daysAgo = 6.5 - i / 50
    const amountFen = 5_900
    const refund = {
      order,
      payment: numbered(`${order} refund`),
      payer: story.payeeOf(shop),
      payee: buyer.payer,
      amountFen,
      reason: '七天无理由退货',
    }
    const at = { id: `${order}-back`, shop, daysAgo: daysAgo - 1.1, source: story.institution }
    return [
      ...bought(story, { order, shop, buyer, daysAgo, amountFen }),
      told('payment.refunded', at, refund),
    ]
  }).flat()
}

/** Eight buyers who each split what they buy into four orders within the hour. */
function splitPurchases(story: Story): Told[] {
  const shop = story.shop(2)
  return Array.from({ length: 32 }, (_, i) =>
    bought(story, {
      order: numbered(`split ${i}`),
      shop,
      buyer: story.buyer(12 + Math.floor(i / 4)),
      daysAgo: 1.7 - Math.floor(i / 4) / 20 - (i % 4) / 200,
      amountFen: 3_900,
    }),
  ).flat()
}

/** Three articles that strike a price today which they never had in the two weeks before. */
function inventedPrices(story: Story): Told[] {
  const shop = story.shop(3)
  return Array.from({ length: 3 }, (_, i) => {
    const article = {
      sku: numbered(`${shop.id} article ${i}`),
      title: ['保温杯', '收纳箱', '台灯'][i]!,
    }
    const priceFen = 4_900 + i * 1_000
    const at = (id: string, daysAgo: number) => ({ id: `t${i}-${id}`, shop, daysAgo })
    return [
      told('listing.changed', at('before', lastDays - 0.1), { ...article, priceFen }),
      told('listing.changed', at('now', 0.3), {
        ...article,
        priceFen,
        struckPriceFen: priceFen * 3,
      }),
    ]
  }).flat()
}
