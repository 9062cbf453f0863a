import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import Type from 'typebox'
import { anyone, operation } from '#contract'
import { createMetrics, randomIds, refuse, silentLog, systemClock } from '#platform/runtime'
import { actorOf, testDatabase } from '../../tests/support/index.ts'
import { buildServer, linesOf, type ServerParts } from './index.ts'

const database = await testDatabase()
const body = Type.Object(
  { name: Type.String({ maxLength: 5 }), age: Type.Integer({ minimum: 0 }) },
  { additionalProperties: false },
)
const answer = Type.Object({ made: Type.Integer() })

const table = {
  make: operation({ method: 'POST', path: '/things', zh: '造', en: 'make', body, answer }),
  look: operation({
    method: 'GET',
    path: '/things/:n',
    zh: '看',
    en: 'look',
    params: Type.Object({ n: Type.Integer() }),
    answer,
  }),
  secret: operation({
    method: 'GET',
    path: '/secrets',
    zh: '密',
    en: 'secret',
    purpose: true,
    answer,
  }),
  bulk: operation({
    method: 'POST',
    path: '/bulk',
    zh: '批',
    en: 'bulk',
    transfer: 'ndjson',
    answer: Type.Object({ row: Type.Integer(), ok: Type.Boolean() }),
  }),
  fault: operation({ method: 'GET', path: '/fault', zh: '错', en: 'fault', answer }),
  liar: operation({ method: 'GET', path: '/liar', zh: '谎', en: 'liar', answer }),
}
let made = 0
const reads: string[] = []
const parts: ServerParts = {
  operations: table,
  authorisation: {
    make: ['public', 'platform'],
    look: ['public'],
    secret: ['regulator'],
    bulk: ['public'],
    fault: ['public'],
    liar: ['public'],
  },
  handlers: {
    make: ({ body }: { body: { name: string } }) =>
      body.name === 'no' ? refuse('route.unknown') : { made: ++made },
    look: ({ params }: { params: { n: number } }) => ({ made: params.n }),
    secret: () => ({ made: 0 }),
    bulk: async function* ({ body }: { body: AsyncIterable<Uint8Array> }) {
      for await (const lines of linesOf(body, { lineBytes: 20, batchRows: 2 }))
        for (const { row, text } of lines) yield { row, ok: text !== undefined }
    },
    fault: () => {
      throw new Error('password=hunter2')
    },
    liar: () => ({ made: 'many' }),
  },
  database,
  log: silentLog(),
  ids: randomIds(systemClock),
  metrics: createMetrics(false),
  origin: 'http://127.0.0.1',
  authenticate: headers =>
    headers.authorization ? actorOf(headers.authorization as 'regulator') : anyone,
  recordRead: async read => void reads.push(`${read.actor.name} ${read.operation} ${read.purpose}`),
  ready: async () => true,
  requestsPerMinute: 1_000,
  checkAnswers: true,
}
const app = await buildServer(parts)
after(() => app.close())

const call = async (
  method: 'GET' | 'POST',
  url: string,
  payload?: object | string | Buffer,
  headers: Record<string, string> = {},
) => {
  const response = await app.inject({
    method,
    url: `/api/v1${url}`,
    headers,
    ...(payload === undefined ? {} : { payload }),
  })
  return {
    status: response.statusCode,
    headers: response.headers,
    text: response.body,
    json: () => JSON.parse(response.body),
  }
}

test('unknown fields, wrong types and missing fields are refused at once, each named in both languages', async () => {
  const { status, headers, json } = await call('POST', '/things', { name: 'too long', extra: 1 })
  assert.equal(status, 400)
  assert.match(String(headers['content-type']), /application\/problem\+json/)
  const problem = json()
  assert.equal(problem.code, 'request.invalid')
  assert.deepEqual(
    problem.errors.map((e: { field: string; rule: string }) => `${e.field} ${e.rule}`).sort(),
    ['age required', 'extra unknown-field', 'name maxLength'],
  )
  assert.ok(problem.errors.every((e: { zh: string; en: string }) => e.zh !== '' && e.en !== ''))
  assert.equal(made, 0)
})

test('path values arrive as text and are read as the schema says; what cannot be is refused', async () => {
  assert.deepEqual((await call('GET', '/things/42')).json(), { made: 42 })
  assert.equal((await call('GET', '/things/4x')).status, 400)
})

test('bodies that are not JSON, not UTF-8 or too large are refused clearly', async () => {
  const json = { 'content-type': 'application/json' }
  assert.equal((await call('POST', '/things', '{"name":', json)).json().code, 'request.not-json')
  assert.equal(
    (await call('POST', '/things', `{"name":"${'x'.repeat(1_100_000)}"}`, json)).json().code,
    'request.too-large',
  )
  assert.equal(
    (await call('POST', '/things', 'a=b', { 'content-type': 'text/csv' })).json().code,
    'request.encoding',
  )
})

test('a repeated request with the same key is answered, not done again; another body under it is refused', async () => {
  const key = { 'idempotency-key': 'k1' }
  const first = await call('POST', '/things', { name: 'a', age: 1 }, key)
  const again = await call('POST', '/things', { name: 'a', age: 1 }, key)
  assert.deepEqual(again.json(), first.json())
  assert.equal(again.headers['idempotent-replay'], 'true')
  assert.equal(
    (await call('POST', '/things', { name: 'b', age: 1 }, key)).json().code,
    'request.key-reused',
  )
})

test('a refusal under a key is kept too', async () => {
  const key = { 'idempotency-key': 'k2' }
  const first = await call('POST', '/things', { name: 'no', age: 1 }, key)
  const again = await call('POST', '/things', { name: 'no', age: 1 }, key)
  assert.deepEqual([first.status, again.status], [404, 404])
})

test('a cookie alone changes nothing: without the key header a browser’s forged request is refused', async () => {
  assert.equal(
    (await call('POST', '/things', { name: 'a', age: 1 }, { cookie: 'xinheng_session=x' })).status,
    400,
  )
})

test('who may not, may not; a non-public read states its purpose and is recorded', async () => {
  assert.equal((await call('GET', '/secrets')).status, 401)
  assert.equal(
    (await call('GET', '/secrets', undefined, { authorization: 'platform' })).status,
    403,
  )
  assert.equal(
    (await call('GET', '/secrets', undefined, { authorization: 'regulator' })).json().code,
    'access.purpose-required',
  )
  const purpose = encodeURIComponent('办案')
  assert.equal(
    (await call('GET', '/secrets', undefined, { authorization: 'regulator', 'x-purpose': purpose }))
      .status,
    200,
  )
  assert.deepEqual(reads, ['测试人员 secret 办案'])
})

test('a fault answers a number and no text of its own', async () => {
  const { status, text, json } = await call('GET', '/fault')
  assert.equal(status, 500)
  assert.ok(!text.includes('hunter2'))
  assert.match(json().details.requestId, /^[0-9a-f-]{36}$/)
})

test('an answer outside the published schema fails where tests check it', async () => {
  assert.equal((await call('GET', '/liar')).status, 500)
})

test('NDJSON: long lines, invalid UTF-8 and a missing last newline cost their own row only; gzip is read', async () => {
  const lines = Buffer.concat([
    Buffer.from('{"a":1}\n'),
    Buffer.from([0xff, 10]),
    Buffer.from(`${'x'.repeat(30)}\n\n{"b":2}`),
  ])
  const expected = [1, 2, 3, 5].map(row => ({ row, ok: row === 1 || row === 5 }))
  const headers = { 'content-type': 'application/x-ndjson' }
  const rowsOf = (text: string) =>
    text
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
  assert.deepEqual(rowsOf((await call('POST', '/bulk', lines, headers)).text), expected)
  const zipped = await call('POST', '/bulk', gzipSync(lines), {
    ...headers,
    'content-encoding': 'gzip',
  })
  assert.deepEqual(rowsOf(zipped.text), expected)
  assert.equal(
    (await call('POST', '/bulk', lines, { ...headers, 'content-encoding': 'br' })).status,
    415,
  )
})

test('an operation without an authorisation row, or without a handler, does not start', async () => {
  await assert.rejects(buildServer({ ...parts, authorisation: {} }), /authorisation row/)
  await assert.rejects(buildServer({ ...parts, handlers: {} }), /no handler/)
})

test('every answer carries the security headers; operators have their addresses', async () => {
  const get = (url: string) => app.inject({ url })
  const health = await get('/healthz')
  assert.match(String(health.headers['content-security-policy']), /script-src 'self'/)
  assert.equal((await get('/readyz')).statusCode, 200)
  assert.equal((await get('/metrics')).statusCode, 200)
  assert.equal(
    (await get('/openapi.json')).json().paths['/api/v1/things/{n}'].get.operationId,
    'look',
  )
  assert.match((await get('/docs')).body, /<h2 id="make">/)
  assert.equal((await get('/no-such')).json().code, 'route.unknown')
})

test('made-up credentials do not escape the limit of their address; a proven one has its own', async () => {
  const limited = await buildServer({
    ...parts,
    requestsPerMinute: 4,
    authenticate: ({ authorization }) =>
      authorization === 'regulator' ? actorOf('regulator') : anyone,
  })
  after(() => limited.close())
  const look = async (headers: Record<string, string>, remoteAddress = '10.0.0.1') =>
    (await limited.inject({ url: '/api/v1/things/1', headers, remoteAddress })).statusCode
  for (let n = 0; n < 4; n++) assert.equal(await look({ authorization: `invented ${n}` }), 200)
  assert.equal(await look({ authorization: 'invented 5' }), 429)
  assert.equal(await look({ cookie: 'xinheng_session=invented' }), 429)
  assert.equal(await look({}, '10.0.0.2'), 200)
  // The first request proves it and still counts by address; then it is a caller of its own, wherever it comes from.
  for (let n = 0; n < 4; n++)
    assert.equal(await look({ authorization: 'regulator' }, '10.0.0.2'), 403)
  assert.equal(await look({ authorization: 'regulator' }, '10.0.0.3'), 403)
  assert.equal(await look({ authorization: 'regulator' }, '10.0.0.4'), 429)
  assert.equal(await look({}, '10.0.0.4'), 200)
})

test('a forwarded address is believed from the proxies that were named, and from nobody else', async () => {
  const seen = async (trustProxy: string | undefined, remoteAddress: string) => {
    let address = ''
    const behind = await buildServer({
      ...parts,
      ...(trustProxy === undefined ? {} : { trustProxy }),
      handlers: {
        ...parts.handlers,
        look: (call: { address: string }) => {
          address = call.address
          return { made: 1 }
        },
      },
    })
    const headers = { 'x-forwarded-for': '198.51.100.9, 203.0.113.7' }
    await behind.inject({ url: '/api/v1/things/1', headers, remoteAddress })
    await behind.close()
    return address
  }
  assert.equal(await seen(undefined, '10.0.0.1'), '10.0.0.1')
  assert.equal(await seen('10.0.0.0/8', '10.0.0.1'), '203.0.113.7')
  assert.equal(await seen('10.0.0.0/8', '192.0.2.1'), '192.0.2.1')
  assert.equal(await seen('loopback', '127.0.0.1'), '203.0.113.7')
})

test('text that no database can give back is refused where it stands: NUL, half a surrogate pair', async () => {
  for (const name of ['a\\u0000', '\\ud83d', '\\ude00x']) {
    const { status, json } = await call('POST', '/things', `{"name":"${name}","age":1}`, {
      'content-type': 'application/json',
    })
    assert.equal(status, 400, name)
    assert.deepEqual(
      json().errors.map((e: { field: string; rule: string }) => [e.field, e.rule]),
      [['name', 'unicode']],
    )
  }
  assert.equal((await call('POST', '/things', { name: '好😀', age: 1 })).status, 200)
})
