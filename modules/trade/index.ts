/** The trade room's door: what happened, as those report it who saw it. */
import './tables.ts'

export { type Candidate, candidateOf } from './event-check.ts'
export { tradeFactSources } from './fact-source.ts'
export {
  type ImportOptions,
  type ImportReport,
  importRatings,
  importTrade,
  membersOf,
} from './files.ts'
export { batchRows, type IntakeDeps, type Tally, takeIn } from './intake.ts'
export type { Reporter, TradeBatch } from './landing.ts'
export { pastEvents } from './past-events.ts'
export {
  countEvents,
  eventsOfBatch,
  type LandedEvent,
  orderTimeline,
  refusedEvents,
  reportedInBatch,
  type Sight,
  sellerTrade,
  visibleTo,
} from './reads.ts'
export { type TradeRouteDeps, tradeRoutes } from './routes.ts'
export { salesOf } from './sales.ts'
export { type ReadShops, type Shop, type ShopBook, shopBook, shopConsumer } from './shops.ts'
