/** The records room's door: catalogued facts about credit, their three clocks, and the file as of any instant. */
import './tables.ts'

export { catalogue, catalogueItem } from './catalogue.ts'
export { type Clocks, clocksOf, isShown, repairableFrom } from './clocks.ts'
export {
  fileOf,
  listRecords,
  publicRecords,
  readRecord,
  recordHistory,
  usableRecords,
  usableRecordsOf,
} from './reads.ts'
export {
  addRecord,
  correctRecord,
  disputeRecord,
  endRecord,
  type NewRecord,
  recordExists,
  recordsFactSources,
  type Said,
  type SubjectFacts,
  settleDispute,
} from './records.ts'
export { type RecordDeps, recordRoutes } from './routes.ts'
export type { RecordState } from './state.ts'
export { verifyRecords } from './verification.ts'
