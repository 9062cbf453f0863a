import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { exchangeOperations } from '#contract'
import { createOrganisation, operator } from '#modules/access'
import { loadPolicies, shippedRules } from '#modules/policy'
import { fixedClock, monotonicIds } from '#platform/runtime'
import {
  actorOf,
  served,
  testDatabase,
  undone,
  unnoticedColumns,
} from '../../tests/support/index.ts'
import { exchangeRoutes } from './routes.ts'
import { type OpenSuspicion, subjectKey } from './signals.ts'
import { verifyExchange } from './verification.ts'

const database = await testDatabase()
const clock = fixedClock('2026-11-20T02:00:00Z')
const ids = monotonicIds(clock)
await database.tx(tx => loadPolicies(tx, shippedRules(), clock.now()))
const [office, agency] = await database.tx(async tx => {
  const by = { actor: operator, at: clock.now(), ids }
  const make = (code: string, kind: 'credit-office' | 'credit-agency', name: string) =>
    createOrganisation(tx, { code, kind, name, area: '130528' }, by)
  return [
    await make('xyb', 'credit-office', '示例县信用办'),
    await make('agency', 'credit-agency', '示例信用服务公司'),
  ]
})
const memberOf = (organisation: typeof office, more: Parameters<typeof actorOf>[1] = {}) =>
  actorOf(organisation === office ? 'credit-office' : 'credit-agency', {
    organisationId: organisation!.id,
    organisationCode: organisation!.code,
    areas: ['130528'],
    ...more,
  })
const suspected: OpenSuspicion = {
  code: '91130528MA0TEST012',
  behaviour: 'forward-brushing',
  level: 'high',
  from: '2026-10-01T00:00:00.000Z',
  until: '2026-10-09T00:00:00.000Z',
}
const { call } = await served(
  exchangeOperations,
  exchangeRoutes({ database, clock, ids, suspicionsOf: async () => [suspected] }),
  {
    database,
    ids,
    actors: {
      office: memberOf(office, { name: '张信用' }),
      agency: memberOf(agency, { name: '李评级' }),
      machine: memberOf(agency, { name: '接口', accountId: null, machine: true }),
      stranger: actorOf('credit-agency', { organisationId: ids.next(), organisationCode: 'other' }),
    },
  },
)
const request = (key: string) => ({
  purpose: '核对合作商户的刷单线索',
  ask: [key],
  report: [
    { key: 'b'.repeat(64), behaviour: 'paid-review', level: 'low', seenAt: '2026-11-01T00:00:00Z' },
  ],
})
const exchange = (as: string, key = 'a'.repeat(64)) =>
  call(as, 'POST', '/exchange/signals', request(key))

test('[4.8] without an active agreement the exchange answers 403; with it the log shows fields and purpose', async () => {
  const refused = await exchange('agency')
  assert.equal(refused.status, 403)
  assert.equal(refused.json.code, 'exchange.no-agreement')

  const proposal = {
    partner: 'agency',
    purpose: '防范信用炒作：交换刷单线索',
    fields: ['behaviour', 'state'],
    from: '2026-11-01',
    until: '2027-10-31',
  }
  const agreement = (await call('office', 'POST', '/agreements', proposal)).json
  assert.equal(agreement.state, 'proposed')
  const sign = (as: string, post: string) =>
    call(as, 'POST', `/agreements/${agreement.id}/signature`, { post })
  await sign('office', '主任')
  assert.equal((await exchange('agency')).status, 403, 'one signature is no agreement')
  assert.equal((await sign('machine', '接口')).json.code, 'exchange.signed-by-person')
  assert.equal((await sign('stranger', '经理')).json.code, 'exchange.agreement-unknown')
  const signed = (await sign('agency', '法定代表人')).json
  assert.equal(signed.state, 'in-force')
  assert.deepEqual(
    signed.signatures.map(({ name, post }: { name: string; post: string }) => [name, post]),
    [
      ['张信用', '主任'],
      ['李评级', '法定代表人'],
    ],
  )

  const key = subjectKey(signed.salt, suspected.code)
  const answer = (await exchange('machine', key)).json
  assert.deepEqual(answer.signals, [{ key, behaviour: 'forward-brushing', state: 'suspected' }])
  assert.equal(answer.received, 1)
  assert.deepEqual((await exchange('agency')).json.signals, [], 'another digest is nobody here')
  for (const as of ['office', 'agency']) {
    const { items } = (await call(as, 'GET', `/agreements/${agreement.id}/exchanges`)).json
    assert.equal(items.length, 2)
    const { purpose, fields, asked, answered, received } = items[1]
    assert.deepEqual(
      { purpose, fields, asked, answered, received },
      {
        purpose: '核对合作商户的刷单线索',
        fields: ['behaviour', 'state'],
        asked: 1,
        answered: 1,
        received: 1,
      },
    )
    assert.ok(items[1].proof.batchId)
  }
  assert.equal((await exchange('stranger', key)).status, 403)
})

test('revoked or past its term, an agreement lets nothing pass', async () => {
  const [agreement] = (await call('agency', 'GET', '/agreements')).json.items
  const { salt, id } = agreement
  const key = subjectKey(salt, suspected.code)
  assert.equal((await exchange('agency', key)).status, 200)
  const revoked = await call('agency', 'POST', `/agreements/${id}/revocation`, {
    reason: '合作终止',
  })
  assert.equal(revoked.json.state, 'revoked')
  assert.equal((await exchange('machine', key)).status, 403)
  const again = await call('office', 'POST', `/agreements/${id}/signature`, { post: '主任' })
  assert.equal(again.json.code, 'exchange.already-settled')
  assert.deepEqual((await call('stranger', 'GET', '/agreements')).json.items, [])
})

test('agreements and signals are what their facts add up to; whatever is changed is named', async () => {
  const { checked, faults } = await verifyExchange(database.db)
  assert.deepEqual(faults, [])
  assert.ok(checked.agreements > 0 && checked.signals > 0, JSON.stringify(checked))
  const run = database.tx(async tx => {
    const check = verifyExchange
    const agreement = { table: 'exchange.agreement', where: 'revoked_at is not null', check }
    assert.deepEqual(await unnoticedColumns(tx, agreement), [])
    assert.deepEqual(await unnoticedColumns(tx, { table: 'exchange.signal', check }), [])
    const missing = await undone(tx, async () => {
      await sql`delete from exchange.signal`.execute(tx)
      return (await check(tx)).faults.map(({ what, fault }) => [what, fault])
    })
    assert.ok(missing.length > 0)
    for (const named of missing) assert.deepEqual(named, ['signal', 'missing'])
    throw new Error('undone')
  })
  await assert.rejects(run, /undone/)
})
