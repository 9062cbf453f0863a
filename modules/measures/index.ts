/** The measures room's door: lists on a legal basis, measures of the catalogue, their feed, and the ways back. */
import './tables.ts'

export { measureKinds, shippedListTypes } from './catalogue.ts'
export { decideCandidate, enterList, nominateSubject, removeEntry } from './entries.ts'
export { measureFactSources } from './facts.ts'
export { readFeed } from './feed.ts'
export { reportMeasure } from './feedback.ts'
export { measureJobs, sweepTerms } from './jobs.ts'
export { createListType, listType, listTypes, namesOfLists } from './list-types.ts'
export { imposeMeasure, liftMeasure } from './measures.ts'
export {
  checkOnboarding,
  entriesOf,
  entryInForce,
  listEntries,
  listedCount,
  listMeasures,
  ownListings,
} from './reads.ts'
export { answerObjection, repairCredit, revokeDecision } from './restorations.ts'
export { type MeasureDeps, measureRoutes } from './routes.ts'
export type { Party } from './said.ts'
export { verifyMeasures } from './verification.ts'
