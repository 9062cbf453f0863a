/** The transparency room's door: facts go into the public log here, and anyone can check them. */
import './tables.ts'

export {
  type Fact,
  type FactSource,
  factSealer,
  factText,
  type JsonObject,
  logFacts,
  logSealed,
  type SealedFacts,
} from './facts.ts'
export { type LogKeys, logKeysOf, openLogKeys } from './keys.ts'
export { logPolicies, policyConsumer } from './policy-versions.ts'
export {
  type Checked,
  type CheckProgress,
  compareRows,
  type Faults,
  faultList,
  keyPages,
  type LogFault,
  type NamedRows,
} from './projections.ts'
export {
  type FactPlace,
  type FactProof,
  proveConsistency,
  proveFact,
  proveInclusion,
  shownFactProof,
  verifyFactProof,
} from './proofs.ts'
export { newestCheckpoint } from './reads.ts'
export { transparencyRoutes } from './routes.ts'
export { integrate, type Sequencer, startSequencer } from './sequencer.ts'
export { type LogVerdict, verifyLog } from './verification.ts'
