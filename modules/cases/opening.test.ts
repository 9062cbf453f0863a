/** Openings that race. On the embedded engine transactions queue; on a server they meet at the lock of what they are about. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadPolicies, readPolicies, shippedCalendar, shippedRules } from '#modules/policy'
import { fixedClock, monotonicIds, Refusal } from '#platform/runtime'
import { actorOf, testDatabase } from '../../tests/support/index.ts'
import { openCase } from './index.ts'

const database = await testDatabase()
const clock = fixedClock('2026-09-14T02:00:00Z')
const ids = monotonicIds(clock)
const alertId = ids.next()
const subject = { id: ids.next(), name: '甲商行', area: '130528' }

test('of officers who open a case from one alert at once, one opens it and the others are told its number', async () => {
  await database.tx(tx => loadPolicies(tx, shippedRules(), clock.now()))
  const policies = await readPolicies(database.db)
  const actor = actorOf('regulator', { organisationId: ids.next(), areas: ['130528'] })
  const said = { actor, at: clock.now(), ids, policies, calendar: shippedCalendar() }
  const open = () =>
    database.tx(tx =>
      openCase(
        tx,
        {
          caseType: 'price-fraud',
          subject,
          title: '涉嫌虚构原价',
          facts: '预警移交',
          origin: { kind: 'alert', id: alertId },
          bundles: [],
        },
        { ...said, ownSubjectIds: [] },
      ),
    )
  const answers = await Promise.allSettled([open(), open(), open()])
  const opened = answers.flatMap(answer => (answer.status === 'fulfilled' ? [answer.value] : []))
  const refused = answers.flatMap(answer => (answer.status === 'rejected' ? [answer.reason] : []))
  for (const refusal of refused) {
    assert.ok(refusal instanceof Refusal, String(refusal))
    assert.equal(refusal.code, 'cases.already-open')
    assert.deepEqual(refusal.details, { number: opened[0]!.number })
  }
  assert.equal(opened.length, 1)
})
