/**
 * Events a second through twenty typical rules and through five thousand, hits kept with the values they rest on, beside
 * json-rules-engine and GoRules Zen on the same rules and events; all must agree before anything is measured. The ceiling
 * of the twenty is the same rules written by hand in TypeScript; that of the five thousand is a tree walk of every rule.
 */
import { generateCounty } from '#lib/county'
import { type Condition, checkCondition, type Hit, holds, type Rule, RuleEngine } from '#lib/rules'
import {
  feed,
  publishedFields,
  type RunningRule,
  readerFor,
  shippedParameters,
  staffRules,
  startOfTime,
} from '#modules/detection'
import { report } from './support/metric.ts'
import { type Facts, jsonRulesEngine, keyOf, type Peer, zenEngine } from './support/rule-peers.ts'

const on = ['order.placed']
type Event = Parameters<typeof feed>[2]

/** The fields that these rules read, with how each is read: as the detection room reads its own. */
const readers: Readonly<Record<string, (facts: Facts) => number | string | undefined>> = {
  platform: f => f.platform,
  shop: f => f.shop,
  amount: f => f.amount,
  quantity: f => f.quantity,
  hour: f => f.hour,
  addressCity: f => f.addressCity,
  'shop.orders.1h': f => f.shop_orders_1h,
  'shop.buyers.1h': f => f.shop_buyers_1h,
  'shop.orders.24h': f => f.shop_orders_24h,
  'shop.amount.24h': f => f.shop_amount_24h,
  'shop.refunds.7d': f => f.shop_refunds_7d,
  'shop.lowRatings.7d': f => f.shop_lowRatings_7d,
  'buyer.orders.24h': f => f.buyer_orders_24h,
  'buyer.shops.24h': f => f.buyer_shops_24h,
  'buyer.amount.7d': f => f.buyer_amount_7d,
  'device.buyers.7d': f => f.device_buyers_7d,
  'address.buyers.7d': f => f.address_buyers_7d,
}

const twentyTexts = [
  'shop.orders.1h >= 6 and shop.buyers.1h <= 2',
  'shop.orders.1h >= 10 and amount < 20元',
  'buyer.orders.24h >= 5 and buyer.shops.24h >= 2',
  'buyer.orders.24h >= 8',
  'device.buyers.7d >= 4',
  'device.buyers.7d >= 2 and buyer.shops.24h >= 3',
  'address.buyers.7d >= 5 and amount between 10元 and 100元',
  'hour < 5 and amount >= 500元',
  'hour between 1 and 4 and shop.orders.24h >= 12',
  'shop.refunds.7d >= 5 and shop.orders.24h >= 5',
  'shop.lowRatings.7d >= 5 and not (amount < 50元)',
  'platform = "p01" and amount > 3000元',
  'platform in ("p02", "p03") and amount > 2000元 and quantity >= 3',
  'quantity >= 8 and amount < 100元',
  'shop.amount.24h > 20000元 and shop.buyers.1h <= 3',
  'buyer.amount.7d > 5000元 and buyer.shops.24h >= 2',
  'addressCity in ("130528", "110101") and device.buyers.7d >= 3',
  '(hour >= 23 or hour <= 2) and buyer.orders.24h >= 4',
  'amount >= 9000元 or quantity >= 50',
  'shop.orders.24h between 30 and 60 and shop.buyers.1h <= 1 and not (platform = "p04")',
]

/** The same twenty as a programmer would write them; what a machine can do at best. */
function byHand(f: Facts & Record<string, never>, into: number[]): void {
  const n = f as unknown as Record<string, number>
  if (n.shop_orders_1h! >= 6 && n.shop_buyers_1h! <= 2) into.push(0)
  if (n.shop_orders_1h! >= 10 && n.amount! < 2000) into.push(1)
  if (n.buyer_orders_24h! >= 5 && n.buyer_shops_24h! >= 2) into.push(2)
  if (n.buyer_orders_24h! >= 8) into.push(3)
  if (n.device_buyers_7d! >= 4) into.push(4)
  if (n.device_buyers_7d! >= 2 && n.buyer_shops_24h! >= 3) into.push(5)
  if (n.address_buyers_7d! >= 5 && n.amount! >= 1000 && n.amount! <= 10_000) into.push(6)
  if (n.hour! < 5 && n.amount! >= 50_000) into.push(7)
  if (n.hour! >= 1 && n.hour! <= 4 && n.shop_orders_24h! >= 12) into.push(8)
  if (n.shop_refunds_7d! >= 5 && n.shop_orders_24h! >= 5) into.push(9)
  if (n.shop_lowRatings_7d! >= 5 && !(n.amount! < 5000)) into.push(10)
  if (f.platform === 'p01' && n.amount! > 300_000) into.push(11)
  if ((f.platform === 'p02' || f.platform === 'p03') && n.amount! > 200_000 && n.quantity! >= 3)
    into.push(12)
  if (n.quantity! >= 8 && n.amount! < 10_000) into.push(13)
  if (n.shop_amount_24h! > 2_000_000 && n.shop_buyers_1h! <= 3) into.push(14)
  if (n.buyer_amount_7d! > 500_000 && n.buyer_shops_24h! >= 2) into.push(15)
  if ((f.addressCity === '130528' || f.addressCity === '110101') && n.device_buyers_7d! >= 3)
    into.push(16)
  if ((n.hour! >= 23 || n.hour! <= 2) && n.buyer_orders_24h! >= 4) into.push(17)
  if (n.amount! >= 900_000 || n.quantity! >= 50) into.push(18)
  if (
    n.shop_orders_24h! >= 30 &&
    n.shop_orders_24h! <= 60 &&
    n.shop_buyers_1h! <= 1 &&
    !(f.platform === 'p04')
  )
    into.push(19)
}

const twenty = twentyTexts.map(meaning)
const work = { seed: 'rules', merchants: 1_000, buyers: 15_000, orders: 60_000 }
const events = [...generateCounty(work).events()] as Event[]
const facts = factsOf(events)
const fiveThousand = manyRules(facts)

await agree(twenty, facts.slice(0, 3_000))
await agree(fiveThousand.slice(0, 300), facts.slice(0, 200))
await measureTwenty()
await measureFiveThousand()
measureWithWindows()

function meaning(text: string): Condition {
  const checked = checkCondition(text, { fields: publishedFields, on })
  if (!checked.ok) throw new Error(`${text}: ${checked.faults[0]!.en}`)
  return checked.value
}

function ruleOf(when: Condition): Rule<'low'> {
  return { language: 1, on, lines: [{ outcome: 'low', when }] }
}

function engineOf(conditions: readonly Condition[]): RuleEngine<Facts> {
  return new RuleEngine<Facts>(conditions.map(ruleOf), {
    fields: publishedFields,
    reader: field => readers[field] ?? unread(field),
  })
}

function unread(field: string): never {
  throw new Error(`this benchmark does not read ${field}`)
}

/** What each order showed when it came, as a flat record: the same for every engine. */
function factsOf(all: readonly Event[]): Facts[] {
  const detector = staffRules.create(shippedParameters(staffRules))
  const clockwork = { newestMs: startOfTime }
  const fields = Object.keys(readers)
  return all.flatMap(event => {
    feed([detector], clockwork, event)
    if (event.kind !== 'order.placed') return []
    const read = fields.map(field => [
      keyOf(field),
      readerFor(field)(detector.windows) ?? (field === 'addressCity' ? '' : 0),
    ])
    return [Object.fromEntries(read) as Facts]
  })
}

/** As a province might keep them: by platform, city and shop, by thresholds alone, and a few that no index helps. */
function manyRules(seen: readonly Facts[]): Condition[] {
  const at = (i: number) => seen[(i * 7919) % seen.length]!
  const texts: ((i: number) => string)[] = [
    i => `shop = "${at(i).shop}" and shop.orders.24h >= ${8 + (i % 20)}`,
    i => `addressCity = "${at(i).addressCity}" and amount > ${300 + (i % 900)}元`,
    i => `platform = "${at(i).platform}" and shop.orders.1h >= ${5 + (i % 60)}`,
    i => `buyer.orders.24h >= ${4 + (i % 30)} and buyer.shops.24h >= ${2 + (i % 4)}`,
    i =>
      `amount between ${i % 500}元 and ${(i % 500) + 3}元 and device.buyers.7d >= ${2 + (i % 5)}`,
    i => `shop.amount.24h > ${5_000 + i * 10}元 and not (hour between 8 and 22)`,
    i => `shop.lowRatings.7d >= ${3 + (i % 20)} or shop.refunds.7d >= ${5 + (i % 40)}`,
    i => `hour <= ${i % 6} and quantity >= ${4 + (i % 9)} and address.buyers.7d >= ${2 + (i % 6)}`,
  ]
  return Array.from({ length: 5_000 }, (_, i) => meaning(texts[i % texts.length]!(i)))
}

/** Every engine must find the same rules on the same events. */
async function agree(conditions: readonly Condition[], some: readonly Facts[]): Promise<void> {
  const engine = engineOf(conditions)
  const peers = [jsonRulesEngine(conditions), zenEngine(conditions)]
  let hits = 0
  for (const one of some) {
    const own = engine.evaluate('order.placed', one)
    hits += own.length
    for (const hit of own) if (!engine.explain(hit).met) throw new Error('an untrue explanation')
    const expected = conditions.flatMap((rule, i) =>
      holds(rule, field => readers[field]!(one)) ? [i] : [],
    )
    const answers = [
      own.map(({ rule }) => rule),
      ...(await Promise.all(peers.map(peer => peer(one)))),
    ]
    if (conditions === twenty) {
      const hand: number[] = []
      byHand(one as never, hand)
      answers.push(hand)
    }
    for (const answer of answers)
      if (String(answer) !== String(expected)) throw new Error(`${answer} instead of ${expected}`)
  }
  if (hits === 0) throw new Error('no rule ever hit: the comparison would say nothing')
}

async function measureTwenty(): Promise<void> {
  const hand: number[] = []
  const best = perSecond(
    facts,
    8,
    one => byHand(one as never, hand),
    () => {
      hand.length = 0
    },
  )
  const { rate, hits } = measured(twenty, 8)
  const share = (hits / facts.length).toFixed(3)
  const of = `${facts.length} orders, 20 rules, ${share} hits an event, each kept with its values`
  report({ metric: 'rules.twenty', value: rate, unit: 'events/s', ceiling: best, work: of })
  const walk = perSecond(facts, 1, one => twenty.map(rule => holds(rule, f => readers[f]!(one))))
  const line = (metric: string, value: number, said: string) =>
    report({ metric, value, unit: 'events/s', ceiling: best, work: said })
  line('rules.twenty_tree_walk', walk, 'the same rules as plain data, every one walked')
  const peer = async (metric: string, run: Peer) =>
    line(metric, await peerRate(run, facts.slice(0, 4_000)), '4000 of the same orders and rules')
  await peer('rules.twenty_json_rules_engine', jsonRulesEngine(twenty))
  await peer('rules.twenty_zen_engine', zenEngine(twenty))
}

async function measureFiveThousand(): Promise<void> {
  const some = facts.slice(0, 1_000)
  const walk = perSecond(some, 1, one =>
    fiveThousand.map(rule => holds(rule, f => readers[f]!(one))),
  )
  const { rate, looked } = measured(fiveThousand, 1)
  const of = `${facts.length} orders, 5000 rules, ${(looked / facts.length).toFixed(1)} looked at an event`
  const line = (metric: string, value: number, said: string) =>
    report({ metric, value, unit: 'events/s', ceiling: walk, work: said })
  line('rules.five_thousand', rate, `${of}; ceiling: every rule walked`)
  const few = facts.slice(1_000, 1_030)
  const peer = async (metric: string, run: Peer) =>
    line(metric, await peerRate(run, few), `${few.length} of the same orders, the same 5000 rules`)
  await peer('rules.five_thousand_json_rules_engine', jsonRulesEngine(fiveThousand))
  await peer('rules.five_thousand_zen_engine', zenEngine(fiveThousand))
}

/** The detector as it runs in production: windows, rules, acts. */
function measureWithWindows(): void {
  const made = () => staffRules.create(shippedParameters(staffRules))
  const run = (conditions: readonly Condition[]) => {
    const detector = made()
    detector.take(conditions.map(runningOf))
    const clockwork = { newestMs: startOfTime }
    return rateOf(events.length, () => {
      for (const event of events) feed([detector], clockwork, event)
      detector.drain()
    })
  }
  const bare = run([])
  const work = `${events.length} events of all kinds, 75 window fields kept; ceiling: without rules`
  const line = (metric: string, value: number) =>
    report({ metric, value, unit: 'events/s', ceiling: bare, work })
  line('rules.twenty_with_windows', run(twenty))
  line('rules.five_thousand_with_windows', run(fiveThousand))
}

function runningOf(when: Condition, i: number): RunningRule {
  return {
    code: `r${i}`,
    version: 1,
    title: { zh: `规则${i}`, en: `rule ${i}` },
    behaviour: 'forward-brushing',
    about: 'shop',
    confidence: 0.5,
    onTrial: false,
    rule: ruleOf(when),
  }
}

function measured(conditions: readonly Condition[], rounds: number) {
  const engine = engineOf(conditions)
  const warm = facts.slice(0, 10_000)
  for (const one of warm) engine.evaluate('order.placed', one)
  const before = engine.linesLooked
  let kept: Hit[] = []
  let hits = 0
  const rate = perSecond(
    facts,
    rounds,
    one => {
      const found = engine.evaluate('order.placed', one)
      for (let i = 0; i < found.length; i++) kept.push(found[i]!)
    },
    () => {
      hits = kept.length
      kept = []
    },
  )
  return { rate, hits, looked: (engine.linesLooked - before) / (rounds + 1) }
}

/** Of processor time, collector included; one round to warm up. */
function perSecond(
  some: readonly Facts[],
  rounds: number,
  each: (one: Facts) => unknown,
  after?: () => void,
): number {
  const round = () => {
    for (const one of some) each(one)
    after?.()
  }
  round()
  return rateOf(some.length * rounds, () => {
    for (let i = 0; i < rounds; i++) round()
  })
}

async function peerRate(peer: Peer, some: readonly Facts[]): Promise<number> {
  for (const one of some.slice(0, 10)) await peer(one)
  const began = process.cpuUsage()
  for (const one of some) await peer(one)
  return rated(some.length, began)
}

function rateOf(count: number, body: () => void): number {
  const began = process.cpuUsage()
  body()
  return rated(count, began)
}

function rated(count: number, began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began)
  return Number((count / ((user + system) / 1_000_000)).toPrecision(4))
}
