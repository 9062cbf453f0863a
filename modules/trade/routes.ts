/** The trade room's edge: the intake stream, an order's timeline, a seller's orders, and refused rows. */
import {
  type Actor,
  hasRole,
  limits,
  type TradeAnswer,
  type tradeOperations,
  tradeStages,
} from '#contract'
import { shopNameOf } from '#modules/subjects'
import type { Db } from '#platform/database'
import { decodeCursor, type Handlers, linesOf, pageOf, problemOf } from '#platform/http'
import { type Log, Refusal, refuse } from '#platform/runtime'
import { candidateOf } from './event-check.ts'
import { isCut } from './files.ts'
import { batchRowsBeside, candidatesOf, emptyTally, type IntakeDeps, takeIn } from './intake.ts'
import type { Reporter } from './landing.ts'
import { orderTimeline, refusedEvents, type Sight, sellerTrade } from './reads.ts'

const dayMs = 86_400_000
const windowDays = 366

export type TradeRouteDeps = IntakeDeps & {
  readonly log: Log
  /** The sellers an actor acts for; the rooms of people know. */
  sellersOf(db: Db, actor: Actor): Promise<readonly string[]>
  /** The organisation behind a source's code, for what the credit office reports on behalf of others. */
  organisationOf(db: Db): Promise<ReadonlyMap<string, string>>
}

export function tradeRoutes(deps: TradeRouteDeps): Handlers<typeof tradeOperations> {
  const { db } = deps.database
  const sightOf = async (actor: Actor): Promise<Sight> => ({
    actor,
    sellerIds: await deps.sellersOf(db, actor),
  })
  return {
    postTradeEvents: async ({ body, actor, requestId }) => {
      // Before the first line: a reporter who may not report is answered with a status.
      const reporter = await reporterOf(deps, actor, requestId)
      return answersTo(deps, reporter, body)
    },
    orderTimeline: async ({ params, actor }) => {
      const { sellerId, events } = await orderTimeline(db, params, await sightOf(actor))
      const sale = events.find(({ kind }) => kind === 'order.placed') ?? events.at(-1)
      if (!sale) refuse('trade.order-unknown', params)
      const { shop } = sale.event
      const shopName = await shopNameOf(db, { platform: params.platform, shop })
      const met = new Set(events.map(({ stage }) => stage))
      const stages = tradeStages.filter(stage => met.has(stage))
      return { ...params, sellerId, shop, shopName, stages, events: [...events] }
    },
    sellerTrade: async ({ params, query, actor }) => {
      const [from, to] = [new Date(query.from), new Date(query.to)]
      if (from >= to || to.getTime() - from.getTime() > windowDays * dayMs)
        refuse('trade.window-wrong', { days: windowDays })
      return sellerTrade(db, { sellerId: params.id, from, to }, await sightOf(actor))
    },
    listRefusedEvents: async ({ query, actor }) => {
      const after = decodeCursor(query.cursor, 2)
      const limit = query.limit ?? limits.pageRows
      const rows = await refusedEvents(db, {
        source: reportsForAll(actor) || hasRole(actor, 'auditor') ? null : ownCode(actor),
        open: query.open ?? true,
        after: after && [String(after[0]), String(after[1])],
        limit: limit + 1,
      })
      return pageOf(
        rows,
        limit,
        row => [row.receivedAt, row.lineSha256],
        ({ lineSha256, ...row }) => row,
      )
    },
  }
}

const reportsForAll = (actor: Actor) => hasRole(actor, 'credit-office', 'administrator')

/** A reporter without an organisation could name any source; the roles that may report all have one. */
const ownCode = (actor: Actor): string =>
  actor.organisationCode ?? refuse('access.not-allowed', { operation: 'postTradeEvents' })

/** One line per refused row and committed range, then the end, also where the body broke off on its way. */
async function* answersTo(
  deps: TradeRouteDeps,
  reporter: Reporter,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<TradeAnswer> {
  const tally = emptyTally()
  const batches = async function* () {
    for await (const lines of linesOf(body, {
      lineBytes: limits.bulkLineBytes,
      batchRows: batchRowsBeside(deps.database),
    }))
      yield await candidatesOf(lines, candidateOf)
  }
  try {
    yield* takeIn(deps, reporter, batches(), tally)
  } catch (error) {
    yield { status: 'stopped', ...tally, problem: stoppedBy(error, deps.log, reporter.importId) }
    return
  }
  yield { status: 'finished', ...tally, problem: null }
}

async function reporterOf(
  deps: TradeRouteDeps,
  actor: Actor,
  requestId: string,
): Promise<Reporter> {
  const importId = requestId
  if (!reportsForAll(actor)) {
    const { organisationId } = actor
    return { source: ownCode(actor), tenantOf: () => organisationId, importId }
  }
  const organisations = await deps.organisationOf(deps.database.db)
  return { source: null, tenantOf: source => organisations.get(source) ?? null, importId }
}

/** The answer has begun, so a fault can no longer be a status; it is the last line instead. */
function stoppedBy(error: unknown, log: Log, requestId: string) {
  if (error instanceof Refusal) return problemOf(error.code, error.details, error.errors)
  if (isCut(error)) return problemOf('trade.body-cut')
  log.error({ err: error, requestId }, 'an intake met a fault')
  return problemOf('server.fault', { requestId })
}
