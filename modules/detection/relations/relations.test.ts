import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  alertOperations,
  type Ban,
  modelOperations,
  relationOperations,
  subjectOperations,
} from '#contract'
import { residentIdWith, usccWith } from '#lib/identifiers'
import { loadPolicies, shippedRules } from '#modules/policy'
import { subjectKeys, subjectRoutes } from '#modules/subjects'
import { createLog, fixedClock, monotonicIds, silentLog } from '#platform/runtime'
import { publish, runConsumers } from '#platform/stream'
import { actorOf, served, testDatabase } from '../../../tests/support/index.ts'
import { openDetection } from '../room.ts'

const database = await testDatabase()
const clock = fixedClock('2026-11-20T02:00:00Z')
const ids = monotonicIds(clock)
const keys = subjectKeys(new Uint8Array(32).fill(1))
await database.tx(tx => loadPolicies(tx, shippedRules(), clock.now()))

/** What the rooms of lists would answer: filled by the test when a decision has barred somebody. */
const bans = new Map<string, Ban[]>()
const detection = openDetection({
  database,
  clock,
  ids,
  log: createLog('error'),
  sellersOf: async () => [],
  openCase: async () => ids.next(),
  bansOf: async () => bans,
})
const operations = {
  ...subjectOperations,
  ...relationOperations,
  ...alertOperations,
  ...modelOperations,
}
const { call, reads } = await served(
  operations,
  { ...subjectRoutes({ database, clock, ids, keys }), ...detection.handlers },
  {
    database,
    ids,
    actors: {
      office: actorOf('credit-office', { areas: ['1305'] }),
      county: actorOf('regulator', { areas: ['130528'] }),
      elsewhere: actorOf('regulator', { areas: ['1306'] }),
      p01: actorOf('platform', { organisationCode: 'p01', areas: [] }),
      p02: actorOf('platform', { organisationCode: 'p02', areas: [] }),
      payer: actorOf('payment-institution', { organisationCode: 'y01', areas: [] }),
    },
  },
)
const consumers = runConsumers(
  database,
  silentLog(),
  detection.consumers.filter(({ name }) => name !== 'detection'),
)
test.after(() => consumers.stop())

const shopOn = (platform: string, shop: string, name: string, openedAt: string) => ({
  platform,
  shop,
  name,
  openedAt,
})
const person = (n: number, name: string, shops: unknown[]) => ({
  kind: 'personal-seller',
  name,
  identifiers: [
    {
      kind: 'residentId',
      value: residentIdWith({ area: '130528', birthDate: '1990-03-07', sequence: n }),
    },
  ],
  area: '130528',
  exemption: 'small-trade',
  declaredAt: '2026-01-01T00:00:00Z',
  shops,
})
const firm = (n: number, name: string, address: string, shops: unknown[], area = '130528') => ({
  kind: 'merchant',
  name,
  address,
  identifiers: [
    {
      kind: 'uscc',
      value: usccWith({
        registrar: '9',
        category: '1',
        area,
        body: `MA0${String(n).padStart(5, '0')}`,
      }),
    },
  ],
  area,
  shops,
})
const register = async (given: unknown): Promise<string> => {
  const made = await call('office', 'POST', '/subjects', given)
  assert.equal(made.status, 200, made.text)
  return made.json.id
}
const token = (platform: string, shop: string, kind: string, value: string) => ({
  platform,
  shop,
  kind,
  token: value,
  seenAt: '2026-10-02T00:00:00Z',
})
const report = (as: string, tokens: unknown[]) => call(as, 'POST', '/operator-tokens', { tokens })

test('[14.2] a banned operator’s new shop under a relative’s name shares tokens and is shown as linked, with the reason', async () => {
  const old = await register(
    person(1, '欧阳甲示', [shopOn('p01', 'h1', '甲示女装店', '2024-03-01T00:00:00Z')]),
  )
  const relative = await register(
    person(2, '欧阳乙示', [shopOn('p02', 'h2', '乙示服饰店', '2026-10-01T00:00:00Z')]),
  )
  const neighbour = await register(
    person(3, '王丙示', [shopOn('p02', 'h3', '丙示百货店', '2025-01-01T00:00:00Z')]),
  )
  const first = await report('p01', [
    token('p01', 'h1', 'device', 'd-same'),
    token('p01', 'h1', 'address', 'a-old'),
  ])
  assert.deepEqual(first.json, { accepted: 2, known: 0 })
  await report('p02', [
    token('p02', 'h2', 'device', 'd-same'),
    token('p02', 'h3', 'device', 'd-other'),
  ])
  await report('payer', [
    token('p01', 'h1', 'payee', 'w-same'),
    token('p02', 'h2', 'payee', 'w-same'),
    token('p02', 'h3', 'payee', 'w-other'),
  ])
  await consumers.drain()
  const open = async () =>
    (await call('county', 'GET', '/detection/alerts?behaviour=reborn-operator')).json.items
  assert.deepEqual(await open(), [], 'two people who share a purse are no lead by themselves')

  bans.set(old, [{ on: '2026-08-15', zh: '市场监管严重违法失信名单', en: 'serious list' }])
  await database.tx(tx => publish(tx, 'measures.changed', old, { subject: old }))
  await consumers.drain()

  const graph = (await call('county', 'GET', `/subjects/${relative}/relations`)).json
  const [link, ...none] = graph.links
  assert.deepEqual(none, [])
  assert.deepEqual(new Set([link.from, link.to]), new Set([old, relative]))
  assert.deepEqual(
    link.reasons.map(({ kind }: { kind: string }) => kind),
    ['payee', 'device', 'surname'],
  )
  assert.ok(link.weight > 0.9)
  for (const { zh, en, facts } of link.reasons) assert.ok(zh && en && facts.length === 2)
  const banned = graph.nodes.find(({ subjectId }: { subjectId: string }) => subjectId === old)
  assert.equal(banned.bans[0].zh, '市场监管严重违法失信名单')
  assert.equal(banned.hops, 1)
  assert.equal(banned.name, '欧阳**')
  assert.ok(!graph.nodes.some((node: { subjectId: string }) => node.subjectId === neighbour))
  assert.ok(reads.some(({ operation }) => operation === 'readRelations'))

  const [alert, ...more] = await open()
  assert.deepEqual(more, [])
  assert.equal(alert.level, 'high')
  assert.deepEqual(alert.sellerIds, [relative])
  assert.match(alert.sentence.zh, /2026年10月1日开设.*2026年8月15日列入.*收款方.*设备.*须人工核实/)
  assert.ok(!alert.sentence.zh.includes('欧阳'), 'a notice names no other person')
  const again = await call('county', 'GET', `/detection/alerts/${alert.id}/reproduction`)
  assert.equal(again.json.suspicions[0].equal, true)

  const { suspicionCount } = alert
  await database.tx(tx => publish(tx, 'measures.changed', old, { subject: old }))
  await consumers.drain()
  assert.equal((await open())[0].suspicionCount, suspicionCount, 'the same is not said twice')
})

test('what a caller may not see stays a nameless node; a stranger to the subject gets nothing', async () => {
  const here = await register(
    firm(10, '宁晋清风百货有限公司', '宁晋县凤凰镇天宝大街12号', [
      shopOn('p01', 'k1', '清风百货旗舰店', '2025-01-01T00:00:00Z'),
    ]),
  )
  const there = await call('office', 'POST', '/subjects', {
    ...firm(
      11,
      '任泽晨光商贸有限公司',
      '任泽区任城镇南大街3号',
      [shopOn('p01', 'k2', '晨光商贸店', '2025-01-01T00:00:00Z')],
      '130503',
    ),
  })
  assert.equal(there.status, 200, there.text)
  await report('p01', [
    token('p01', 'k1', 'account', 'z-same'),
    token('p01', 'k2', 'account', 'z-same'),
  ])
  await consumers.drain()
  const graph = (await call('county', 'GET', `/subjects/${here}/relations?hops=2`)).json
  const unseen = graph.nodes.find(
    ({ subjectId }: { subjectId: string }) => subjectId === there.json.id,
  )
  assert.equal(unseen.name, null)
  assert.equal(unseen.visible, false)
  assert.deepEqual(unseen.shops, [])
  const foreign = await call('elsewhere', 'GET', `/subjects/${here}/relations`)
  assert.equal(foreign.json.code, 'subject.unknown')
  const wrong = await report('p02', [token('p01', 'k1', 'device', 'd-x')])
  assert.equal(wrong.json.code, 'relations.other-platform')
})

test('like names and neighbouring doors link firms, and what a whole market shares links nobody', async () => {
  const one = await register(
    firm(20, '宁晋县华丰纺织品有限公司', '宁晋县河渠镇纺织路8号3号楼2单元501', []),
  )
  const two = await register(
    firm(21, '宁晋县华风纺织品有限公司', '宁晋县河渠镇纺织路8号4号楼2单元501', []),
  )
  for (let n = 0; n < 12; n++)
    await register(
      firm(
        30 + n,
        `宁晋县巨鹿${'甲乙丙丁戊己庚辛壬癸子丑'[n]}号贸易有限公司`,
        '宁晋县凤凰镇市场街1号',
        [],
      ),
    )
  await consumers.drain()
  const graph = (await call('county', 'GET', `/subjects/${one}/relations`)).json
  assert.equal(graph.links.length, 1)
  const [link] = graph.links
  assert.deepEqual(new Set([link.from, link.to]), new Set([one, two]))
  assert.deepEqual(link.reasons.map(({ kind }: { kind: string }) => kind).sort(), [
    'address-likeness',
    'name-likeness',
  ])
  const { json } = await call('office', 'GET', '/subjects?q=巨鹿甲')
  const market = (await call('county', 'GET', `/subjects/${json.items[0].id}/relations`)).json
  assert.ok(
    !market.links.some(({ reasons }: { reasons: { kind: string }[] }) =>
      reasons.some(({ kind }) => kind === 'address-likeness'),
    ),
  )
})
