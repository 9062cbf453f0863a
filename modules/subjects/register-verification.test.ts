/** The register is what its facts add up to: whatever is changed in it is named, without opening what is sealed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Tx } from '#platform/database'
import { testDatabase, undone, unnoticedColumns } from '../../tests/support/index.ts'
import { ensureAccounts } from './accounts.ts'
import { amendSubject } from './amend.ts'
import { eraseSubject } from './erasure.ts'
import { decideException } from './exception-decisions.ts'
import { identifySubject } from './identify.ts'
import { mergeSubjects, splitSubjects } from './merges.ts'
import { exceptionsOf } from './reads.ts'
import { registerSubjects } from './register.ts'
import { verifyRegister } from './register-verification.ts'
import { closeShop, openShop } from './shops.ts'
import { flagShouldRegister } from './should-register.ts'
import {
  merchant,
  registrar,
  registrationNumberOf,
  residentIdOf,
  seller,
  shopOn,
  usccOf,
} from './test-support.ts'
import { verifySubject } from './verification.ts'

const database = await testDatabase()
const by = registrar()
const check = verifyRegister
const passed = {
  method: 'registry-match' as const,
  verifier: '示例核验所',
  result: 'passed' as const,
  verifiedAt: '2026-11-19T08:00:00Z',
  evidenceSha256: 'a'.repeat(64),
}
const failed = { ...passed, result: 'failed' as const }

/** Everything that can be said of a subject, said of some. */
async function register(tx: Tx) {
  const outcomes = await registerSubjects(
    tx,
    [
      merchant(1, { contactName: '张三', shops: [shopOn('p01', '1'), shopOn('p01', '2')] }),
      merchant(2, { verification: passed }),
      seller(3, { shops: [shopOn('p01', '3')] }),
      seller(4),
      merchant(5),
      merchant(6, { kind: 'platform', platform: 'p09' }),
    ],
    by,
  )
  const [shopkeeper, verified, person, double, twin, platform] = outcomes.map(({ id }) => id!)
  const named = { shopkeeper, verified, person, double, twin, platform } as Record<string, string>
  await amendSubject(
    tx,
    named.shopkeeper!,
    { name: '宁晋新风百货', address: '新址', phone: '1' },
    by,
  )
  await amendSubject(tx, named.person!, { name: '欧阳新名', address: '新住址', area: '130529' }, by)
  for (const day of ['2026-01-01', '2026-02-02'])
    await identifySubject(
      tx,
      named.shopkeeper!,
      {
        kind: 'registrationNumber',
        value: registrationNumberOf(1),
        from: day,
        until: '2027-01-01',
      },
      by,
    )
  const resident = { kind: 'residentId', value: residentIdOf(3), from: '2010-01-01' } as const
  await identifySubject(tx, named.person!, resident, by)
  await verifySubject(tx, named.shopkeeper!, failed, by)
  await verifySubject(tx, named.person!, { ...passed, validUntil: '2026-12-24' }, by)
  await closeShop(tx, named.shopkeeper!, { platform: 'p01', shop: '2' }, by)
  await openShop(tx, named.shopkeeper!, shopOn('p01', '2', { name: '重开小店' }), by)
  await closeShop(tx, named.shopkeeper!, { platform: 'p01', shop: '1' }, by)
  const sales = { year: 2026, salesFen: 12_000_000, ceilingFen: 10_000_000 }
  await flagShouldRegister(tx, { subjectId: named.person!, ...sales }, by)
  await ensureAccounts(tx, { network: 'otc', accounts: ['1', '2'] }, by)
  return named as Record<'shopkeeper' | 'verified' | 'person' | 'double' | 'twin', string>
}

test(
  'whatever is said of a subject, the register is the fold of it',
  database.rolledBack(async tx => {
    const { person, double, shopkeeper, twin, verified } = await register(tx)
    const merge = { into: shopkeeper, from: twin, reason: '同一主体' }
    const chain = await mergeSubjects(tx, { into: twin, from: verified, reason: '同一主体' }, by)
    const { merge_id } = await mergeSubjects(tx, merge, by)
    // The code stands under the duplicate: so does the fact that dates it.
    const code = { kind: 'uscc', value: usccOf(5), from: '2015-10-01' } as const
    await identifySubject(tx, shopkeeper, code, by)
    assert.deepEqual((await check(tx)).faults, [])
    await splitSubjects(tx, merge_id, '误合并', by)
    await splitSubjects(tx, chain.merge_id, '误合并', by)
    const together = await mergeSubjects(tx, { into: person, from: double, reason: '同一人' }, by)
    await eraseSubject(tx, person, { ground: 'consent-withdrawn', reason: '本人申请' }, by)
    await splitSubjects(tx, together.merge_id, '误合并', by)
    const { checked, faults } = await check(tx)
    assert.deepEqual(faults, [])
    assert.deepEqual([checked.subjects, checked.shops], [8, 3])
    const { rows } = await sql<{ status: string }>`
      select status from subjects.subject where subject_id = ${double}`.execute(tx)
    assert.equal(rows[0]!.status, 'erased', 'whoever was erased stays so when the merge is undone')
  }),
)

test(
  'a code admitted as an exception is folded with whoever reported it',
  database.rolledBack(async tx => {
    const wrong = `${usccOf(2).slice(0, 17)}${usccOf(2)[17] === '0' ? '1' : '0'}`
    const identifiers = [{ kind: 'uscc' as const, value: wrong }]
    await registerSubjects(tx, [merchant(2, { identifiers })], by)
    const [waiting] = await exceptionsOf(tx, { limit: 1 })
    const other = registrar({
      actor: { ...by.actor, organisationId: '00000000-0000-7000-8000-0000000000b9' },
    })
    const approval = {
      decision: 'approve',
      reason: '证照相符',
      evidenceSha256: 'b'.repeat(64),
    } as const
    await decideException(tx, waiting!.exception_id, approval, other)
    const { checked, faults } = await check(tx)
    assert.deepEqual(faults, [])
    assert.deepEqual([checked.subjects, checked.codes], [1, 1])
  }),
)

test(
  'every column is folded from the facts but the masks of a natural person’s name and code',
  database.rolledBack(async tx => {
    const { shopkeeper, person, twin, verified } = await register(tx)
    await mergeSubjects(tx, { into: verified, from: twin, reason: '同一主体' }, by)
    const unnoticed = (table: string, where: string) =>
      unnoticedColumns(tx, { table: `subjects.${table}`, where, check })
    const of = (id: string) => `subject_id = '${id}'`
    assert.deepEqual(await unnoticed('subject', of(shopkeeper)), [])
    assert.deepEqual(await unnoticed('subject', of(twin)), [])
    assert.deepEqual(await unnoticed('subject', of(person)), ['shown_name'])
    assert.deepEqual(await unnoticed('identifier', `${of(shopkeeper)} and not derived`), [])
    assert.deepEqual(await unnoticed('identifier', of(person)), ['shown'])
    assert.deepEqual(await unnoticed('shop', of(shopkeeper)), [])
    assert.deepEqual(await unnoticed('search_text', of(shopkeeper)), [])
    assert.deepEqual(await unnoticed('code', of(shopkeeper)), [])
    assert.deepEqual(await unnoticed('code', of(person)), [])
    assert.deepEqual(await unnoticed('merge', 'true'), [])
  }),
)

test(
  'a key that is gone, or that outlived an erasure, is named; so is what no fact tells of',
  database.rolledBack(async tx => {
    const { person } = await register(tx)
    const after = (...statements: string[]) =>
      undone(tx, async () => {
        for (const statement of statements) await sql.raw(statement).execute(tx)
        return (await check(tx)).faults
      })
    assert.deepEqual(await after(`delete from subjects.data_key where subject_id = '${person}'`), [
      { what: 'key of a subject', which: person, fault: 'missing' },
    ])
    const kept = await undone(tx, async () => {
      await sql`create temp table kept on commit drop as
        select * from subjects.data_key where subject_id = ${person}`.execute(tx)
      await eraseSubject(tx, person, { ground: 'consent-withdrawn', reason: '本人申请' }, by)
      await sql`insert into subjects.data_key select * from kept`.execute(tx)
      return (await check(tx)).faults
    })
    assert.deepEqual(kept, [{ what: 'key of a subject', which: person, fault: 'added' }])
    const invented = '00000000-0000-7000-8000-0000000000ff'
    const added = await after(
      `insert into subjects.code values ('uscc:invented', '${invented}')`,
      `insert into subjects.shop values ('${invented}', 'p01', 'x', 'x', null, null, now(), null)`,
    )
    assert.deepEqual(
      added.map(({ what, which, fault }) => [what, which, fault]),
      [
        ['claim of a code', `${invented} uscc:invented`, 'added'],
        ['shop', `${invented} p01 x`, 'added'],
      ],
    )
    const silenced = await after(
      'alter table subjects.fact disable trigger all',
      `delete from subjects.fact where subject_id = '${person}' and type = 'subjects.registered'`,
    )
    assert.deepEqual(
      silenced.map(({ what, which, fault }) => [what, which, fault.slice(0, 23)]),
      [['subject', person, 'its facts do not add up']],
    )
  }),
)
