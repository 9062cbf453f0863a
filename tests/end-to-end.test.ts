/**
 * The whole product as its users meet it: a demonstration county served over HTTP, each role signed in, facts proved by a
 * stranger, files imported twice, a byte changed and found, a backup restored.
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { type Client, createClient, type OperationTable, operations, ProblemError } from '#contract'
import { verifyInclusionBundle } from '#lib/merkle'
import { recomputePoints } from '#modules/reputation'
import { readConfig } from '#platform/runtime'
import {
  backUp,
  importFile,
  openCore,
  restore,
  start,
  verifyInstallation,
} from '../apps/server/index.ts'
import { countyIn } from './support/county.ts'

const cli = join(import.meta.dirname, '../apps/cli/main.ts')
const folder = mkdtempSync(join(tmpdir(), 'xinheng-e2e-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const env = countyIn(join(folder, 'county'))
const password = 'xinheng-demo-2026'

const running = await start(env)
let serving = true
after(async () => {
  if (serving) await running.stop()
})

const anyone = createClient(operations, { base: running.address })

/** Signs in and answers a client that carries the session, as the browser would. */
async function signedIn(login: string): Promise<Client<OperationTable>> {
  const response = await fetch(`${running.address}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({ login, password }),
  })
  assert.equal(response.status, 200, await response.clone().text())
  const cookie = response.headers.get('set-cookie')!.split(';')[0]!
  return createClient(operations, { base: running.address, headers: () => ({ cookie }) })
}

const refusedAs = (code: string) => (error: unknown) => {
  assert.ok(error instanceof ProblemError, String(error))
  assert.equal(error.problem.code, code)
  return true
}

test('the public finds a subject by code and by name, and its page says grade, reasons and records', async () => {
  const [list] = (await anyone.publicLists()).items
  const entries = await anyone.publicListEntries({ params: { listType: list!.listType } })
  const subject = entries.items[0]!.subject
  const page = await anyone.publicSubject({ params: { id: subject.id } })
  assert.ok(page.grade && page.grade.reasons.length > 0)
  assert.ok(page.records.some(record => record.item === 'dishonest.brushing'))
  assert.equal(page.lists[0]!.listType, 'samr-serious')
  const byName = await anyone.searchPublic({ query: { q: page.name } })
  assert.ok(byName.items.some(hit => hit.id === page.id))
  const code = page.identifiers.find(({ kind }) => kind === 'uscc')?.shown
  if (code) {
    const byCode = await anyone.searchPublic({ query: { q: code } })
    assert.deepEqual(
      byCode.items.map(hit => hit.id),
      [page.id],
    )
  }
})

test('invariant 10: a stranger’s program checks an inclusion proof of a public record offline', async () => {
  const [list] = (await anyone.publicLists()).items
  const { items } = await anyone.publicListEntries({ params: { listType: list!.listType } })
  const page = await anyone.publicSubject({ params: { id: items[0]!.subject.id } })
  const { batchId, ordinal } = page.records[0]!.proof!
  const bundle = await anyone.proveLogged({ query: { batch: batchId, ordinal } })
  const { checkpoint } = verifyInclusionBundle(bundle, [bundle.verifierKey])
  assert.ok(checkpoint.size > bundle.index)
  const forged = { ...bundle, index: bundle.index + 1 }
  assert.throws(() => verifyInclusionBundle(forged, [bundle.verifierKey]))
})

test('each role signs in and meets its own console; who may not, may not', async () => {
  for (const login of [
    'credit',
    'regulator',
    'reviewer',
    'township',
    'platform',
    'merchant',
    'auditor',
    'admin',
  ])
    assert.ok((await (await signedIn(login)).me()).roles.length > 0, login)
  const merchant = await signedIn('merchant')
  await assert.rejects(merchant.listCases({ purpose: '查看' }), refusedAs('access.not-allowed'))
  await assert.rejects(anyone.listCases({ purpose: '查看' }), refusedAs('access.sign-in-required'))
  await assert.rejects(signedInWith('credit', 'wrong-password'), /401/)
})

async function signedInWith(login: string, wrong: string) {
  const response = await fetch(`${running.address}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({ login, password: wrong }),
  })
  throw new Error(String(response.status))
}

test('the officer’s queue holds a case with its clocks and its next lawful steps', async () => {
  const officer = await signedIn('regulator')
  const queue = await officer.listCases({ purpose: '办案' })
  const ended = ['closed', 'published', 'granted', 'denied', 'answered']
  const open = queue.items.find(({ state }) => !ended.includes(state))
  assert.ok(open, 'an open case')
  const page = await officer.readCase({ params: { id: open.id }, purpose: '办案' })
  assert.ok(page.steps.length > 0)
})

test('[2.2] one order shows its events of all five stages in time order, each with its source', async () => {
  const platform = await signedIn('credit')
  const [list] = (await anyone.publicLists()).items
  const { items } = await anyone.publicListEntries({ params: { listType: list!.listType } })
  const shop = (await anyone.publicSubject({ params: { id: items[0]!.subject.id } })).shops[0]!
  const common = { platform: shop.platform, shop: shop.shop }
  const sku = 'five-stages'
  const order = 'order-five-stages'
  const buyer = 'buyer-1'
  const event = (kind: string, source: string, hour: number, more: object) => ({
    kind,
    source,
    eventId: `${kind}-1`,
    occurredAt: `2026-11-0${hour}T01:00:00.000Z`,
    ...common,
    ...more,
  })
  const parcel = {
    order,
    waybill: 'W1',
    carrier: 'c1',
    senderNode: 'n1',
    senderCity: '130528',
    receiverCity: '110105',
    weightG: 800,
  }
  const lines = [
    event('production.recorded', 'p01', 1, { sku, lot: 'L1', producedOn: '2026-10-31' }),
    event('order.placed', 'p01', 2, {
      order,
      buyer,
      items: [{ sku, quantity: 1, unitPriceFen: 1999 }],
      amountFen: 1999,
    }),
    event('payment.made', 'pay1', 3, {
      order,
      payment: 'pay-1',
      payer: 't1',
      payee: 't2',
      amountFen: 1999,
      institution: 'pay1',
    }),
    event('parcel.signed', 'c1', 4, { ...parcel, sentAt: '2026-11-03T01:00:00.000Z' }),
    event('service.opened', 'p01', 5, { order, buyer, topic: '发票' }),
  ]
  const body = `${lines.map(line => JSON.stringify(line)).join('\n')}\n`
  const answers = (await platform.postTradeEvents({ body: body as never })) as unknown as {
    status: string
    accepted?: number
    errors?: unknown
  }[]
  assert.equal(answers[0]!.status, 'committed', JSON.stringify(answers))
  const again = (await platform.postTradeEvents({ body: body as never })) as unknown as {
    accepted?: number
    duplicates?: number
  }[]
  assert.deepEqual([again[0]!.accepted, again[0]!.duplicates], [0, 5])
  const timeline = await platform.orderTimeline({
    params: { platform: shop.platform, order },
    purpose: '核查',
  })
  assert.equal(timeline.stages.length, 5)
  const times = timeline.events.map(({ event }) => event.occurredAt)
  assert.deepEqual(times, times.toSorted())
  assert.ok(timeline.events.every(({ event }) => event.source !== ''))
})

test('the numbers of law are dated: a change for a coming day leaves today as it was', async () => {
  const credit = await signedIn('credit')
  const key = 'objection.answer'
  await credit.enactPolicy({
    params: { key },
    body: { value: 5, from: '2099-01-01', basis: '示例', confidence: 'to-be-confirmed' },
  })
  const on = async (day: string) =>
    (await anyone.listPolicies({ query: { on: day, prefix: key } })).items.find(
      rule => rule.key === key,
    )!.value
  assert.equal(await on('2098-12-31'), 3)
  assert.equal(await on('2099-01-01'), 5)
  await assert.rejects(
    credit.enactPolicy({
      params: { key },
      body: { value: 9, from: '2020-01-01', basis: '示例', confidence: 'known' },
    }),
    refusedAs('policy.backdated'),
  )
})

test('every operation that is published is documented, and the document names its roles', async () => {
  const document = await (await fetch(`${running.address}/openapi.json`)).json()
  const named = Object.values(
    document.paths as Record<string, Record<string, { operationId: string; 'x-roles': string[] }>>,
  ).flatMap(path => Object.values(path))
  assert.deepEqual(
    named.map(({ operationId }) => operationId).sort(),
    Object.keys(operations).sort(),
  )
  assert.ok(named.every(o => o['x-roles'].length > 0))
})

/** The subject whose ledger is compared, and what its page displayed while the county was served. */
let displayed: { id: string; points: number } | undefined

test('the lines of a ledger add up to the points that the page displays', async () => {
  const { items } = await anyone.searchPublic({ query: { q: '示例', limit: 20 } })
  for (const { id } of items) {
    let sum = 0
    let lines = 0
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await anyone.subjectRatings({
        params: { id },
        query: { limit: 100, ...(cursor ? { cursor } : {}) },
      })
      for (const { points, rule, ruleVersion } of page.items) {
        assert.ok(rule && ruleVersion)
        sum += points
        lines += 1
      }
      cursor = page.next
      displayed = { id, points: page.summary.points }
    }
    assert.equal(sum, displayed!.points)
    if (lines >= 20) return
    displayed = undefined
  }
  assert.fail('no subject with twenty ratings')
})

test('after a clean stop: verification agrees, a changed byte is named, a backup restores', async () => {
  await running.stop()
  serving = false
  const sound = await verifyInstallation(env, () => {})
  assert.deepEqual(sound.faults, [])
  assert.ok(sound.checked.facts > 5_000)
  const { agreements, signals, waiting, ...checked } = sound.checked
  assert.deepEqual([agreements, signals], [0, 0])
  // The number that was enacted just before the stop, if nobody had followed the stream so far.
  assert.ok(waiting <= 1, `${waiting} batches wait`)
  for (const [what, count] of Object.entries(checked)) assert.ok(count > 0, `${what}: ${count}`)
  const archive = join(folder, 'backup.gz')
  await backUp(env, archive)
  const copy = { ...env, XINHENG_DATA: join(folder, 'restored') }
  await restore(copy, archive)
  assert.deepEqual((await verifyInstallation(copy, () => {})).faults, [])
  await assert.rejects(restore(copy, archive), /empty folder/)
  const core = await openCore(readConfig(copy))
  const changed = await core.database.tx(async tx => {
    await sql`alter table records.fact disable trigger all`.execute(tx)
    const { rows } = await sql<{ fact_id: string }>`
      update records.fact set body = replace(body, '单', '笔') where body like '%单%' returning fact_id`.execute(
      tx,
    )
    return rows
  })
  assert.ok(changed.length > 0)
  /** Each with the column that is changed, in one row of its table. */
  const projections = {
    'measures.entry': 'until_on = until_on + 1',
    'measures.measure': "reason = reason || '。'",
    'cases.case_file': "state = 'closed'",
    'cases.clock': 'due_on = due_on + 1',
    'subjects.subject': 'verified_until = verified_until + 1',
    'subjects.shop': "name = name || '旗舰店'",
    'records.record': 'disputed = not disputed',
  }
  await core.database.tx(async tx => {
    for (const [table, change] of Object.entries(projections))
      await sql`update ${sql.raw(table)} set ${sql.raw(change)}
        where ctid = (select ctid from ${sql.raw(table)} where ${sql.raw(change.split(' ')[0]!)} is not null limit 1)`.execute(
        tx,
      )
  })
  await core.close()
  const tampered = await verifyInstallation(copy, () => {})
  const named = tampered.faults.map(({ what, fault }) => `${what} ${fault}`)
  for (const fault of [
    'list entry changed: until_on',
    'measure changed: reason',
    'case changed: state',
    'case clock changed: due_on',
    'subject changed: verified_until',
    'shop changed: name',
    'record changed: disputed',
  ])
    assert.ok(
      named.some(name => name.startsWith(fault)),
      `${fault} in ${named.join('; ')}`,
    )
  assert.ok(tampered.faults.some(({ which }) => which.includes(changed[0]!.fact_id)))
})

test('[4.2] the points on display are the sum of the ledger, and the facts replayed under its rule versions give the same number', async () => {
  const core = await openCore(readConfig(env))
  const again = await recomputePoints(core.database.db, displayed!.id)
  await core.close()
  assert.deepEqual(again, { stored: displayed!.points, recomputed: displayed!.points })
})

test('a file of ratings is imported once: bad rows are named and kept, the good ones land, again changes nothing', async () => {
  const path = join(folder, 'ratings.csv')
  writeFileSync(
    path,
    '1,2,5,1289241911.72\n2,1,4,1289241941\nbroken row\n3,1,99,1289243140\n1,3,-10,1289243140\n',
  )
  const other = { XINHENG_DATA: join(folder, 'network'), XINHENG_LOG: 'error' }
  const run = () => importFile(other, { kind: 'ratings', path, network: 'otc', progress: () => {} })
  const first = await run()
  assert.deepEqual([first.rows, first.accepted, first.refused], [5, 3, 2])
  assert.deepEqual(
    first.shown.map(({ row }) => row),
    [3, 4],
  )
  assert.ok(first.shown.every(({ errors }) => errors.length > 0))
  const second = await run()
  assert.deepEqual([second.accepted, second.duplicates], [0, 3])
  const verdict = await verifyInstallation(other, () => {})
  assert.deepEqual(verdict.faults, [])
})

test('an installation without a demonstration gets its first administrator from the command line, who signs in', async () => {
  const own = { XINHENG_DATA: join(folder, 'empty'), XINHENG_LOG: 'error', XINHENG_DEMO: 'off' }
  const command = (...given: string[]) =>
    promisify(execFile)(process.execPath, [cli, '--json', ...given], {
      env: { ...process.env, ...own },
    })
  await command(
    ...['organisation', 'add', 'gov01', '--kind', 'credit-office'],
    ...['--name', '示例县信用办', '--area', '130528'],
  )
  await assert.rejects(
    command('organisation', 'add', 'x', '--kind', 'bank', '--name', 'x', '--area', '0'),
    /--kind bank/,
  )
  const added = await command(
    'user',
    'add',
    'first',
    '--role',
    'administrator',
    '--organisation',
    'gov01',
  )
  const { password: temporary } = JSON.parse(added.stdout) as { password: string }
  const office = await start({ ...own, PORT: '0' })
  const response = await fetch(`${office.address}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({ login: 'first', password: temporary }),
  })
  await office.stop()
  assert.equal(response.status, 200)
})
