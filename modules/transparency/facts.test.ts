import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { commitment, saltOf } from '#lib/canonical'
import { fixedClock, monotonicIds } from '#platform/runtime'
import { testDatabase } from '../../tests/support/index.ts'
import { logFacts } from './index.ts'

const database = await testDatabase()
const ids = monotonicIds(fixedClock('2026-04-01T00:00:00Z'))
const facts = [
  { type: 'test.fact', body: { b: 1, a: '信' } },
  { type: 'test.other', body: { b: 2 } },
]

test(
  'a fact has one canonical text that names its type, and one commitment in its batch',
  database.rolledBack(async tx => {
    const { batchId, bodies } = await logFacts(tx, ids, facts)
    assert.deepEqual(bodies, ['{"a":"信","b":1,"fact":"test.fact"}', '{"b":2,"fact":"test.other"}'])
    const batch = await tx
      .selectFrom('transparency.batch')
      .selectAll()
      .where('batch_id', '=', batchId)
      .executeTakeFirstOrThrow()
    const expected = bodies.map((body, i) => commitment(saltOf(batch.salt, i), body))
    assert.deepEqual(Buffer.from(batch.entries), Buffer.concat(expected))
    assert.equal(batch.size, 2)
  }),
)

test(
  'two batches of the same facts share no entry: a commitment hides what it commits to',
  database.rolledBack(async tx => {
    await logFacts(tx, ids, facts)
    await logFacts(tx, ids, facts)
    const rows = await tx.selectFrom('transparency.batch').select('entries').execute()
    assert.equal(rows.length, 2)
    assert.notDeepEqual(rows[0], rows[1])
  }),
)

test(
  'an empty batch, a reserved field and a value without a canonical form are refused',
  database.rolledBack(async tx => {
    await assert.rejects(logFacts(tx, ids, []), /at least one/)
    await assert.rejects(logFacts(tx, ids, [{ type: 'x', body: { fact: 'y' } }]), /"fact"/)
    await assert.rejects(logFacts(tx, ids, [{ type: 'x', body: { at: undefined } }]), /undefined/)
  }),
)

for (const change of ['update transparency.batch set size = size', 'truncate transparency.batch'])
  test(
    `the database refuses: ${change}`,
    database.rolledBack(async tx => {
      await logFacts(tx, ids, facts)
      await assert.rejects(sql.raw(change).execute(tx), /never changed/)
    }),
  )
