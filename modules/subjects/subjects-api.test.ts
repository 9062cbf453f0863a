import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { subjectOperations } from '#contract'
import { loadPolicies, shippedRules } from '#modules/policy'
import { actorOf, served, testDatabase } from '../../tests/support/index.ts'
import { subjectRoutes } from './routes.ts'
import { flagShouldRegister } from './should-register.ts'
import {
  clock,
  ids,
  keys,
  merchant,
  registrar,
  registrationNumberOf,
  residentIdOf,
  seller,
  shopOn,
  usccOf,
} from './test-support.ts'

const database = await testDatabase()
await database.tx(tx => loadPolicies(tx, shippedRules(), clock.now()))
const platformOf = (code: string, n: number) =>
  actorOf('platform', {
    name: code,
    organisationId: `00000000-0000-7000-8000-00000000000${n}`,
    organisationCode: code,
    areas: [],
  })
const office = actorOf('credit-office', { areas: ['1305'] })
const { call, reads } = await served(
  subjectOperations,
  subjectRoutes({ database, clock, ids, keys }),
  {
    database,
    ids,
    actors: {
      office,
      township: actorOf('township', { areas: ['130528'] }),
      elsewhere: actorOf('regulator', { areas: ['1306'] }),
      p01: platformOf('p01', 1),
      p02: platformOf('p02', 2),
    },
  },
)
// Row-level security asks which organisation stands behind a tenant's id.
await database.tx(async tx => {
  for (const n of [1, 2])
    await sql`
      insert into access.organisation (id, code, kind, name, area, created_at) values
        (${platformOf('', n).organisationId}, ${`p0${n}`}, 'platform', ${`示例平台${n}`}, '', now())
      `.execute(tx)
})
const evidence = 'c'.repeat(64)
const verification = {
  method: 'registry-match',
  verifier: '示例核验所',
  result: 'passed',
  verifiedAt: '2026-11-19T08:00:00Z',
  evidenceSha256: evidence,
}
const ndjson = (rows: unknown[]) => rows.map(row => JSON.stringify(row)).join('\n')

test('an area code is called by its name, at whatever level it ends; what is no area has none', async () => {
  const name = async (code: string) => (await call(null, 'GET', `/areas/${code}`)).json.name
  assert.deepEqual(await name('130528'), {
    zh: '河北省邢台市宁晋县',
    en: 'Ningjin County, Xingtai, Hebei',
  })
  assert.deepEqual(await name('1305'), { zh: '河北省邢台市', en: 'Xingtai, Hebei' })
  assert.equal(await name('999999'), null)
  assert.equal((await call(null, 'GET', '/areas/abc')).status, 400)
})

test('[0.1] a credit code is accepted whole, refused at its check character when changed, and I O S V Z are rejected, on every entry path', async () => {
  const published = '91350200MA2YJ1XR9G'
  const given = (value: string) => ({ ...merchant(1), identifiers: [{ kind: 'uscc', value }] })
  const made = await call('office', 'POST', '/subjects', given(published))
  assert.equal(made.status, 200, made.text)
  assert.ok(made.json.identifiers.some(({ shown }: { shown: string }) => shown === published))

  const entryPaths: [
    string,
    (value: string) => Promise<{ errors: { field: string; rule: string }[] }>,
  ][] = [
    ['register', async value => (await call('office', 'POST', '/subjects', given(value))).json],
    [
      'bulk',
      async value =>
        (await call('office', 'POST', '/subjects/bulk', ndjson([given(value)]))).lines[0],
    ],
    [
      'identify',
      async value =>
        (
          await call('office', 'POST', `/subjects/${made.json.id}/identifiers`, {
            kind: 'uscc',
            value,
          })
        ).json,
    ],
  ]
  for (const [path, send] of entryPaths) {
    for (let i = 0; i < 18; i++) {
      const changed = `${published.slice(0, i)}${published[i] === '7' ? '8' : '7'}${published.slice(i + 1)}`
      const { errors } = await send(changed)
      assert.equal(errors.length, 1, `${path} ${changed}`)
      assert.match(errors[0]!.field, /value$/)
      // A change in the first eight characters may name the part that cannot be; past them only the check can tell.
      if (i >= 8) assert.equal(errors[0]!.rule, 'check-character', `${path} ${changed}`)
    }
    for (const letter of 'IOSVZ') {
      const { errors } = await send(`${published.slice(0, 10)}${letter}${published.slice(11)}`)
      assert.equal(errors[0]!.rule, 'charset', `${path} ${letter}`)
    }
  }
  const check = await call(null, 'POST', '/code-checks', { code: `${published.slice(0, 17)}7` })
  assert.deepEqual(
    [check.json.readings[0].ok, check.json.readings[0].expected, check.json.readings[0].position],
    [false, 'G', 18],
  )
})

test('[0.2] any of three identifiers opens the same subject; a merge is logged and can be undone', async () => {
  const made = await call('office', 'POST', '/subjects', merchant(20))
  const other = await call('office', 'POST', '/subjects', {
    ...merchant(21),
    identifiers: [
      { kind: 'registrationNumber', value: registrationNumberOf(21), until: '2016-10-01' },
    ],
  })
  const organisation = made.json.identifiers.find(
    ({ kind }: { kind: string }) => kind === 'organisationCode',
  ).shown
  const found = async (q: string) => {
    const { json } = await call('office', 'GET', `/subjects?q=${encodeURIComponent(q)}`)
    return json.items.map(({ id }: { id: string }) => id)
  }
  assert.deepEqual(await found(registrationNumberOf(21)), [other.json.id])
  const merge = await call('office', 'POST', `/subjects/${made.json.id}/merges`, {
    from: other.json.id,
    reason: '同一企业的新旧代码',
  })
  assert.equal(merge.status, 200, merge.text)
  for (const q of [usccOf(20), organisation, registrationNumberOf(21)])
    assert.deepEqual(await found(q), [made.json.id], q)

  const history = await call('office', 'GET', `/subjects/${made.json.id}/history`)
  const logged = history.json.items.find(({ type }: { type: string }) => type === 'subjects.merged')
  const batch = await database.db
    .selectFrom('transparency.batch')
    .select('size')
    .where('batch_id', '=', logged.proof.batchId)
    .executeTakeFirst()
  assert.ok(batch && logged.proof.ordinal < batch.size)

  const undone = await call('office', 'POST', `/merges/${merge.json.id}/undoing`, {
    reason: '核对有误',
  })
  assert.ok(undone.json.undoneAt)
  assert.deepEqual(await found(registrationNumberOf(21)), [other.json.id])
  const kept = await call('office', 'GET', `/subjects/${made.json.id}/merges`)
  assert.equal(kept.json.items.length, 1)
})

test('[0.3] an issued code that fails its check goes to a queue in an import, and enters with the tag once approved', async () => {
  const issued = { ...merchant(30), identifiers: [{ kind: 'uscc', value: '91350203M0001QAY9B' }] }
  const [row] = (await call('p01', 'POST', '/subjects/bulk', ndjson([issued]))).lines
  assert.equal(row.status, 'held')
  const queue = await call('office', 'GET', '/identifier-exceptions?state=pending')
  const waiting = queue.json.items.find(
    ({ value }: { value: string }) => value === '91350203M0001QAY9B',
  )
  const decided = await call('office', 'POST', `/identifier-exceptions/${waiting.id}/decision`, {
    decision: 'approve',
    reason: '已核对执照原件',
    evidenceSha256: evidence,
  })
  assert.equal(decided.status, 200, decided.text)
  const subject = await call('p01', 'GET', `/subjects/${decided.json.subjectId}`)
  assert.equal(subject.json.identifiers[0].exception, true)
})

test('[3.1] sellers register as units or persons with their exemption and declaration, and petty trade above the ceiling is flagged', async () => {
  const made = await call('p01', 'POST', '/subjects', seller(31, { shops: [shopOn('p01', '31')] }))
  assert.equal(made.status, 200, made.text)
  assert.deepEqual(
    [made.json.exemption, made.json.declaredAt],
    ['small-trade', '2026-11-01T00:00:00.000Z'],
  )
  await database.tx(tx =>
    flagShouldRegister(
      tx,
      { subjectId: made.json.id, year: 2026, salesFen: 10_000_100, ceilingFen: 10_000_000 },
      registrar(),
    ),
  )
  const flagged = await call('office', 'GET', '/subjects?shouldRegister=true')
  assert.deepEqual(
    flagged.json.items.map(({ id }: { id: string }) => id),
    [made.json.id],
  )
  const read = await call('office', 'GET', `/subjects/${made.json.id}`)
  assert.equal(read.json.shouldRegister.salesFen, 10_000_100)
})

test('[3.2] a listing of an unverified shop is refused with a reason a machine can read, and let through once verified', async () => {
  const made = await call(
    'p01',
    'POST',
    '/subjects',
    merchant(32, { shops: [shopOn('p01', '32')] }),
  )
  const listing = { platform: 'p01', shop: '32' }
  const refused = await call('p01', 'POST', '/listing-checks', listing)
  assert.deepEqual([refused.status, refused.json.code], [403, 'shop.unverified'])
  const verified = await call(
    'p01',
    'POST',
    `/subjects/${made.json.id}/verifications`,
    verification,
  )
  assert.equal(verified.json.verification.state, 'verified')
  const allowed = await call('p01', 'POST', '/listing-checks', listing)
  assert.deepEqual([allowed.status, allowed.json.allowed], [200, true])
  const foreign = await call('p02', 'POST', '/listing-checks', listing)
  assert.equal(foreign.json.code, 'shop.unknown')
})

test('[8.1] every kind of support provider can be registered and has its own file template', async () => {
  const { json } = await call(null, 'GET', '/subject-kinds')
  const kinds = [
    'store-operation-agent',
    'logistics-provider',
    'consulting-provider',
    'credit-agency',
    'staff',
  ]
  const templates = new Set<string>()
  let employer: string | undefined
  for (const [i, kind] of kinds.entries()) {
    const info = json.items.find((item: { kind: string }) => item.kind === kind)
    templates.add(info.fileSections.map(({ code }: { code: string }) => code).join())
    const given =
      kind === 'staff'
        ? {
            ...seller(80),
            kind,
            exemption: undefined,
            declaredAt: undefined,
            employer,
            post: '打包员',
          }
        : { ...merchant(80 + i), kind }
    const made = await call('office', 'POST', '/subjects', given)
    assert.equal(made.status, 200, made.text)
    employer = made.json.id
  }
  assert.ok(templates.size >= 4)
})

test('a platform sees the sellers it registered or hosts, a township its own area, and each read is logged with its purpose', async () => {
  const made = await call('p01', 'POST', '/subjects', merchant(40, { phone: '13800001234' }))
  const path = `/subjects/${made.json.id}`
  assert.equal((await call('p02', 'GET', path)).json.code, 'subject.unknown')
  assert.equal((await call('elsewhere', 'GET', path)).json.code, 'subject.unknown')
  assert.equal((await call('township', 'GET', path)).json.phone, '13800001234')
  assert.equal((await call(null, 'GET', path)).json.code, 'access.sign-in-required')
  const list = async (as: string) =>
    (await call(as, 'GET', `/subjects?q=${usccOf(40)}`)).json.items.length
  assert.deepEqual(
    await Promise.all(['p01', 'p02', 'elsewhere', 'township'].map(list)),
    [1, 0, 0, 1],
  )
  const known = await call(
    'p02',
    'POST',
    '/subjects',
    merchant(40, { shops: [shopOn('p02', '40')] }),
  )
  assert.deepEqual([known.status, known.json.phone], [200, '138****1234'])
  assert.equal(await list('p02'), 1)
  assert.deepEqual(reads.at(-1), { actor: 'p02', operation: 'findSubjects', purpose: '测试查询' })
})

test('a bulk file lands its good rows, answers each row, and names what is wrong with the others', async () => {
  const rows = [
    JSON.stringify(seller(50, { shops: [shopOn('p01', '50')] })),
    '{"kind":"merchant"',
    JSON.stringify({ ...merchant(51), colour: 'red' }),
    JSON.stringify(merchant(52, { area: '1305' })),
    JSON.stringify(merchant(53)),
  ]
  const { lines } = await call('p01', 'POST', '/subjects/bulk', rows.join('\n'))
  assert.deepEqual(
    lines.map(({ row, status, errors }) => [
      row,
      status,
      errors.map((e: { rule: string }) => e.rule),
    ]),
    [
      [1, 'registered', []],
      [2, 'refused', ['json']],
      [3, 'refused', ['unknown-field']],
      [4, 'refused', ['area']],
      [5, 'registered', []],
    ],
  )
  const kept = await call('p01', 'GET', '/subjects/refused-rows?limit=3')
  assert.deepEqual(
    kept.json.items.map(({ row, line }: { row: number; line: string }) => [row, line]),
    [4, 3, 2].map(row => [row, rows[row - 1]]),
  )
  assert.equal((await call('p02', 'GET', '/subjects/refused-rows')).json.items.length, 0)
  const stored = await database.db.selectFrom('subjects.refused_row').selectAll().execute()
  assert.ok(!JSON.stringify(stored).includes(usccOf(52)))
})

test('two thousand sellers register in one call', async () => {
  const rows = Array.from({ length: 2_000 }, (_, i) =>
    i % 3 === 0
      ? seller(100 + (i % 800), {
          identifiers: [{ kind: 'residentId', value: residentIdOf(100 + i / 3) }],
          shops: [shopOn('p01', `b${i}`)],
        })
      : merchant(1_000 + i, { shops: [shopOn('p01', `b${i}`)] }),
  )
  const { lines } = await call('p01', 'POST', '/subjects/bulk', ndjson(rows))
  assert.equal(lines.filter(({ status }) => status === 'registered').length, 2_000)
})
