import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { confidences, units } from '#contract'
import { addDays } from '#lib/calendar'
import { Refusal } from '#platform/runtime'
import { actorOf, testDatabase } from '../../tests/support/index.ts'
import { basisInEnglish } from './basis-names.ts'
import { enactPolicy, loadPolicies, type RuleData, readPolicies, shippedRules } from './index.ts'

const database = await testDatabase()
const at = new Date('2026-04-01T00:00:00Z')
const mediate: RuleData[] = [
  {
    key: 'complaint.mediate',
    value: 45,
    unit: 'wd',
    titleZh: '调解期限',
    titleEn: 'Mediation limit',
    basis: '市监总局令第20号',
    confidence: 'text',
    from: '2020-01-01',
    until: '2026-04-14',
  },
  {
    key: 'complaint.mediate',
    value: 60,
    unit: 'day',
    titleZh: '调解期限',
    titleEn: 'Mediation limit',
    basis: '市监总局令第121号',
    confidence: 'reported',
    from: '2026-04-15',
  },
]

test(
  'a term is read by the day: the old rule to its last day, the new one from its first',
  database.rolledBack(async tx => {
    await loadPolicies(tx, mediate, at)
    const policies = await readPolicies(tx)
    assert.deepEqual(policies.term('complaint.mediate', '2026-04-14'), { value: 45, unit: 'wd' })
    assert.deepEqual(policies.term('complaint.mediate', '2026-04-15'), { value: 60, unit: 'day' })
    assert.throws(() => policies.term('complaint.mediate', '2019-12-31'), /in force/)
  }),
)

test(
  'loading the same data twice changes nothing',
  database.rolledBack(async tx => {
    assert.equal(await loadPolicies(tx, mediate, at), 2)
    assert.equal(await loadPolicies(tx, mediate, at), 0)
  }),
)

test(
  'a filled database takes up an edition that ships later, and keeps the old one for the days before',
  database.rolledBack(async tx => {
    const { until: _until, ...alone } = mediate[0]!
    await loadPolicies(tx, [alone], at)
    assert.equal(await loadPolicies(tx, mediate, at), 1)
    const policies = await readPolicies(tx)
    assert.equal(policies.number('complaint.mediate', '2026-04-14'), 45)
    assert.equal(policies.number('complaint.mediate', '2026-04-15'), 60)
  }),
)

test(
  'what a county enacted itself outlasts a shipped edition of an earlier day, and gives way to one of a later day',
  database.rolledBack(async tx => {
    const own = { ...mediate[0]!, value: 30, from: '2026-05-01', sourceUrl: null }
    const by = { actor: actorOf('credit-office'), at, today: '2026-04-01' }
    await loadPolicies(tx, mediate.slice(0, 1), at)
    await enactPolicy(tx, own, by)
    assert.equal(await loadPolicies(tx, mediate, at), 0, 'the upgrade comes after the enactment')
    assert.equal((await readPolicies(tx)).number('complaint.mediate', '2026-05-01'), 30)
    await loadPolicies(tx, [{ ...mediate[1]!, value: 20, from: '2026-06-01' }], at)
    const policies = await readPolicies(tx)
    assert.equal(policies.number('complaint.mediate', '2026-05-31'), 30)
    assert.equal(policies.number('complaint.mediate', '2026-06-01'), 20)
  }),
)

test(
  'a version may not reach back, change its type, or name an unknown key',
  database.rolledBack(async tx => {
    await loadPolicies(tx, mediate, at)
    const by = { actor: actorOf('credit-office'), at, today: '2026-04-01' }
    const next = {
      key: 'complaint.mediate',
      value: 50,
      from: '2026-06-01',
      basis: '示例',
      confidence: 'known' as const,
      sourceUrl: null,
    }
    const refused = (code: string) => (error: unknown) =>
      error instanceof Refusal && error.code === code
    await assert.rejects(
      enactPolicy(tx, { ...next, from: '2026-03-31' }, by),
      refused('policy.backdated'),
    )
    await assert.rejects(
      enactPolicy(tx, { ...next, value: '50' }, by),
      refused('policy.other-type'),
    )
    await assert.rejects(
      enactPolicy(tx, { ...next, key: 'no.such' }, by),
      refused('policy.unknown'),
    )
    assert.equal((await enactPolicy(tx, next, by)).version, 3)
  }),
)

test(
  'a rule is a fact: the database refuses to change or delete it',
  database.rolledBack(async tx => {
    await loadPolicies(tx, mediate, at)
    await assert.rejects(sql`update policy.rule set value = '1'`.execute(tx), /never changed/)
  }),
)

test(
  'what ships loads, and every key reads on the day it starts and says on what law it stands',
  database.rolledBack(async tx => {
    const shipped = shippedRules()
    assert.equal(await loadPolicies(tx, shipped, at), shipped.length)
    const policies = await readPolicies(tx)
    for (const { key, from, value } of shipped) assert.deepEqual(policies.value(key, from), value)
    assert.deepEqual(
      shipped.filter(rule => rule.basis.trim() === ''),
      [],
    )
  }),
)

test('the editions of a shipped number follow one another without gap or overlap', () => {
  const following = Map.groupBy(shippedRules(), ({ key }) => key)
  for (const [key, editions] of following) {
    const [last, ...earlier] = editions.toSorted((a, b) => (a.from < b.from ? 1 : -1))
    assert.equal(last!.until, undefined, `${key} ends with nothing after it`)
    let next = last!.from
    for (const { from, until } of earlier) {
      assert.equal(until && addDays(until, 1), next, `${key} from ${from}`)
      next = from
    }
  }
})

test('every shipped number has a unit and a confidence that the contract knows, and both titles', () => {
  const strange = shippedRules().filter(
    ({ unit, confidence, titleZh, titleEn, basis }) =>
      !units.includes(unit) || !confidences.includes(confidence) || !titleZh || !titleEn || !basis,
  )
  assert.deepEqual(
    strange.map(({ key }) => key),
    [],
  )
})

test('a basis that is no citation of law is said in English too; a citation stays as it is', () => {
  const bases = shippedRules().map(({ basis }) => basis)
  const custom = bases.filter(basis => !/[《〔]/.test(basis)).map(basisInEnglish)
  assert.ok(custom.length > 0)
  for (const said of custom) assert.doesNotMatch(said, /\p{Script=Han}/u)
  for (const basis of bases) assert.doesNotMatch(basisInEnglish(basis), /待核实/)
  assert.equal(basisInEnglish('《电子商务法》第43条'), '《电子商务法》第43条')
  assert.equal(
    basisInEnglish('国办发〔2025〕22号（待核实）'),
    '国办发〔2025〕22号 (to be confirmed)',
  )
})
