/**
 * What was planted in the demonstration county and what the officer's queue holds of it, read over the API of the served
 * program. The generator knows who took part in what; the detectors saw events alone.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import {
  type AlertPage,
  type Client,
  createClient,
  type OperationTable,
  operations,
} from '#contract'
import type { Scheme } from '#lib/county'
import { demoPassword } from '../apps/server/demo/organisations.ts'
import { demoCounty } from '../apps/server/demo.ts'
import { start } from '../apps/server/index.ts'
import { countyIn, countyOrders } from './support/county.ts'

const folder = mkdtempSync(join(tmpdir(), 'xinheng-planted-'))
const running = await start(countyIn(folder))
after(async () => {
  await running.stop()
  rmSync(folder, { recursive: true, force: true })
})
const purpose = '核对示例县的预警'
const { truth } = demoCounty(Number(countyOrders))
const officer = await signedIn('regulator')
const alerts = await alertPages()

/**
 * Shares of a scheme's accounts that must be named, and of the named accounts that must belong to it, in a county of a
 * hundredth of the full size, where a ring has a handful of orders; bench/accuracy.ts holds larger ones to more.
 */
const leastRecall = 0.6
const leastPrecision = 0.9

async function signedIn(login: string): Promise<Client<OperationTable>> {
  const response = await fetch(`${running.address}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({ login, password: demoPassword }),
  })
  assert.equal(response.status, 200)
  const cookie = response.headers.get('set-cookie')!.split(';')[0]!
  return createClient(operations, { base: running.address, headers: () => ({ cookie }) })
}

async function alertPages(): Promise<AlertPage[]> {
  const pages: AlertPage[] = []
  let cursor: string | undefined
  do {
    const { items, next } = await officer.listAlerts({ query: { limit: 50, cursor }, purpose })
    for (const { id } of items) pages.push(await officer.readAlert({ params: { id }, purpose }))
    cursor = next ?? undefined
  } while (cursor)
  return pages
}

const schemes = (kind: Scheme['kind']) => truth.filter(scheme => scheme.kind === kind)

function assertFound(scheme: Scheme, behaviour: string): AlertPage[] {
  const cast = new Set(scheme.accounts)
  const found = alerts.filter(
    ({ behaviours, accounts }) =>
      behaviours.some(code => code === behaviour) && accounts.some(account => cast.has(account)),
  )
  const named = new Set(found.flatMap(({ accounts }) => accounts))
  const hit = [...named].filter(account => cast.has(account)).length
  const said = `${scheme.kind}: ${hit} of ${cast.size} found, ${named.size} named`
  assert.ok(hit >= leastRecall * cast.size, said)
  assert.ok(hit >= leastPrecision * named.size, said)
  return found
}

test('[20.2] forged raising and lowering of credit are both found, and no honest crowd is confirmed', () => {
  for (const kind of ['brushing-ring', 'camouflaged-ring'] as const)
    for (const ring of schemes(kind)) assertFound(ring, 'forward-brushing')
  for (const attack of schemes('reverse-brushing')) {
    const found = assertFound(attack, 'reverse-brushing')
    const accused = found.flatMap(({ shops }) => shops.map(({ shop }) => shop))
    const harmed = found.flatMap(({ victims }) => victims.map(({ shop }) => shop))
    for (const victim of attack.victims) {
      assert.ok(harmed.includes(victim), `${victim} is named as harmed`)
      assert.ok(!accused.includes(victim), `${victim} is not accused`)
    }
  }
  for (const praise of schemes('paid-praise')) assertFound(praise, 'paid-review')
  for (const group of schemes('extortion-group')) assertFound(group, 'extortion')
  const crowds = truth.filter(({ suspicious }) => !suspicious)
  assert.ok(crowds.some(({ kind }) => kind === 'honest-sale-burst'))
  for (const { kind, shops, from, to } of crowds) {
    const confirmed = alerts.filter(
      alert =>
        alert.disposition === 'confirmed-suspicion' &&
        alert.shops.some(({ shop }) => shops.includes(shop)) &&
        alert.from <= to &&
        alert.until >= from,
    )
    assert.deepEqual(confirmed, [], kind)
  }
})

test('[20.3] waybills from a pool are flagged with weight, sender and shops, and what was mailed by proxy', () => {
  for (const pool of schemes('empty-parcel-pool')) {
    const found = assertFound(pool, 'empty-parcel')
    const shops = new Set(found.flatMap(alert => alert.shops.map(({ shop }) => shop)))
    assert.ok(
      pool.shops.every(shop => shops.has(shop)),
      'all shops that bought waybills are named',
    )
    const evidence = found.flatMap(({ suspicions }) => suspicions)
    const figures = evidence.flatMap(suspicion => suspicion.figures)
    assert.ok(
      figures.some(({ met, name }) => met && /weight|light/i.test(name)),
      'light parcels',
    )
    assert.ok(
      figures.some(({ met, name }) => met && name === 'shops'),
      'one node for many shops',
    )
    const graphed = found.flatMap(({ graph }) => graph.nodes)
    assert.ok(
      graphed.some(({ kind }) => kind === 'sender'),
      'the node is drawn',
    )
  }
  for (const scheme of schemes('proxied-mailing')) assertFound(scheme, 'proxied-mailing')
})
