/** The server application's door: for the command line, for tests and for benchmarks. */
export { type Core, openCore } from './core.ts'
export {
  addOrganisation,
  addUser,
  backUp,
  evaluateEveryone,
  fillDemo,
  type ImportKind,
  type ImportRequest,
  importFile,
  type NewUser,
  resetPassword,
  restore,
  verifyInstallation,
} from './operations.ts'
export { noProgress, type Progress, terminalProgress } from './progress.ts'
export { buildRooms, factSources, type Rooms, startRooms } from './rooms.ts'
export { httpServer, type Running, serve, start } from './serve.ts'
export type { Verdict, VerifyStage } from './verify.ts'
