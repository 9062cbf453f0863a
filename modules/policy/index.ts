/** The policy room's door: dated numbers of law, read by day. */
import './tables.ts'

export { type Policies, policiesOf, readPolicies, readRules } from './policies.ts'
export { enactPolicy, isPolicy, loadPolicies, type RuleData } from './policy.ts'
export { policyRoutes } from './routes.ts'
export { shippedCalendar, shippedRules } from './shipped.ts'
