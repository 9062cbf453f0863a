/** The edge of models: their cards, modes and trials, backtests, the live monitor, and "why not?". */
import {
  type Actor,
  type Backtest,
  limits,
  type ModelCardPage,
  type modelOperations,
  type TradeEvent,
} from '#contract'
import { chineseDay } from '#lib/calendar'
import { type Policies, readPolicies } from '#modules/policy'
import type { Database, Db } from '#platform/database'
import { decodeCursor, type Handlers, pageOf } from '#platform/http'
import { type Clock, type Ids, type Log, refuse } from '#platform/runtime'
import { lagOf } from '#platform/stream'
import type { Alert } from './alert-state.ts'
import { backtest, difference, judgedBy, type Side, shownSide, shownTrial } from './backtest.ts'
import type { ExplainedModel, Json, Model, Suspicion } from './model.ts'
import { parametersOf } from './parameters.ts'
import { alertFigures, alertsVisibleTo, fieldFigures } from './reads.ts'
import { modelNamed, modesOf, reasonOf, setModelMode, versionsOf } from './registry.ts'
import { detectionConsumer, type Runner } from './runner.ts'
import { trialRows } from './trials.ts'

export type ModelRouteDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly models: readonly Model[]
  /** Models that read no stream: they have a card and a mode, and neither backtest nor "why not?". */
  readonly relationModels?: readonly ExplainedModel[]
  readonly runner: Runner
  /** Trade of a past period in time order, a page at a time. */
  pastEvents(db: Db, span: { from: Date; until: Date }): AsyncIterable<readonly TradeEvent[]>
}

type BacktestGiven = {
  readonly model: string
  readonly version?: string | undefined
  readonly parameters?: Readonly<Record<string, unknown>> | undefined
}

const hourMs = 3_600_000

export function modelRoutes(deps: ModelRouteDeps): Handlers<typeof modelOperations> {
  const { database, clock, models, runner } = deps
  const { db } = database
  const every: readonly ExplainedModel[] = [...models, ...(deps.relationModels ?? [])]
  /** The one backtest that runs, with how far it has come; it is written down when it ends. */
  let running: Backtest | null = null
  const shown = (row: Backtest): Backtest =>
    row.state !== 'running' ? row : running?.id === row.id ? running : interrupted(row)
  return {
    listModels: async () => {
      const policies = await readPolicies(db)
      return { items: await Promise.all(every.map(model => cardOf(deps, model, policies))) }
    },
    modelVersions: async ({ params }) => {
      modelNamed(every, params.code)
      const rows = await versionsOf(db, params.code)
      const items = rows.map((row, i) => ({
        version: row.version,
        mode: row.mode,
        from: row.from_at.toISOString(),
        until: rows[i - 1]?.from_at.toISOString() ?? null,
        by: row.by_id === null ? null : row.by_name,
        reason: reasonOf(row, rows[i + 1]),
        card: row.card,
      }))
      return { items }
    },
    setModelMode: async ({ params, body, actor }) => {
      const model = modelNamed(every, params.code)
      const at = clock.now()
      await database.tx(tx => setModelMode(tx, model, body, { actor, at }))
      return cardOf(deps, model, await readPolicies(db))
    },
    listTrialSuspicions: async ({ params, query }) => {
      modelNamed(every, params.code)
      const limit = query.limit ?? limits.pageRows
      const rows = await trialRows(db, { model: params.code }, query.cursor, limit + 1)
      return pageOf(
        rows,
        limit,
        row => [row.raised_at.toISOString(), row.trial_id],
        row => shownTrial(row.content as Suspicion),
      )
    },
    startBacktest: async ({ body, actor }) => {
      if (running) refuse('backtest.busy')
      const policies = await readPolicies(db)
      const sides = [body, ...(body.against ? [body.against] : [])].map(given =>
        sideOf(deps, given, policies),
      )
      const begun = begin(deps, actor, new Date(body.from), new Date(body.until))
      running = begun
      await keep(database, begun)
      const reached = (reachedAt: string, events: number) => {
        running = { ...begun, reachedAt, events }
      }
      run(deps, begun, sides, { actor, reached })
        .catch(error => {
          deps.log.error({ err: error }, 'a backtest met a fault')
          return failed(begun, clock.now())
        })
        .then(result => keep(database, result))
        .catch(error => deps.log.error({ err: error }, 'a backtest could not be kept'))
        .finally(() => {
          running = null
        })
      return begun
    },
    readBacktest: async ({ params }) => {
      const row = await db
        .selectFrom('detection.backtest')
        .select('result')
        .where('backtest_id', '=', params.id)
        .executeTakeFirst()
      if (!row) refuse('backtest.unknown', { id: params.id })
      return shown(row.result as Backtest)
    },
    listBacktests: async ({ query }) => {
      const limit = query.limit ?? limits.pageRows
      const rows = await backtestRows(db, query.cursor, limit + 1)
      return pageOf(
        rows,
        limit,
        row => [row.started_at.toISOString(), row.backtest_id],
        row => shown(row.result as Backtest),
      )
    },
    detectionMonitor: ({ query, actor }) => monitor(deps, actor, query),
    whyNotSuspected: ({ query }) => {
      const model = streamModel(deps, query.model)
      const { platform, shop, account } = query
      const key = platform !== undefined && shop !== undefined ? { platform, shop } : undefined
      const asked = { ...(key && { shop: key }), ...(account !== undefined && { account }) }
      const answer = runner.whyNot(query.model, asked)
      const { code, version, titleZh, titleEn } = model.card
      const { newestEventMs } = runner.figures()
      return {
        model: { code, version, titleZh, titleEn },
        asOf: new Date(newestEventMs ?? clock.now().getTime()).toISOString(),
        subject: { shop: key ?? null, account: account ?? null },
        seen: answer?.seen ?? false,
        suspected: answer?.suspected ?? false,
        figures: [...(answer?.figures ?? [])],
        sentence: answer?.sentence ?? {
          zh: '模型尚未读取任何事件。',
          en: 'The model has read no event yet.',
        },
      }
    },
  }
}

async function cardOf(
  { database, clock, runner }: ModelRouteDeps,
  model: ExplainedModel,
  policies: Policies,
): Promise<ModelCardPage> {
  const { card } = model
  const on = chineseDay(clock.now().getTime())
  const modes = await modesOf(database.db, [model])
  const live = runner.figures().models.find(({ code }) => code === card.code)
  return {
    code: card.code,
    version: card.version,
    titleZh: card.titleZh,
    titleEn: card.titleEn,
    mode: modes.get(card.code)!,
    behaviours: [...card.behaviours],
    method: card.method,
    dataUsed: card.dataUsed,
    lawfulSource: card.lawfulSource,
    limitations: card.limitations,
    owner: card.owner,
    from: card.from,
    until: card.until,
    parameters: card.parameters.map(({ name, policyKey }) => {
      const { title_zh: zh, title_en: en, value, unit, version } = policies.rule(policyKey, on)
      return { name, policyKey, zh, en, value, unit, policyVersion: version }
    }),
    measured: [...card.measured],
    field: await fieldFigures(database.db, card.code),
    losses: { ...live?.losses },
  }
}

/** A model that runs over trade: only such a one can be run over the past, or say why it is silent. */
function streamModel(
  { models, relationModels = [] }: ModelRouteDeps,
  code: string,
  version?: string,
): Model {
  if (relationModels.some(({ card }) => card.code === code))
    refuse('model.on-relations', { model: code })
  return modelNamed(models, code, version)
}

/** The parameters of today with the overrides; a model refuses what makes no sense before anything runs. */
function sideOf(deps: ModelRouteDeps, given: BacktestGiven, policies: Policies): Side {
  const { clock } = deps
  const model = streamModel(deps, given.model, given.version)
  const today = parametersOf(model.card, policies, chineseDay(clock.now().getTime()))
  const wrong = (reason: string) => refuse('model.parameter-wrong', { model: given.model, reason })
  for (const [name, value] of Object.entries(given.parameters ?? {}))
    if (typeof value !== typeof today[name]) wrong(`${name}: ${typeof today[name]}`)
  const parameters = { ...today, ...(given.parameters as Readonly<Record<string, Json>>) }
  try {
    model.create(parameters)
  } catch (error) {
    if (error instanceof RangeError) wrong(error.message)
    throw error
  }
  return { model, parameters }
}

const begin = (
  { ids, clock }: ModelRouteDeps,
  actor: Actor,
  from: Date,
  until: Date,
): Backtest => ({
  id: ids.next(),
  state: 'running',
  startedAt: clock.now().toISOString(),
  finishedAt: null,
  startedBy: actor.name,
  from: from.toISOString(),
  until: until.toISOString(),
  events: 0,
  reachedAt: null,
  side: null,
  against: null,
  difference: null,
  judged: null,
  fault: null,
})

async function run(
  deps: ModelRouteDeps,
  begun: Backtest,
  sides: readonly Side[],
  { actor, reached }: { actor: Actor; reached: (reachedAt: string, events: number) => void },
): Promise<Backtest> {
  const { db } = deps.database
  const span = { from: new Date(begun.from), until: new Date(begun.until) }
  const { events, results } = await backtest(sides, deps.pastEvents(db, span), reached)
  const [first, second] = results
  return {
    ...begun,
    state: 'finished',
    finishedAt: deps.clock.now().toISOString(),
    events,
    reachedAt: begun.until,
    side: shownSide(first!),
    against: second ? shownSide(second) : null,
    difference: second ? difference(first!, second) : null,
    judged: judgedBy(await judgedAlerts(db, actor, span), first!),
  }
}

const failed = (begun: Backtest, now: Date): Backtest => ({
  ...begun,
  state: 'failed',
  finishedAt: now.toISOString(),
  fault: '回测出现故障，请查看运行日志 / it met a fault; see the log',
})

/** It was running when the process ended; nobody will finish it. */
const interrupted = (begun: Backtest): Backtest => ({
  ...begun,
  state: 'failed',
  fault: '回测因系统重启而中断，请重新发起 / the system restarted before it ended; start it again',
})

/** Alerts of the period that people have ended, within the actor's sight. */
export async function judgedAlerts(
  db: Db,
  actor: Actor,
  { from, until }: { from: Date; until: Date },
) {
  const rows = await db
    .selectFrom('detection.alert')
    .select('state_json')
    .where(alertsVisibleTo(actor))
    .where('state', 'in', ['closed', 'handed-over'])
    .where('window_from', '<', until)
    .where('window_until', '>=', from)
    .execute()
  return rows
    .map(row => row.state_json as Alert)
    .filter(
      ({ disposition }) => disposition !== 'duplicate' && disposition !== 'outside-competence',
    )
    .map(({ shops, state, disposition }) => ({
      shops,
      confirmed: state === 'handed-over' || disposition === 'confirmed-suspicion',
    }))
}

async function keep(database: Database, result: Backtest): Promise<void> {
  const row = {
    backtest_id: result.id,
    started_at: new Date(result.startedAt),
    result: JSON.stringify(result),
  }
  await database.tx(tx =>
    tx
      .insertInto('detection.backtest')
      .values(row)
      .onConflict(conflict => conflict.column('backtest_id').doUpdateSet({ result: row.result }))
      .execute(),
  )
}

function backtestRows(db: Db, cursor: string | undefined, limit: number) {
  const after = decodeCursor(cursor, 2)
  const query = db
    .selectFrom('detection.backtest')
    .selectAll()
    .orderBy('started_at', 'desc')
    .orderBy('backtest_id', 'desc')
    .limit(limit)
  if (!after) return query.execute()
  return query
    .where(eb =>
      eb(
        eb.refTuple('started_at', 'backtest_id'),
        '<',
        eb.tuple(new Date(String(after[0])), String(after[1])),
      ),
    )
    .execute()
}

async function monitor(
  { database, clock, models, runner }: ModelRouteDeps,
  actor: Actor,
  { hours = 24, steps = 48 }: { hours?: number | undefined; steps?: number | undefined },
) {
  const { db } = database
  const now = clock.now()
  const figures = runner.figures()
  const lag = await lagOf(db, detectionConsumer, ['trade.events'])
  const modes = await modesOf(db, models)
  const stepMs = (hours * hourMs) / steps
  const span = { fromMs: now.getTime() - hours * hourMs, stepMs, steps }
  const live = new Map(figures.models.map(model => [model.code, model]))
  return {
    at: now.toISOString(),
    eventsPerSecond: figures.eventsPerSecond,
    eventsSeen: figures.eventsSeen,
    lastMinute: [...figures.lastMinute],
    newestEventAt:
      figures.newestEventMs === null ? null : new Date(figures.newestEventMs).toISOString(),
    lagMessages: Number(lag.messages),
    lagSeconds: Number(lag.ageS),
    checkpointAt: figures.checkpointAt?.toISOString() ?? null,
    ...(await alertFigures(db, actor, now, span)),
    models: models.map(({ card: { code, version, titleZh, titleEn } }) => ({
      model: { code, version, titleZh, titleEn },
      mode: modes.get(code)!,
      suspicions: live.get(code)?.suspicions ?? 0,
      losses: { ...live.get(code)?.losses },
    })),
  }
}
