/**
 * The authorisation table, role × operation, as data. An operation without a row does not start (checked by the type
 * below and again when the server is composed). `everyone` includes callers who are not signed in.
 */

import { type Role, roles } from './actor.ts'
import type { OperationName } from './index.ts'

const everyone: readonly Role[] = roles
const signedIn: readonly Role[] = roles.filter(role => role !== 'public')
const government: readonly Role[] = ['credit-office', 'regulator', 'township']
const decides: readonly Role[] = ['credit-office', 'regulator']
const registers: readonly Role[] = [
  'credit-office',
  'regulator',
  'platform',
  'carrier',
  'payment-institution',
  'administrator',
]
const administrators: readonly Role[] = ['administrator']
/** Whom a case may be about, or who may have asked for one. */
const parties: readonly Role[] = [
  'merchant',
  'platform',
  'carrier',
  'payment-institution',
  'credit-agency',
  'association',
  'finance',
  'consumer',
]
/** Who is told of measures and says what it did. */
const recipients: readonly Role[] = [
  'platform',
  'carrier',
  'payment-institution',
  'finance',
  'association',
]

export const authorisation: Readonly<Record<OperationName, readonly Role[]>> = {
  // access; open to everyone is what a temporary password or no session at all must still reach
  me: everyone,
  signIn: everyone,
  signOut: everyone,
  changePassword: everyone,
  issueToken: everyone,
  listSessions: signedIn,
  endSession: signedIn,
  enrolTotp: signedIn,
  confirmTotp: signedIn,
  disableTotp: signedIn,
  listColleagues: signedIn,
  listOrganisations: signedIn,
  createOrganisation: administrators,
  amendOrganisation: administrators,
  listAccounts: administrators,
  createAccount: administrators,
  amendAccount: administrators,
  resetPassword: administrators,
  removeTotp: administrators,
  listClients: signedIn,
  createClient: administrators,
  rotateClientSecret: administrators,
  revokeClient: administrators,
  listReads: ['auditor'],
  listAudit: ['auditor'],
  // policy
  listPolicies: everyone,
  policyHistory: everyone,
  enactPolicy: ['credit-office', 'administrator'],
  // transparency
  logCheckpoint: everyone,
  logTile: everyone,
  logVerifierKey: everyone,
  logStatus: everyone,
  proveLogged: everyone,
  proveConsistency: everyone,
  // subjects
  listSubjectKinds: everyone,
  explainCode: everyone,
  registerSubject: registers,
  registerSubjects: registers,
  findSubjects: [...government, 'platform', 'carrier', 'payment-institution', 'auditor'],
  readSubject: [...government, 'platform', 'carrier', 'payment-institution', 'auditor'],
  subjectHistory: [...government, 'auditor'],
  amendSubject: registers,
  identifySubject: registers,
  verifySubject: registers,
  openShop: [...decides, 'platform'],
  closeShop: [...decides, 'platform'],
  checkListing: [...government, 'platform'],
  mergeSubjects: decides,
  listMerges: [...government, 'auditor'],
  splitSubjects: decides,
  eraseSubject: ['credit-office'],
  listIdentifierExceptions: [...decides, 'auditor'],
  decideIdentifierException: ['credit-office'],
  // records
  recordCatalogue: everyone,
  addRecord: [...decides, 'platform', 'credit-agency'],
  reviewRecord: decides,
  correctRecord: [...decides, 'platform', 'credit-agency'],
  withdrawRecord: [...decides, 'platform', 'credit-agency'],
  fileOf: [...government, 'merchant', 'auditor'],
  recordHistory: [...government, 'merchant', 'auditor'],
  listRecords: [...government, 'platform', 'credit-agency', 'auditor'],
  entryDelays: [...government, 'auditor'],
  // trade
  postTradeEvents: ['platform', 'carrier', 'payment-institution', 'credit-office', 'administrator'],
  orderTimeline: [
    ...government,
    'platform',
    'carrier',
    'payment-institution',
    'merchant',
    'auditor',
  ],
  sellerTrade: [...government, 'platform', 'merchant', 'auditor'],
  listRefusedEvents: ['platform', 'carrier', 'payment-institution', 'credit-office', 'auditor'],
  // cases
  caseCatalogue: everyone,
  listCases: [...government, 'auditor'],
  listMyCases: parties,
  readCase: [...government, ...parties, 'auditor'],
  openCase: government,
  assignCase: decides,
  addEvidence: government,
  verifyCase: government,
  disposeCase: decides,
  serveNotice: decides,
  recordStatement: [...decides, ...parties],
  requestHearing: parties,
  callHearing: decides,
  recordHearing: decides,
  returnCase: decides,
  decideCase: decides,
  deliverDecision: decides,
  acknowledgeDelivery: parties,
  publishDecision: decides,
  closeCase: decides,
  extendClock: decides,
  fileComplaint: [...government, ...parties],
  answerComplaint: decides,
  pauseMediation: decides,
  resumeMediation: decides,
  concludeMediation: decides,
  fileObjection: parties,
  repairTerms: [...government, ...parties, 'auditor'],
  applyRepair: parties,
  // measures
  listListTypes: everyone,
  createListType: ['credit-office'],
  listEntries: [...government, 'auditor'],
  enterList: decides,
  nominateSubject: [...government, 'platform', 'association'],
  decideCandidate: decides,
  removeEntry: decides,
  measureCatalogue: everyone,
  listMeasures: [...government, 'auditor'],
  listMyMeasures: parties,
  imposeMeasure: [...decides, 'platform', 'finance'],
  liftMeasure: [...decides, 'platform', 'finance'],
  readMeasureFeed: [...government, ...recipients],
  reportMeasure: [...government, ...recipients],
  checkOnboarding: [...government, ...recipients],
  decideRepair: decides,
  answerObjection: decides,
  revokeDecision: decides,
  // disclosure
  searchPublic: everyone,
  publicSubject: everyone,
  publicLists: everyone,
  publicListEntries: everyone,
  publicCounters: everyone,
}

/** Named groups, for rows that several rooms share. */
export const groups = { everyone, signedIn, government, decides, administrators }
