/**
 * Invariant 9 against the worst that can happen to a process: `kill -9` of the served program in the middle of an intake,
 * ten times at seeded moments, on both engines. The sender does what a platform would: it reads which rows are
 * acknowledged, waits for the program to come back and goes on after the last of them.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { type ClientRequest, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import type { TradeAnswer } from '#contract'
import { usccWith } from '#lib/identifiers'
import { createClient, createOrganisation, operator } from '#modules/access'
import { registerSubjects } from '#modules/subjects'
import { readConfig } from '#platform/runtime'
import { openCore, verifyInstallation } from '../apps/server/index.ts'
import { startPostgres } from './support/postgres.ts'
import { tradeEvent } from './support/trade-events.ts'

const kills = 10
const seed = 20_261_124
/** A kill comes after up to so many acknowledgements and then up to so many milliseconds: at work, however slow. */
const mostAnswers = 3
const mostMs = 120
const startMs = 240_000

const root = join(import.meta.dirname, '..')
type Environment = Record<string, string>
type Credentials = { readonly client_id: string; readonly client_secret: string }
type Program = { readonly process: ChildProcess; readonly address: string }

test('invariant 9: ten kills lose nothing acknowledged and repeat nothing', {
  concurrency: 2,
}, async t => {
  const embedded = t.test('on the embedded database', () => survives({}))
  const served = t.test('on PostgreSQL', async () => {
    const server = await startPostgres()
    try {
      await survives({ DATABASE_URL: server.url })
    } finally {
      await server.stop()
    }
  })
  await Promise.all([embedded, served])
})

async function survives(engine: Environment): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'xinheng-kill-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  const env = {
    XINHENG_DATA: folder,
    XINHENG_DEMO: 'off',
    XINHENG_LOG: 'error',
    XINHENG_ORIGIN: 'http://kill.test',
    PORT: '0',
    ...engine,
  }
  const credentials = await reporterIn(env)
  const random = seeded(seed)
  const acknowledged: number[] = []
  for (let kill = 0; kill < kills; kill++) {
    const program = await serve(env)
    const moment = { answers: 1 + Math.floor(random() * mostAnswers), ms: random() * mostMs }
    const done = acknowledged.at(-1) ?? 0
    acknowledged.push(await sendUntilKilled(program, credentials, done, moment))
  }
  const last = acknowledged.at(-1)!
  assert.ok(last > 0, 'something was acknowledged between the kills')
  await assertOnce(env, last)
}

/** A platform with a shop, and what its machine asks for tokens with. */
async function reporterIn(env: Environment): Promise<Credentials> {
  const core = await openCore(readConfig(env))
  const { database, clock, ids, subjectKeys: keys } = core
  const by = { actor: operator, at: clock.now(), ids }
  const credentials: Credentials = await database.tx(async tx => {
    const platform = await createOrganisation(
      tx,
      { code: 'p01', kind: 'platform', name: '平台', area: '130528' },
      by,
    )
    const [shop] = await registerSubjects(tx, [given], { ...by, keys, renewalMonths: 6 })
    assert.equal(shop?.status, 'registered', JSON.stringify(shop))
    const machine = { organisationId: platform.id, name: 'reporter', role: 'platform' } as const
    const { client, secret } = await createClient(tx, machine, by)
    return { client_id: client.id, client_secret: secret }
  })
  await core.close()
  return credentials
}

const given = {
  kind: 'merchant' as const,
  name: '宁晋县某某百货店',
  identifiers: [
    {
      kind: 'uscc' as const,
      value: usccWith({ registrar: '9', category: '1', area: '130528', body: 'MA07BCDE' }),
    },
  ],
  area: '130528',
  shops: [{ platform: 'p01', shop: 's1', name: '某某小店', url: 'https://p01.example.com/s1' }],
}

/** The program as it is started by `npm start`, once it has said where it listens. */
async function serve(env: Environment): Promise<Program> {
  const child = spawn(process.execPath, [join(root, 'apps/cli/main.ts'), 'serve'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  after(() => child.kill('SIGKILL'))
  const late = setTimeout(() => child.kill('SIGKILL'), startMs)
  for await (const line of createInterface({ input: child.stdout! })) {
    const address = /http:\S+/.exec(line)?.[0]
    if (!address) continue
    clearTimeout(late)
    return { process: child, address }
  }
  throw new Error(`the program ended before it listened: ${child.exitCode ?? child.signalCode}`)
}

/** Sends events after the `done`-th until the program is killed; answers the last acknowledged one. */
async function sendUntilKilled(
  { process: program, address }: Program,
  credentials: Credentials,
  done: number,
  moment: { readonly answers: number; readonly ms: number },
): Promise<number> {
  const granted = await fetch(`${address}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credentials', ...credentials }),
  })
  const { access_token } = (await granted.json()) as { access_token: string }
  const exited = new Promise(resolve => program.once('exit', resolve))
  let last = done
  let answers = 0
  const call = request(`${address}/api/v1/trade/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/x-ndjson' },
  })
  call.on('error', () => {})
  call.on('response', response => {
    response.on('error', () => {})
    const lines = createInterface({ input: response })
    // The kill cuts the answer; what came before the cut is all that counts.
    lines.on('error', () => {})
    lines.on('line', line => {
      const answer = lineOf(line)
      if (answer?.status === 'committed') {
        last = done + answer.rows[1]
        answers += 1
        if (answers === moment.answers) setTimeout(() => program.kill('SIGKILL'), moment.ms)
      } else if (answer) assert.fail(`not acknowledged: ${line}`)
    })
  })
  for (let next = done + 1; !call.destroyed; ) {
    let chunk = ''
    for (const until = next + 200; next < until; next++) chunk += `${eventText(next)}\n`
    const room = call.write(chunk)
    await (room ? setImmediate() : roomIn(call))
  }
  await exited
  call.destroy()
  return last
}

/** Until the socket takes more or is gone. */
const roomIn = (call: ClientRequest): Promise<void> =>
  new Promise(resolve => {
    if (call.destroyed) return resolve()
    call.once('drain', resolve)
    call.once('close', resolve)
  })

/** The last line may have been cut by the kill; then it acknowledges nothing. */
function lineOf(line: string): TradeAnswer | undefined {
  try {
    return JSON.parse(line) as TradeAnswer
  } catch {
    return undefined
  }
}

/** Each buyer buys once and with a device of its own, so that detection has nothing to tell. */
const eventText = (n: number): string => {
  const own = {
    eventId: `e${n}`,
    order: `o${n}`,
    buyer: `b${n}`,
    device: `d${n}`,
    address: `a${n}`,
  }
  return JSON.stringify(tradeEvent('order.placed', own))
}

async function assertOnce(env: Environment, last: number): Promise<void> {
  const core = await openCore(readConfig(env))
  const { rows } = await sql<Record<'events' | 'numbers' | 'kept' | 'keys' | 'told', number>>`
    select count(*) as events, count(distinct event_id) as numbers,
      count(*) filter (where substr(event_id, 2)::int <= ${last}) as kept,
      (select count(*) from trade.intake_key) as keys,
      (select sum((body ->> 'events')::int) from stream.outbox where topic = 'trade.events') as told
    from trade.event`.execute(core.database.db)
  await core.close()
  const { events, numbers, kept, keys, told } = rows[0]!
  assert.equal(kept, last, 'every acknowledged event is there')
  assert.deepEqual({ numbers, keys, told }, { numbers: events, keys: events, told: events })
  const verdict = await verifyInstallation(env, () => {})
  assert.deepEqual(verdict.faults, [], 'the log agrees with the facts')
  assert.ok((verdict.checked.facts ?? 0) >= events, JSON.stringify(verdict.checked))
}

/** Mulberry32: the same moments in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
