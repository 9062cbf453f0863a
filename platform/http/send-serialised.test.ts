import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import Type from 'typebox'
import { anyone, operation } from '#contract'
import { createMetrics, randomIds, silentLog, systemClock } from '#platform/runtime'
import { testDatabase } from '../../tests/support/index.ts'
import { buildServer, Serialised } from './index.ts'

const names = ['宁晋县', '邢台市', '😀', '']
const app = await buildServer({
  operations: {
    page: operation({
      method: 'GET',
      path: '/pages/:n',
      zh: '页',
      en: 'page',
      params: Type.Object({ n: Type.Integer() }),
      answer: Type.Object({ name: Type.String() }),
    }),
  },
  authorisation: { page: ['public'] },
  handlers: {
    page: ({ params: { n } }: { params: { n: number } }) =>
      new Serialised(JSON.stringify({ name: names[n] }), `"tag-${n}"`),
  },
  database: await testDatabase(),
  log: silentLog(),
  ids: randomIds(systemClock),
  metrics: createMetrics(false),
  origin: 'http://127.0.0.1',
  authenticate: () => anyone,
  recordRead: async () => {},
  ready: async () => true,
  requestsPerMinute: 1_000,
  checkAnswers: true,
})
const address = await app.listen({ host: '127.0.0.1', port: 0 })
after(() => app.close())

const page = (n: number, init?: RequestInit) => fetch(`${address}/api/v1/pages/${n}`, init)

test('a serialised answer arrives as it was written, with its length in bytes and every header', async () => {
  const answers = await Promise.all(names.map((_, n) => page(n)))
  for (const [n, answer] of answers.entries()) {
    assert.equal(answer.status, 200)
    assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8')
    assert.equal(answer.headers.get('etag'), `"tag-${n}"`)
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
    assert.match(answer.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/)
    assert.ok(answer.headers.get('x-ratelimit-remaining'))
    const bytes = await answer.bytes()
    assert.equal(Number(answer.headers.get('content-length')), bytes.length)
    assert.deepEqual(JSON.parse(new TextDecoder().decode(bytes)), { name: names[n] })
  }
})

test('a reader that has it is told so without a body; HEAD answers the length alone', async () => {
  const same = await page(0, { headers: { 'if-none-match': '"tag-0"' } })
  assert.deepEqual([same.status, await same.text()], [304, ''])
  assert.equal(same.headers.get('etag'), '"tag-0"')
  const other = await page(0, { headers: { 'if-none-match': '"tag-1"' } })
  assert.equal(other.status, 200)
  const head = await page(0, { method: 'HEAD' })
  assert.equal(head.status, 200)
  assert.equal(await head.text(), '')
  assert.equal(
    Number(head.headers.get('content-length')),
    Buffer.byteLength(JSON.stringify({ name: names[0] })),
  )
})

test('a reader that left in the meantime does not disturb the others', async () => {
  const gone = new AbortController()
  const left = page(0, { signal: gone.signal }).catch(() => 'gone')
  gone.abort()
  assert.equal((await page(1)).status, 200)
  assert.equal(await left, 'gone')
})
