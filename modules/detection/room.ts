/** The room put together: the runner on the stream of trade, its routes and its jobs. The composition root calls this. */
import { readShopMap } from '#modules/subjects'
import { eventsOfBatch, pastEvents, type TradeBatch } from '#modules/trade'
import type { Db } from '#platform/database'
import type { Log } from '#platform/runtime'
import { type AlertRouteDeps, alertRoutes } from './alert-routes.ts'
import { detectionJobs } from './jobs.ts'
import type { Model } from './model.ts'
import { modelRoutes } from './model-routes.ts'
import { shippedModels } from './models/shipped-models.ts'
import type { KeepersOf } from './raising.ts'
import { createRunner } from './runner.ts'

export type DetectionDeps = Omit<AlertRouteDeps, 'models' | 'keepersOf'> & {
  readonly log: Log
  readonly models?: readonly Model[]
}

export function openDetection(given: DetectionDeps) {
  const { models = shippedModels, ...rest } = given
  const deps = { ...rest, models, keepersOf }
  const runner = createRunner({
    clock: deps.clock,
    ids: deps.ids,
    models,
    keepersOf,
    eventsOf: async (db, { body }) =>
      (await eventsOfBatch(db, body as TradeBatch)).map(({ event }) => event),
  })
  return {
    runner,
    handlers: { ...alertRoutes(deps), ...modelRoutes({ ...deps, runner, pastEvents }) },
    consumers: [runner.consumer],
    jobs: detectionJobs(deps),
  }
}

/** Who keeps which shop, asked of the register once for each alert. */
function keepersOf(db: Db): KeepersOf {
  return async shops => {
    const book = await readShopMap(db)
    return new Map(
      shops.flatMap(shop => {
        const keeper = book.get(shop)
        return keeper ? [[shop, keeper] as const] : []
      }),
    )
  }
}
