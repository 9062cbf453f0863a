import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type Condition,
  checkCondition,
  checkRule,
  type Explanation,
  explain,
  expressionOf,
  type Field,
  FieldList,
  groundsOf,
  holds,
  nearness,
  type Rule,
  RuleEngine,
  readKept,
  type Test,
  type Value,
} from './index.ts'

const group = { zh: '测试', en: 'test' }
const field = (name: string, zh: string, more: Partial<Field>): Field => ({
  name,
  zh,
  title: { zh, en: name },
  group,
  type: 'number',
  ...more,
})
const fields = new FieldList([
  field('amount', '金额', { unit: 'fen', on: ['order.placed', 'payment.made'] }),
  field('weight', '重量', { unit: 'g' }),
  field('score', '评分', { unit: 'score', on: ['review.posted'] }),
  field('dwell', '停留时间', { unit: 's' }),
  field('shop.orders.1h', '本店1小时订单数', { unit: 'count' }),
  field('shop.buyers.1h', '本店1小时买家数', { unit: 'count' }),
  field('shop.refundShare', '本店退款占比', { unit: 'share' }),
  field('platform', '平台', { type: 'text' }),
  field('payer', '付款人', { type: 'text' }),
  field('payee', '收款人', { type: 'text' }),
  field('by', '评价方', {
    type: 'text',
    options: [
      { value: 'buyer', zh: '买家', en: 'buyer' },
      { value: 'seller', zh: '卖家', en: 'seller' },
    ],
  }),
])
const kinds = ['order.placed', 'payment.made', 'review.posted']
const against = { fields, on: ['order.placed'] }
const faultsOf = (text: string, on = against.on) => {
  const checked = checkCondition(text, { fields, on })
  return checked.ok ? [] : checked.faults
}
const meaning = (text: string, on = against.on): Condition => {
  const checked = checkCondition(text, { fields, on })
  assert.ok(checked.ok, JSON.stringify(checked))
  return checked.value
}

test('Chinese without spaces and English say the same thing, in one form', () => {
  const zh =
    '本店1小时订单数≥20笔且（金额介于10元至1万元或平台不属于（“p01”、“p02”））且非已知 付款人'
  const en =
    'shop.orders.1h >= 20 and (amount between 10 yuan and 10000 yuan or platform not in ("p02", "p01")) and not known payer'
  assert.deepEqual(meaning(zh), meaning(en))
  assert.deepEqual(meaning(en), {
    all: [
      { term: { field: 'shop.orders.1h' }, is: '>=', than: { value: 20 } },
      {
        any: [
          { term: { field: 'amount' }, from: 1000, to: 1_000_000 },
          { not: { term: { field: 'platform' }, in: ['p01', 'p02'] } },
        ],
      },
      { not: { known: 'payer' } },
    ],
  })
})

test('terms may be sums, and a constant may stand on the left', () => {
  assert.deepEqual(meaning('3 <= shop.orders.1h / shop.buyers.1h'), {
    term: { op: '/', left: { field: 'shop.orders.1h' }, right: { field: 'shop.buyers.1h' } },
    is: '>=',
    than: { value: 3 },
  })
  assert.deepEqual(meaning('(amount - 5元) * 2 > 0.29元 * 100'), {
    term: {
      op: '*',
      left: { op: '-', left: { field: 'amount' }, right: { value: 500, unit: 'fen' } },
      right: { value: 2 },
    },
    is: '>',
    than: { value: 2900, unit: 'fen' },
  })
  assert.deepEqual(meaning('评分 <= 2分', ['review.posted']), {
    term: { field: 'score' },
    is: '<=',
    than: { value: 2 },
  })
})

test('each fault names its place, its field and what to write instead, in both languages', () => {
  const cases: [text: string, code: string, at: string, suggestion: string | null][] = [
    ['shop.oders.1h >= 20', 'unknown-field', 'shop.oders.1h', 'shop.orders.1h'],
    ['本店1小时定单数 ≥ 20', 'unknown-field', '本店1小时定单数', '本店1小时订单数'],
    ['amount >= 100', 'unit-missing', '100', '100元'],
    ['amount >= 3小时', 'unit-wrong', '3小时', null],
    ['amount + weight > 5元', 'unit-wrong', 'weight', null],
    ['platform >= "p01"', 'order-of-text', 'platform', null],
    ['platform = 5', 'wrong-type', '5', null],
    ['amount = "much"', 'wrong-type', '"much"', null],
    ['by = "byuer"', 'unknown-option', '"byuer"', '"buyer"'],
    ['score >= 3', 'not-on-kind', 'score', null],
    ['amount between 20元 and 10元', 'range-empty', '20元 and 10元', null],
    ['1 < 2', 'constant', '1 < 2', null],
    ['platform = "p01', 'open-text', '"p01', null],
    ['shop.orders.1h >= ', 'expected', '', null],
    ['shop.orders.1h >= 5 platform', 'expected', 'platform', null],
    ['shop.orders.1h # 5', 'unknown-sign', '#', null],
    ['(((', 'expected', '', null],
    ['', 'empty', '', null],
  ]
  for (const [text, code, at, suggestion] of cases) {
    const [fault, ...more] = faultsOf(text)
    assert.ok(fault, text)
    assert.deepEqual(more, [], text)
    assert.deepEqual(
      [fault.code, text.slice(fault.start, fault.end), fault.suggestion],
      [code, at, suggestion],
    )
    assert.doesNotMatch(fault.zh + fault.en, /[{}]|undefined/)
    assert.match(fault.zh, /[\u4e00-\u9fff]/)
  }
  assert.equal(faultsOf('amuont > 5元 and weihgt < 5克 and amount > 1').length, 3)
})

test('no text, however broken, makes the checker throw, and nesting and length are bounded', () => {
  const word = fc.constantFrom(
    ...'( ) and or not in between 且 或 非 属于 至 5 5元 "a" amount 金额 platform + / >= = ,'.split(
      ' ',
    ),
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word).map(words => words.join(' ')),
      ),
      text => {
        for (const { start, end } of faultsOf(text)) assert.ok(0 <= start && start <= end)
      },
    ),
    { numRuns: 500 },
  )
  assert.equal(faultsOf('('.repeat(1_000))[0]!.code, 'too-deep')
  assert.equal(faultsOf('a'.repeat(5_000))[0]!.code, 'too-long')
})

const column = (name: string) => ({ field: name })
const texts = ['p01', 'p02', 'p03', 'he said "no"']
const numbers = ['amount', 'weight', 'shop.orders.1h', 'shop.buyers.1h']
const someNumber = fc.integer({ min: -2, max: 12 })
const numeric = fc.constantFrom(...numbers)
const unitOfField = (name: string) => fields.named(name)!.unit!
const constantFor = (name: string, value: number) => {
  const unit = unitOfField(name)
  return unit === 'fen' || unit === 'g' ? { value, unit } : { value }
}
const someTest: fc.Arbitrary<Condition> = fc.oneof(
  fc
    .tuple(numeric, fc.constantFrom('<', '<=', '=', '>=', '>'), someNumber)
    .map(([name, is, n]) => ({ term: column(name), is, than: constantFor(name, n) }) as Test),
  fc
    .tuple(numeric, someNumber, fc.nat(4))
    .map(([name, from, span]) => ({ term: column(name), from, to: from + span })),
  fc
    .tuple(numeric, fc.uniqueArray(someNumber, { minLength: 2, maxLength: 4 }))
    .map(([name, list]) => ({ term: column(name), in: list.sort((a, b) => a - b) })),
  fc
    .tuple(
      fc.constantFrom('platform', 'payer'),
      fc.uniqueArray(fc.constantFrom(...texts), { minLength: 2 }),
    )
    .map(([name, list]) => ({ term: column(name), in: list.sort() })),
  fc
    .tuple(fc.constantFrom('platform', 'payer'), fc.constantFrom(...texts))
    .map(([name, value]) => ({ term: column(name), is: '=', than: { value } }) as Test),
  fc.constantFrom<Condition>(
    { term: column('payer'), is: '=', than: column('payee') },
    { term: column('shop.orders.1h'), is: '>', than: column('shop.buyers.1h') },
    {
      term: { op: '/', left: column('shop.orders.1h'), right: column('shop.buyers.1h') },
      is: '>=',
      than: { value: 2 },
    },
    { known: 'payer' },
    { known: 'amount' },
  ),
)
const someCondition: fc.Arbitrary<Condition> = fc.letrec<{ c: Condition }>(tie => ({
  c: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    someTest,
    fc.array(tie('c'), { minLength: 2, maxLength: 4 }).map(all => ({ all })),
    fc.array(tie('c'), { minLength: 2, maxLength: 3 }).map(any => ({ any })),
    tie('c').map(not => ({ not })),
  ),
})).c
const someFacts = fc.record(
  {
    amount: someNumber,
    weight: someNumber,
    'shop.orders.1h': someNumber,
    'shop.buyers.1h': someNumber,
    platform: fc.constantFrom(...texts, 'p09'),
    payer: fc.constantFrom(...texts, 'x', 'y'),
    payee: fc.constantFrom(...texts, 'x', 'y'),
  },
  { requiredKeys: [] },
)
type Facts = Readonly<Record<string, Value | undefined>>
const reader = (name: string) => (facts: Facts) => facts[name]
const someRule: fc.Arbitrary<Rule> = fc.record({
  language: fc.constant(1 as const),
  on: fc.subarray(kinds, { minLength: 1 }),
  lines: fc.array(fc.record({ outcome: fc.constant('high'), when: someCondition }), {
    minLength: 1,
    maxLength: 4,
  }),
})

test('the engine finds exactly what each rule says by itself, before and after it has learnt', () => {
  fc.assert(
    fc.property(
      fc.array(someRule, { maxLength: 25 }),
      fc.array(fc.tuple(fc.constantFrom(...kinds), someFacts), { minLength: 1, maxLength: 30 }),
      (rules, events) => {
        const engine = new RuleEngine<Facts>(rules, { fields, reader })
        for (let round = 0; round < 10; round++)
          for (const [kind, facts] of events) {
            const naive = rules.flatMap((rule, i) => {
              const line = rule.on.includes(kind)
                ? rule.lines.findIndex(({ when }) => holds(when, name => (facts as Facts)[name]))
                : -1
              return line < 0 ? [] : [[i, line]]
            })
            const found = engine.evaluate(kind, facts)
            assert.deepEqual(
              found.map(hit => [hit.rule, hit.line]),
              naive,
            )
            for (const hit of found) assert.equal(engine.explain(hit).met, true)
          }
      },
    ),
    { numRuns: 300 },
  )
})

test('an explanation tells the truth at every test, and its grounds are what settles the verdict', () => {
  fc.assert(
    fc.property(someCondition, someFacts, (drawn, facts) => {
      // Tests are told apart as objects, and the generator hands some of them out twice.
      const condition = JSON.parse(JSON.stringify(drawn)) as Condition
      const read = (name: string) => (facts as Facts)[name]
      const whole = explain(condition, read)
      assert.equal(whole.met, holds(condition, read))
      const leaves = (part: Explanation): Extract<Explanation, { test: Test }>[] =>
        'test' in part
          ? [part]
          : 'not' in part
            ? leaves(part.not)
            : ('all' in part ? part.all : part.any).flatMap(leaves)
      for (const leaf of leaves(whole)) assert.equal(leaf.met, holds(leaf.test, read))
      const grounds = new Set(groundsOf(whole).map(ground => ground.test))
      const turned = (part: Explanation): boolean => {
        if ('test' in part) return part.met !== grounds.has(part.test)
        if ('not' in part) return !turned(part.not)
        return 'all' in part ? part.all.every(turned) : part.any.some(turned)
      }
      assert.equal(turned(whole), !whole.met)
      const { met, of } = nearness(whole)
      assert.equal(met === of, whole.met)
    }),
    { numRuns: 500 },
  )
})

test('a condition put into words of either language means the same', () => {
  fc.assert(
    fc.property(someCondition, raw => {
      const once = checkCondition(expressionOf(raw, fields, 'en'), against)
      assert.ok(once.ok, JSON.stringify([expressionOf(raw, fields, 'en'), once]))
      for (const tongue of ['zh', 'en'] as const) {
        const text = expressionOf(once.value, fields, tongue)
        assert.deepEqual(meaning(text), once.value, text)
      }
    }),
    { numRuns: 500 },
  )
})

test('a kept hit explains itself from its values alone', () => {
  const when = meaning('platform = "p01" and shop.orders.1h >= 20 and not known payer')
  const rule: Rule = { language: 1, on: ['order.placed'], lines: [{ outcome: 'high', when }] }
  const engine = new RuleEngine<Facts>([rule], { fields, reader })
  const [hit] = engine.evaluate('order.placed', { platform: 'p01', 'shop.orders.1h': 23 })
  const kept = JSON.parse(JSON.stringify(hit!.values)) as (Value | null)[]
  assert.deepEqual(kept, ['p01', 23, null])
  const [platform, orders] = groundsOf(explain(when, readKept(when, kept)))
  assert.deepEqual([platform!.value, orders!.value], ['p01', 23])
})

test('a decision table is read from the top, and its faults name row and column', () => {
  const table = {
    columns: ['平台', 'shop.orders.1h', '金额'],
    rows: [
      { cells: ['"p01"', '>= 50', '-'], outcome: 'high' },
      { cells: ['"p01", "p02"', '20..49', '非 0元'], outcome: 'low' },
    ],
  }
  const checked = checkRule({ on: ['order.placed'], form: 'table', table }, { fields, kinds })
  assert.ok(checked.ok, JSON.stringify(checked))
  assert.equal(checked.value.lines[0]!.outcome, 'high')
  assert.deepEqual(
    checked.value.lines[1]!.when,
    meaning('platform in ("p01", "p02") and shop.orders.1h between 20 and 49 and amount != 0元'),
  )
  const broken = {
    columns: ['平太', 'shop.orders.1h'],
    rows: [
      { cells: ['"p01"', '>= fifty'], outcome: 'high' },
      { cells: ['', '-'], outcome: 'high' },
      { cells: ['', '> 5'], outcome: 'high' },
      { cells: ['', '>5笔'], outcome: 'low' },
    ],
  }
  const refused = checkRule(
    { on: ['order.placed', 'never'], form: 'table', table: broken },
    { fields, kinds },
  )
  assert.ok(!refused.ok)
  assert.deepEqual(
    refused.faults.map(({ code, cell }) => [code, cell?.row, cell?.column]),
    [
      ['unknown-kind', undefined, undefined],
      ['unknown-field', -1, 0],
      ['unknown-field', 0, 1],
      ['empty-row', 1, 0],
      ['row-shadowed', 3, 0],
    ],
  )
})

test('of five thousand rules an event looks at the few it can touch', () => {
  const rules = Array.from({ length: 5_000 }, (_, i): Rule => {
    const when = meaning(`platform = "p${i % 500}" and shop.orders.1h >= ${20 + (i % 97)}`)
    return { language: 1, on: ['order.placed'], lines: [{ outcome: 'low', when }] }
  })
  const engine = new RuleEngine<Facts>(rules, { fields, reader })
  for (let n = 0; n < 1_000; n++)
    engine.evaluate('order.placed', { platform: `p${n % 500}`, 'shop.orders.1h': n % 7 })
  assert.ok(engine.linesLooked < 1_000 * 10, `${engine.linesLooked / 1_000} a event`)
  assert.deepEqual(engine.sizes(), { 'order.placed': { lines: 5_000, unindexed: 0 } })
})
