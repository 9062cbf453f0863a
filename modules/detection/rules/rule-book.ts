/**
 * The life of a rule: drafted by one named person, tested on past trade, put in force from a day on by another with its
 * basis, retired by another than its author (requirements 13.1, 14.3). Each step is a logged fact; what a version says
 * never changes. A trial is no step of this life and leaves nothing in the log.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import {
  type Actor,
  type AlertLevel,
  type RuleContent,
  type RuleState,
  tradeKinds,
} from '#contract'
import { chineseDay } from '#lib/calendar'
import { canonicalize } from '#lib/canonical'
import { checkRule, type Rule } from '#lib/rules'
import { type FactSource, logFacts } from '#modules/transparency'
import type { Db, Tx } from '#platform/database'
import { type Ids, refuse } from '#platform/runtime'
import type { Book } from '../runner.ts'
import type { RuleVersionRow } from '../tables.ts'
import { publishedFields } from './published-fields.ts'
import type { RunningRule } from './staff-rules.ts'

export type RuleSaid = { readonly actor: Actor; readonly at: Date; readonly ids: Ids }

export const checked = (rule: RuleContent['rule']) =>
  checkRule<AlertLevel>(rule, { fields: publishedFields, kinds: tradeKinds })

export async function draftRule(
  tx: Tx,
  code: string,
  content: RuleContent,
  said: RuleSaid,
): Promise<RuleVersionRow> {
  const author = personOf(said.actor)
  compiled(content)
  const before = await newestVersion(tx, code)
  const digest = createHash('sha256').update(canonicalize(content)).digest('hex')
  if (before?.digest === digest && !before.retired_at)
    refuse('rule.unchanged', { version: before.version })
  const version = (before?.version ?? 0) + 1
  await keepFact(tx, { kind: 'drafted', code, version, content, digest }, said)
  const row = {
    code,
    version,
    content: JSON.stringify(content),
    digest,
    author_id: author.id,
    author_name: author.name,
    drafted_at: said.at,
    on_trial: false,
    revision: sql<number>`nextval('detection.rule_revision')`,
  }
  await tx.insertInto('detection.rule_version').values(row).execute()
  return versionOf(tx, code, version)
}

/** From `from` (today when absent) on; the version in force until then ends the day before. */
export async function activateRule(
  tx: Tx,
  { code, version }: { readonly code: string; readonly version: number },
  { from, basis }: { readonly from?: string | undefined; readonly basis: string },
  said: RuleSaid,
): Promise<RuleVersionRow> {
  const row = await versionOf(tx, code, version, true)
  const approver = otherThanAuthor(row, said.actor)
  const today = chineseDay(said.at.getTime())
  const day = from ?? today
  if (day < today) refuse('rule.backdated', { from: day, today })
  const test = await finishedTest(tx, code, version)
  if (row.activated_at || row.retired_at)
    refuse('rule.wrong-state', { version, state: stateOf(row, true) })
  if (!test) refuse('rule.untested', { version })
  const fact = { kind: 'activated', code, version, from: day, basis, test, digest: row.digest }
  await keepFact(tx, fact, said)
  await tx
    .updateTable('detection.rule_version')
    .set({ until_on: day, revision: sql<number>`nextval('detection.rule_revision')` })
    .where('code', '=', code)
    .where('version', '<>', version)
    .where('activated_at', 'is not', null)
    .where('retired_at', 'is', null)
    .where(eb => eb.or([eb('until_on', 'is', null), eb('until_on', '>', day)]))
    .execute()
  return change(tx, row, {
    approver_id: approver.id,
    approver_name: approver.name,
    activated_at: said.at,
    from_on: day,
    basis,
    test_id: test,
    on_trial: false,
  })
}

/** At once: what misfires must not run until midnight. */
export async function retireRule(
  tx: Tx,
  { code, version }: { readonly code: string; readonly version: number },
  reason: string,
  said: RuleSaid,
): Promise<RuleVersionRow> {
  const row = await versionOf(tx, code, version, true)
  const by = otherThanAuthor(row, said.actor)
  if (row.retired_at) refuse('rule.wrong-state', { version, state: 'retired' })
  await keepFact(tx, { kind: 'retired', code, version, reason }, said)
  const retired = { retired_at: said.at, retired_by: by.name, retired_reason: reason }
  return change(tx, row, { ...retired, on_trial: false })
}

/** Beside the stream, kept apart; not a fact. One version of a rule at a time. */
export async function tryRule(
  tx: Tx,
  { code, version }: { readonly code: string; readonly version: number },
  on: boolean,
  { at }: Pick<RuleSaid, 'at'>,
): Promise<RuleVersionRow> {
  const row = await versionOf(tx, code, version, true)
  if (on && (row.retired_at || inForce(row, chineseDay(at.getTime()))))
    refuse('rule.wrong-state', { version, state: stateOf(row, true) })
  await tx
    .updateTable('detection.rule_version')
    .set({ on_trial: false, revision: sql<number>`nextval('detection.rule_revision')` })
    .where('code', '=', code)
    .where('on_trial', '=', true)
    .execute()
  return change(tx, row, { on_trial: on })
}

/** What the runner runs: the versions in force on the day, and those on trial. */
export const ruleBook: Book = {
  revision: async (db, on) => {
    const row = await db
      .selectFrom('detection.rule_version')
      .select('revision')
      .orderBy('revision', 'desc')
      .limit(1)
      .executeTakeFirst()
    return `${on} ${row?.revision ?? 0}`
  },
  read: async (db, on) => {
    const rows = await db
      .selectFrom('detection.rule_version')
      .selectAll()
      .where('retired_at', 'is', null)
      .where(eb => eb.or([eb('on_trial', '=', true), eb('from_on', '<=', on)]))
      .orderBy('code')
      .orderBy('version')
      .execute()
    return rows.filter(row => row.on_trial || inForce(row, on)).map(runningRule)
  },
}

/** A version on trial beside the one in force tells its acts apart from those. */
export function runningRule(
  row: Pick<RuleVersionRow, 'code' | 'version' | 'content' | 'on_trial'>,
): RunningRule {
  const content = row.content as RuleContent
  const { title, behaviour, about, confidence } = content
  const code = row.on_trial ? `${row.code}@${row.version}` : row.code
  const said = { title, behaviour, about, confidence, onTrial: row.on_trial }
  return { code, version: row.version, ...said, rule: compiled(content) }
}

export function compiled({ rule }: RuleContent): Rule<AlertLevel> {
  const answer = checked(rule)
  if (answer.ok) return answer.value
  const { zh, en } = answer.faults[0]!
  return refuse('rule.faulty', { zh, en })
}

export const inForce = (
  { from_on, until_on, retired_at }: Pick<RuleVersionRow, 'from_on' | 'until_on' | 'retired_at'>,
  on: string,
): boolean =>
  from_on !== null && from_on <= on && (until_on === null || until_on > on) && retired_at === null

/** A version that another has replaced counts as retired. */
export const stateOf = (row: RuleVersionRow, tested: boolean, on?: string): RuleState => {
  if (row.retired_at || (on !== undefined && row.until_on !== null && row.until_on <= on))
    return 'retired'
  if (row.activated_at) return 'active'
  return tested ? 'tested' : 'draft'
}

export async function versionOf(
  db: Db,
  code: string,
  version: number,
  lock = false,
): Promise<RuleVersionRow> {
  const query = db
    .selectFrom('detection.rule_version')
    .selectAll()
    .where('code', '=', code)
    .where('version', '=', version)
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst()
  return row ?? refuse('rule.unknown', { code, version })
}

export const newestVersion = (db: Db, code: string): Promise<RuleVersionRow | undefined> =>
  db
    .selectFrom('detection.rule_version')
    .selectAll()
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()

async function finishedTest(db: Db, code: string, version: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('detection.rule_test')
    .select('test_id')
    .where('code', '=', code)
    .where('version', '=', version)
    .where('finished', '=', true)
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.test_id
}

async function change(
  tx: Tx,
  { code, version }: RuleVersionRow,
  to: Partial<RuleVersionRow>,
): Promise<RuleVersionRow> {
  await tx
    .updateTable('detection.rule_version')
    .set({ ...to, revision: sql<number>`nextval('detection.rule_revision')` })
    .where('code', '=', code)
    .where('version', '=', version)
    .execute()
  return versionOf(tx, code, version)
}

/** A machine may neither write nor approve a rule. */
function personOf({ accountId, name }: Actor): { id: string; name: string } {
  return accountId === null ? refuse('rule.person-required') : { id: accountId, name }
}

function otherThanAuthor(row: RuleVersionRow, actor: Actor) {
  const person = personOf(actor)
  if (person.id === row.author_id) refuse('rule.same-person', { author: row.author_name })
  return person
}

type RuleFact = {
  readonly kind: string
  readonly code: string
  readonly version: number
} & Readonly<Record<string, unknown>>

async function keepFact(tx: Tx, fact: RuleFact, { actor, at, ids }: RuleSaid): Promise<void> {
  const id = ids.next()
  const person = personOf(actor)
  const body = { ...fact, id, at: at.toISOString(), by: person.id, byName: person.name }
  const { batchId, bodies } = await logFacts(tx, ids, [{ type: 'detection.rule', body }])
  await tx
    .insertInto('detection.rule_fact')
    .values({
      code: fact.code,
      fact_id: id,
      kind: fact.kind,
      version: fact.version,
      at,
      body: bodies[0]!,
      batch_id: batchId,
      ordinal: 0,
    })
    .execute()
}

export const ruleFactSource: FactSource = {
  type: 'detection.rule',
  table: 'detection.rule_fact',
  key: 'fact_id',
  columnsOf: body => ({
    code: body.code,
    fact_id: body.id,
    kind: body.kind,
    version: body.version,
    at: new Date(String(body.at)),
  }),
}
