/** The reputation room's door: points for ratings as a ledger, and what ratings say of a subject. */
import './tables.ts'

export { countBatches, reputationConsumer } from './ledger.ts'
export { countRatings, type LedgerPage, ledger, ratingSummaries, ratingSummary } from './reads.ts'
export { type ReputationDeps, reputationRoutes } from './routes.ts'
export { pointsRule } from './rule.ts'
export { recomputePoints, verifyReputation } from './verification.ts'
