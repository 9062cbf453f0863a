/** The room put together: the runner on the stream of trade, its routes and its jobs. The composition root calls this. */
import { readKeepers, readProfiles } from '#modules/subjects'
import { pastEvents, reportedInBatch, type TradeBatch } from '#modules/trade'
import type { Db } from '#platform/database'
import type { Log } from '#platform/runtime'
import { type AlertRouteDeps, alertRoutes } from './alert-routes.ts'
import { detectionJobs } from './jobs.ts'
import type { Model } from './model.ts'
import { modelRoutes } from './model-routes.ts'
import { rebornOperator } from './models/reborn-operator.ts'
import { shippedModels } from './models/shipped-models.ts'
import type { KeepersOf } from './raising.ts'
import { type RebornDeps, rebornConsumer } from './relations/reborn.ts'
import { relationRoutes } from './relations/relation-routes.ts'
import { tokenConsumer } from './relations/tokens.ts'
import { traitConsumer } from './relations/traits.ts'
import { ruleBook } from './rules/rule-book.ts'
import { ruleRoutes } from './rules/rule-routes.ts'
import { staffRules } from './rules/staff-rules.ts'
import { createRunner } from './runner.ts'
import { siteRoutes } from './sites/site-routes.ts'

export type DetectionDeps = Omit<AlertRouteDeps, 'models' | 'keepersOf' | 'profilesOf'> &
  Pick<RebornDeps, 'bansOf'> & {
    readonly log: Log
    /** When a batch of trade is looked at, where that is not now. */
    instantOf?(batch: TradeBatch): Date
    readonly models?: readonly Model[]
  }

export function openDetection(given: DetectionDeps) {
  const { models = [...shippedModels, staffRules], instantOf, ...rest } = given
  const deps = { ...rest, models, keepersOf, profilesOf: readProfiles }
  const runner = createRunner({
    clock: deps.clock,
    ids: deps.ids,
    models,
    keepersOf,
    books: { [staffRules.card.code]: ruleBook },
    eventsOf: (db, { body }) => reportedInBatch(db, body as TradeBatch),
    ...(instantOf && { instantOf: ({ body }) => instantOf(body as TradeBatch) }),
  })
  return {
    runner,
    handlers: {
      ...alertRoutes({ ...deps, models: [...models, rebornOperator] }),
      ...modelRoutes({ ...deps, relationModels: [rebornOperator], runner, pastEvents }),
      ...relationRoutes(deps),
      ...siteRoutes(deps),
      ...ruleRoutes({ ...deps, pastEvents }),
    },
    consumers: [runner.consumer, tokenConsumer, traitConsumer, rebornConsumer(deps)],
    jobs: detectionJobs(deps),
  }
}

/** Who keeps which shop, asked of the register once for each alert. */
const keepersOf =
  (db: Db): KeepersOf =>
  shops =>
    readKeepers(db, shops)
