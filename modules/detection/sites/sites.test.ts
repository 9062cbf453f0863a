import assert from 'node:assert/strict'
import { test } from 'node:test'
import { siteOperations, subjectOperations } from '#contract'
import { usccWith } from '#lib/identifiers'
import { loadPolicies, shippedRules } from '#modules/policy'
import { subjectKeys, subjectRoutes } from '#modules/subjects'
import { fixedClock, monotonicIds } from '#platform/runtime'
import { actorOf, served, testDatabase } from '../../../tests/support/index.ts'
import { siteRoutes } from './site-routes.ts'

const database = await testDatabase()
const clock = fixedClock('2026-11-20T02:00:00Z')
const ids = monotonicIds(clock)
const keys = subjectKeys(new Uint8Array(32).fill(1))
await database.tx(tx => loadPolicies(tx, shippedRules(), clock.now()))
const deps = { database, clock, ids }
const { call, reads } = await served(
  { ...subjectOperations, ...siteOperations },
  { ...subjectRoutes({ ...deps, keys }), ...siteRoutes(deps) },
  {
    database,
    ids,
    actors: {
      office: actorOf('credit-office', { areas: [''], name: '王认定' }),
      township: actorOf('township', { areas: ['130528'] }),
    },
  },
)
const made = await call('office', 'POST', '/subjects', {
  kind: 'merchant',
  name: '宁晋县红果商城有限公司',
  identifiers: [
    {
      kind: 'uscc',
      value: usccWith({ registrar: '9', category: '1', area: '130528', body: 'MA000091' }),
    },
  ],
  area: '130528',
  shops: [{ platform: 'p01', shop: 'h1', name: '红果商城', url: 'https://www.hongguo.com/shop/1' }],
})
assert.equal(made.status, 200, made.text)
const check = async (address: string) =>
  (await call(null, 'POST', '/site-checks', { address })).json

test('[3.9] a look-alike of a registered domain returns a warning; a reported site enters a queue and after confirmation the warning list', async () => {
  const fake = 'https://www.h0ngguo.com/login'
  const warning = await check(fake)
  assert.equal(warning.verdict, 'look-alike')
  assert.equal(warning.imitates, 'hongguo.com')
  assert.match(warning.zh, /数字代替字母/)
  assert.equal(warning.warned, false)
  assert.equal((await check('https://hongguo.com/shop/2')).verdict, 'registered')
  assert.equal((await check('https://example.org')).verdict, 'unrelated')

  const report = (text: string) => call(null, 'POST', '/site-reports', { address: fake, text })
  const first = await report('短信里的链接，要求输入银行卡号。')
  assert.equal(first.status, 200, first.text)
  assert.equal((await report('我也收到了。')).json.id, first.json.id)
  const own = await call(null, 'POST', '/site-reports', { address: 'hongguo.com', text: '假的' })
  assert.equal(own.json.code, 'sites.registered')

  const queue = async () =>
    (await call('township', 'GET', '/site-reports?state=reported')).json.items
  const [waiting, ...none] = await queue()
  assert.deepEqual(none, [])
  assert.deepEqual([waiting.domain, waiting.reports], ['www.h0ngguo.com', 2])
  assert.ok(reads.some(({ operation }) => operation === 'listSiteReports'))
  const warned = async () => (await call(null, 'GET', '/warned-sites')).json.items
  assert.deepEqual(await warned(), [], 'a report alone warns nobody')

  const decide = (as: string) =>
    call(as, 'POST', `/site-reports/${waiting.id}/decision`, {
      decision: 'confirm',
      reason: '页面仿冒红果商城，套取银行卡号。',
    })
  assert.equal((await decide('township')).status, 403)
  const decided = (await decide('office')).json
  assert.deepEqual([decided.state, decided.decidedBy], ['confirmed', '王认定'])
  assert.deepEqual(await queue(), [])
  assert.deepEqual(
    (await warned()).map(({ domain }: { domain: string }) => domain),
    ['www.h0ngguo.com'],
  )
  assert.equal((await check(fake)).warned, true)
  assert.equal((await decide('office')).json.code, 'sites.decided')
})
