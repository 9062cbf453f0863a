/**
 * A card over facts: figures worked by hand, the laws of recomputation, ageing, and faults of a
 * card that name the item and the rule.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Card, checkCard, evaluateCard, explain, type Facts, whatIf } from './index.ts'

const CARD: Card = {
  id: 'merchant',
  version: '2026.1',
  base: 60_00,
  bounds: { least: 0, most: 100_00 },
  items: [
    {
      key: 'penalty',
      titleZh: '行政处罚',
      titleEn: 'Administrative penalties',
      feature: 'penalty',
      weight: 100,
      points: { kind: 'perUnit', each: -8_00, least: -30_00, most: 0 },
      ageing: [
        { untilDays: 365, permille: 1000 },
        { untilDays: 1095, permille: 500 },
      ],
      unitZh: '次',
      unitEn: 'times',
      basis: '示例评分办法第 3 条',
    },
    {
      key: 'orders',
      titleZh: '完成订单',
      titleEn: 'Completed orders',
      feature: 'completedOrders',
      weight: 150,
      points: {
        kind: 'bands',
        bands: [
          { from: 0, points: 0 },
          { from: 100, points: 10_00 },
          { from: 1000, points: 20_00 },
        ],
      },
      basis: '示例评分办法第 5 条',
    },
  ],
  grades: [
    { grade: 'A', min: 85_00 },
    { grade: 'B', min: 70_00 },
    { grade: 'C', min: 50_00 },
    { grade: 'D', min: 0 },
  ],
}

const FACTS: Facts = {
  subject: 's1',
  observations: [
    { record: 'r2', feature: 'penalty', value: 1, on: '2024-06-01' },
    { record: 'r1', feature: 'penalty', value: 1, on: '2026-01-10' },
    { record: 'o1', feature: 'completedOrders', value: 640, on: '2026-02-01' },
    { record: 'o2', feature: 'completedOrders', value: 480, on: '2026-03-01' },
    { record: 'x', feature: 'unrelated', value: 9, on: '2026-03-01' },
  ],
}

test('a score is base plus items, each with its reason and records', () => {
  const result = evaluateCard(CARD, FACTS, '2026-03-31')
  // 60 − 8 × (1 + 0.5) + 20 × 150 % = 78
  assert.equal(result.score, 78_00)
  assert.equal(result.grade, 'B')
  const [penalty, orders] = result.reasons
  assert.deepEqual(penalty, {
    item: 'penalty',
    max: 0,
    points: -12_00,
    amountMilli: 1500,
    records: ['r2', 'r1'],
    sentenceZh: '行政处罚：2 条记录，合计 1.5 次，减 12 分（依据：示例评分办法第 3 条）',
    sentenceEn:
      'Administrative penalties: 2 records amounting to 1.5 times, −12 points (示例评分办法第 3 条)',
  })
  assert.equal(orders?.points, 30_00)
  assert.equal(orders?.max, 30_00)
})

test('what is not known yet on the day does not count, what is too old no longer does', () => {
  assert.equal(evaluateCard(CARD, FACTS, '2026-02-15').score, 60_00 - 12_00 + 15_00)
  assert.equal(evaluateCard(CARD, FACTS, '2026-01-09').score, 60_00 - 4_00)
  const later = evaluateCard(CARD, FACTS, '2029-01-09')
  assert.deepEqual(later.reasons[0]?.records, ['r1'])
  assert.equal(evaluateCard(CARD, FACTS, '2029-01-10').reasons[0]?.points, 0)
})

const observation = fc.record({
  record: fc.string(),
  feature: fc.constantFrom('penalty', 'completedOrders', 'unrelated'),
  value: fc.integer({ min: 0, max: 5000 }),
  on: fc
    .date({ min: new Date('2020-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
    .map(date => date.toISOString().slice(0, 10)),
})
const observations = fc.array(observation, { maxLength: 30 })

test('the same inputs give the same bytes, whatever the order they come in', () => {
  fc.assert(
    fc.property(observations, list => {
      const once = evaluateCard(CARD, { subject: 's', observations: list }, '2026-06-30')
      const reversed = { subject: 's', observations: [...list].reverse() }
      const again = evaluateCard(structuredClone(CARD), reversed, '2026-06-30')
      assert.equal(JSON.stringify(again), JSON.stringify(once))
      const replayed = evaluateCard(once.inputs.card, once.inputs, once.inputs.asOf)
      assert.equal(JSON.stringify(replayed), JSON.stringify(once), 'inputs reproduce the result')
    }),
  )
})

test('reasons add up to the score within bounds, and none gives more than its maximum', () => {
  fc.assert(
    fc.property(observations, list => {
      const { score, reasons } = evaluateCard(
        CARD,
        { subject: 's', observations: list },
        '2026-06-30',
      )
      const sum = reasons.reduce((total, reason) => total + reason.points, CARD.base)
      assert.equal(score, Math.max(0, Math.min(100_00, sum)))
      for (const reason of reasons) {
        assert.ok(reason.points <= reason.max && Number.isSafeInteger(reason.points))
      }
    }),
  )
})

test('what-if shows the items that move when a penalty is repaired', () => {
  const comparison = whatIf(CARD, FACTS, '2026-03-31', { without: ['r1'] })
  assert.equal(comparison.scoreChange, 8_00)
  assert.deepEqual(comparison.items, [{ item: 'penalty', before: -12_00, after: -4_00 }])
  assert.equal(comparison.after.grade, 'A')
  const added = { record: 'r9', feature: 'penalty', value: 10, on: '2026-03-30' }
  assert.equal(
    whatIf(CARD, FACTS, '2026-03-31', { with: [added] }).after.reasons[0]?.points,
    -30_00,
  )
  assert.equal(whatIf(CARD, FACTS, '2026-03-31', { asOf: '2029-06-01' }).scoreChange, 12_00)
})

test('an explanation puts the weightiest reason first and says when bounds held the score', () => {
  const { zh, en } = explain(evaluateCard(CARD, FACTS, '2026-03-31'))
  assert.equal(zh[0], '基础分 60 分')
  assert.match(zh[1]!, /^完成订单：2 条记录，合计 1120，加 30 分/)
  assert.equal(zh.at(-1), '截至2026年3月31日，得分 78，等级 B')
  assert.equal(en.at(-1), 'As of 31 March 2026: score 78, grade B')
  const high = { ...CARD, base: 90_00 }
  const bounded = explain(evaluateCard(high, FACTS, '2026-03-31')).en
  assert.ok(bounded.includes('The sum 108 is kept within bounds at 100'))
})

test('a faulty card names the item and the rule, and is not evaluated', () => {
  assert.deepEqual(checkCard(CARD), [])
  const faulty = structuredClone(CARD)
  faulty.items[0]!.points = { kind: 'perUnit', each: -0.5, least: -30_00, most: 0 }
  faulty.items[0]!.ageing = [
    { untilDays: 30, permille: 500 },
    { untilDays: 60, permille: 900 },
  ]
  faulty.items[1]!.key = 'penalty'
  faulty.items[1]!.basis = ''
  faulty.items[1]!.points = {
    kind: 'bands',
    bands: [
      { from: 5, points: 1 },
      { from: 5, points: 2 },
    ],
  }
  faulty.grades.push({ grade: 'A', min: 10 })
  const found = checkCard(faulty).map(({ item, rule }) => `${item}: ${rule}`)
  assert.deepEqual(found, [
    'penalty: integer',
    'penalty: ageing',
    'penalty: key-unique',
    'penalty: text',
    'penalty: bands-rising',
    'null: grades',
  ])
  assert.throws(
    () => evaluateCard(faulty, FACTS, '2026-03-31'),
    /item penalty: each, least or most/,
  )
})

test('a card must have a grade for the lowest score anyone can get', () => {
  const grades = CARD.grades.filter(({ grade }) => grade !== 'D')
  const [fault] = checkCard({ ...CARD, grades })
  assert.equal(fault?.rule, 'grades-cover')
  const { bounds: _, ...unbounded } = CARD
  assert.deepEqual(checkCard({ ...unbounded }), [])
})

test('a date that is none is refused', () => {
  for (const date of ['2026-13-01', '2026-02-30', '2026-2-3', '']) {
    assert.throws(() => evaluateCard(CARD, FACTS, date), new RegExp(`not an ISO date: ${date}`))
  }
})
