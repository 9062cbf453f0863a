/** The access room's door: who may come in, what each may see, and who read what. */
import './tables.ts'

export {
  type AccountChange,
  amendAccount,
  createAccount,
  type NewAccount,
  type NewPassword,
  type StoredAccount,
  setPassword,
} from './accounts.ts'
export { areaPrefix, liesIn, requireArea } from './areas.ts'
export { type By, operator } from './audit.ts'
export {
  createClient,
  type NewClient,
  revokeClient,
  rotateClientSecret,
  type StoredClient,
} from './clients.ts'
export { createDoorkeeper, type Doorkeeper } from './doorkeeper.ts'
export { accessJobs } from './jobs.ts'
export {
  amendOrganisation,
  createOrganisation,
  findOrganisation,
  type NewOrganisation,
  type OrganisationChange,
  officeName,
  organisationIds,
  organisationNames,
  organisationNamesById,
  type StoredOrganisation,
  subjectOf,
  townshipNames,
} from './organisations.ts'
export { hashPassword, refuseWeak } from './passwords.ts'
export { createReadLog, type Read, type ReadLog } from './read-log.ts'
export {
  type Before,
  findAccount,
  findAccountByLogin,
  listAccounts,
  officersOf,
  readsOf,
} from './reads.ts'
export { type AccessDeps, accessRoutes } from './routes.ts'
export { newReadableSecret } from './secrets.ts'
export { type OwnerColumns, visibleTo } from './visible-to.ts'
