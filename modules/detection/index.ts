/** The detection room's door: models, what they suspect, and the alerts that people judge. */
import './tables.ts'

export type { CaseRequest } from './alert-routes.ts'
export type { Alert, AlertFact } from './alert-state.ts'
export {
  acknowledgeAlert,
  assignAlert,
  closeAlert,
  detectionFactSources,
  handOverAlert,
  rebuildAlerts,
  sweepAlerts,
} from './alerts.ts'
export { backtest, type Side, type SideResult } from './backtest.ts'
export { feed, startOfTime } from './event-feed.ts'
export type { Detector, Model, ModelCard, Parameters, Suspicion } from './model.ts'
export { shippedModels } from './models/shipped-models.ts'
export { parametersOf, shippedParameters } from './parameters.ts'
export { evidenceOf, listAlerts, visibleAlert } from './reads.ts'
export { reportTokens } from './relations/tokens.ts'
export { type DetectionDeps, openDetection } from './room.ts'
export { publishedFields, readerFor } from './rules/published-fields.ts'
export { type RunningRule, staffRules } from './rules/staff-rules.ts'
export { createRunner, type Runner, type RunnerDeps } from './runner.ts'
export { verifyAlerts } from './verification.ts'
