/** The cases room's door: procedures from a clue to a delivered decision, and the ways back. */
import './tables.ts'

export { caseType, caseTypes } from './catalogue.ts'
export {
  answerComplaint,
  concludeMediation,
  fileComplaint,
  pauseMediation,
  resumeMediation,
} from './complaints.ts'
export { caseFactSources, type ListNames, openFile, type Said as CaseSaid } from './facts.ts'
export {
  acknowledgeDelivery,
  addEvidence,
  assignCase,
  type Bundle,
  callHearing,
  closeCase,
  decideCase,
  deliverDecision,
  disposeCase,
  extendClock,
  openCase,
  publishDecision,
  recordHearing,
  recordStatement,
  requestHearing,
  returnCase,
  serveNotice,
  verifyCase,
} from './findings.ts'
export type { Asking, Caller } from './guards.ts'
export { caseJobs, sweepClocks } from './jobs.ts'
export type { SaidByLaw } from './opening.ts'
export {
  caseCounts,
  casePage,
  type DeliveredDecision,
  deliveredDecision,
  listCases,
  readCase,
} from './reads.ts'
export {
  answerObjection,
  applyRepair,
  decideRepair,
  fileObjection,
  revokeDecision,
} from './restorations.ts'
export {
  type CaseDeps,
  caseRoutes,
  type PartySubject,
  requireSubject,
  saidBy,
  workRoutes,
} from './routes.ts'
export type { CaseFile, CaseSubject } from './state.ts'
export { verifyCases } from './verification.ts'
