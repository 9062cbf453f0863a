/** The subjects room's door: who takes part, by which codes, verified by whom, keeping which shops. */
import './tables.ts'

export { ensureAccounts, type NetworkAccounts } from './accounts.ts'
export { checkCode } from './codes.ts'
export { type Directory, readDirectory } from './directory.ts'
export { explainCode } from './explain-code.ts'
export { subjectsFactSources } from './facts.ts'
export { isMasked, kindInfos, kindOf } from './kinds.ts'
export { mergeSubjects, splitSubjects } from './merges.ts'
export { type Profile, readProfiles, shownNames, visibleAmong } from './profiles.ts'
export {
  activeSubjects,
  canonicalOf,
  factsOf,
  membersOf,
  membersOfEach,
  type Registration,
  readRegistration,
  readSubject,
  requireVisible,
  shownFact,
  shownIdentifier,
  shownShop,
  shownVerification,
  subjectVisibleTo,
} from './reads.ts'
export { type RowOutcome, registerSubjects } from './register.ts'
export { verifyRegister } from './register-verification.ts'
export type { Registrar } from './registrar.ts'
export { type SubjectDeps, subjectRoutes } from './routes.ts'
export { type FoundSubject, findSubjects, type MatchKind, type SubjectQuery } from './search.ts'
export {
  closeShop,
  openShop,
  readKeepers,
  readShopMap,
  registeredSites,
  type ShopMap,
  shopNameOf,
} from './shops.ts'
export { flagShouldRegister, sellersUnderCeiling, type YearlySales } from './should-register.ts'
export { masterKeyBytes, type SubjectKeys, subjectKeys } from './subject-keys.ts'
export {
  canPublish,
  type Publishing,
  type Verified,
  verificationState,
  verifiedSubjects,
  verifySubject,
} from './verification.ts'
