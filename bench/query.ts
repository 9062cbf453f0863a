/**
 * `query.subject_page` and `query.subject_page_p99_ms`: the public page of a subject over HTTP, the pages spread over
 * many subjects, in front of PostgreSQL. The ceiling is a Fastify hello-world under the same load in the same run; both
 * share the machine's cores with the load generator, which is a process of its own.
 */
import Fastify from 'fastify'
import { anyone, authorisation, disclosureOperations, type SubjectGiven } from '#contract'
import { usccWith } from '#lib/identifiers'
import { publicPages } from '#modules/disclosure'
import { registerSubjects, subjectKeys } from '#modules/subjects'
import { buildServer } from '#platform/http'
import { createMetrics, silentLog, systemClock } from '#platform/runtime'
import { install } from './support/installation.ts'
import { loadOf } from './support/load.ts'
import { median, report } from './support/metric.ts'

const subjects = 2_000
const connections = 64
const seconds = 4
const rounds = 3
/** The lead's bound on the slowest hundredth, in ms. */
const p99BoundMs = 20

const { database, ids, server, stop } = await install()
const subjectIds = await registerMerchants()
const log = silentLog()
const pages = publicPages({ database, clock: systemClock, log })
const follower = await pages.follow()
const { publicSubject } = disclosureOperations
const app = await buildServer({
  operations: { publicSubject },
  authorisation,
  handlers: { publicSubject: (call: { params: { id: string } }) => pages.subject(call.params.id) },
  database,
  ids,
  log,
  metrics: createMetrics(false),
  origin: 'http://127.0.0.1',
  authenticate: () => anyone,
  recordRead: async () => {},
  ready: async () => true,
  requestsPerMinute: 1_000_000_000,
})
const hello = Fastify()
hello.get('/hello/:id', async () => ({ hello: 'world' }))
const pageAddress = await app.listen({ host: '127.0.0.1', port: 0 })
const helloAddress = await hello.listen({ host: '127.0.0.1', port: 0 })

const load = (address: string, path: string) =>
  loadOf({ address, paths: subjectIds.map(id => path + id), connections, seconds })
// Each page is made once, and both servers are warmed; neither is counted.
for (const id of subjectIds) await pages.subject(id)
await load(pageAddress, '/api/v1/public/subjects/')
await load(helloAddress, '/hello/')
const shown: Awaited<ReturnType<typeof loadOf>>[] = []
const greeted: Awaited<ReturnType<typeof loadOf>>[] = []
for (let round = 0; round < rounds; round++) {
  shown.push(await load(pageAddress, '/api/v1/public/subjects/'))
  greeted.push(await load(helloAddress, '/hello/'))
}
await follower.stop()
await app.close()
await hello.close()
await stop()
const work = `${rounds} × ${seconds} s, ${connections} connections, pages of ${subjects} subjects, PostgreSQL ${server.version}`
report({
  metric: 'query.subject_page',
  value: Math.round(median(shown.map(({ perSecond }) => perSecond))),
  unit: 'requests/s',
  ceiling: Math.round(median(greeted.map(({ perSecond }) => perSecond))),
  work: `${work}, ${Math.round(median(shown.map(({ bytes }) => bytes)))} bytes each`,
})
report({
  metric: 'query.subject_page_p99_ms',
  value: median(shown.map(({ p99Ms }) => p99Ms)),
  unit: 'ms',
  ceiling: p99BoundMs,
  work: `${work}; hello-world p99 ${median(greeted.map(({ p99Ms }) => p99Ms))} ms`,
})

async function registerMerchants(): Promise<string[]> {
  const rows = Array.from({ length: subjects }, (_, i): SubjectGiven => {
    const body = `MB${String(i).padStart(6, '0')}`
    const value = usccWith({ registrar: '9', category: '1', area: '130528', body })
    const shop = { platform: 'p01', shop: `b${i}`, name: `基准小店${i}` }
    return {
      kind: 'merchant',
      name: `宁晋基准${i}号百货有限公司`,
      identifiers: [{ kind: 'uscc', value }],
      area: '130528',
      shops: [{ ...shop, url: `https://p01.example.com/shop/b${i}` }],
    }
  })
  const office = { ...anyone, roles: ['credit-office' as const], areas: [''] }
  const outcomes = await database.tx(tx =>
    registerSubjects(tx, rows, {
      actor: office,
      at: systemClock.now(),
      ids,
      keys: subjectKeys(new Uint8Array(32)),
      renewalMonths: 6,
    }),
  )
  return outcomes.map(({ id }) => id!)
}
