import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type CaseState, caseStates, operations } from '#contract'
import { addDays, chineseDay } from '#lib/calendar'
import { shippedCalendar, shippedRules } from '#modules/policy'
import { actorOf } from '../../tests/support/index.ts'
import { names } from './catalogue.ts'
import { latestClock, readClock } from './clocks.ts'
import { factTypes } from './facts.ts'
import { hindranceOf } from './guards.ts'
import { type Procedure, policyKeysOf, procedures, stepFrom } from './procedure.ts'
import { applyFact, type CaseFact, type CaseFile, type Person } from './state.ts'

const finding = procedures.find(({ kind }) => kind === 'finding')!
const calendar = shippedCalendar()
const subject = { id: '00000000-0000-7000-8000-00000000c001', name: '甲商行', area: '130528' }

/** Every path through the table on which no state is entered more than twice. */
function* paths(procedure: Procedure, to: CaseState): Generator<string[]> {
  function* from(
    state: CaseState,
    verbs: string[],
    visits: Map<CaseState, number>,
  ): Generator<string[]> {
    if (state === to) yield verbs
    for (const step of procedure.steps) {
      if (step.to === 'stays' || !step.from.includes(state)) continue
      const seen = visits.get(step.to) ?? 0
      if (seen >= 2) continue
      yield* from(step.to, [...verbs, step.verb], new Map(visits).set(step.to, seen + 1))
    }
  }
  yield* from(procedure.initial, [], new Map([[procedure.initial, 1]]))
}

test('no path reaches publication but through filing, notice, decision and delivery, in this order', () => {
  let count = 0
  for (const verbs of paths(finding, 'published')) {
    count += 1
    const order = ['file', 'serve-notice', 'find', 'deliver', 'publish'].map(verb =>
      verbs.lastIndexOf(verb),
    )
    assert.ok(
      order.every((at, i) => at >= 0 && (i === 0 || at > order[i - 1]!)),
      verbs.join(' → '),
    )
  }
  assert.ok(count > 10)
})

test('every state of a procedure is reached, named, and either ends it or leads on', () => {
  for (const procedure of procedures) {
    const states = new Set(
      procedure.steps.flatMap(({ from, to }) => (to === 'stays' ? [...from] : [...from, to])),
    )
    for (const state of states) {
      assert.ok(
        names.states.some(({ code }) => code === state),
        state,
      )
      const reached = state === procedure.initial || !paths(procedure, state).next().done
      assert.ok(reached, `${procedure.kind}: ${state} is never reached`)
      const leads = procedure.steps.some(
        ({ from, to }) => from.includes(state) && to !== 'stays' && to !== state,
      )
      assert.equal(leads || procedure.ends.includes(state), true, `${procedure.kind}: ${state}`)
    }
  }
  assert.deepEqual(names.states.map(({ code }) => code).sort(), [...caseStates].sort())
})

test('each verb leads to one state from each state, is logged under a type and taken by an operation', () => {
  for (const { kind, steps } of procedures)
    for (const step of steps) {
      assert.ok(step.verb in factTypes, step.verb)
      assert.ok(step.operation in operations, step.operation)
      for (const state of step.from) {
        const same = steps.filter(other => other.verb === step.verb && other.from.includes(state))
        assert.equal(same.length, 1, `${kind}: ${step.verb} from ${state}`)
      }
    }
})

test('every number of law that a procedure asks ships with its basis', () => {
  const shipped = new Set(shippedRules().map(({ key }) => key))
  for (const procedure of procedures)
    for (const key of policyKeysOf(procedure)) assert.ok(shipped.has(key), key)
})

const people = ['a', 'b', 'c'].map(letter => `00000000-0000-7000-8000-0000000000${letter}1`)
const rules = Object.fromEntries(
  policyKeysOf(finding).map(key => {
    const { value, unit } = shippedRules().findLast(rule => rule.key === key)!
    return [key, { version: 1, value: value as number, unit: unit as 'wd' }]
  }),
)

function openedOn(day: string): CaseFile {
  const fact: CaseFact = {
    id: 'f0',
    fact: 'cases.opened',
    case: 'c',
    subject: subject.id,
    verb: 'open',
    at: `${day}T02:00:00.000Z`,
    on: day,
    by: null,
    office: null,
    opening: {
      number: '130528〔2026〕1号',
      kind: 'finding',
      procedureVersion: 1,
      policyOn: day,
      rules,
      caseType: 'price-fraud',
      title: '',
      facts: '',
      subject,
      area: '130528',
      office: null,
      origin: { kind: 'report', id: null },
      applicant: null,
      targetRecordId: null,
    },
    evidence: ['price', 'page'].map(code => ({ code, title: code, sha256: 'a'.repeat(64) })),
  }
  return applyFact(undefined, { fact, proof: { batchId: '', ordinal: 0 } })
}

type Move = { verb: string; who: number; days: number; final: boolean }

/** Takes a step if it is lawful for that person on that day; nothing happens otherwise. */
function attempt(file: CaseFile, day: string, { verb, who, final }: Move): CaseFile {
  const isParty = who === people.length
  const actor = isParty
    ? actorOf('merchant', { accountId: subject.id, areas: [] })
    : actorOf('regulator', { accountId: people[who]!, areas: ['1305'] })
  const step = stepFrom(finding, file.state, verb)
  const asking = { actor, ownSubjectIds: isParty ? [subject.id] : [], today: day, calendar }
  if (!step || hindranceOf(file, step, asking)) return file
  const by: Person = { id: actor.accountId!, name: actor.name }
  const fact: CaseFact = {
    id: '',
    fact: '',
    case: 'c',
    subject: subject.id,
    verb,
    at: `${day}T04:00:00.000Z`,
    on: day,
    by,
    office: null,
    ...(verb === 'assign' ? { set: { handler: by } } : {}),
    ...(verb === 'serve-notice' ? { set: { proposed: text } } : {}),
    ...(verb === 'state' && final && isParty ? { set: { final: true } } : {}),
    ...(verb === 'call-hearing' ? { set: { hearing: { on: addDays(day, 12), place: '' } } } : {}),
    ...(verb === 'find'
      ? {
          set: {
            decision: { ...text, outcome: 'finding', considered: '', document: '', sha256: '' },
          },
        }
      : {}),
  }
  return applyFact(file, { fact, proof: { batchId: '', ordinal: 0 } })
}

const text = {
  facts: '',
  reasons: '',
  basis: '',
  penalty: '',
  severity: 'general',
  occurredOn: '2026-01-01',
} as const

const verbs = [...new Set(finding.steps.map(({ verb }) => verb))]
const road = ['assign', 'file', 'serve-notice', 'state', 'find', 'deliver', 'publish']
const moves = fc.array(
  fc.record({
    // Biased to the road, or random walks would rarely come far.
    verb: fc.oneof(
      { arbitrary: fc.constantFrom(...verbs), weight: 1 },
      { arbitrary: fc.constantFrom(...road), weight: 3 },
    ),
    who: fc.integer({ min: 0, max: people.length }),
    days: fc.integer({ min: 0, max: 9 }),
    final: fc.boolean(),
  }),
  { minLength: 20, maxLength: 120 },
)

test('whoever tries whatever whenever: a finding is published only after notice, the whole window or a waiver, another person’s decision, and delivery', () => {
  let published = 0
  fc.assert(
    fc.property(moves, walk => {
      let day = '2026-09-14'
      let file = openedOn(day)
      for (const move of walk) {
        day = addDays(day, move.days)
        file = attempt(file, day, move)
      }
      const did = (verb: string) => file.timeline.findLast(({ fact }) => fact.verb === verb)?.fact
      if (did('publish') || did('find')) {
        const notice = did('serve-notice')!
        const decided = did('find')!
        const window = latestClock(file.clocks, 'statement')!
        assert.ok(notice.at <= decided.at)
        assert.ok(
          file.final ||
            decided.on >
              readClock(window, { procedure: finding, rules, calendar, today: day }).due!,
        )
        for (const { fact } of file.timeline)
          if (
            ['verify', 'add-evidence', 'serve-notice'].includes(fact.verb) &&
            fact.at <= decided.at
          )
            assert.notEqual(fact.by?.id, decided.by?.id)
        const asked = did('request-hearing')
        if (asked && asked.at >= notice.at) assert.ok(did('hold-hearing')!.at >= asked.at)
      }
      if (did('publish')) {
        published += 1
        assert.ok(did('find')!.at <= did('deliver')!.at && did('deliver')!.at <= did('publish')!.at)
      }
    }),
    { numRuns: 1500, seed: 7 },
  )
  assert.ok(published > 20, `only ${published} walks came to publication`)
})

test('the statement window skips National Day and Spring Festival; the ninety days run through both', () => {
  const due = (name: string, day: string) => {
    let file = openedOn(day)
    for (const [verb, who] of [
      ['assign', 0],
      ['file', 1],
      ['serve-notice', 0],
    ] as const)
      file = attempt(file, day, { verb, who, days: 0, final: false })
    return readClock(latestClock(file.clocks, name)!, {
      procedure: finding,
      rules,
      calendar,
      today: day,
    }).due
  }
  const workingDays = (from: string, until: string) => {
    let count = 0
    for (let day = addDays(from, 1); day <= until; day = addDays(day, 1))
      if (calendar.isWorkingDay(day)) count += 1
    return count
  }
  for (const day of ['2026-09-28', '2026-02-12']) {
    const until = due('statement', day)!
    assert.equal(workingDays(day, until), 5)
    assert.ok(addDays(day, 10) < until, `${day} → ${until}`)
  }
  assert.equal(due('decide', '2026-09-28'), addDays('2026-09-28', 91), 'a Sunday rolls to Monday')
  assert.equal(chineseDay(Date.parse('2026-09-30T16:00:00Z')), '2026-10-01')
})
