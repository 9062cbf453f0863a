/** The room behind a real HTTP server: what a browser, a program, an administrator, an auditor and an attacker get. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import { accessOperations, authorisation, type Role } from '#contract'
import { buildServer } from '#platform/http'
import { createMetrics, fixedClock, randomIds, silentLog } from '#platform/runtime'
import { testDatabase } from '../../tests/support/index.ts'
import {
  accessRoutes,
  createAccount,
  createDoorkeeper,
  createOrganisation,
  createReadLog,
  hashPassword,
  operator,
} from './index.ts'

const database = await testDatabase()
const clock = fixedClock('2026-04-01T00:00:00Z')
const ids = randomIds(clock)
const doorkeeper = createDoorkeeper({ database, clock })
const readLog = createReadLog({ database, clock, ids })
const app = await buildServer({
  operations: accessOperations,
  authorisation,
  handlers: accessRoutes({
    database,
    clock,
    ids,
    doorkeeper,
    origin: 'https://xin.example',
    masterKey: new Uint8Array(32).fill(7),
  }),
  database,
  log: silentLog(),
  ids,
  metrics: createMetrics(false),
  origin: 'https://xin.example',
  authenticate: doorkeeper.authenticate,
  recordRead: readLog.record,
  ready: async () => true,
  requestsPerMinute: 100_000,
  checkAnswers: true,
})
after(() => app.close())

const password = '槐花开在三月里-2026'
/** Accounts by login; made once, hashed once. */
const people: Record<string, string> = {}
let office = ''
let p01 = ''
let p02 = ''

before(async () => {
  const passwordHash = await hashPassword(password)
  const by = { actor: operator, at: clock.now(), ids }
  await database.tx(async tx => {
    const organisation = async (code: string, kind: 'credit-office' | 'platform', name: string) =>
      (await createOrganisation(tx, { code, kind, name, area: '130528' }, by)).id
    office = await organisation('g01', 'credit-office', '示例县信用办')
    p01 = await organisation('p01', 'platform', '示例平台一')
    p02 = await organisation('p02', 'platform', '示例平台二')
    const person = async (login: string, organisationId: string, role: Role) => {
      const made = { organisationId, login, name: `${login} 的姓名`, roles: [role] }
      const rest = { passwordHash, passwordTemporary: false }
      people[login] = (await createAccount(tx, { ...made, ...rest }, by)).id
    }
    await person('root', office, 'administrator')
    await person('audit', office, 'auditor')
    await person('clerk', office, 'credit-office')
    for (const login of ['anna', 'bert', 'carl', 'dora', 'emma', 'fred'])
      await person(login, p01, 'platform')
    await person('zoe', p02, 'platform')
  })
})

type Sent = { cookie?: string; bearer?: string; headers?: Record<string, string>; from?: string }
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

async function send(method: Method, path: string, body?: unknown, sent: Sent = {}) {
  const answer = await app.inject({
    method,
    url: path.startsWith('/oauth') ? path : `/api/v1${path}`,
    remoteAddress: sent.from ?? '192.0.2.1',
    headers: {
      'idempotency-key': ids.next(),
      'x-purpose': encodeURIComponent('例行检查'),
      ...(sent.cookie ? { cookie: sent.cookie } : {}),
      ...(sent.bearer ? { authorization: `Bearer ${sent.bearer}` } : {}),
      ...sent.headers,
    },
    ...(body === undefined ? {} : { payload: body as object }),
  })
  const setCookie = String(answer.headers['set-cookie'] ?? '')
  const cookie = setCookie.split(';')[0] ?? ''
  return {
    status: answer.statusCode,
    json: answer.json(),
    setCookie,
    cookie,
    headers: answer.headers,
  }
}

const tokenOf = (cookie: string) => cookie.slice('xinheng_session='.length)
const tryIn = (login: string, more: object = {}, sent: Sent = {}) =>
  send('POST', '/sessions', { login, password, ...more }, sent)

/** Signs in and answers the cookie; every sign-in comes from its own address, so that no ledger fills up. */
let host = 0
async function signedIn(login: string, more: object = {}): Promise<string> {
  const answer = await tryIn(login, more, { from: `198.51.100.${++host}` })
  assert.equal(answer.status, 200, JSON.stringify(answer.json))
  return answer.cookie
}

test('organisations are found by a part of their name or code, page by page; the public is refused', async () => {
  const root = await signedIn('root')
  const codes = async (query: string, cursor = '') => {
    const { status, json } = await send('GET', `/organisations?${query}${cursor}`, undefined, {
      cookie: root,
    })
    assert.equal(status, 200, JSON.stringify(json))
    return { next: json.next, codes: json.items.map(({ code }: { code: string }) => code) }
  }
  assert.deepEqual((await codes(`q=${encodeURIComponent('平台')}`)).codes, ['p01', 'p02'])
  assert.deepEqual((await codes('q=P02')).codes, ['p02'])
  assert.deepEqual((await codes(`q=${encodeURIComponent('示例')}&kind=platform`)).codes, [
    'p01',
    'p02',
  ])
  assert.deepEqual((await codes('q=%25')).codes, [], 'no wildcards')
  const first = await codes(`q=${encodeURIComponent('平台')}&limit=1`)
  const second = await codes(`q=${encodeURIComponent('平台')}&limit=1`, `&cursor=${first.next}`)
  assert.deepEqual([first.codes, second.codes, second.next], [['p01'], ['p02'], null])
  assert.equal((await send('GET', '/organisations?q=p')).json.code, 'access.sign-in-required')
})

test('the public is told who it is and what it may call', async () => {
  const { status, json } = await send('GET', '/me')
  assert.equal(status, 200)
  assert.deepEqual(json.roles, ['public'])
  assert.ok(json.operations.includes('signIn'))
  assert.ok(!json.operations.includes('listAccounts'))
  assert.equal((await send('GET', '/sessions')).json.code, 'access.sign-in-required')
})

test('signing in sets a cookie that scripts and other sites cannot use, and that opens the session', async () => {
  const answer = await tryIn('ANNA')
  assert.match(
    answer.setCookie,
    /^xinheng_session=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure$/,
  )
  assert.equal(answer.json.organisation.code, 'p01')
  assert.ok(!JSON.stringify(answer.json).includes(tokenOf(answer.cookie)))
  const me = await send('GET', '/me', undefined, { cookie: answer.cookie })
  assert.equal(me.json.login, 'anna')
  assert.ok(me.json.operations.includes('listColleagues'))
})

test('at rest there is no token, and neither password nor token is kept under the idempotency key', async () => {
  const key = 'the-key-of-a-sign-in'
  const sent = { from: '192.0.2.9', headers: { 'idempotency-key': key } }
  const token = tokenOf((await tryIn('anna', {}, sent)).cookie)
  const stored = await database.db
    .selectFrom('access.session')
    .selectAll()
    .where('digest', '=', createHash('sha256').update(token).digest())
    .executeTakeFirstOrThrow()
  assert.ok(!JSON.stringify(stored).includes(token))
  const kept = await sql`select from platform.idempotency where key = ${key}`.execute(database.db)
  assert.equal(kept.rows.length, 0)
})

test('an unknown login, a wrong password and a suspended account get the same answer', async () => {
  const root = await signedIn('root')
  const suspend = (active: boolean) =>
    send('PATCH', `/accounts/${people.fred}`, { active }, { cookie: root })
  assert.equal((await suspend(false)).status, 200)
  const answers = [
    await tryIn('nobody-here', {}, { from: '192.0.2.11' }),
    await tryIn('anna', { password: 'wrong-password-1' }, { from: '192.0.2.12' }),
    await tryIn('fred', {}, { from: '192.0.2.13' }),
  ]
  assert.deepEqual(new Set(answers.map(({ json }) => JSON.stringify(json))).size, 1)
  assert.equal(answers[0]?.json.code, 'access.credentials-wrong')
  assert.ok(answers.every(({ setCookie }) => setCookie === ''))
  const refusals = await database.db
    .selectFrom('access.audit')
    .select('detail')
    .where('action', '=', 'sign-in.refused')
    .orderBy('id', 'desc')
    .limit(3)
    .execute()
  assert.deepEqual(
    refusals.map(({ detail }) => detail.reason),
    ['suspended', 'password', 'unknown'],
    'the auditor alone learns why',
  )
  const nul = await tryIn('a\u0000b', {}, { from: '192.0.2.14' })
  assert.equal(nul.json.code, 'request.invalid')
  await suspend(true)
})

test('an unknown login is verified against a decoy: its absence does not show in the time', async () => {
  const time = async (login: string) => {
    const begun = performance.now()
    await tryIn(login, { password: 'wrong-password-2' }, { from: `203.0.113.${++host}` })
    return performance.now() - begun
  }
  // Other work shares the machine, so the fastest of a few is compared, and loosely.
  const fastest = async (login: string) =>
    Math.min(await time(login), await time(login), await time(login), await time(login))
  const [known, unknown] = [await fastest('bert'), await fastest('nobody-there')]
  assert.ok(unknown > known / 3, `unknown ${unknown} ms, known ${known} ms`)
})

test('guessing is locked out, with the seconds to wait; the right password does not help meanwhile', async () => {
  const from = '192.0.2.66'
  for (let i = 0; i < 5; i++)
    assert.equal((await tryIn('carl', { password: `wrong-${i}-pass` }, { from })).status, 401)
  const locked = await tryIn('carl', {}, { from })
  assert.equal(locked.status, 429)
  assert.equal(locked.json.code, 'access.locked')
  assert.equal(locked.json.details.retryAfterS, 30)
  assert.equal((await tryIn('carl', {}, { from: '192.0.2.67' })).status, 200)
  clock.advance(31_000)
  assert.equal((await tryIn('carl', {}, { from })).status, 200)
})

test('signing in never goes on with the session that was there before (fixation)', async () => {
  const first = await signedIn('bert')
  const second = await tryIn('bert', {}, { cookie: first, from: '192.0.2.21' })
  assert.notEqual(second.cookie, first)
  assert.equal((await send('GET', '/me', undefined, { cookie: first })).json.accountId, null)
  assert.equal((await send('GET', '/me', undefined, { cookie: second.cookie })).json.login, 'bert')
})

test('with a stale cookie the public pages and the sign-in still answer', async () => {
  const stale = `xinheng_session=${'x'.repeat(43)}`
  assert.equal((await send('GET', '/me', undefined, { cookie: stale })).status, 200)
  assert.equal((await tryIn('bert', {}, { cookie: stale, from: '192.0.2.22' })).status, 200)
})

test('signing out ends the session at once, here and in the cookie jar', async () => {
  const cookie = await signedIn('anna')
  assert.equal((await send('GET', '/sessions', undefined, { cookie })).status, 200)
  const out = await send('DELETE', '/sessions/current', undefined, { cookie })
  assert.match(out.setCookie, /^xinheng_session=; .*Max-Age=0/)
  assert.equal((await send('GET', '/sessions', undefined, { cookie })).status, 401)
})

test('a session ends half an hour after its last request and twelve hours after its first', async () => {
  const idle = await signedIn('anna')
  clock.advance(29 * 60_000)
  assert.equal((await send('GET', '/sessions', undefined, { cookie: idle })).status, 200)
  clock.advance(29 * 60_000)
  assert.equal((await send('GET', '/sessions', undefined, { cookie: idle })).status, 200)
  clock.advance(30 * 60_000)
  assert.equal((await send('GET', '/sessions', undefined, { cookie: idle })).status, 401)
  const busy = await signedIn('anna')
  for (let minutes = 20; minutes < 720; minutes += 20) {
    clock.advance(20 * 60_000)
    assert.equal((await send('GET', '/sessions', undefined, { cookie: busy })).status, 200)
  }
  clock.advance(20 * 60_000)
  assert.equal((await send('GET', '/sessions', undefined, { cookie: busy })).status, 401)
})

test('one sees one’s own sessions, ends one of them, and never another person’s', async () => {
  const [mine, other, zoe] = [await signedIn('dora'), await signedIn('dora'), await signedIn('zoe')]
  const { items } = (await send('GET', '/sessions', undefined, { cookie: mine })).json
  assert.equal(items.filter((s: { current: boolean }) => s.current).length, 1)
  const gone = items.find((s: { current: boolean }) => !s.current).id
  const foreign = await send('DELETE', `/sessions/${gone}`, undefined, { cookie: zoe })
  assert.equal(foreign.json.code, 'access.session-unknown')
  assert.equal((await send('DELETE', `/sessions/${gone}`, undefined, { cookie: mine })).status, 200)
  assert.equal((await send('GET', '/sessions', undefined, { cookie: other })).status, 401)
})

test('changing a password needs the old one and a strong new one, and ends the other sessions', async () => {
  const [here, there] = [await signedIn('dora'), await signedIn('dora')]
  const change = (body: object) => send('POST', '/me/password', body, { cookie: here })
  const next = '岸边柳树第七棵-88'
  assert.equal((await change({ current: 'wrong-one-at-all', next })).status, 401)
  const weak = await change({ current: password, next: 'dora-dora-dora' })
  assert.equal(weak.json.code, 'access.password-weak')
  assert.equal((await change({ current: password, next })).status, 200)
  assert.equal((await send('GET', '/sessions', undefined, { cookie: here })).status, 200)
  assert.equal((await send('GET', '/sessions', undefined, { cookie: there })).status, 401)
  assert.equal((await tryIn('dora', {}, { from: '192.0.2.31' })).status, 401)
  assert.equal((await tryIn('dora', { password: next }, { from: '192.0.2.32' })).status, 200)
})

test('a one-time code is asked for after the password, and is good once, also when sent twice at once', async () => {
  const cookie = await signedIn('emma')
  const begun = await send('POST', '/me/totp', { password }, { cookie })
  assert.match(begun.json.uri, /^otpauth:\/\/totp\/Xinheng:emma\?/)
  const secret = Secret.fromBase32(begun.json.secret)
  const code = () => TOTP.generate({ secret, timestamp: clock.now().getTime() })
  const { rows } = await sql<{ totp_sealed: string }>`
    select totp_sealed from access.account where login = 'emma'`.execute(database.db)
  assert.ok(!rows[0]?.totp_sealed.includes(begun.json.secret))
  const wrong = await send('POST', '/me/totp/confirmation', { totp: '000000' }, { cookie })
  assert.equal(wrong.json.code, 'access.credentials-wrong')
  const confirmed = await send('POST', '/me/totp/confirmation', { totp: code() }, { cookie })
  assert.equal(confirmed.json.recoveryCodes.length, 10)
  const again = await send('POST', '/me/totp', { password }, { cookie })
  assert.equal(again.json.code, 'access.totp-enrolled')

  const from = '192.0.2.41'
  assert.equal((await tryIn('emma', {}, { from })).json.code, 'access.second-factor-required')
  const replayed = await tryIn('emma', { totp: code() }, { from })
  assert.equal(replayed.json.code, 'access.credentials-wrong', 'the code that confirmed is spent')
  clock.advance(30_000)
  const both = await Promise.all([
    tryIn('emma', { totp: code() }, { from }),
    tryIn('emma', { totp: code() }, { from }),
  ])
  assert.deepEqual(both.map(({ status }) => status).toSorted(), [200, 401])
  clock.advance(120_000)
  const stale = TOTP.generate({ secret, timestamp: clock.now().getTime() - 90_000 })
  assert.equal((await tryIn('emma', { totp: stale }, { from })).status, 401)

  const [recoveryCode] = confirmed.json.recoveryCodes as string[]
  const typed = { recoveryCode: recoveryCode?.toUpperCase().replaceAll('-', ' ') }
  assert.equal((await tryIn('emma', typed, { from: '192.0.2.42' })).status, 200)
  assert.equal((await tryIn('emma', typed, { from: '192.0.2.42' })).status, 401)
})

test('a lost second factor is removed by an administrator; its owner needs the password to stop it', async () => {
  const root = await signedIn('root')
  const path = `/accounts/${people.emma}/totp/removal`
  assert.equal((await send('POST', path, undefined, { cookie: root })).status, 200)
  const cookie = await signedIn('emma')
  assert.equal((await send('GET', '/me', undefined, { cookie })).json.secondFactor, false)
  const denied = await send('POST', '/me/totp/removal', { password: 'not-the-one-1' }, { cookie })
  assert.equal(denied.json.code, 'access.credentials-wrong')
})

test('a temporary password opens nothing but the door to change it', async () => {
  const root = await signedIn('root')
  const body = { organisationId: p02, login: 'gina', name: '吉娜', roles: ['platform'] }
  const made = await send('POST', '/accounts', body, { cookie: root })
  assert.equal(made.status, 200, JSON.stringify(made.json))
  assert.deepEqual(made.json.account.areas, ['130528'])
  const temporary = made.json.temporaryPassword as string
  const cookie = await signedIn('gina', { password: temporary })
  const me = await send('GET', '/me', undefined, { cookie })
  assert.equal(me.json.mustChangePassword, true)
  assert.equal((await send('GET', '/colleagues', undefined, { cookie })).status, 403)
  const next = '桥头卖豆腐的老王-3'
  const changed = await send('POST', '/me/password', { current: temporary, next }, { cookie })
  assert.equal(changed.status, 200)
  assert.equal((await send('GET', '/colleagues', undefined, { cookie })).status, 200)
  const reset = await send('POST', `/accounts/${people.root}/password`, undefined, { cookie: root })
  assert.equal(reset.json.code, 'access.own-account')
})

test('rights that are taken away are gone at the next request', async () => {
  const [root, cookie] = [await signedIn('root'), await signedIn('fred')]
  assert.equal((await send('GET', '/colleagues', undefined, { cookie })).status, 200)
  const path = `/accounts/${people.fred}`
  const unfit = await send('PATCH', path, { roles: ['regulator'] }, { cookie: root })
  assert.equal(unfit.json.code, 'access.role-unfit')
  assert.equal((await send('PATCH', path, { active: false }, { cookie: root })).status, 200)
  assert.equal((await send('GET', '/colleagues', undefined, { cookie })).status, 401)
  const zoe = await signedIn('zoe')
  assert.equal((await send('GET', '/colleagues', undefined, { cookie: zoe })).status, 200)
  const organisation = `/organisations/${p02}`
  await send('PATCH', organisation, { active: false }, { cookie: root })
  assert.equal((await send('GET', '/colleagues', undefined, { cookie: zoe })).status, 401)
  assert.equal((await tryIn('zoe', {}, { from: '192.0.2.51' })).status, 401)
  await send('PATCH', organisation, { active: true }, { cookie: root })
})

test('a platform sees its own people and its own clients, whatever another platform has', async () => {
  const [root, anna, zoe] = [await signedIn('root'), await signedIn('anna'), await signedIn('zoe')]
  for (const [organisationId, name] of [
    [p01, '一号采集'],
    [p02, '二号采集'],
  ])
    await send('POST', '/clients', { organisationId, name, role: 'platform' }, { cookie: root })
  const names = async (path: string, cookie: string) =>
    (await send('GET', path, undefined, { cookie })).json.items.map((i: { name: string }) => i.name)
  assert.ok((await names('/colleagues', anna)).includes('bert 的姓名'))
  assert.ok(!(await names('/colleagues', anna)).includes('zoe 的姓名'))
  assert.deepEqual(await names('/clients', anna), ['一号采集'])
  assert.deepEqual(await names('/clients', zoe), ['二号采集'])
  assert.deepEqual((await names('/clients', root)).toSorted(), ['一号采集', '二号采集'].toSorted())
  assert.equal((await send('GET', '/accounts', undefined, { cookie: anna })).status, 403)
})

async function newClient(organisationId: string, role: Role) {
  const root = await signedIn('root')
  const body = { organisationId, name: '对接程序', role }
  const { json, status } = await send('POST', '/clients', body, { cookie: root })
  assert.equal(status, 200, JSON.stringify(json))
  return { root, id: json.client.id as string, secret: json.secret as string }
}

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const askToken = (id: string, secret: string) =>
  send(
    'POST',
    '/oauth/token',
    `grant_type=client_credentials&client_id=${id}&client_secret=${secret}`,
    { headers: form },
  )

test('a machine gets a short-lived bearer token for its secret: by form, by JSON, by HTTP Basic', async () => {
  const { id, secret } = await newClient(p01, 'platform')
  const byForm = await askToken(id, secret)
  assert.equal(byForm.status, 200, JSON.stringify(byForm.json))
  assert.equal(byForm.headers['cache-control'], 'no-store')
  assert.equal(byForm.json.token_type, 'Bearer')
  assert.equal(byForm.json.expires_in, 900)
  const byJson = await send('POST', '/oauth/token', {
    grant_type: 'client_credentials',
    client_id: id,
    client_secret: secret,
  })
  assert.equal(byJson.status, 200)
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
  const byBasic = await send('POST', '/oauth/token', 'grant_type=client_credentials', {
    headers: { ...form, authorization },
  })
  assert.equal(byBasic.status, 200)
  const bearer = byForm.json.access_token as string
  const me = await send('GET', '/me', undefined, { bearer })
  assert.equal(me.json.organisation.code, 'p01')
  assert.deepEqual(me.json.roles, ['platform'])
  assert.equal(me.json.login, null)
  assert.equal((await send('GET', '/sessions', undefined, { bearer })).status, 401)
  clock.advance(900_000)
  const expired = await send('GET', '/me', undefined, { bearer })
  assert.equal(expired.json.code, 'access.token-invalid')
})

test('a wrong secret, an unknown client and nonsense are refused alike; a form reaches no other operation', async () => {
  const { id, secret } = await newClient(p01, 'platform')
  const answers = [
    await askToken(id, 'x'.repeat(43)),
    await askToken(ids.next(), secret),
    await askToken("' or 1=1 --", secret),
    await send('POST', '/oauth/token', 'grant_type=client_credentials', { headers: form }),
  ]
  for (const { json } of answers) assert.equal(json.code, 'access.client-credentials-wrong')
  const grant = await send('POST', '/oauth/token', 'grant_type=password', { headers: form })
  assert.equal(grant.json.code, 'request.invalid')
  const body = `login=anna&password=${encodeURIComponent(password)}`
  const crossSite = await send('POST', '/sessions', body, { headers: form })
  assert.equal(crossSite.status, 415)
})

test('a secret is rotated with an overlap; revoking ends everything at once', async () => {
  const { root, id, secret } = await newClient(p01, 'platform')
  const rotate = { overlapHours: 24 }
  const path = `/clients/${id}/secrets`
  const rotated = await send('POST', path, rotate, { cookie: root })
  assert.equal(rotated.status, 200, JSON.stringify(rotated.json))
  assert.equal((await askToken(id, secret)).status, 200)
  assert.equal((await askToken(id, rotated.json.secret)).status, 200)
  const shown = await send('GET', '/clients', undefined, { cookie: root })
  const client = shown.json.items.find((item: { id: string }) => item.id === id)
  assert.deepEqual(client.secretsEnd, [rotated.json.oldSecretEnds, null])
  clock.advance(24 * 3_600_000)
  assert.equal((await askToken(id, secret)).status, 401)
  const bearer = (await askToken(id, rotated.json.secret)).json.access_token
  assert.equal((await send('GET', '/me', undefined, { bearer })).status, 200)
  const cookie = await signedIn('root')
  assert.equal((await send('DELETE', `/clients/${id}`, undefined, { cookie })).status, 200)
  assert.equal((await send('GET', '/me', undefined, { bearer })).status, 401)
  assert.equal((await askToken(id, rotated.json.secret)).status, 401)
})

test('a non-public read without a purpose is refused; with one, the auditor finds it', async () => {
  const [root, audit] = [await signedIn('root'), await signedIn('audit')]
  const without = await send('GET', `/accounts?organisation=${p01}`, undefined, {
    cookie: root,
    headers: { 'x-purpose': '' },
  })
  assert.equal(without.json.code, 'access.purpose-required')
  await send('GET', `/accounts?organisation=${p01}`, undefined, { cookie: root })
  const about = await send('GET', `/reads?about=${p01}`, undefined, { cookie: audit })
  const [read] = about.json.items.filter((i: { name: string }) => i.name.startsWith('root'))
  assert.equal(read.operation, 'listAccounts')
  assert.equal(read.purpose, '例行检查')
  assert.equal(read.organisationCode, 'g01')
  assert.ok(read.organisationName)
  assert.deepEqual([read.zh, read.en], ['账号一览', 'List accounts'])
  const own = await send('GET', `/reads?account=${people.audit}`, undefined, { cookie: audit })
  assert.ok(own.json.items.length > 0, 'the auditor’s own reads are logged as well')
  const clerk = await signedIn('clerk')
  assert.equal((await send('GET', '/reads', undefined, { cookie: clerk })).status, 403)
})

test('the audit tells who did what, failed sign-ins included, and holds no secret', async () => {
  const audit = await signedIn('audit')
  const seen: { id: string; action: string; detail: object }[] = []
  let cursor = ''
  for (let page = 0; page < 100; page++) {
    const path = `/audit?limit=20${cursor === '' ? '' : `&cursor=${cursor}`}`
    const { json } = await send('GET', path, undefined, { cookie: audit })
    seen.push(...json.items)
    if (json.next === null) break
    cursor = json.next
  }
  assert.equal(new Set(seen.map(({ id }) => id)).size, seen.length)
  const actions = new Set(seen.map(({ action }) => action))
  for (const action of ['sign-in.refused', 'account.amended', 'client.revoked', 'totp.removed'])
    assert.ok(actions.has(action), action)
  assert.ok(!JSON.stringify(seen).includes(password))
  assert.ok(!JSON.stringify(seen).includes('argon2'))
})

test('a forged cursor is refused before a query sees it', async () => {
  const audit = await signedIn('audit')
  for (const parts of [['x', 'y'], [1e300, people.audit], [0, "' or true"], [{}, []], [0]]) {
    const cursor = Buffer.from(JSON.stringify(parts)).toString('base64url')
    const { json } = await send('GET', `/audit?cursor=${cursor}`, undefined, { cookie: audit })
    assert.equal(json.code, 'request.invalid', JSON.stringify(parts))
  }
})
