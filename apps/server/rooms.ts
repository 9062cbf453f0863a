/**
 * Builds the rooms of the domain on an opened installation and wires what one must ask of another. This is the only
 * place that knows them all.
 */
import type { Actor } from '#contract'
import { hasRole } from '#contract'
import { chineseDay } from '#lib/calendar'
import {
  accessJobs,
  accessRoutes,
  createDoorkeeper,
  createReadLog,
  organisationIds,
  subjectOf,
} from '#modules/access'
import { policyRoutes } from '#modules/policy'
import { recordRoutes, recordsFactSources, type SubjectFacts } from '#modules/records'
import {
  readRegistration,
  readShopMap,
  requireVisible,
  subjectRoutes,
  subjectsFactSources,
  verificationState,
} from '#modules/subjects'
import { type Shop, shopBook, shopConsumer, tradeFactSources, tradeRoutes } from '#modules/trade'
import {
  type FactSource,
  policyConsumer,
  startSequencer,
  transparencyRoutes,
} from '#modules/transparency'
import type { Db } from '#platform/database'
import { type Job, startJobs } from '#platform/jobs'
import { Refusal } from '#platform/runtime'
import { type Consumer, runConsumers } from '#platform/stream'
import type { Core } from './core.ts'

/** Every table of facts, for verification. */
export const factSources: readonly FactSource[] = [
  ...subjectsFactSources,
  ...tradeFactSources,
  ...recordsFactSources,
]

export type Rooms = ReturnType<typeof buildRooms>

/** Handlers, consumers and jobs of every room; nothing runs until `startRooms`. */
export function buildRooms(core: Core) {
  const { database, clock, ids, config, log } = core
  // Set when the loops start: what is published before then is found by their first round.
  const bell = { ring: () => {} }
  const wake = () => bell.ring()
  const doorkeeper = createDoorkeeper({ database, clock })
  const readLog = createReadLog({ database, clock, ids })
  const shops = shopBook(database.db, readShops)
  const deps = { database, clock, ids, wake, log }
  const handlers = {
    ...accessRoutes({ ...deps, doorkeeper, origin: config.origin, masterKey: core.masterKey }),
    ...policyRoutes(deps),
    ...transparencyRoutes({ db: database.db, keys: core.logKeys }),
    ...subjectRoutes({ ...deps, keys: core.subjectKeys }),
    ...tradeRoutes({ ...deps, shops, sellersOf, organisationOf: organisationIds }),
    ...recordRoutes({ ...deps, subjectFacts: subjectFactsOn(core), maySee }),
  }
  const consumers: Consumer[] = [policyConsumer(ids), shopConsumer(shops)]
  const jobs: Job[] = [...accessJobs(deps)]
  return { handlers, consumers, jobs, doorkeeper, readLog, shops, deps, bell }
}

/** Starts the loops: the log's sequencer, the stream's consumers, the scheduled jobs. */
export async function startRooms(core: Core, rooms: Rooms) {
  const { database, clock, log } = core
  const sequencer = startSequencer({ database, keys: core.logKeys, clock, log })
  const consumers = runConsumers(database, log, rooms.consumers)
  const jobs = await startJobs(database, log, rooms.jobs)
  rooms.bell.ring = () => {
    sequencer.wake()
    consumers.wake()
  }
  return {
    consumers,
    sequencer,
    jobs,
    /** Everything published so far has been followed and logged. */
    drain: async () => {
      await consumers.drain()
      await sequencer.drain()
    },
    stop: async () => {
      rooms.bell.ring = () => {}
      await jobs.stop()
      await consumers.stop()
      await sequencer.stop()
    },
  }
}

async function readShops(db: Db): Promise<Shop[]> {
  const shops = await readShopMap(db)
  return [...shops].map(([key, { sellerId, area }]) => {
    const [platform = '', shop = ''] = key.split(' ')
    return { platform, shop, sellerId, areaCode: area }
  })
}

/** A merchant's organisation acts for the one subject it was registered for. */
async function sellersOf(db: Db, actor: Actor): Promise<readonly string[]> {
  const subject = actor.organisationId === null ? null : await subjectOf(db, actor.organisationId)
  return subject ? [subject] : []
}

const subjectFactsOn =
  ({ clock }: Core) =>
  async (db: Db, subjectId: string): Promise<SubjectFacts | undefined> => {
    const registration = await readRegistration(db, subjectId)
    if (!registration) return undefined
    const { subject } = registration
    const today = chineseDay(clock.now().getTime())
    const verified = verificationState(subject, today) === 'verified'
    return { id: subject.canonical_id, area: subject.area, verified }
  }

/** A merchant sees its own file; an office the files of its area. */
async function maySee(db: Db, actor: Actor, subjectId: string): Promise<boolean> {
  if (hasRole(actor, 'merchant')) return (await sellersOf(db, actor)).includes(subjectId)
  try {
    await requireVisible(db, actor, subjectId)
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
