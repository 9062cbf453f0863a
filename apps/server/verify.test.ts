/** Verification beside a running server: on PostgreSQL writers go on, on the embedded database they wait their turn. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { usccWith } from '#lib/identifiers'
import { openCase } from '#modules/cases'
import { loadPolicies, readPolicies, shippedCalendar, shippedRules } from '#modules/policy'
import { type Registrar, registerSubjects, subjectKeys } from '#modules/subjects'
import { integrate, logKeysOf, logPolicies } from '#modules/transparency'
import { fixedClock, monotonicIds } from '#platform/runtime'
import { actorOf, testDatabase } from '../../tests/support/index.ts'
import { verifyAll } from './verify.ts'

const database = await testDatabase()
const clock = fixedClock('2026-11-20T02:00:00Z')
const ids = monotonicIds(clock)
const logKeys = logKeysOf('log.example/log', Buffer.alloc(32, 7))
await database.tx(async tx => {
  await loadPolicies(tx, shippedRules(), clock.now())
  await logPolicies(tx, ids)
})
const actor = actorOf('regulator', { organisationId: ids.next(), areas: ['130528'] })
const keys = subjectKeys(new Uint8Array(32).fill(3))
const by: Registrar = { actor, at: clock.now(), ids, keys, renewalMonths: 6 }
const policies = await readPolicies(database.db)

let written = 0

/** A merchant with a shop and a case about it, each in a transaction of its own, and their places in the log. */
async function write(): Promise<void> {
  written += 1
  const body = `MA0${String(written).padStart(5, '0')}`
  const value = usccWith({ registrar: '9', category: '1', area: '130528', body })
  const given = {
    kind: 'merchant' as const,
    name: `示例${written}号商行`,
    area: '130528',
    identifiers: [{ kind: 'uscc' as const, value }],
    shops: [{ platform: 'p01', shop: `s${written}`, name: `示例${written}号店` }],
  }
  const [made] = await database.tx(tx => registerSubjects(tx, [given], by))
  const about = {
    caseType: 'price-fraud',
    subject: { id: made!.id!, name: given.name, area: '130528' },
    title: '涉嫌虚构原价',
    facts: '线索',
  }
  const said = { actor, at: clock.now(), ids, policies, calendar: shippedCalendar() }
  await database.tx(tx => openCase(tx, about, { ...said, ownSubjectIds: [] }))
  await integrate(database, logKeys, clock)
}

test('what is written while verification reads is no fault', async () => {
  await write()
  let verifying = true
  const writing = (async () => {
    while (verifying) {
      await write()
      await setImmediate()
    }
  })()
  for (let round = 0; round < 10; round++) {
    const { checked, faults } = await verifyAll({ database, logKeys }, () => {})
    assert.deepEqual(faults, [])
    assert.ok(checked.subjects > 0 && checked.cases > 0)
  }
  verifying = false
  await writing
  const { checked, faults } = await verifyAll({ database, logKeys }, () => {})
  assert.deepEqual(faults, [])
  assert.deepEqual([checked.subjects, checked.cases], [written, written])
})
