import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import type { RuleContent, TradeEvent } from '#contract'
import { canonicalize } from '#lib/canonical'
import { generateCounty } from '#lib/county'
import { holds } from '#lib/rules'
import { feed, startOfTime } from '../event-feed.ts'
import type { Json, Suspicion } from '../model.ts'
import { shippedParameters } from '../parameters.ts'
import { publishedFields, readerFor } from './published-fields.ts'
import { compiled } from './rule-book.ts'
import { testRun, whyNot } from './rule-runs.ts'
import { type RunningRule, type StaffRulesDetector, staffRules } from './staff-rules.ts'

const parameters = shippedParameters(staffRules)
const ruleOf = (code: string, rule: RuleContent['rule'], about: 'shop' | 'buyer' = 'shop') => {
  const title = { zh: `规则${code}`, en: code }
  const content: RuleContent = {
    title,
    behaviour: 'forward-brushing',
    about,
    confidence: 0.6,
    rule,
  }
  return { ...content, code, version: 1, onTrial: false, rule: compiled(content) } as RunningRule
}
const expression = (code: string, on: string[], text: string, about: 'shop' | 'buyer' = 'shop') =>
  ruleOf(code, { on, form: 'expression', text, outcome: 'medium' }, about)

const rules: readonly RunningRule[] = [
  expression(
    'crowd',
    ['order.placed'],
    '本店1小时订单数≥4笔且 shop.orders.1h / shop.buyers.1h >= 2',
  ),
  expression(
    'busy-buyer',
    ['order.placed'],
    'buyer.orders.24h >= 4 and 该买家24小时网店数≥2',
    'buyer',
  ),
  expression('night', ['order.placed', 'payment.made'], 'hour < 5 and amount > 500元'),
  ruleOf('bands', {
    on: ['order.placed'],
    form: 'table',
    table: {
      columns: ['金额', '本店7天订单数'],
      rows: [
        { cells: ['>= 2000元', '-'], outcome: 'high' },
        { cells: ['500元..1999元', '<= 3'], outcome: 'low' },
      ],
    },
  }),
]

let events: TradeEvent[]
before(() => {
  const work = { seed: 'rules', merchants: 60, buyers: 900, orders: 3_000, days: 60 }
  events = [...generateCounty(work).events()] as TradeEvent[]
})

const made = (state?: Json): StaffRulesDetector => {
  const detector = staffRules.create(parameters, state)
  detector.take(rules)
  return detector
}

function run(
  detector: StaffRulesDetector,
  some: readonly TradeEvent[],
  clockwork = { newestMs: startOfTime },
): Suspicion[] {
  for (const event of some) feed([detector], clockwork, event)
  return detector.drain()
}

test('same events give the same suspicions and state, wherever the state was written down and taken up', () => {
  const whole = made()
  const told = run(whole, events)
  assert.ok(told.length > 50, `${told.length} told`)
  fc.assert(
    fc.property(fc.array(fc.nat(events.length), { maxLength: 3 }), cuts => {
      const clockwork = { newestMs: startOfTime }
      let detector = made()
      const parted: Suspicion[] = []
      let from = 0
      for (const cut of [...cuts.sort((a, b) => a - b), events.length]) {
        parted.push(...run(detector, events.slice(from, cut), clockwork))
        detector = made(JSON.parse(JSON.stringify(detector.state())) as Json)
        from = cut
      }
      assert.equal(canonicalize(detector.state()), canonicalize(whole.state()))
      assert.equal(canonicalize(parted), canonicalize(told))
    }),
    { numRuns: 3 },
  )
})

test('every hit of every rule is what the rule says of the figures counted by hand', () => {
  const detector = made()
  const clockwork = { newestMs: startOfTime }
  const hourMs = 3_600_000
  const orders: { shop: string; buyer: string; atMs: number }[] = []
  for (const event of events.slice(0, 4_000)) {
    const atMs = feed([detector], clockwork, event)
    if (event.kind !== 'order.placed') continue
    const shop = `${event.platform} ${event.shop}`
    orders.push({ shop, buyer: event.buyer, atMs })
    const within = (spanMs: number) => orders.filter(o => o.atMs > atMs - spanMs && o.atMs <= atMs)
    const inHour = within(hourMs).filter(o => o.shop === shop)
    const buyers = new Set(inHour.map(({ buyer }) => buyer)).size
    const { windows } = detector
    assert.equal(readerFor('shop.orders.1h')(windows), inHour.length)
    assert.equal(readerFor('shop.buyers.1h')(windows), buyers)
    const ofBuyer = within(24 * hourMs).filter(o => o.buyer === event.buyer)
    assert.equal(readerFor('buyer.shops.24h')(windows), new Set(ofBuyer.map(o => o.shop)).size)
    for (const [i, { rule }] of rules.entries()) {
      const line = rule.lines.findIndex(({ when }) => holds(when, f => readerFor(f)(windows)))
      const hit = detector.hitsOfEvent.find(found => found.rule === i)
      assert.equal(hit?.line ?? -1, rule.on.includes(event.kind) ? line : -1)
    }
  }
})

test('a suspicion names rule and version, and its figures follow from its stored inputs', () => {
  for (const told of run(made(), events)) {
    const stored = JSON.parse(JSON.stringify(told.inputs))
    assert.deepEqual(staffRules.recompute(stored, parameters), told.evidence.figures)
    assert.ok(told.evidence.figures.length > 0)
    assert.ok(
      told.evidence.figures.every(({ met }) => met),
      JSON.stringify(told.evidence.figures),
    )
    const { code, version } = told.rule!
    assert.equal(told.key.split(' ')[0], code)
    assert.match(told.sentence.zh, new RegExp(`规则《规则${code}》（第 ${version} 版）命中`))
    assert.ok(told.shops.length + told.victims.length > 0)
  }
})

const placed = (n: number, buyer: string, atMs: number, amountFen = 9900): TradeEvent => ({
  kind: 'order.placed',
  source: 'p01',
  eventId: `e${n}`,
  occurredAt: new Date(atMs).toISOString(),
  platform: 'p01',
  shop: 's1',
  order: `o${n}`,
  buyer,
  items: [{ sku: 'k1', quantity: 1, unitPriceFen: amountFen }],
  amountFen,
})
const start = Date.parse('2026-03-02T04:00:00Z')

test('hits on one subject are one act, told again when they have doubled', () => {
  const told = run(
    made(),
    Array.from({ length: 12 }, (_, n) => placed(n, `b${n % 2}`, start + n * 60_000)),
  )
  const crowd = told.filter(({ rule }) => rule!.code === 'crowd')
  assert.deepEqual(
    crowd.map(({ sentence }) => /命中 (\d+) 次/.exec(sentence.zh)![1]),
    ['1', '2', '4', '8'],
  )
  assert.equal(new Set(crowd.map(({ key }) => key)).size, 1)
})

test('rules taken up while events flow find their windows full; rules that leave say nothing more', () => {
  const detector = staffRules.create(parameters)
  const clockwork = { newestMs: startOfTime }
  const burst = Array.from({ length: 8 }, (_, n) => placed(n, `b${n % 2}`, start + n * 60_000))
  assert.deepEqual(run(detector, burst.slice(0, 6), clockwork), [])
  detector.take(rules)
  assert.equal(run(detector, burst.slice(6, 7), clockwork).length, 1)
  detector.take([])
  assert.deepEqual(run(detector, burst.slice(7), clockwork), [])
})

test('a test run counts only its period, and fills the windows with the time before it', async () => {
  const burst = Array.from({ length: 8 }, (_, n) => placed(n, `b${n % 2}`, start + n * 60_000))
  const from = new Date(start + 5 * 60_000)
  const reached: string[] = []
  const result = await testRun(rules[0]!, [burst], { parameters, from }, at => reached.push(at))
  assert.equal(result.hits, 3)
  assert.deepEqual(result.byLine, [3])
  assert.equal(result.examples[0]!.eventId, 'e5')
  assert.equal(reached.at(-1), burst.at(-1)!.occurredAt)
})

test('why not: the nearest miss with each condition and its value; a hit says so', async () => {
  const orders = Array.from({ length: 6 }, (_, n) => placed(n, `b${n % 4}`, start + n * 60_000))
  const from = new Date(start)
  const missed = await whyNot(rules[0]!, { shop: 'p01 s1' }, [orders], { parameters, from })
  assert.deepEqual([missed.looked, missed.hits], [6, 0])
  const { steps, passed, of, eventId } = missed.nearest!
  assert.deepEqual([passed, of, eventId], [1, 2, 'e5'])
  assert.deepEqual(
    steps.map(({ zh, met, decisive, value }) => [zh, met, decisive, value?.zh]),
    [
      ['以下各项均须满足', false, false, undefined],
      ['本店1小时订单数 ≥ 4', true, false, '6'],
      ['本店1小时订单数 / 本店1小时买家数 ≥ 2', false, true, '1.5'],
    ],
  )
  const nobody = await whyNot(rules[0]!, { account: 'x' }, [orders], { parameters, from })
  assert.deepEqual(nobody, { looked: 0, hits: 0, nearest: null })
})

test('every published field can be read on each kind that carries it, and answers its type', () => {
  const detector = made()
  const clockwork = { newestMs: startOfTime }
  const seen = new Set<string>()
  for (const event of events) {
    feed([detector], clockwork, event)
    for (const field of publishedFields.all) {
      if (field.on && !field.on.includes(event.kind)) continue
      const value = readerFor(field.name)(detector.windows)
      if (value === undefined) continue
      seen.add(field.name)
      assert.equal(typeof value, field.type === 'text' ? 'string' : 'number', field.name)
    }
  }
  assert.ok(seen.size > publishedFields.all.length * 0.8, `${seen.size} seen`)
})
