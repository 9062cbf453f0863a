import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { commitment, fromBase64, saltOf } from '#lib/canonical'
import {
  decodeBundle,
  leafHashes,
  openCheckpoint,
  parseLogPath,
  rootOf,
  verifyConsistency,
} from '#lib/merkle'
import { loadPolicies, shippedRules } from '#modules/policy'
import type { Bytes, Call } from '#platform/http'
import { fixedClock, monotonicIds, Refusal, silentLog } from '#platform/runtime'
import { testDatabase } from '../../tests/support/index.ts'
import {
  type FactSource,
  integrate,
  logFacts,
  logKeysOf,
  logPolicies,
  openLogKeys,
  proveConsistency,
  proveFact,
  startSequencer,
  transparencyRoutes,
  verifyFactProof,
  verifyLog,
} from './index.ts'
import { readBundle, recentCheckpoints } from './reads.ts'

const database = await testDatabase()
const clock = fixedClock('2026-04-01T00:00:00Z')
const ids = monotonicIds(clock)
const keys = logKeysOf('log.example/log', Buffer.alloc(32, 7))
const { db } = database
const source: FactSource = {
  type: 'probe.made',
  table: 'probe.made',
  key: 'no',
  columnsOf: body => ({ no: body.no, made_at: body.madeAt, note: body.note ?? null }),
}

before(() =>
  sql
    .raw(`create schema probe; create table probe.made (no int, made_at timestamptz, note text,
      body text not null, batch_id uuid not null, ordinal int not null)`)
    .execute(db),
)

let made = 0
const make = (count: number) =>
  database.tx(async tx => {
    const bodies = Array.from({ length: count }, () => ({
      no: made++,
      madeAt: '2026-03-01T00:00:00.000Z',
    }))
    const logged = await logFacts(
      tx,
      ids,
      bodies.map(body => ({ type: 'probe.made', body })),
    )
    for (const [ordinal, body] of bodies.entries())
      await sql`insert into probe.made (no, made_at, body, batch_id, ordinal) values
        (${body.no}, ${body.madeAt}, ${logged.bodies[ordinal]}, ${logged.batchId}, ${ordinal})`.execute(
        tx,
      )
    return logged
  })
const verdict = () => verifyLog(db, [source], { verifierKey: keys.verifierKey })

test('an empty log publishes the checkpoint of nothing', async () => {
  assert.equal(await integrate(database, keys, clock), 0)
  const [head] = await recentCheckpoints(db, 9)
  const opened = openCheckpoint(head!.note, { origin: keys.origin, verifiers: [keys.verifier] })
  assert.equal(opened.size, 0)
})

test('batches get their place, tiles and bundles agree with a tree computed whole', async () => {
  for (const count of [1, 3, 300, 1]) await make(count)
  assert.equal(await integrate(database, keys, clock), 305)
  await make(260)
  assert.equal(await integrate(database, keys, clock), 260)
  const [head] = await recentCheckpoints(db, 1)
  const entries = [
    ...decodeBundle((await readBundle(db, { index: 0, width: 256 }))!, 256),
    ...decodeBundle((await readBundle(db, { index: 1, width: 256 }))!, 256),
    ...decodeBundle((await readBundle(db, { index: 2, width: 53 }))!, 53),
  ]
  assert.equal(head!.size, 565)
  assert.deepEqual(Buffer.from(head!.root), rootOf(leafHashes(entries)))
  assert.equal(await readBundle(db, { index: 2, width: 54 }), undefined)
})

test('a stranger checks one fact offline; another text, salt or key fails', async () => {
  const { batchId, bodies } = await make(5)
  await assert.rejects(
    proveFact(db, keys, { batchId, ordinal: 3, body: bodies[3]! }),
    (error: unknown) => error instanceof Refusal && error.code === 'log.entry-waiting',
  )
  await integrate(database, keys, clock)
  const proof = await proveFact(db, keys, { batchId, ordinal: 3, body: bodies[3]! })
  assert.equal(verifyFactProof(proof, [keys.verifierKey]).index, 568)
  const wrong = { ...proof, body: proof.body.replace('2026', '2025') }
  assert.throws(() => verifyFactProof(wrong, [keys.verifierKey]), /not the one/)
  assert.throws(() => verifyFactProof(proof, ['other+00000000+AA==']), /does not trust/)
  const batch = await db
    .selectFrom('transparency.batch')
    .select('salt')
    .where('batch_id', '=', batchId)
    .executeTakeFirstOrThrow()
  assert.deepEqual(fromBase64(proof.salt), saltOf(batch.salt, 3))
  assert.deepEqual(
    commitment(fromBase64(proof.salt), proof.body),
    fromBase64(proof.inclusion.entry),
  )
})

test('every checkpoint is the beginning of every later one', async () => {
  const heads = (await recentCheckpoints(db, 99)).filter(({ size }) => size > 0).reverse()
  assert.ok(heads.length >= 3)
  for (const from of heads)
    for (const to of heads.filter(({ size }) => size >= from.size)) {
      const proof = await proveConsistency(db, { from: from.size, to: to.size })
      verifyConsistency({ from, to, proof: proof.map(fromBase64) })
    }
  await assert.rejects(proveConsistency(db, { from: 0, to: 1 }), Refusal)
})

test('/log serves tiles, bundles, checkpoint and key as tlog-tiles wants them', async () => {
  const routes = transparencyRoutes({ db, keys })
  // The handler reads nothing of a call but its parameters.
  const get = (path: string) =>
    routes.logTile({ params: { '*': path.replace('tile/', '') } } as unknown as Call<never>)
  const full = (await get('tile/0/000')) as Bytes
  assert.equal(full.bytes.length, 8192)
  assert.equal(full.immutable, true)
  assert.equal(full.type, 'application/octet-stream')
  assert.equal(((await get('tile/1/000.p/2')) as Bytes).bytes.length, 64)
  assert.equal(((await get('tile/0/002.p/7')) as Bytes).bytes.length, 7 * 32)
  assert.equal(((await get('tile/entries/000')) as Bytes).bytes.length, 256 * 34)
  assert.equal(parseLogPath('tile/entries/000').kind, 'entries')
  for (const path of ['tile/0/002', 'tile/0/00', 'tile/9/000', 'tile/0/../x', 'tile/0/000.p/0'])
    await assert.rejects(async () => get(path), /log.no-such-tile/)
})

test('an untouched log verifies, and says what it checked', async () => {
  await database.tx(tx => loadPolicies(tx, shippedRules(), clock.now()))
  const rules = await database.tx(tx => logPolicies(tx, ids))
  assert.ok(rules > 0)
  assert.equal(await database.tx(tx => logPolicies(tx, ids)), 0)
  await integrate(database, keys, clock)
  await make(4)
  const { checked, faults } = await verdict()
  assert.deepEqual(faults, [])
  assert.equal(checked.facts, made + rules)
  assert.equal(checked.entries, made + rules - 4)
  assert.equal(checked.waiting, 1)
  assert.equal(checked.policies, rules)
  assert.ok(checked.tiles >= 4 && checked.checkpoints >= 4)
})

/** One act of tampering at a time, with triggers off as an attacker with the database would. */
const tampered = (how: string, ...expected: [what: string, which: RegExp, fault: RegExp][]) =>
  test(`verification names it: ${how}`, async () => {
    const undone = new Error('undone')
    await assert.rejects(
      database.tx(async tx => {
        await sql.raw(`set local session_replication_role = replica; ${how}`).execute(tx)
        const { faults } = await verifyLog(tx, [source], { verifierKey: keys.verifierKey })
        for (const [what, which, fault] of expected)
          assert.ok(
            faults.some(f => f.what === what && which.test(f.which) && fault.test(f.fault)),
            `${what} ${which} ${fault} in ${JSON.stringify(faults)}`,
          )
        throw undone
      }),
      undone,
    )
  })

tampered("update probe.made set body = replace(body, '03-01', '03-02') where no = 77", [
  'probe.made',
  /^77$/,
  /text is not what was logged/,
])
tampered("update probe.made set made_at = '2026-03-02Z' where no = 5", [
  'probe.made',
  /^5$/,
  /column made_at/,
])
tampered('delete from probe.made where no = 9', ['fact', /\/5$/, /missing/])
tampered('insert into probe.made select * from probe.made where no = 11', [
  'probe.made',
  /^11$/,
  /another fact stands/,
])
tampered(
  `insert into probe.made (no, body, batch_id, ordinal) values (999, '{"fact":"probe.made"}',
     '00000000-0000-7000-8000-000000000000', 0)`,
  ['probe.made', /999/, /never logged/],
)
tampered(
  "update transparency.batch set entries = overlay(entries placing '\\x00'::bytea from 40) where size = 3",
  ['probe.made', /^2$/, /not what was logged/],
  ['tile', /0\/0/, /beneath/],
  ['checkpoint', /^305$/, /another root/],
)
tampered(
  "update transparency.tile set hashes = overlay(hashes placing '\\x00'::bytea from 9) where level = 1",
  ['tile', /1\/0/, /beneath/],
)
tampered('delete from transparency.placement where size = 260', [
  'checkpoint',
  /./,
  /another root|covers more/,
])
tampered("update transparency.checkpoint set note = replace(note, '565', '566') where size = 565", [
  'checkpoint',
  /565/,
  /does not hold/,
])
tampered("update policy.rule set basis = 'x' where version = 1", ['policy.rule', /v1/, /basis/])

test('the sequencer places what is committed, drains, and refuses a log of another key', async () => {
  const log = silentLog()
  const sequencer = startSequencer({ database, keys, clock, log })
  // Whoever drains while the sequencer is at work waits for it.
  for (let round = 0; round < 5; round++) {
    await make(2)
    sequencer.wake()
    await sequencer.drain()
    assert.equal((await verdict()).checked.waiting, 0)
  }
  await sequencer.stop()
  const other = logKeysOf('log.example/log', Buffer.alloc(32, 8))
  await assert.rejects(integrate(database, other, clock), /another key/)
})

test('keys are made once, readable by their owner alone, and keep the log’s name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xinheng-keys-'))
  after(() => rmSync(folder, { recursive: true }))
  const made = openLogKeys(folder, 'https://credit.example.gov.cn')
  assert.equal(made.origin, 'credit.example.gov.cn/log')
  assert.equal(statSync(join(folder, 'keys/log-signing-key.pem')).mode & 0o777, 0o600)
  assert.equal(openLogKeys(folder, 'https://elsewhere.example').verifierKey, made.verifierKey)
})
