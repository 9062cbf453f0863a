/**
 * Builds the rooms of the domain on an opened installation and wires what one must ask of another. This is the only
 * place that knows them all.
 */
import type { Actor, Ban } from '#contract'
import { anyone, hasRole } from '#contract'
import { chineseDay } from '#lib/calendar'
import {
  accessJobs,
  accessRoutes,
  createDoorkeeper,
  createReadLog,
  organisationIds,
  subjectOf,
} from '#modules/access'
import { caseFactSources, caseJobs, caseRoutes, openCase, saidBy, workRoutes } from '#modules/cases'
import {
  type CaseRequest,
  detectionFactSources,
  listAlerts,
  openDetection,
} from '#modules/detection'
import { disclosureRoutes, publicPages, publicSubjectOf } from '#modules/disclosure'
import {
  type EvaluationDeps,
  evaluateMany,
  evaluateSubjects,
  evaluationFactSources,
  evaluationRoutes,
} from '#modules/evaluation'
import { exchangeFactSources, exchangeRoutes, type OpenSuspicion } from '#modules/exchange'
import {
  measureFactSources,
  measureJobs,
  measureRoutes,
  namesOfLists,
  ownListings,
  type Party,
} from '#modules/measures'
import { policyRoutes } from '#modules/policy'
import { recordRoutes, recordsFactSources, type SubjectFacts } from '#modules/records'
import { reputationConsumer, reputationRoutes } from '#modules/reputation'
import {
  activeSubjects,
  canonicalOf,
  findSubjects,
  readRegistration,
  readShopMap,
  requireVisible,
  subjectRoutes,
  subjectsFactSources,
  verificationState,
  verifiedSubjects,
} from '#modules/subjects'
import {
  type Shop,
  shopBook,
  shopConsumer,
  type TradeBatch,
  tradeFactSources,
  tradeRoutes,
} from '#modules/trade'
import {
  type FactSource,
  policyConsumer,
  startSequencer,
  transparencyRoutes,
} from '#modules/transparency'
import type { Db, Tx } from '#platform/database'
import { type Job, startJobs } from '#platform/jobs'
import { Refusal, refuse } from '#platform/runtime'
import { type Consumer, type Message, runConsumers } from '#platform/stream'
import type { Core } from './core.ts'
import { pettyTradeJob } from './petty-trade.ts'

/** Every table of facts, for verification. */
export const factSources: readonly FactSource[] = [
  ...subjectsFactSources,
  ...tradeFactSources,
  ...recordsFactSources,
  ...evaluationFactSources,
  ...detectionFactSources,
  ...caseFactSources,
  ...measureFactSources,
  ...exchangeFactSources,
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
  const evaluation: EvaluationDeps = { database, clock, ids, verificationsOf }
  const pages = publicPages({ database, clock, log })
  const publicSubject = (db: Db, id: string) => publicSubjectOf(db, id, clock.now())
  const caseDeps = {
    ...deps,
    subjectOf: (db: Db, id: string) => partyOf(core, db, id),
    ownSubjects: sellersOf,
    listNames: namesOfLists,
  }
  const detectionAt = (instantOf?: (batch: TradeBatch) => Date) =>
    openDetection({
      ...deps,
      ...(instantOf && { instantOf }),
      sellersOf,
      bansOf,
      openCase: async (tx, request) =>
        caseFromAlert(core, tx, request, await saidBy(caseDeps, request.actor, tx)),
    })
  const detection = detectionAt()
  const handlers = {
    ...accessRoutes({ ...deps, doorkeeper, origin: config.origin, masterKey: core.masterKey }),
    ...policyRoutes(deps),
    ...transparencyRoutes({ db: database.db, keys: core.logKeys }),
    ...subjectRoutes({ ...deps, keys: core.subjectKeys }),
    ...tradeRoutes({ ...deps, shops, sellersOf, organisationOf: organisationIds }),
    ...recordRoutes({ ...deps, subjectFacts: subjectFactsOn(core), maySee }),
    ...reputationRoutes({ database, clock, publicSubject }),
    ...evaluationRoutes({ database, publicSubject }),
    ...caseRoutes(caseDeps),
    ...workRoutes(caseDeps),
    ...measureRoutes({
      ...caseDeps,
      partyOf: (db, id) => partyOf(core, db, id),
      partyByCode: (db, code) => partyByCode(core, db, code),
    }),
    ...detection.handlers,
    ...exchangeRoutes({ ...deps, suspicionsOf: db => openSuspicions(db, clock.now()) }),
    ...disclosureRoutes({ database, clock, pages, logKeys: core.logKeys }),
  }
  const consumers: Consumer[] = [
    policyConsumer(ids),
    shopConsumer(shops),
    reputationConsumer({ clock }),
    evaluationConsumer(evaluation),
    ...detection.consumers,
  ]
  const jobs: Job[] = [
    ...accessJobs(deps),
    ...caseJobs(deps),
    ...measureJobs(deps),
    ...detection.jobs,
    gradesJob(evaluation),
    pettyTradeJob(core),
  ]
  return {
    handlers,
    consumers,
    jobs,
    doorkeeper,
    readLog,
    shops,
    deps,
    bell,
    pages,
    evaluation,
    detection: detection.runner,
    /** The demonstration's year is watched under the clock of its events. */
    detectionAt,
  }
}

/** Starts the loops: the log's sequencer, the stream's consumers, the scheduled jobs. */
export async function startRooms(core: Core, rooms: Rooms) {
  const { database, clock, log } = core
  const sequencer = startSequencer({ database, keys: core.logKeys, clock, log })
  await database.tx(tx => rooms.detection.remember(tx))
  const consumers = runConsumers(database, log, rooms.consumers)
  const follower = await rooms.pages.follow()
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
      await follower.stop()
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
  return subject ? [...(await canonicalOf(db, [subject])).values()] : []
}

const subjectFactsOn =
  ({ clock }: Core) =>
  async (db: Db, subjectId: string): Promise<SubjectFacts | undefined> => {
    const registration = await standingRegistration(db, subjectId)
    if (!registration) return undefined
    const { subject } = registration
    const today = chineseDay(clock.now().getTime())
    const verified = verificationState(subject, today) === 'verified'
    return { id: subject.subject_id, area: subject.area, verified }
  }

/** An alert that a person found worth a case goes into it with its whole evidence, and stays a suspicion there. */
async function caseFromAlert(
  core: Core,
  tx: Tx,
  { subjectId, caseType, title, bundle }: CaseRequest,
  said: Awaited<ReturnType<typeof saidBy>>,
): Promise<string> {
  const party = await partyOf(core, tx, subjectId)
  if (!party) return refuse('subject.unknown', { subject: subjectId })
  const file = await openCase(
    tx,
    {
      caseType,
      subject: { id: party.id, name: party.name, area: party.area },
      title,
      facts: `${bundle.number}：${bundle.sentence.zh}`,
      origin: { kind: 'alert', id: bundle.alertId },
      bundles: bundle.items.map(({ code, title, content }) => ({ code, title, content })),
    },
    said,
  )
  return file.id
}

/** What is suspected now of subjects with a public code: all that agencies may ever be told, by digest. */
async function openSuspicions(db: Db, now: Date): Promise<OpenSuspicion[]> {
  const everything: Actor = { ...anyone, roles: ['auditor'] }
  const page = { after: undefined, limit: OPEN_ALERTS, now }
  const alerts = await listAlerts(db, everything, { open: true }, page)
  const codes = new Map<string, string | null>()
  for (const id of new Set(alerts.flatMap(({ sellerIds }) => sellerIds))) {
    const identifiers = (await readRegistration(db, id))?.identifiers ?? []
    codes.set(id, identifiers.find(({ kind }) => kind === 'uscc')?.shown ?? null)
  }
  return alerts.flatMap(({ sellerIds, behaviour, level, from, until }) =>
    sellerIds.flatMap(id => {
      const code = codes.get(id)
      return code ? [{ code, behaviour, level, from, until }] : []
    }),
  )
}

/** More open alerts than this are a backlog that no agency needs whole. */
const OPEN_ALERTS = 2_000

/** Serious lists and restrictions of rights in force on a day, by subject. */
async function bansOf(db: Db, subjectIds: readonly string[], on: string) {
  const { entries, measures } = await ownListings(db, subjectIds, on)
  const bans = [
    ...entries
      .filter(({ nature }) => nature === 'serious-dishonesty')
      .map(entry => ({ ...entry, since: entry.enteredOn, zh: entry.listZh, en: entry.listEn })),
    ...measures.filter(measure => measure.class === 'rights').map(m => ({ ...m, since: m.from })),
  ]
  const found = new Map<string, Ban[]>()
  for (const { subject, since, zh, en } of bans)
    found.set(subject.id, [...(found.get(subject.id) ?? []), { on: since ?? on, zh, en }])
  return found
}

/** What only passes with time or comes by the thousand, such as ratings, moves grades once a night. */
const gradesJob = (deps: EvaluationDeps): Job => ({
  name: 'evaluation.nightly',
  cron: '30 1 * * *',
  run: async () => void (await evaluateMany(deps, await activeSubjects(deps.database.db))),
})

/** Grades again whom something was said of. */
const evaluationConsumer = (deps: EvaluationDeps): Consumer => ({
  name: 'evaluation.grades',
  topics: ['records.changed', 'subjects.changed'],
  batch: 200,
  handle: async (tx, messages) => {
    const { clock, ids } = deps
    const named = [...new Set(messages.flatMap(subjectsNamed))]
    // A merged duplicate has no grade of its own: whoever stands for it is graded with what was said of both.
    const standing = await canonicalOf(tx, named)
    const subjects = new Set(named.map(id => standing.get(id) ?? id))
    await evaluateSubjects(tx, [...subjects], { asOf: clock.now(), ids, verificationsOf })
  },
})

/** A message names one subject by its key, or several in `subjects`. */
function subjectsNamed({ key, body }: Message): readonly string[] {
  const { subjects } = body as { subjects?: readonly string[] }
  return subjects ?? [key]
}

/** The verifications that hold on the day, each with the day it was passed. */
async function verificationsOf(db: Db, subjectIds: readonly string[], asOf: Date) {
  const verified = await verifiedSubjects(db, subjectIds, chineseDay(asOf.getTime()))
  return new Map(
    [...verified].map(([id, { verifier, verifiedAt }]) => [
      id,
      { reference: verifier, on: chineseDay(verifiedAt.getTime()) },
    ]),
  )
}

/** The registration of whoever stands for the subject. */
async function standingRegistration(db: Db, subjectId: string) {
  const standing = (await canonicalOf(db, [subjectId])).get(subjectId)
  return standing === undefined ? undefined : readRegistration(db, standing)
}

/** A subject as cases, lists and measures name it; of a natural person no code is shown. */
export async function partyOf(
  { clock }: Pick<Core, 'clock'>,
  db: Db,
  subjectId: string,
): Promise<Party | undefined> {
  const registration = await standingRegistration(db, subjectId)
  if (!registration) return undefined
  const { subject, identifiers } = registration
  const verified = verificationState(subject, chineseDay(clock.now().getTime())) === 'verified'
  const code = identifiers.find(({ kind }) => kind === 'uscc')?.shown ?? null
  return { id: subject.subject_id, name: subject.shown_name, code, area: subject.area, verified }
}

/** By any code the subject carries: what a platform asks at its door. */
async function partyByCode(core: Core, db: Db, code: string): Promise<Party | undefined> {
  const [found] = await findSubjects(db, { q: code, personalKeys: core.subjectKeys, limit: 1 })
  return found?.matched_by === 'code' ? partyOf(core, db, found.subject_id) : undefined
}

/** Offices and auditors read files of their area; everyone else its own alone. */
async function maySee(db: Db, actor: Actor, subjectId: string): Promise<boolean> {
  if (!hasRole(actor, 'credit-office', 'regulator', 'township', 'auditor'))
    return (await sellersOf(db, actor)).includes(subjectId)
  try {
    await requireVisible(db, actor, subjectId)
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
