import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { alertOperations, modelOperations, type TradeEvent } from '#contract'
import { loadPolicies, readPolicies, shippedRules } from '#modules/policy'
import type { Profile } from '#modules/subjects'
import type { Db } from '#platform/database'
import { createLog, fixedClock, monotonicIds, silentLog } from '#platform/runtime'
import { publish, runConsumers } from '#platform/stream'
import { actorOf, served, testDatabase } from '../../tests/support/index.ts'
import { alertRoutes, type CaseRequest } from './alert-routes.ts'
import { rebuildAlerts, sweepAlerts, system } from './alerts.ts'
import { modelRoutes } from './model-routes.ts'
import { orderConcentration } from './models/order-concentration.ts'
import { shippedModels } from './models/shipped-models.ts'
import { createRunner } from './runner.ts'

const database = await testDatabase()
const clock = fixedClock('2026-03-02T13:30:00Z')
const ids = monotonicIds(clock)
await database.tx(tx => loadPolicies(tx, shippedRules(), clock.now()))

const sellerOf = (shop: string) => `00000000-0000-7000-8000-00000000${shop.padStart(4, '0')}`
const keepersOf = (_db: Db) => async (shops: readonly string[]) =>
  new Map(
    shops.map(name => {
      const shop = name.split(' ')[1]!.replace(/\D/g, '')
      return [name, { sellerId: sellerOf(shop), area: shop < '5' ? '130528' : '130529' }]
    }),
  )
const profilesOf = async (_db: Db, sellerIds: readonly string[]) =>
  new Map<string, Profile>(
    sellerIds.map(id => {
      const number = String(Number(id.slice(-4)))
      const shop = { platform: 'p01', shop: `s${number}`, name: `第${number}号店` }
      return [id, profile({ id, shown_name: `经营者${number}` }, shop)]
    }),
  )
const profile = (
  seller: Pick<Profile, 'id' | 'shown_name'>,
  shop: Pick<Profile['shops'][number], 'platform' | 'shop' | 'name'>,
): Profile => ({
  ...seller,
  kind: 'individual-business',
  area: '130528',
  address: null,
  status: 'active',
  shops: [
    {
      ...shop,
      subject_id: seller.id,
      url: null,
      url_key: null,
      opened_at: clock.now(),
      closed_at: null,
    },
  ],
  fact: { batch_id: seller.id, ordinal: 0 },
})
/** Trade's batches, as the stream names them. */
const batches = new Map<string, TradeEvent[]>()
const eventsOf = async (_db: Db, { body }: { body: unknown }) =>
  batches.get((body as { batchId: string }).batchId) ?? []
const newRunner = () =>
  createRunner({
    clock,
    ids,
    models: shippedModels,
    eventsOf,
    keepersOf,
    checkpointEveryEvents: 40,
  })
const runner = newRunner()
const opened: CaseRequest[] = []
const deps = {
  database,
  clock,
  ids,
  log: createLog('error'),
  models: shippedModels,
  keepersOf,
  profilesOf,
  runner,
  sellersOf: async () => [sellerOf('1')],
  openCase: async (_tx: unknown, request: CaseRequest) => {
    opened.push(request)
    return ids.next()
  },
  pastEvents: async function* () {
    yield [...batches.values()].flat()
  },
}
const { call, reads } = await served(
  { ...alertOperations, ...modelOperations },
  { ...alertRoutes(deps), ...modelRoutes(deps) },
  {
    database,
    ids,
    actors: {
      county: actorOf('regulator', { areas: ['130528'] }),
      next: actorOf('regulator', { areas: ['130529'] }),
      city: actorOf('credit-office', { areas: ['1305'] }),
      merchant: actorOf('merchant', { areas: [], name: '某店' }),
      platform: actorOf('platform', { areas: [] }),
    },
  },
)

let count = 0
const order = (shop: string, buyer: string, at: string): TradeEvent => {
  count++
  return {
    kind: 'order.placed',
    source: 'p01',
    eventId: `e${count}`,
    occurredAt: at,
    platform: 'p01',
    shop,
    order: `o${count}`,
    buyer,
    items: [{ sku: 'k1', quantity: 1, unitPriceFen: 9900 }],
    amountFen: 9900,
  }
}
const minute = (start: string, n: number) => new Date(Date.parse(start) + n * 60_000).toISOString()
/** `times` orders by `buyers` accounts, a minute apart. */
const burst = (shop: string, start: string, times: number, buyers: number) =>
  Array.from({ length: times }, (_, n) => order(shop, `b${n % buyers}`, minute(start, n)))

const consumers = runConsumers(database, silentLog(), [runner.consumer])
test.after(() => consumers.stop())

async function land(events: TradeEvent[]): Promise<void> {
  const batchId = ids.next()
  batches.set(batchId, events)
  await database.tx(tx => publish(tx, 'trade.events', 'p01', { batchId }))
  await consumers.drain()
}

const alerts = async (as = 'county', query = '') =>
  (await call(as, 'GET', `/detection/alerts${query}`)).json.items as {
    id: string
    [field: string]: unknown
  }[]
const page = async (id: string, as = 'city') =>
  (await call(as, 'GET', `/detection/alerts/${id}`)).json

test('[4.6] a burst injected into the stream raises an alert before the next poll, and the monitor shows rate and lag', async () => {
  await land(burst('s1', '2026-03-02T13:00:00Z', 8, 2))
  const [alert, ...none] = await alerts()
  assert.deepEqual(none, [])
  assert.equal(alert!.behaviour, 'forward-brushing')
  const monitor = (await call('county', 'GET', '/detection/monitor?hours=2&steps=4')).json
  assert.equal(monitor.eventsSeen, 8)
  assert.equal(monitor.lagMessages, 0)
  assert.equal(monitor.lastMinute.at(-1), 8)
  assert.equal(monitor.newestEventAt, '2026-03-02T13:07:00.000Z')
  assert.equal(monitor.series.at(-1).byBehaviour['forward-brushing'], 1)
})

test('[4.7] an alert carries a type code, a severity and a confidence, and is a suspicion that nothing public shows', async () => {
  const [alert] = await alerts()
  assert.ok(alert!.level === 'low' && Number(alert!.confidence) > 0.5)
  assert.match(String((alert!.sentence as { zh: string }).zh), /涉嫌/)
  assert.equal((await call(null, 'GET', '/detection/alerts')).status, 401)
  assert.equal((await call('platform', 'GET', '/detection/alerts')).status, 403)
  const tables = await sql<{ n: number }>`
    select count(*) as n from information_schema.role_table_grants
    where table_schema = 'detection' and grantee in ('PUBLIC', 'xinheng_tenant')`.execute(
    database.db,
  )
  assert.equal(Number(tables.rows[0]!.n), 0)
})

test('[13.1] a reviewer reproduces a hit from the stored inputs, with thresholds, parameters and model version', async () => {
  const [alert] = await alerts()
  const whole = await page(alert!.id, 'county')
  const [suspicion] = whole.suspicions
  assert.deepEqual(
    suspicion.figures.map((f: { name: string; threshold: number }) => [f.name, f.threshold]),
    [
      ['ratio', 3],
      ['orders', 6],
      ['repeaters', 2],
    ],
  )
  assert.equal(suspicion.model.version, orderConcentration.card.version)
  const sources = suspicion.sources.map(
    (s: { figure: string | null; parameter: string; policyVersion: number }) => [
      s.figure,
      s.parameter,
      s.policyVersion,
    ],
  )
  for (const source of [
    ['ratio', 'ratio', 1],
    ['orders', 'minOrders', 1],
    ['repeaters', 'minRepeaters', 1],
  ])
    assert.deepEqual(
      sources.find(([figure]: [string]) => figure === source[0]),
      source,
    )
  assert.equal(suspicion.parameters.ratio, 3)
  const again = (await call('county', 'GET', `/detection/alerts/${alert!.id}/reproduction`)).json
  assert.equal(again.suspicions[0].equal, true)
  assert.equal(again.suspicions[0].inputsUnchanged, true)
  assert.ok(reads.some(({ operation }) => operation === 'readAlert'))
})

test('[14.3] any alert names the model version that produced it, and that version has a card with data, owner and dates', async () => {
  const { items } = (await call('county', 'GET', '/detection/models')).json
  const card = items.find(({ code }: { code: string }) => code === 'order-concentration')
  assert.equal(card.field.open, 1)
  assert.ok(card.owner && card.from && card.dataUsed.zh && card.parameters.length > 0)
  const versions = (await call('county', 'GET', '/detection/models/order-concentration')).json.items
  assert.deepEqual(
    versions.map((v: { version: string; mode: string; until: unknown }) => [
      v.version,
      v.mode,
      v.until,
    ]),
    [[orderConcentration.card.version, 'production', null]],
  )
})

test('more of the same act strengthens the alert instead of raising another', async () => {
  await land([
    ...burst('s1', '2026-03-02T15:00:00Z', 12, 3),
    ...burst('s1', '2026-03-02T17:00:00Z', 12, 3),
    order('s9', 'late', '2026-03-02T20:00:00Z'),
  ])
  const [alert, ...none] = await alerts()
  assert.deepEqual(none, [])
  const whole = await page(alert!.id)
  const models = whole.suspicions.map((one: { model: { code: string } }) => one.model.code)
  assert.deepEqual(models.sort(), ['order-concentration', 'split-orders'], 'one line of each model')
  assert.equal(whole.accountCount, 3)
  const kinds = whole.timeline.map(({ kind }: { kind: string }) => kind)
  assert.equal(kinds[0], 'raised')
  assert.ok(kinds.length > 1 && kinds.slice(1).every((kind: string) => kind === 'strengthened'))
  assert.ok(whole.graph.edges.every(({ atMs }: { atMs: number }) => atMs > 0))
})

test('a restart takes the checkpoint up and replays the rest in silence: same state, no second alert', async () => {
  const before = runner.state()
  const other = newRunner()
  const step = { ...other.consumer }
  await database.tx(async tx => {
    await step.handle(tx, [
      {
        position: { xid: '9999999', seq: 1 },
        topic: 'trade.events',
        key: '',
        body: { batchId: ids.next() },
        publishedAt: clock.now(),
      },
    ])
  })
  assert.deepEqual(other.state(), before)
  assert.equal((await alerts()).length, 1)
})

test('after a restart one may ask at once: what was known is taken up before the next event comes', async () => {
  const restarted = newRunner()
  assert.equal(restarted.state(), null)
  await database.tx(tx => restarted.remember(tx))
  assert.deepEqual(restarted.state(), runner.state())
  assert.deepEqual(restarted.figures().newestEventMs, runner.figures().newestEventMs)
  assert.ok(restarted.figures().checkpointAt)
})

test('an alert of one county is not seen in the next, and shows at the prefecture above', async () => {
  assert.deepEqual(await alerts('next'), [])
  assert.equal((await alerts('city')).length, 1)
  const [alert] = await alerts('city')
  assert.equal((await call('next', 'GET', `/detection/alerts/${alert!.id}`)).status, 404)
})

const sweep = () =>
  database.tx(async tx =>
    sweepAlerts(tx, { actor: system, at: clock.now(), ids, policies: await readPolicies(tx) }),
  )

test('[13.2] an alert has level, due time and receiver; unacknowledged past due it climbs one level, once, and it can be closed', async () => {
  const [alert] = await alerts()
  // 2 March 2026 is a Monday, past midnight of 3 March in China when it was strengthened; two working days.
  assert.equal(alert!.dueAt, '2026-03-04T16:00:00.000Z')
  assert.equal(alert!.duty, 'acknowledge')
  assert.equal(alert!.receiverArea, '130528')
  assert.deepEqual(await sweep(), { escalated: 0, woken: 0 })
  clock.set('2026-03-04T16:00:01Z')
  assert.equal((await alerts('county', '?overdue=true')).length, 1)
  assert.deepEqual(await sweep(), { escalated: 1, woken: 0 })
  assert.deepEqual(await sweep(), { escalated: 0, woken: 0 })
  const risen = await page(alert!.id)
  assert.equal(risen.receiverArea, '1305')
  assert.equal(risen.escalations, 1)
  const post = (verb: string, body = {}) =>
    call('city', 'POST', `/detection/alerts/${alert!.id}/${verb}`, body)
  const early = await post('closure', { disposition: 'false-alarm', reason: '未签收' })
  assert.equal(early.json.code, 'alert.wrong-state')
  assert.equal((await post('acknowledgement')).json.duty, 'dispose')
  const handler = { handlerId: '00000000-0000-7000-8000-0000000000a9', handlerName: '王办' }
  assert.equal((await post('assignment', handler)).json.handler.name, '王办')
  const late = await post('snooze', { until: '2027-01-01T00:00:00Z', reason: '等平台回函' })
  assert.equal(late.json.code, 'alert.snooze-wrong')
  assert.equal(
    (await post('snooze', { until: '2026-03-08T00:00:00Z', reason: '等平台回函' })).json.state,
    'snoozed',
  )
  clock.set('2026-03-08T00:00:01Z')
  assert.deepEqual(await sweep(), { escalated: 0, woken: 1 })
  const closed = await post('closure', { disposition: 'false-alarm', reason: '单位集中采购' })
  assert.equal(closed.json.state, 'closed')
  assert.equal(closed.json.dueAt, null)
  const { items } = (await call('county', 'GET', '/detection/models')).json
  const card = items.find(({ code }: { code: string }) => code === 'order-concentration')
  assert.equal(card.field.precision, 0)
})

test('[15.4] a merchant receives the reason and a way to explain, and nothing of other people', async () => {
  const { items } = (await call('merchant', 'GET', '/detection/warnings')).json
  assert.equal(items.length, 1)
  const [warning] = items
  assert.ok(warning.reason.zh.length > 20 && warning.figures.length === 3)
  assert.deepEqual(warning.shops, [{ platform: 'p01', shop: 's1' }])
  assert.ok(!JSON.stringify(warning).includes('"b0"'))
  const path = `/detection/warnings/${warning.alertId}/explanation`
  const explanation = {
    text: '为员工集中采购，附采购单。',
    attachments: [{ code: 'proof', title: '采购单.pdf', sha256: 'a'.repeat(64) }],
  }
  const told = (await call('merchant', 'POST', path, explanation)).json
  assert.equal(told.explanations[0].text, explanation.text)
  const seen = await page(warning.alertId)
  assert.equal(seen.explanations[0].by, '某店')
  assert.deepEqual(seen.explanations[0].attachments, explanation.attachments)
})

test('an alert is found by its number, its shop, an account and how it ended, and names who keeps its shops', async () => {
  const [alert] = await alerts('city')
  const whole = await page(alert!.id)
  assert.deepEqual(
    whole.keepers.map((k: { shopName: string; sellerName: string }) => [k.shopName, k.sellerName]),
    [['第1号店', '经营者1']],
  )
  const found = async (query: Record<string, string>) =>
    (await alerts('city', `?${new URLSearchParams(query)}`)).map(({ id }) => id)
  for (const q of [String(alert!.number), 's1', 'p01 s1', 'b0'])
    assert.deepEqual(await found({ q }), [alert!.id], q)
  for (const q of ['s', 's11', '%', 'b']) assert.deepEqual(await found({ q }), [], q)
  assert.deepEqual(await found({ disposition: 'false-alarm' }), [alert!.id])
  assert.deepEqual(await found({ disposition: 'explained' }), [])
})

test('what people have ended is not raised again until it has doubled; a new shop is a new alert, merged or handed over by a person', async () => {
  await land([
    ...burst('s1', '2026-03-09T12:00:00Z', 8, 2),
    ...burst('s2', '2026-03-09T14:00:00Z', 8, 2),
    ...burst('s3', '2026-03-09T16:00:00Z', 8, 2).map(event =>
      event.kind === 'order.placed' ? { ...event, buyer: `c${event.buyer}` } : event,
    ),
    order('s9', 'late', '2026-03-09T20:00:00Z'),
  ])
  const open = await alerts('city', '?open=true')
  assert.deepEqual(
    open.map(({ shops }) => (shops as { shop: string }[]).map(({ shop }) => shop)).sort(),
    [['s2'], ['s3']],
  )
  const [first, second] = open
  const post = (verb: string, body = {}) =>
    call('city', 'POST', `/detection/alerts/${first!.id}/${verb}`, body)
  const merged = (await post('merger', { absorb: [second!.id], reason: '同一伙人' })).json
  assert.equal(merged.shopCount, 2)
  assert.equal(merged.suspicionCount, 2)
  assert.equal((await page(second!.id)).mergedInto, first!.id)
  await post('acknowledgement')
  const seller = merged.sellerIds[0]
  const wrong = { subjectId: sellerOf('99'), caseType: 'false-trade', title: '刷单' }
  assert.equal((await post('handover', wrong)).json.code, 'alert.not-its-seller')
  // Two officers at once: one case, and the other is told that the alert has moved on.
  const both = await Promise.all(
    [1, 2].map(() => post('handover', { ...wrong, subjectId: seller })),
  )
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409])
  assert.equal(both.find(({ status }) => status === 409)!.json.code, 'alert.wrong-state')
  assert.equal((await page(first!.id)).state, 'handed-over')
  assert.equal(opened.length, 1)
  assert.equal(opened[0]!.bundle.items.length, 2)
  assert.match(opened[0]!.bundle.items[0]!.sha256, /^[0-9a-f]{64}$/)
})

test('a backtest and a trial leave no trace in the log or among alerts, and two settings can be compared', async () => {
  const counts = async () =>
    (
      await sql<{ facts: number; alerts: number; batches: number }>`
        select (select count(*) from detection.fact) as facts,
          (select count(*) from detection.alert) as alerts,
          (select count(*) from transparency.batch) as batches`.execute(database.db)
    ).rows[0]
  const before = await counts()
  const started = (
    await call('city', 'POST', '/detection/backtests', {
      model: 'order-concentration',
      from: '2026-03-01T00:00:00Z',
      until: '2026-03-10T00:00:00Z',
      against: { model: 'order-concentration', parameters: { ratio: 100 } },
    })
  ).json
  assert.equal(started.state, 'running')
  assert.equal(started.reachedAt, null)
  let result = started
  while (result.state === 'running') {
    await pause(20)
    result = (await call('city', 'GET', `/detection/backtests/${started.id}`)).json
  }
  assert.equal(result.reachedAt, '2026-03-10T00:00:00.000Z')
  assert.equal(result.side.shops, 3)
  assert.equal(result.against.shops, 0)
  assert.equal(result.difference.onlyFirstShops.length, 3)
  assert.deepEqual(result.judged, { confirmedFound: 1, confirmedMissed: 0, refutedFound: 1 })

  const mode = { mode: 'shadow', reason: '调整门槛后试运行' }
  const shown = await call('city', 'POST', '/detection/models/order-concentration/mode', mode)
  assert.equal(shown.json.mode, 'shadow')
  await land(burst('s7', '2026-03-10T12:00:00Z', 8, 2))
  assert.deepEqual(await counts(), before)
  const trial = (await call('city', 'GET', '/detection/models/order-concentration/trial')).json
  assert.deepEqual(trial.items[0].shops, [{ platform: 'p01', shop: 's7' }])
})

test('why not? names each threshold with the value that stands against it', async () => {
  await land([...burst('s8', '2026-03-11T12:00:00Z', 6, 3)])
  const path = '/detection/why-not?model=order-concentration&platform=p01&shop=s8'
  const answer = (await call('city', 'GET', path)).json
  assert.equal(answer.suspected, false)
  const [ratio] = answer.figures
  assert.deepEqual([ratio.value, ratio.threshold, ratio.met], [2, 3, false])
})

test('the projection can be dropped and rebuilt from the facts', async () => {
  const rows = () =>
    database.db.selectFrom('detection.alert').selectAll().orderBy('alert_id').execute()
  const before = await rows()
  assert.equal(await database.tx(tx => rebuildAlerts(tx)), before.length)
  assert.deepEqual(await rows(), before)
})
