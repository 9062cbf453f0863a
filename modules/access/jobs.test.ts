import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixedClock, monotonicIds } from '#platform/runtime'
import { testDatabase } from '../../tests/support/index.ts'
import { operator } from './audit.ts'
import { createClient, issueToken, rotateClientSecret, tokenLifeS } from './clients.ts'
import { accessJobs } from './jobs.ts'
import { createOrganisation } from './organisations.ts'

const database = await testDatabase()

test('the sweep takes what has ended and leaves what has not', async () => {
  const clock = fixedClock('2026-04-01T00:00:00Z')
  const by = () => ({ actor: operator, at: clock.now(), ids })
  const ids = monotonicIds(clock)
  const organisation = { code: 'p01', kind: 'platform', name: '示例平台', area: '13' } as const
  await database.tx(async tx => {
    const { id: organisationId } = await createOrganisation(tx, organisation, by())
    const made = { organisationId, name: '对接', role: 'platform' } as const
    const { client, secret } = await createClient(tx, made, by())
    await issueToken(tx, { id: client.id, secret }, clock.now())
    await rotateClientSecret(tx, client.id, 1, by())
    clock.advance(tokenLifeS * 1000)
    await issueToken(tx, { id: client.id, secret }, clock.now())
  })
  const counts = async () => {
    const tokens = await database.db.selectFrom('access.token').select('digest').execute()
    const secrets = await database.db.selectFrom('access.client_secret').select('digest').execute()
    return [tokens.length, secrets.length]
  }
  const [sweep] = accessJobs({ database, clock })
  await sweep?.run()
  assert.deepEqual(await counts(), [1, 2])
  clock.advance(3_600_000)
  await sweep?.run()
  assert.deepEqual(await counts(), [0, 1])
})
