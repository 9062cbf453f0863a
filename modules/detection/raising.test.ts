import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import type { TradeEvent } from '#contract'
import { sha256Hex } from '#lib/canonical'
import { generateCounty, SCHEME_KINDS, type SchemeKind } from '#lib/county'
import { loadPolicies, readPolicies, shippedRules } from '#modules/policy'
import type { Tx } from '#platform/database'
import { fixedClock, monotonicIds } from '#platform/runtime'
import { testDatabase, undone, unnoticedColumns } from '../../tests/support/index.ts'
import type { Alert } from './alert-state.ts'
import { rebuildAlerts, system } from './alerts.ts'
import { feed, startOfTime } from './event-feed.ts'
import { shopName } from './evidence.ts'
import { shippedModels } from './models/shipped-models.ts'
import { shippedParameters } from './parameters.ts'
import { raiseSuspicion } from './raising.ts'
import { verifyAlerts } from './verification.ts'

const database = await testDatabase()
const clock = fixedClock('2026-11-24T00:00:00Z')
const ids = monotonicIds(clock)
await database.tx(tx => loadPolicies(tx, shippedRules(), clock.now()))

const planted: SchemeKind[] = ['brushing-ring', 'camouflaged-ring', 'reverse-brushing']
const county = generateCounty({
  seed: 'combine',
  merchants: 200,
  buyers: 3_000,
  orders: 16_000,
  schemes: Object.fromEntries(SCHEME_KINDS.map(kind => [kind, planted.includes(kind) ? 1 : 0])),
})
const keepersOf = async (shops: readonly string[]) =>
  new Map(
    shops.map((shop, i) => [
      shop,
      { sellerId: `00000000-0000-7000-8000-${String(i).padStart(12, '0')}`, area: '130528' },
    ]),
  )

type Told = Parameters<typeof raiseSuspicion>[1]

/** Every suspicion of every model over the county, in the order in which the runner would raise them. */
function suspicionsOf(): Told[] {
  const running = shippedModels.map(model => {
    const parameters = shippedParameters(model)
    return { card: model.card, parameters, detector: model.create(parameters) }
  })
  const clockwork = { newestMs: startOfTime }
  const detectors = running.map(({ detector }) => detector)
  const told: Told[] = []
  let batch = 0
  const drain = () => {
    for (const { card, parameters, detector } of running)
      for (const suspicion of detector.drain()) told.push({ card, parameters, suspicion })
  }
  for (const event of county.events()) {
    feed(detectors, clockwork, event as TradeEvent)
    if (++batch % 200 === 0) drain()
  }
  drain()
  return told
}

const suspicions = suspicionsOf()
let alerts: Alert[]
before(
  database.rolledBack(async tx => {
    const said = { actor: system, at: clock.now(), ids, policies: await readPolicies(tx) }
    for (const told of suspicions) await raiseSuspicion(tx, told, keepersOf, said)
    const rows = await tx.selectFrom('detection.alert').select('state_json').execute()
    alerts = rows.map(row => row.state_json as Alert)
  }),
)

test('weak signals of several models about one suspected act become one alert with several reasons', () => {
  const open = alerts.filter(({ state }) => state !== 'merged')
  assert.ok(suspicions.length > 10 * open.length, `${suspicions.length} for ${open.length} alerts`)
  for (const kind of planted) {
    const scheme = county.truth.find(known => known.kind === kind)!
    const accounts = new Set(scheme.accounts)
    const about = open
      .filter(alert => alert.accounts.some(account => accounts.has(account)))
      .sort((a, b) => b.accounts.length - a.accounts.length || b.models.length - a.models.length)
    const [alert] = about
    const hit = alert!.accounts.filter(account => accounts.has(account)).length
    assert.ok(hit >= 0.9 * accounts.size, `${kind}: ${hit} of ${accounts.size}`)
    assert.ok(hit >= 0.9 * alert!.accounts.length, `${kind}: ${alert!.accounts.length} named`)
    assert.ok(alert!.models.length >= 2, `${kind}: ${alert!.models}`)
    assert.ok(about.length <= 2, `${kind} has ${about.length} alerts`)
  }
})

test('the victim of reverse brushing is named as harmed and never as suspected, and whoever paid is', () => {
  const scheme = county.truth.find(({ kind }) => kind === 'reverse-brushing')!
  const shopsOf = (names: readonly string[] = []) => names.map(name => name.split(' ')[1]!)
  const about = alerts.filter(({ victims }) =>
    shopsOf(victims).some(shop => scheme.victims.includes(shop)),
  )
  assert.ok(about.some(({ behaviours }) => behaviours.includes('reverse-brushing')))
  for (const alert of about) {
    assert.ok(!shopsOf(alert.shops).some(shop => scheme.victims.includes(shop)))
    assert.equal(alert.areas[0], '130528')
  }
  const attackers = new Set(scheme.accounts)
  const theirs = alerts.filter(({ accounts }) => accounts.some(account => attackers.has(account)))
  for (const { shops } of theirs)
    assert.ok(!shopsOf(shops).some(shop => scheme.victims.includes(shop)))
  const named = about.flatMap(({ shops }) => shopsOf(shops))
  assert.ok(scheme.beneficiaries.every(shop => named.includes(shop)))
})

test('a shop that was accused first is cleared when the same accounts turn out to have harmed it', async () => {
  const scheme = county.truth.find(({ kind }) => kind === 'reverse-brushing')!
  const isVictim = (name: string) => scheme.victims.includes(name.split(' ')[1]!)
  const about = suspicions.filter(({ suspicion: { accounts } }) =>
    accounts.some(account => scheme.accounts.includes(account)),
  )
  // No model accuses the shop of its own accord here; one that took copied praise for its doing would.
  const accusing = about
    .filter(({ suspicion }) => suspicion.scenes?.map(shopName).some(isVictim))
    .map(told => {
      const { scenes = [], ...suspicion } = told.suspicion
      return { ...told, suspicion: { ...suspicion, shops: scenes } }
    })
  const naming = about.filter(({ suspicion }) => suspicion.victims.map(shopName).some(isVictim))
  assert.ok(accusing.length > 0 && naming.length > 0)
  const keeperOf = (name: string) => `00000000-0000-7000-8000-${sha256Hex(name).slice(0, 12)}`
  const keepers = async (shops: readonly string[]) =>
    new Map(shops.map(shop => [shop, { sellerId: keeperOf(shop), area: '130528' }]))
  const standing = async (tx: Tx) =>
    (await tx.selectFrom('detection.alert').select('state_json').orderBy('alert_id').execute())
      .map(row => row.state_json as Alert)
      .filter(({ state }) => state !== 'merged')
  await database.rolledBack(async tx => {
    const said = { actor: system, at: clock.now(), ids, policies: await readPolicies(tx) }
    for (const told of accusing) await raiseSuspicion(tx, told, keepers, said)
    assert.ok((await standing(tx)).some(({ shops }) => shops.some(isVictim)))
    for (const told of naming) await raiseSuspicion(tx, told, keepers, said)
    const cleared = await standing(tx)
    const victims = cleared.flatMap(alert => alert.victims ?? []).filter(isVictim)
    assert.ok(victims.length > 0)
    for (const { shops, sellerIds } of cleared) {
      assert.ok(!shops.some(isVictim))
      assert.ok(!victims.some(victim => sellerIds.includes(keeperOf(victim))))
    }
    const facts = await tx.selectFrom('detection.fact').select('kind').execute()
    assert.ok(facts.some(({ kind }) => kind === 'cleared'))
    const before = JSON.stringify(cleared)
    await rebuildAlerts(tx)
    assert.equal(JSON.stringify(await standing(tx)), before, 'the facts alone give the same')
  })()
})

test('an alert about a shop of which neither side is told yet accuses nobody but has its area', async () => {
  const open = suspicions.find(({ suspicion: { shops, scenes = [] } }) => !shops[0] && scenes[0])!
  await database.rolledBack(async tx => {
    const said = { actor: system, at: clock.now(), ids, policies: await readPolicies(tx) }
    const alert = await raiseSuspicion(tx, open, keepersOf, said)
    assert.deepEqual([alert!.shops, alert!.victims, alert!.sellerIds], [[], [], []])
    assert.deepEqual([alert!.areas, alert!.receiverArea], [['130528'], '130528'])
  })()
})

test('alerts and the evidence of suspicions are folded from the facts again: whatever is changed in them is named', async () => {
  await database.rolledBack(async tx => {
    const said = { actor: system, at: clock.now(), ids, policies: await readPolicies(tx) }
    for (const told of suspicions.slice(0, 80)) await raiseSuspicion(tx, told, keepersOf, said)
    const { checked, faults } = await verifyAlerts(tx)
    assert.deepEqual(faults, [])
    assert.ok(checked.alerts > 1 && checked.suspicions === 80, JSON.stringify(checked))
    const check = (changed: Tx) => verifyAlerts(changed)
    for (const table of ['detection.alert', 'detection.suspicion'])
      assert.deepEqual(await unnoticedColumns(tx, { table, check }), [], table)
    const removed = await undone(tx, async () => {
      await sql`delete from detection.suspicion where suspicion_id =
        (select suspicion_id from detection.suspicion order by suspicion_id limit 1)`.execute(tx)
      return (await verifyAlerts(tx)).faults
    })
    assert.deepEqual(
      removed.map(({ what, fault }) => [what, fault]),
      [['suspicion', 'missing']],
    )
  })()
})
