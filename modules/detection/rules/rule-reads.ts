/** Reads of rules: the list, one rule with its versions and the steps a caller may take, what a trial would have raised. */
import {
  type Actor,
  hasRole,
  type RuleBrief,
  type RulePage,
  type RuleState,
  type RuleTest,
  type RuleVersion,
} from '#contract'
import type { Db } from '#platform/database'
import { refuse } from '#platform/runtime'
import type { RuleVersionRow } from '../tables.ts'
import { inForce, runningRule, stateOf } from './rule-book.ts'
import { linesInWords } from './rule-runs.ts'

const CODES = 200

/** The newest version of each rule, and which is in force. */
export async function listBriefs(
  db: Db,
  { state, today }: { readonly state?: RuleState | undefined; readonly today: string },
  { after = '', limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<RuleBrief[]> {
  const found: RuleBrief[] = []
  for (let from = after; found.length < limit; ) {
    const briefs = await briefsAfter(db, from, today)
    found.push(...briefs.filter(brief => state === undefined || brief.state === state))
    if (briefs.length < CODES) break
    from = briefs.at(-1)!.code
  }
  return found.slice(0, limit)
}

/** Of the next so many codes. */
async function briefsAfter(db: Db, after: string, today: string): Promise<RuleBrief[]> {
  const codes = await db
    .selectFrom('detection.rule_version')
    .select('code')
    .distinct()
    .where('code', '>', after)
    .orderBy('code')
    .limit(CODES)
    .execute()
  if (codes.length === 0) return []
  const named = codes.map(({ code }) => code)
  const rows = await db
    .selectFrom('detection.rule_version')
    .selectAll()
    .where('code', 'in', named)
    .orderBy('code')
    .orderBy('version', 'desc')
    .execute()
  const tests = await db
    .selectFrom('detection.rule_test')
    .select(['code', 'version'])
    .distinct()
    .where('code', 'in', named)
    .where('finished', '=', true)
    .execute()
  const tested = new Set(tests.map(({ code, version }) => `${code} ${version}`))
  return [...Map.groupBy(rows, ({ code }) => code).values()].map(versions => {
    const newest = versions[0]!
    const state = stateOf(newest, tested.has(`${newest.code} ${newest.version}`), today)
    return briefOf(versions, state, today)
  })
}

function briefOf(
  versions: readonly RuleVersionRow[],
  state: RuleBrief['state'],
  today: string,
): RuleBrief {
  const newest = versions[0]!
  const { title, behaviour } = newest.content as RuleVersion['content']
  const changes = versions.flatMap(row => [row.drafted_at, row.activated_at, row.retired_at])
  const changed = Math.max(...changes.map(at => at?.getTime() ?? 0))
  return {
    code: newest.code,
    title,
    behaviour,
    state,
    newest: newest.version,
    inForce: versions.find(row => inForce(row, today))?.version ?? null,
    onTrial: versions.find(row => row.on_trial)?.version ?? null,
    author: newest.author_name,
    changedAt: new Date(changed).toISOString(),
  }
}

/** `shown` answers a stored test as it stands now. */
export async function readRule(
  db: Db,
  { code, actor, today }: { readonly code: string; readonly actor: Actor; readonly today: string },
  shown: (test: RuleTest) => RuleTest,
): Promise<RulePage> {
  const rows = await db
    .selectFrom('detection.rule_version')
    .selectAll()
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .execute()
  if (rows.length === 0) refuse('rule.unknown', { code, version: '*' })
  const tests = await db
    .selectFrom('detection.rule_test')
    .selectAll()
    .where('code', '=', code)
    .distinctOn('version')
    .orderBy('version')
    .orderBy('finished', 'desc')
    .orderBy('started_at', 'desc')
    .execute()
  const testOf = new Map(tests.map(({ version, result }) => [version, shown(result as RuleTest)]))
  const versions = rows.map(row => shownVersion(row, testOf.get(row.version) ?? null, today))
  return {
    ...briefOf(rows, versions[0]!.state, today),
    versions,
    steps: stepsFor(versions[0]!, actor),
  }
}

function shownVersion(row: RuleVersionRow, test: RuleTest | null, today: string): RuleVersion {
  const { approver_id, approver_name } = row
  return {
    code: row.code,
    version: row.version,
    state: stateOf(row, test?.state === 'finished', today),
    content: row.content as RuleVersion['content'],
    lines: linesInWords(runningRule(row)),
    digest: row.digest,
    author: { id: row.author_id, name: row.author_name },
    draftedAt: row.drafted_at.toISOString(),
    approver: approver_id === null ? null : { id: approver_id, name: approver_name! },
    activatedAt: row.activated_at?.toISOString() ?? null,
    from: row.from_on,
    until: row.until_on,
    basis: row.basis,
    testId: row.test_id,
    retired: row.retired_at && {
      at: row.retired_at.toISOString(),
      by: row.retired_by!,
      reason: row.retired_reason!,
    },
    onTrial: row.on_trial,
    test,
  }
}

function stepsFor({ state, author, onTrial }: RuleVersion, actor: Actor): string[] {
  if (!hasRole(actor, 'credit-office', 'regulator')) return []
  const other = actor.accountId !== null && actor.accountId !== author.id
  const steps: [name: string, may: boolean][] = [
    ['draftRule', actor.accountId !== null],
    ['testRule', state !== 'retired'],
    ['tryRule', onTrial || state === 'draft' || state === 'tested'],
    ['activateRule', other && state === 'tested'],
    ['retireRule', other && state !== 'retired'],
  ]
  return steps.filter(([, may]) => may).map(([name]) => name)
}
