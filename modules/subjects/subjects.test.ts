import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { parseUscc } from '#lib/identifiers'
import { Refusal } from '#platform/runtime'
import { actorOf, testDatabase } from '../../tests/support/index.ts'
import { ensureAccounts } from './accounts.ts'
import { amendSubject } from './amend.ts'
import { readDirectory } from './directory.ts'
import { eraseSubject } from './erasure.ts'
import { decideException } from './exception-decisions.ts'
import { identifySubject } from './identify.ts'
import { mergeSubjects, splitSubjects } from './merges.ts'
import { canonicalOf, exceptionsOf, factsOf, readSubject, shownFact } from './reads.ts'
import { registerSubjects } from './register.ts'
import { findSubjects } from './search.ts'
import { closeShop, openShop, readShopMap } from './shops.ts'
import { flagShouldRegister } from './should-register.ts'
import {
  keys,
  merchant,
  registrar,
  registrationNumberOf,
  residentIdOf,
  seller,
  shopOn,
  usccOf,
} from './test-support.ts'
import { canPublish, verifiedSubjects, verifySubject } from './verification.ts'

const database = await testDatabase()
const today = '2026-11-20'
const by = registrar()
const platformA = actorOf('platform', {
  organisationId: '00000000-0000-7000-8000-0000000000ba',
  organisationCode: 'p01',
  areas: [],
})
const refusedAs = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code
const passed = {
  method: 'registry-match' as const,
  verifier: '示例核验所',
  result: 'passed' as const,
  verifiedAt: '2026-11-19T08:00:00Z',
  evidenceSha256: 'a'.repeat(64),
}

test(
  'a batch lands its good rows and names the field and the rule of each bad one',
  database.rolledBack(async tx => {
    const wrong = `${usccOf(2).slice(0, 17)}${usccOf(2)[17] === '0' ? '1' : '0'}`
    const outcomes = await registerSubjects(
      tx,
      [
        merchant(1),
        merchant(2, { identifiers: [{ kind: 'uscc', value: wrong }], area: '999999' }),
        merchant(3, { identifiers: [{ kind: 'uscc', value: 'O'.repeat(18) }] }),
        merchant(4),
      ],
      by,
    )
    assert.deepEqual(
      outcomes.map(({ status, errors }) => [status, errors.map(e => `${e.field} ${e.rule}`)]),
      [
        ['registered', []],
        ['refused', ['identifiers.0.value check-character', 'area area']],
        ['refused', ['identifiers.0.value charset']],
        ['registered', []],
      ],
    )
  }),
)

test(
  'a code opens one subject, whatever name a second registration gives, and repeating a batch changes nothing',
  database.rolledBack(async tx => {
    const rows = [
      merchant(1, { shops: [shopOn('p01', '1')] }),
      merchant(1, { name: '另一个名字', shops: [shopOn('p02', '9')] }),
    ]
    const [first, second] = await registerSubjects(tx, rows, by)
    assert.equal(second!.status, 'known')
    assert.equal(second!.id, first!.id)
    const facts = () =>
      tx.selectFrom('subjects.fact').select(sql<number>`count(*)`.as('n')).execute()
    const before = await facts()
    assert.deepEqual(
      (await registerSubjects(tx, rows, by)).map(({ status }) => status),
      ['known', 'known'],
    )
    assert.deepEqual(await facts(), before)
    assert.equal(
      (await readSubject(tx, keys, first!.id!, { actor: by.actor, today })).shops.length,
      2,
    )
  }),
)

test(
  'a duplicate under the organisation code inside a credit code is recognised',
  database.rolledBack(async tx => {
    const parsed = parseUscc(usccOf(5))
    assert.ok(parsed.ok)
    const older = merchant(5, {
      identifiers: [{ kind: 'organisationCode', value: parsed.parts.organisation }],
    })
    const [first, second] = await registerSubjects(tx, [merchant(5), older], by)
    assert.equal(second!.status, 'known')
    assert.equal(second!.id, first!.id)
  }),
)

test(
  'two subjects of one name stay two, and codes of two subjects in one row are refused',
  database.rolledBack(async tx => {
    const name = '同名示例店'
    const [a, b] = await registerSubjects(tx, [merchant(1, { name }), merchant(2, { name })], by)
    assert.notEqual(a!.id, b!.id)
    const both = merchant(3, {
      identifiers: [
        { kind: 'uscc', value: usccOf(1) },
        { kind: 'uscc', value: usccOf(2) },
      ],
    })
    const [mixed] = await registerSubjects(tx, [both], by)
    assert.deepEqual(
      mixed!.errors.map(e => e.rule),
      ['codes-disagree'],
    )
  }),
)

test(
  'personal fields are nowhere readable at rest, whole for the registrar, masked for another platform',
  database.rolledBack(async tx => {
    const own = registrar({ actor: platformA })
    const [made] = await registerSubjects(tx, [seller(7, { shops: [shopOn('p01', '7')] })], own)
    const id = made!.id!
    for (const table of ['fact', 'subject', 'identifier', 'code', 'search_text'])
      for (const secret of [residentIdOf(7), '13800001234', '欧阳试验', '测试路1号']) {
        const { rows } = await sql<{ n: number }>`
          select count(*) as n from ${sql.raw(`subjects.${table}`)} t where t::text like ${`%${secret}%`}`.execute(
          tx,
        )
        assert.equal(rows[0]!.n, 0, `${secret} in subjects.${table}`)
      }
    const whole = await readSubject(tx, keys, id, { actor: platformA, today })
    assert.equal(whole.name, '欧阳试验')
    assert.equal(whole.phone, '13800001234')
    assert.equal(whole.identifiers[0]!.shown, residentIdOf(7))
    const other = { ...platformA, organisationId: '00000000-0000-7000-8000-0000000000bb' }
    const masked = await readSubject(tx, keys, id, { actor: other, today })
    assert.equal(masked.name, '欧阳**')
    assert.equal(masked.phone, '138****1234')
    assert.equal(masked.address, null)
    assert.match(masked.identifiers[0]!.shown, /^130\*{11}\d{3}[\dX]$/)
  }),
)

test(
  'an erased person is unreadable, its codes free, its facts still there',
  database.rolledBack(async tx => {
    const [made] = await registerSubjects(tx, [seller(8, { shops: [shopOn('p01', '8')] })], by)
    const id = made!.id!
    const asked = { ground: 'consent-withdrawn', reason: '本人申请删除' } as const
    await eraseSubject(tx, id, asked, by)
    const view = await readSubject(tx, keys, id, { actor: by.actor, today })
    assert.deepEqual([view.name, view.phone, view.status], ['***', null, 'erased'])
    const facts = await factsOf(tx, id, { after: undefined, limit: 10 })
    assert.deepEqual(
      facts.map(({ type }) => type),
      ['subjects.registered', 'subjects.shop-opened', 'subjects.erased'],
    )
    assert.equal((await registerSubjects(tx, [seller(8)], by))[0]!.status, 'registered')
    await assert.rejects(eraseSubject(tx, id, asked, by), refusedAs('subject.not-active'))
    const [firm] = await registerSubjects(tx, [merchant(8)], by)
    await assert.rejects(eraseSubject(tx, firm!.id!, asked, by), refusedAs('subject.not-personal'))
  }),
)

test(
  'a shop may publish only while its keeper is verified: six months, or less where the verifier says so',
  database.rolledBack(async tx => {
    const [made] = await registerSubjects(tx, [merchant(9, { shops: [shopOn('p01', '9')] })], by)
    const id = made!.id!
    const publishing = async (on: string) => {
      const answer = await canPublish(tx, { platform: 'p01', shop: '9' }, on)
      return answer.allowed ? 'allowed' : answer.code
    }
    assert.equal(await publishing(today), 'shop.unverified')
    await verifySubject(tx, id, passed, by)
    assert.equal(await publishing('2027-05-18'), 'allowed')
    assert.deepEqual([...(await verifiedSubjects(tx, [id], '2027-05-18')).keys()], [id])
    assert.equal((await verifiedSubjects(tx, [id], '2027-05-19')).size, 0)
    assert.equal(await publishing('2027-05-19'), 'shop.verification-expired')
    await verifySubject(tx, id, { ...passed, validUntil: '2026-12-01' }, by)
    assert.equal(await publishing('2026-12-01'), 'shop.verification-expired')
    await verifySubject(tx, id, { ...passed, result: 'failed' }, by)
    assert.equal(await publishing(today), 'shop.verification-failed')
    await closeShop(tx, id, { platform: 'p01', shop: '9' }, by)
    assert.equal(await publishing(today), 'shop.closed')
    assert.equal((await canPublish(tx, { platform: 'p01', shop: 'no' }, today)).allowed, false)
    await assert.rejects(
      verifySubject(tx, id, { ...passed, verifiedAt: '2026-11-20T02:00:01Z' }, by),
      refusedAs('request.invalid'),
    )
  }),
)

test(
  'a merge joins codes and shops under one subject, and undoing it restores both',
  database.rolledBack(async tx => {
    const rows = [
      merchant(1, { shops: [shopOn('p01', '1')] }),
      merchant(2, { shops: [shopOn('p01', '2')] }),
      merchant(3, { shops: [shopOn('p01', '3')] }),
    ]
    const [a, b, c] = (await registerSubjects(tx, rows, by)).map(({ id }) => id!)
    await mergeSubjects(tx, { into: b!, from: c!, reason: '同一企业' }, by)
    const merge = await mergeSubjects(tx, { into: a!, from: b!, reason: '同一企业' }, by)
    assert.deepEqual([...(await canonicalOf(tx, [a!, b!, c!])).values()], [a, a, a])
    assert.equal((await readShopMap(tx)).get('p01 3')!.sellerId, a)
    const [found] = await findSubjects(tx, { q: usccOf(3), limit: 5 })
    assert.equal(found!.subject_id, a)
    await assert.rejects(
      mergeSubjects(tx, { into: b!, from: a!, reason: '已并入' }, by),
      refusedAs('subject.not-active'),
    )
    await splitSubjects(tx, merge.merge_id, '核对有误', by)
    const after = await canonicalOf(tx, [a!, b!, c!])
    assert.deepEqual([after.get(a!), after.get(b!), after.get(c!)], [a, b, b])
    await assert.rejects(splitSubjects(tx, merge.merge_id, '再次', by), refusedAs('merge.unknown'))
    const directory = await readDirectory(tx)
    const facts = await factsOf(tx, a!, { after: undefined, limit: 9 })
    const told = facts.map(row => shownFact(row, directory))
    assert.deepEqual(told.map(({ type }) => type).slice(-2), ['subjects.merged', 'subjects.split'])
  }),
)

test(
  'a code that was issued although it fails its check waits for review and enters with the tag',
  database.rolledBack(async tx => {
    // Issued in earnest: see lib/identifiers/uscc.ts.
    const issued = merchant(1, { identifiers: [{ kind: 'uscc', value: '91350203M0001QAY9B' }] })
    const [held] = await registerSubjects(tx, [issued], by)
    assert.equal(held!.status, 'held')
    assert.equal((await registerSubjects(tx, [issued], by))[0]!.status, 'held')
    const queue = await exceptionsOf(tx, { state: 'pending', limit: 10 })
    assert.equal(queue.length, 1)
    const decide = (evidenceSha256?: string) =>
      decideException(
        tx,
        queue[0]!.exception_id,
        { decision: 'approve', reason: '已核对营业执照原件', evidenceSha256 },
        by,
      )
    await assert.rejects(decide(), refusedAs('exception.evidence-missing'))
    const { subject_id } = await decide('b'.repeat(64))
    const view = await readSubject(tx, keys, subject_id!, { actor: by.actor, today })
    assert.deepEqual(
      view.identifiers.map(({ shown, exception }) => [shown, exception]),
      [['91350203M0001QAY9B', true]],
    )
    assert.equal((await findSubjects(tx, { q: '91350203M0001QAY9B', limit: 2 })).length, 1)
    await assert.rejects(decide('b'.repeat(64)), refusedAs('exception.decided'))
    assert.equal((await registerSubjects(tx, [issued], by, 'single'))[0]!.status, 'refused')
  }),
)

test(
  'a further code is mapped once, dated, and never taken from another subject',
  database.rolledBack(async tx => {
    const [a, b] = (await registerSubjects(tx, [merchant(1), merchant(2)], by)).map(({ id }) => id!)
    const old = { kind: 'registrationNumber' as const, value: registrationNumberOf(11) }
    await identifySubject(tx, a!, { ...old, from: '2010-01-01', until: '2016-10-01' }, by)
    await assert.rejects(identifySubject(tx, b!, old, by), refusedAs('subject.code-taken'))
    await identifySubject(tx, a!, { ...old, from: '2009-06-01', until: '2016-10-01' }, by)
    const view = await readSubject(tx, keys, a!, { actor: by.actor, today })
    const shown = view.identifiers.find(({ kind }) => kind === 'registrationNumber')
    assert.deepEqual([shown!.from, shown!.until], ['2009-06-01', '2016-10-01'])
    await assert.rejects(
      identifySubject(tx, a!, { ...old, value: '123' }, by),
      refusedAs('request.invalid'),
    )
  }),
)

test(
  'a seller is found by part of its name, traditional form, initials, shop name, shop address and shop id',
  database.rolledBack(async tx => {
    const [made] = await registerSubjects(
      tx,
      [
        merchant(1, {
          name: '义乌市山海贸易有限公司',
          shops: [
            shopOn('p01', 'S-77', {
              name: '蓝帆旗舰店',
              url: 'https://www.p01.example.com/s/77?utm_source=x',
            }),
          ],
        }),
        merchant(2),
      ],
      by,
    )
    const searches: [string, string][] = [
      ['山海', 'name'],
      ['海', 'name'],
      ['義烏市山海貿易', 'name'],
      ['ywssh', 'name'],
      ['ＳＨＭＹ', 'name'],
      ['旗舰', 'shop-name'],
      ['https://www.p01.example.com/s/77', 'shop-address'],
      ['S-77', 'shop-id'],
      ['p01 S-77', 'shop-id'],
      [usccOf(1).toLowerCase(), 'code'],
    ]
    for (const [q, how] of searches) {
      const found = await findSubjects(tx, { q, limit: 5 })
      assert.deepEqual(
        found.map(row => [row.subject_id, row.matched_by]),
        [[made!.id, how]],
        q,
      )
    }
    assert.deepEqual(await findSubjects(tx, { q: "海%' or 1=1 --", limit: 5 }), [])
    assert.equal((await findSubjects(tx, { q: '', area: '130500', limit: 9 })).length, 2)
    assert.equal((await findSubjects(tx, { q: '', area: '1306', limit: 9 })).length, 0)
    for (const q of ['', '公司']) {
      const [first, second] = await findSubjects(tx, { q, limit: 2 })
      const after = { rank: first!.rank, id: first!.subject_id }
      const rest = await findSubjects(tx, { q, after, limit: 2 })
      assert.deepEqual(
        rest.map(row => row.subject_id),
        [second!.subject_id],
      )
    }
  }),
)

test(
  'a person is found by its number only with the keys',
  database.rolledBack(async tx => {
    const [made] = await registerSubjects(tx, [seller(3)], by)
    assert.deepEqual(await findSubjects(tx, { q: residentIdOf(3), limit: 2 }), [])
    const [found] = await findSubjects(tx, { q: residentIdOf(3), personalKeys: keys, limit: 2 })
    assert.equal(found!.subject_id, made!.id)
    assert.deepEqual(await findSubjects(tx, { q: '欧阳试验', personalKeys: keys, limit: 2 }), [])
  }),
)

test(
  'a personal seller of petty trade is flagged once a year above the ceiling; produce of one’s own farm has none',
  database.rolledBack(async tx => {
    const rows = [seller(1), seller(2, { exemption: 'farm-produce' })]
    const [petty, farmer] = (await registerSubjects(tx, rows, by)).map(({ id }) => id!)
    const flag = (subjectId: string, salesFen: number) =>
      flagShouldRegister(tx, { subjectId, year: 2026, salesFen, ceilingFen: 10_000_000 }, by)
    assert.equal(await flag(petty!, 10_000_000), false)
    assert.equal(await flag(petty!, 10_000_001), true)
    assert.equal(await flag(petty!, 12_000_000), false)
    assert.equal(await flag(farmer!, 90_000_000), false)
    const flagged = await findSubjects(tx, { q: '', shouldRegister: true, limit: 5 })
    assert.deepEqual(
      flagged.map(row => row.subject_id),
      [petty],
    )
  }),
)

test(
  'a personal seller says why it need not register; staff name their employer; a platform registers only its own shops',
  database.rolledBack(async tx => {
    const own = registrar({ actor: platformA })
    const rows = [
      seller(1, { exemption: undefined }),
      merchant(1, { exemption: 'small-trade' }),
      { ...seller(2), kind: 'staff' as const, exemption: undefined },
      merchant(2, { shops: [shopOn('p02', '1')] }),
      merchant(3, { identifiers: [{ kind: 'residentId', value: residentIdOf(9) }] }),
    ]
    const outcomes = await registerSubjects(tx, rows, own)
    assert.deepEqual(
      outcomes.map(({ errors }) => errors.map(e => `${e.field} ${e.rule}`)),
      [
        ['exemption kind'],
        ['exemption kind'],
        ['employer required'],
        ['shops.0.platform own-platform'],
        ['identifiers kind-identifier'],
      ],
    )
  }),
)

test(
  'a shop has one keeper at a time and passes on after it closed',
  database.rolledBack(async tx => {
    const [a, b] = (await registerSubjects(tx, [merchant(1), merchant(2)], by)).map(({ id }) => id!)
    await openShop(tx, a!, shopOn('p01', '5'), by)
    await assert.rejects(openShop(tx, b!, shopOn('p01', '5'), by), refusedAs('shop.taken'))
    await closeShop(tx, a!, { platform: 'p01', shop: '5' }, by)
    await openShop(tx, b!, shopOn('p01', '5'), by)
    assert.equal((await readShopMap(tx)).get('p01 5')!.sellerId, b)
    await closeShop(tx, b!, { platform: 'p01', shop: '5' }, by)
    await openShop(tx, a!, shopOn('p01', '5'), by)
    assert.equal((await readShopMap(tx)).get('p01 5')!.sellerId, a)
  }),
)

test(
  'an amended name is searched by, and a person’s new name is sealed',
  database.rolledBack(async tx => {
    const [firm, person] = (await registerSubjects(tx, [merchant(1), seller(1)], by)).map(
      ({ id }) => id!,
    )
    await amendSubject(tx, firm!, { name: '改名之后有限公司', area: '130503' }, by)
    await amendSubject(tx, person!, { name: '诸葛验', phone: '13900005678' }, by)
    assert.equal((await findSubjects(tx, { q: '改名之后', limit: 2 }))[0]!.subject_id, firm)
    assert.equal((await findSubjects(tx, { q: '清风1号', limit: 2 })).length, 0)
    const view = await readSubject(tx, keys, person!, { actor: by.actor, today })
    assert.deepEqual([view.name, view.phone], ['诸葛验', '13900005678'])
    await assert.rejects(
      amendSubject(tx, firm!, { area: '000000' }, by),
      refusedAs('request.invalid'),
    )
  }),
)

test(
  'the members of a rating network are registered in one go and stay who they were',
  database.rolledBack(async tx => {
    const accounts = Array.from({ length: 5_881 }, (_, i) => String(i + 1))
    const first = await ensureAccounts(tx, { network: 'otc', accounts }, by)
    assert.equal(new Set(first.values()).size, 5_881)
    assert.deepEqual(await ensureAccounts(tx, { network: 'otc', accounts }, by), first)
    assert.equal((await readShopMap(tx)).get('otc 4521')!.sellerId, first.get('4521'))
    const [found] = await findSubjects(tx, { q: '4521', limit: 1 })
    assert.deepEqual([found!.subject_id, found!.matched_by], [first.get('4521'), 'shop-id'])
  }),
)

test(
  'a fact is never changed',
  database.rolledBack(async tx => {
    await registerSubjects(tx, [merchant(1)], by)
    await assert.rejects(sql`update subjects.fact set type = 'x'`.execute(tx), /never changed/)
  }),
)
