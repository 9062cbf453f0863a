/** The edge of rules: the field list, checking, versions, test runs and trials, activation, and "why not?". */
import {
  type Actor,
  limits,
  type RulePage,
  type RuleTest,
  ruleContentLimits,
  type ruleOperations,
  type TradeEvent,
} from '#contract'
import { chineseDay } from '#lib/calendar'
import { readPolicies } from '#modules/policy'
import type { Database, Db, Tx } from '#platform/database'
import { decodeCursor, type Handlers, pageOf } from '#platform/http'
import { type Clock, type Ids, type Log, refuse } from '#platform/runtime'
import { judgedBy, shownTrial } from '../backtest.ts'
import type { Suspicion } from '../model.ts'
import { judgedAlerts } from '../model-routes.ts'
import { parametersOf } from '../parameters.ts'
import type { RuleVersionRow } from '../tables.ts'
import { trialRows } from '../trials.ts'
import { kindNames } from './kind-names.ts'
import { publishedFields } from './published-fields.ts'
import {
  activateRule,
  checked,
  draftRule,
  newestVersion,
  type RuleSaid,
  retireRule,
  runningRule,
  tryRule,
  versionOf,
} from './rule-book.ts'
import { listBriefs, readRule } from './rule-reads.ts'
import { linesInWords, type RunResult, testRun, whyNot, withWarmUp } from './rule-runs.ts'
import { type RunningRule, staffRules } from './staff-rules.ts'

export type RuleRouteDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  wake?(): void
  /** Trade of a past period in time order, a page at a time. */
  pastEvents(db: Db, span: { from: Date; until: Date }): AsyncIterable<readonly TradeEvent[]>
}

const dayMs = 86_400_000
const longestTestDays = 400

export function ruleRoutes(deps: RuleRouteDeps): Handlers<typeof ruleOperations> {
  const { database, clock, ids } = deps
  const { db } = database
  const today = () => chineseDay(clock.now().getTime())
  /** The one test that runs, with how far it has come. */
  let running: RuleTest | null = null
  const shown = (test: RuleTest): RuleTest =>
    test.state !== 'running' ? test : running?.id === test.id ? running : interrupted(test)
  const change = async (
    actor: Actor,
    code: string,
    body: (tx: Tx, said: RuleSaid) => Promise<unknown>,
  ): Promise<RulePage> => {
    await database.tx(tx => body(tx, { actor, at: clock.now(), ids }))
    deps.wake?.()
    return readRule(db, { code, actor, today: today() }, shown)
  }
  return {
    listRuleFields: () => ({
      fields: publishedFields.all.map(field => ({
        ...field,
        ...(field.on && { on: [...field.on] }),
        ...(field.options && { options: [...field.options] }),
      })) as never,
      kinds: Object.entries(kindNames).map(([kind, names]) => ({ kind, ...names })),
    }),
    checkRule: ({ body }) => {
      const answer = checked(body.rule)
      if (!answer.ok) return { ok: false, faults: [...answer.faults], lines: [] }
      return { ok: true, faults: [], lines: linesInWords({ rule: answer.value } as RunningRule) }
    },
    listRules: async ({ query }) => {
      const limit = query.limit ?? limits.pageRows
      const after = decodeCursor(query.cursor, 1)
      const page = { after: after && String(after[0]), limit: limit + 1 }
      const briefs = await listBriefs(db, { state: query.state, today: today() }, page)
      return pageOf(
        briefs,
        limit,
        ({ code }) => [code],
        brief => brief,
      )
    },
    readRule: ({ params, actor }) =>
      readRule(db, { code: params.code, actor, today: today() }, shown),
    draftRule: ({ params: { code }, body, actor }) =>
      change(actor, code, (tx, said) => draftRule(tx, code, body, said)),
    activateRule: ({ params, body, actor }) =>
      change(actor, params.code, (tx, said) => activateRule(tx, params, body, said)),
    retireRule: ({ params, body, actor }) =>
      change(actor, params.code, (tx, said) => retireRule(tx, params, body.reason, said)),
    tryRule: ({ params, body, actor }) =>
      change(actor, params.code, (tx, said) => tryRule(tx, params, body.on, said)),
    testRule: async ({ params, body, actor }) => {
      if (running) refuse('backtest.busy')
      const row = await versionOf(db, params.code, params.version)
      const period = periodOf(body, longestTestDays)
      const begun = begin(deps, row, period, actor)
      running = begun
      await keepTest(database, begun)
      run(deps, { ...row, on_trial: false }, begun, { actor, reached: now => (running = now) })
        .catch(error => {
          deps.log.error({ err: error }, 'a test of a rule met a fault')
          return failed(begun, clock.now())
        })
        .then(result => keepTest(database, result))
        .catch(error => deps.log.error({ err: error }, 'a test of a rule could not be kept'))
        .finally(() => {
          running = null
        })
      return begun
    },
    readRuleTest: async ({ params }) => {
      const row = await db
        .selectFrom('detection.rule_test')
        .select('result')
        .where('test_id', '=', params.id)
        .executeTakeFirst()
      return row ? shown(row.result as RuleTest) : refuse('rule-test.unknown', { id: params.id })
    },
    listRuleTrial: async ({ params, query }) => {
      const limit = query.limit ?? limits.pageRows
      return pageOf(
        await trialRows(db, { rule: params.code }, query.cursor, limit + 1),
        limit,
        row => [row.raised_at.toISOString(), row.trial_id],
        row => shownTrial(row.content as Suspicion),
      )
    },
    whyNotRule: async ({ params: { code }, body }) => {
      const { platform, shop, account } = body
      if (account === undefined && (platform === undefined || shop === undefined))
        refuse('rule.subject-missing')
      const named = platform !== undefined && shop !== undefined
      const row = body.version
        ? await versionOf(db, code, body.version)
        : ((await newestVersion(db, code)) ?? refuse('rule.unknown', { code, version: '*' }))
      const rule = runningRule({ ...row, on_trial: false })
      const period = periodOf(body, ruleContentLimits.whyNotDays)
      const subject = { shop: named ? `${platform} ${shop}` : undefined, account }
      const pages = deps.pastEvents(db, withWarmUp(period))
      const found = await whyNot(rule, subject, pages, {
        parameters: await parametersToday(deps),
        from: period.from,
      })
      return {
        code,
        version: row.version,
        title: rule.title,
        subject: { shop: named ? { platform, shop } : null, account: account ?? null },
        from: period.from.toISOString(),
        until: period.until.toISOString(),
        ...found,
        sentence: sentenceOf(found),
      }
    },
  }
}

function sentenceOf({ looked, hits, nearest }: Awaited<ReturnType<typeof whyNot>>) {
  if (!nearest)
    return {
      zh: '该对象在此期间没有规则所看的事件。',
      en: 'The subject had no event in the period that the rule looks at.',
    }
  if (hits > 0)
    return {
      zh: `规则看了 ${looked} 个事件，命中 ${hits} 次；以下为其中一次。`,
      en: `The rule looked at ${looked} events and hit ${hits} times; one of them stands below.`,
    }
  const failing = nearest.steps.filter(({ decisive }) => decisive)
  const words = (tongue: 'zh' | 'en') =>
    failing
      .map(step =>
        tongue === 'zh'
          ? `${step.zh}（实际 ${step.value!.zh}）`
          : `${step.en} (was ${step.value!.en})`,
      )
      .join(tongue === 'zh' ? '，' : ', ')
  return {
    zh: `规则看了 ${looked} 个事件，均未命中；最接近的一次未满足：${words('zh')}。`,
    en: `The rule looked at ${looked} events and hit none; the nearest failed: ${words('en')}.`,
  }
}

function periodOf({ from, until }: { from: string; until: string }, days: number) {
  const period = { from: new Date(from), until: new Date(until) }
  const lengthMs = period.until.getTime() - period.from.getTime()
  if (!(lengthMs > 0 && lengthMs <= days * dayMs)) refuse('rule.period-wrong', { days })
  return period
}

async function parametersToday({ database, clock }: RuleRouteDeps) {
  const policies = await readPolicies(database.db)
  return parametersOf(staffRules.card, policies, chineseDay(clock.now().getTime()))
}

const begin = (
  { ids, clock }: RuleRouteDeps,
  { code, version, content }: RuleVersionRow,
  { from, until }: { from: Date; until: Date },
  actor: Actor,
): RuleTest => ({
  id: ids.next(),
  code,
  version,
  state: 'running',
  startedAt: clock.now().toISOString(),
  finishedAt: null,
  startedBy: actor.name,
  from: from.toISOString(),
  until: until.toISOString(),
  reachedAt: null,
  events: 0,
  hits: 0,
  acts: 0,
  shops: 0,
  accounts: 0,
  byLevel: {},
  byLine: runningRule({ code, version, content, on_trial: false }).rule.lines.map(() => 0),
  examples: [],
  judged: null,
  fault: null,
})

async function run(
  deps: RuleRouteDeps,
  row: RuleVersionRow,
  begun: RuleTest,
  { actor, reached }: { actor: Actor; reached: (now: RuleTest) => void },
): Promise<RuleTest> {
  const { db } = deps.database
  const rule = runningRule(row)
  const period = { from: new Date(begun.from), until: new Date(begun.until) }
  const parameters = await parametersToday(deps)
  const pages = deps.pastEvents(db, withWarmUp(period))
  const result = await testRun(rule, pages, { parameters, from: period.from }, (at, events, hits) =>
    reached({ ...begun, reachedAt: at < begun.from ? begun.from : at, events, hits }),
  )
  const judged = judgedBy(await judgedAlerts(db, actor, period), {
    model: staffRules,
    parameters,
    suspicions: result.suspicions,
  })
  return finished(begun, result, judged, deps.clock.now())
}

function finished(
  begun: RuleTest,
  { events, hits, byLine, suspicions, examples }: RunResult,
  judged: ReturnType<typeof judgedBy>,
  now: Date,
): RuleTest {
  const acts = [...new Map(suspicions.map(suspicion => [suspicion.key, suspicion])).values()]
  const byLevel: Record<string, number> = {}
  for (const { severity } of acts) byLevel[severity] = (byLevel[severity] ?? 0) + 1
  const found = judged.confirmedFound + judged.refutedFound
  const shopsOf = ({ shops, victims }: Suspicion) => [...shops, ...victims]
  return {
    ...begun,
    state: 'finished',
    finishedAt: now.toISOString(),
    reachedAt: begun.until,
    events,
    hits,
    acts: acts.length,
    shops: new Set(acts.flatMap(shopsOf).map(({ platform, shop }) => `${platform} ${shop}`)).size,
    accounts: new Set(acts.flatMap(({ accounts }) => accounts)).size,
    byLevel,
    byLine: [...byLine],
    examples: [...examples],
    judged: { ...judged, precision: found === 0 ? null : judged.confirmedFound / found },
  }
}

const failed = (begun: RuleTest, now: Date): RuleTest => ({
  ...begun,
  state: 'failed',
  finishedAt: now.toISOString(),
  fault: '试跑出现故障，请查看运行日志 / it met a fault; see the log',
})

/** The process that ran it is gone. */
const interrupted = (test: RuleTest): RuleTest => ({
  ...test,
  state: 'failed',
  fault: '服务重启，试跑中断，请重新试跑 / the service restarted; run it again',
})

async function keepTest(database: Database, test: RuleTest): Promise<void> {
  const result = JSON.stringify(test)
  const finished = test.state === 'finished'
  const row = {
    test_id: test.id,
    code: test.code,
    version: test.version,
    started_at: new Date(test.startedAt),
    finished,
    result,
  }
  await database.tx(tx =>
    tx
      .insertInto('detection.rule_test')
      .values(row)
      .onConflict(conflict => conflict.column('test_id').doUpdateSet({ finished, result }))
      .execute(),
  )
}
