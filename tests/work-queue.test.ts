/** The work queue over HTTP: it merges rows of two rooms, so its test stands in neither. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Actor, caseOperations, type WorkItem, workOperations } from '#contract'
import { createAccount, createOrganisation, operator } from '#modules/access'
import { caseRoutes, workRoutes } from '#modules/cases'
import { loadPolicies, shippedRules } from '#modules/policy'
import { fixedClock, monotonicIds } from '#platform/runtime'
import { actorOf, served, testDatabase } from './support/index.ts'

const database = await testDatabase()
const clock = fixedClock('2026-09-14T02:00:00Z')
const ids = monotonicIds(clock)
const at = (day: string) => clock.set(`${day}T02:00:00Z`)

const shop = {
  id: '00000000-0000-7000-8000-00000000c001',
  name: '甲商行',
  area: '130528',
  verified: true,
}
/** People as the register of accounts knows them, so that a case can be given to one. */
const [handler, chief, elsewhere] = await database.tx(async tx => {
  await loadPolicies(tx, shippedRules(), clock.now())
  const by = { actor: operator, at: clock.now(), ids }
  const inArea = async (code: string, area: string, logins: readonly string[]) => {
    const { id } = await createOrganisation(tx, { code, kind: 'department', name: code, area }, by)
    const made = []
    for (const login of logins)
      made.push(
        await createAccount(
          tx,
          {
            organisationId: id,
            login,
            name: login,
            roles: ['regulator'],
            passwordHash: 'none',
            passwordTemporary: false,
          },
          by,
        ),
      )
    return made.map(account => account.id)
  }
  const county = await inArea('amr', '130528', ['li', 'wang'])
  const next = await inArea('amr-next', '130529', ['zhao'])
  return [county[0]!, county[1]!, next[0]!] as const
})
const actors: Record<string, Actor> = {
  handler: actorOf('regulator', { accountId: handler, name: 'li', areas: ['130528'] }),
  chief: actorOf('regulator', { accountId: chief, name: 'wang', areas: ['130528'] }),
  next: actorOf('regulator', { accountId: elsewhere, areas: ['130529'] }),
  consumer: actorOf('consumer', { accountId: ids.next(), organisationId: null, areas: [] }),
}
const deps = {
  database,
  clock,
  ids,
  wake: () => {},
  subjectOf: async (_db: unknown, id: string) => (id === shop.id ? shop : undefined),
  ownSubjects: async () => [],
}
const { call, reads } = await served(
  { ...caseOperations, ...workOperations },
  { ...caseRoutes(deps), ...workRoutes(deps) },
  { database, ids, actors },
)

async function ok(as: string, method: 'GET' | 'POST', path: string, body?: unknown) {
  const answer = await call(as, method, path, body)
  assert.equal(answer.status, 200, `${method} ${path}: ${answer.text}`)
  return answer.json
}
const work = async (as: string, query = ''): Promise<WorkItem[]> =>
  (await ok(as, 'GET', `/work${query}`)).items

const evidence = ['orders', 'graph'].map(code => ({ code, title: code, sha256: 'a'.repeat(64) }))
const clue = (title: string) => ({
  subjectId: shop.id,
  caseType: 'brushing',
  title,
  facts: '同一设备反复下单',
  origin: 'clue',
  originId: ids.next(),
  evidence,
})

/** An alert that must be acknowledged by a moment, as the queue reads it. */
const raiseAlert = (id: string, dueAt: string) =>
  database.tx(tx =>
    tx
      .insertInto('detection.alert')
      .values({
        alert_id: id,
        number: `Y-${id.slice(-1)}`,
        state: 'raised',
        family: 'brushing',
        behaviour: 'forward-brushing',
        behaviours: ['forward-brushing'],
        models: ['order-concentration'],
        level: 'high',
        shops: [],
        accounts: [],
        seller_ids: [],
        areas: ['130528'],
        receiver_area: '130528',
        handler_id: null,
        due_at: new Date(dueAt),
        window_from: clock.now(),
        window_until: clock.now(),
        raised_at: clock.now(),
        changed_at: clock.now(),
        state_json: JSON.stringify({
          id,
          number: `Y-${id.slice(-1)}`,
          state: 'raised',
          behaviour: 'forward-brushing',
          sentence: { zh: '集中下单', en: 'Orders concentrate' },
          handler: null,
          due: { duty: 'acknowledge', dueAt },
        }),
      } as never)
      .execute(),
  )

const finding = {
  facts: '虚构交易三十笔',
  reasons: '订单与资金相互印证',
  basis: '《反不正当竞争法》第9条',
  penalty: '罚款三万元',
  severity: 'general',
  occurredOn: '2026-08-01',
}

test('alerts and cases wait in one order by their due day, page by page, each with the steps of who asks', async () => {
  const first = await ok('handler', 'POST', '/cases', clue('甲'))
  at('2026-09-15')
  const second = await ok('handler', 'POST', '/cases', clue('乙'))
  await raiseAlert('00000000-0000-7000-8000-0000000a0001', '2026-09-15T03:00:00.000Z')
  await raiseAlert('00000000-0000-7000-8000-0000000a0002', '2026-09-20T03:00:00.000Z')
  const all = await work('chief')
  assert.deepEqual(
    all.map(({ number, due }) => [number, due]),
    [
      ['Y-1', '2026-09-15'],
      [first.number, '2026-09-16'],
      [second.number, '2026-09-17'],
      ['Y-2', '2026-09-20'],
    ],
  )
  assert.deepEqual(
    all.map(({ duty }) => duty?.zh),
    ['签收', '签收指派', '签收指派', '签收'],
  )
  assert.ok(all[1]!.steps.some(({ verb }) => verb === 'assign'))

  const paged: WorkItem[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: { items: WorkItem[]; next: string | null } = await ok(
      'chief',
      'GET',
      `/work?limit=1${cursor && `&cursor=${cursor}`}`,
    )
    paged.push(...page.items)
    cursor = page.next
  }
  assert.deepEqual(paged, all, 'one by one they are the same, none twice and none left out')
  assert.deepEqual(await work('next'), [], 'another county has none of it')
  assert.equal(reads.at(-1)!.operation, 'listWork', 'the read is kept with its purpose')
})

test('“ready” leaves what I cannot move on, and “mine” what is assigned to another', async () => {
  at('2026-09-16')
  const opened = await ok('chief', 'POST', '/cases', clue('丙'))
  const path = `/cases/${opened.id}`
  await ok('chief', 'POST', `${path}/assignment`, { handlerId: handler })
  await ok('chief', 'POST', `${path}/disposal`, {
    disposal: 'case',
    reason: '立案',
    basis: '第9条',
  })
  await ok('handler', 'POST', `${path}/notice`, finding)
  const found = async (as: string, query: string) =>
    (await work(as, query)).find(({ id }) => id === opened.id)
  assert.equal(await found('handler', '?ready=true&kind=finding'), undefined)
  const seen = await found('chief', '?ready=true&kind=finding')
  assert.deepEqual(
    seen!.steps.map(({ verb }) => verb),
    ['return', 'clear'],
    'no finding before the party’s days have passed',
  )
  assert.ok(await found('handler', '?mine=true'))
  assert.equal(await found('chief', '?mine=true'), undefined)
})

test('a case can be given to the officers of its area and to no one else', async () => {
  const opened = await ok('chief', 'POST', '/cases', clue('丁'))
  const { items } = await ok('chief', 'GET', `/cases/${opened.id}/handlers`)
  assert.deepEqual(
    items.map(({ name, organisation }: Record<string, string>) => [name, organisation]),
    [
      ['li', 'amr'],
      ['wang', 'amr'],
    ],
  )
  assert.equal((await call('next', 'GET', `/cases/${opened.id}/handlers`)).status, 404)
  assert.equal((await call('consumer', 'GET', `/cases/${opened.id}/handlers`)).status, 403)
})

test('a notice can be read before it is served: the letter is the same, and the case has not moved', async () => {
  const opened = await ok('chief', 'POST', '/cases', clue('戊'))
  const path = `/cases/${opened.id}`
  await ok('chief', 'POST', `${path}/assignment`, { handlerId: handler })
  await ok('chief', 'POST', `${path}/disposal`, {
    disposal: 'case',
    reason: '立案',
    basis: '第9条',
  })
  const early = await call('chief', 'POST', `${path}/notice/preview`, finding)
  assert.equal(early.json.code, 'cases.not-your-part', 'refused as serving it would be')
  const preview = await ok('handler', 'POST', `${path}/notice/preview`, finding)
  const before = await ok('handler', 'GET', path)
  assert.deepEqual([before.state, before.documents.length], ['filed', 0])
  const after = await ok('handler', 'POST', `${path}/notice`, finding)
  assert.equal(after.documents[0].sha256, preview.sha256)
  const decision = { ...finding, outcome: 'finding', considered: '无' }
  assert.equal(
    (await call('chief', 'POST', `${path}/decision/preview`, decision)).json.code,
    'cases.window-open',
  )
})
