import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { ruleOperations, type TradeEvent } from '#contract'
import { loadPolicies, shippedRules } from '#modules/policy'
import { fixedClock, monotonicIds, silentLog } from '#platform/runtime'
import { publish, runConsumers } from '#platform/stream'
import { actorOf, served, testDatabase } from '../../../tests/support/index.ts'
import { createRunner } from '../runner.ts'
import { ruleBook } from './rule-book.ts'
import { ruleRoutes } from './rule-routes.ts'
import { staffRules } from './staff-rules.ts'

const database = await testDatabase()
const clock = fixedClock('2026-03-02T13:30:00Z')
const ids = monotonicIds(clock)
await database.tx(tx => loadPolicies(tx, shippedRules(), clock.now()))

const batches = new Map<string, TradeEvent[]>()
const seller = '00000000-0000-7000-8000-000000000001'
const runner = createRunner({
  clock,
  ids,
  models: [staffRules],
  books: { [staffRules.card.code]: ruleBook },
  eventsOf: async (_db, { body }) => batches.get((body as { batchId: string }).batchId) ?? [],
  keepersOf: () => async shops =>
    new Map(shops.map(shop => [shop, { sellerId: seller, area: '130528' }])),
})
const consumers = runConsumers(database, silentLog(), [runner.consumer])
test.after(() => consumers.stop())

const { call, reads } = await served(
  ruleOperations,
  ruleRoutes({
    database,
    clock,
    ids,
    log: silentLog(),
    pastEvents: async function* (_db, { from, until }) {
      const all = [...batches.values()].flat()
      yield all.filter(
        e =>
          Date.parse(e.occurredAt) >= from.getTime() && Date.parse(e.occurredAt) < until.getTime(),
      )
    },
  }),
  {
    database,
    ids,
    actors: {
      author: actorOf('credit-office', { name: '张三' }),
      approver: actorOf('regulator', {
        accountId: '00000000-0000-7000-8000-0000000000a2',
        name: '李四',
      }),
      machine: actorOf('credit-office', { accountId: null, name: '接口' }),
      township: actorOf('township', { accountId: '00000000-0000-7000-8000-0000000000a3' }),
      merchant: actorOf('merchant', { areas: [] }),
    },
  },
)

let count = 0
const burst = (shop: string, start: string, times: number, buyers: number): TradeEvent[] =>
  Array.from({ length: times }, (_, n) => {
    count++
    return {
      kind: 'order.placed',
      source: 'p01',
      eventId: `e${count}`,
      occurredAt: new Date(Date.parse(start) + n * 60_000).toISOString(),
      platform: 'p01',
      shop,
      order: `o${count}`,
      buyer: `b${n % buyers}`,
      items: [{ sku: 'k1', quantity: 1, unitPriceFen: 9900 }],
      amountFen: 9900,
    }
  })

async function land(events: TradeEvent[]): Promise<void> {
  const batchId = ids.next()
  batches.set(batchId, events)
  await database.tx(tx => publish(tx, 'trade.events', 'p01', { batchId }))
  await consumers.drain()
}

const content = (text: string) => ({
  title: { zh: '一小时集中下单', en: 'Orders crowded within an hour' },
  behaviour: 'forward-brushing',
  about: 'shop',
  confidence: 0.6,
  rule: { form: 'expression', on: ['order.placed'], text, outcome: 'medium' },
})
const path = '/detection/rules/crowded-hour'
const period = { from: '2026-03-01T00:00:00Z', until: '2026-03-02T13:30:00Z' }
const counts = async () =>
  (
    await sql<{ alerts: number; facts: number; batches: number; rules: number }>`
      select (select count(*) from detection.alert)::int as alerts,
        (select count(*) from detection.fact)::int as facts,
        (select count(*) from detection.rule_fact)::int as rules,
        (select count(*) from transparency.batch)::int as batches`.execute(database.db)
  ).rows[0]!

async function tested(version: number) {
  const started = (await call('author', 'POST', `${path}/versions/${version}/tests`, period)).json
  let result = started
  while (result.state === 'running') {
    await pause(10)
    result = (await call('author', 'GET', `/detection/rule-tests/${started.id}`)).json
  }
  return result
}

test('the field list is published with names, units and kinds, and a check tells every fault with its place', async () => {
  const { fields, kinds } = (await call('township', 'GET', '/detection/rules/fields')).json
  const orders = fields.find(({ name }: { name: string }) => name === 'shop.orders.1h')
  assert.deepEqual([orders.zh, orders.unit], ['本店1小时订单数', 'count'])
  assert.ok(kinds.length >= 15)
  const check = async (text: string) =>
    (await call('township', 'POST', '/detection/rules/check', { rule: content(text).rule })).json
  const [fault] = (await check('shop.oders.1h >= 6')).faults
  assert.deepEqual([fault.code, fault.start, fault.end], ['unknown-field', 0, 13])
  assert.match(fault.zh, /是否指 shop\.orders\.1h/)
  const { lines } = await check('本店1小时订单数≥6笔')
  assert.deepEqual(lines, [
    { outcome: 'medium', zh: '本店1小时订单数 ≥ 6', en: 'shop.orders.1h >= 6' },
  ])
  assert.equal((await call('merchant', 'GET', '/detection/rules/fields')).status, 403)
})

test('a rule is drafted by a named person; a faulty one and a machine are refused, and the same words twice', async () => {
  const save = (as: string, text: string) => call(as, 'POST', `${path}/versions`, content(text))
  assert.equal((await save('author', 'shop.oders.1h >= 6')).json.code, 'rule.faulty')
  assert.equal((await save('machine', 'shop.orders.1h >= 6')).json.code, 'rule.person-required')
  const drafted = (await save('author', '本店1小时订单数≥6笔')).json
  assert.deepEqual([drafted.state, drafted.newest, drafted.inForce], ['draft', 1, null])
  assert.equal(drafted.versions[0].author.name, '张三')
  assert.equal((await save('approver', '本店1小时订单数≥6笔')).json.code, 'rule.unchanged')
  assert.equal((await save('township', 'hour < 5')).status, 403)
})

test('no rule is activated untested, by its author, or from a day gone by', async () => {
  const activate = (as: string, body: object) =>
    call(as, 'POST', `${path}/versions/1/activation`, body)
  const basis = { basis: '《网络交易监督管理办法》第35条；局长办公会2026年第3次' }
  assert.equal((await activate('approver', basis)).json.code, 'rule.untested')
  await land([
    ...burst('s1', '2026-03-02T10:00:00Z', 8, 2),
    ...burst('s2', '2026-03-02T11:00:00Z', 4, 4),
  ])
  const before = await counts()
  const result = await tested(1)
  assert.deepEqual(
    [result.state, result.events, result.hits, result.acts, result.shops],
    ['finished', 12, 3, 1, 1],
  )
  assert.deepEqual(result.examples[0].shop, { platform: 'p01', shop: 's1' })
  assert.deepEqual(
    result.examples[0].steps.map((s: { zh: string; value: { zh: string } }) => [s.zh, s.value.zh]),
    [['本店1小时订单数 ≥ 6', '6']],
  )
  assert.deepEqual(await counts(), before)
  assert.equal((await activate('author', basis)).json.code, 'rule.same-person')
  assert.equal(
    (await activate('approver', { ...basis, from: '2026-03-01' })).json.code,
    'rule.backdated',
  )
  const page = (await call('approver', 'GET', path)).json
  assert.equal(page.state, 'tested')
  assert.ok(page.steps.includes('activateRule'))
  assert.ok(!(await call('author', 'GET', path)).json.steps.includes('activateRule'))
})

test('a trial raises no alert and leaves nothing in the log', async () => {
  const before = await counts()
  const trial = (await call('author', 'POST', `${path}/versions/1/trial`, { on: true })).json
  assert.equal(trial.onTrial, 1)
  await land(burst('s3', '2026-03-02T13:00:00Z', 6, 2))
  assert.deepEqual(await counts(), before)
  const { items } = (await call('author', 'GET', `${path}/trial`)).json
  assert.deepEqual(
    items.map(({ shops }: { shops: object[] }) => shops),
    [[{ platform: 'p01', shop: 's3' }]],
  )
  assert.ok(reads.some(({ operation }) => operation === 'listRuleTrial'))
  await call('author', 'POST', `${path}/versions/1/trial`, { on: false })
})

test('[14.3] an active rule raises alerts that name rule and version, reproduced from what was stored', async () => {
  const basis = '《网络交易监督管理办法》第35条；局长办公会2026年第3次'
  const active = (await call('approver', 'POST', `${path}/versions/1/activation`, { basis })).json
  assert.deepEqual([active.state, active.inForce], ['active', 1])
  const [version] = active.versions
  assert.deepEqual(
    [version.from, version.approver.name, version.basis],
    ['2026-03-02', '李四', basis],
  )
  await land(burst('s4', '2026-03-02T14:00:00Z', 7, 2))
  const { rows } = await sql<{ body: string; content: string; model: string }>`
    select f.body, s.content, s.model from detection.fact f
      join detection.suspicion s on s.alert_id = f.alert_id order by s.suspicion_id`.execute(
    database.db,
  )
  const fact = JSON.parse(rows[0]!.body)
  assert.deepEqual(fact.suspicion.rule, { code: 'crowded-hour', version: 1 })
  assert.equal(rows[0]!.model, 'staff-rules')
  assert.match(
    fact.suspicion.sentence.zh,
    /规则《一小时集中下单》（第 1 版）命中 1 次：本店1小时订单数 ≥ 6（实际 6）/,
  )
  const { inputs, figures } = JSON.parse(rows[0]!.content)
  assert.deepEqual(staffRules.recompute(inputs, {}), figures)
})

test('[13.1] why not: for any shop and rule, the nearest miss with each condition, its value and its threshold', async () => {
  const asked = { platform: 'p01', shop: 's2', ...period }
  const answer = (await call('township', 'POST', `${path}/why-not`, asked)).json
  assert.deepEqual([answer.looked, answer.hits, answer.nearest.met], [4, 0, false])
  assert.match(answer.sentence.zh, /本店1小时订单数 ≥ 6（实际 4）/)
  assert.match(answer.sentence.en, /shop\.orders\.1h >= 6 \(was 4\)/)
  const hit = (await call('township', 'POST', `${path}/why-not`, { ...asked, shop: 's1' })).json
  assert.deepEqual([hit.hits, hit.nearest.met], [3, true])
  const none = (await call('township', 'POST', `${path}/why-not`, { ...asked, shop: 's99' })).json
  assert.equal(none.nearest, null)
  const refused = async (body: object) =>
    (await call('township', 'POST', `${path}/why-not`, body)).json.code
  assert.equal(await refused({ ...period, platform: 'p01' }), 'rule.subject-missing')
  assert.equal(await refused({ ...asked, from: '2025-01-01T00:00:00Z' }), 'rule.period-wrong')
})

test('a new version replaces the old from its day; retiring takes another person and ends it at once', async () => {
  await call('approver', 'POST', `${path}/versions`, content('本店1小时订单数≥100笔'))
  assert.equal((await tested(2)).hits, 0)
  const later = { basis: '提高门槛', from: '2026-03-04' }
  const planned = (await call('author', 'POST', `${path}/versions/2/activation`, later)).json
  assert.equal(planned.inForce, 1)
  assert.equal(planned.versions[1].until, '2026-03-04')
  clock.set('2026-03-04T01:00:00Z')
  const page = (await call('author', 'GET', path)).json
  assert.equal(page.inForce, 2)
  assert.deepEqual(
    page.versions.map(({ state }: { state: string }) => state),
    ['active', 'retired'],
  )
  const before = await counts()
  await land(burst('s5', '2026-03-04T00:00:00Z', 7, 2))
  assert.deepEqual(await counts(), before)
  const retire = (as: string) =>
    call(as, 'POST', `${path}/versions/2/retirement`, { reason: '误报过多' })
  assert.equal((await retire('approver')).json.code, 'rule.same-person')
  const retired = (await retire('author')).json
  assert.deepEqual([retired.state, retired.inForce], ['retired', null])
  assert.equal(retired.versions[0].retired.reason, '误报过多')
  assert.equal((await retire('author')).json.code, 'rule.wrong-state')
  const { items } = (await call('township', 'GET', '/detection/rules?state=retired')).json
  assert.deepEqual(
    items.map(({ code }: { code: string }) => code),
    ['crowded-hour'],
  )
  await assert.rejects(
    database.tx(tx => sql`update detection.rule_fact set kind = 'x'`.execute(tx)),
  )
})
