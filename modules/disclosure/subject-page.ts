/**
 * The public page of a subject (requirement 17.4): what the catalogue lets anyone see, put together from the rooms that
 * keep it. Expired, repaired and withdrawn items are not on it, natural persons are masked, and each fact shown says
 * where it stands in the public log.
 */
import type { AnswerOf, disclosureOperations, PublicRecord, PublicSubject } from '#contract'
import { chineseDay, startOfChineseDay } from '#lib/calendar'
import { catalogueItem, publicRecords } from '#modules/records'
import {
  type Directory,
  factsOf,
  isMasked,
  kindOf,
  type Registration,
  readDirectory,
  readRegistration,
  shownFact,
  shownIdentifier,
  shownShop,
  shownVerification,
} from '#modules/subjects'
import type { Db } from '#platform/database'
import { decodeCursor, pageOf } from '#platform/http'
import { refuse } from '#platform/runtime'
import { gradeOf } from './grades.ts'
import { listingsOf } from './lists.ts'
import type { Page } from './page-cache.ts'
import { ratingOf } from './ratings.ts'
import { publicSubjectOf } from './sight.ts'

type ShownRecord = Awaited<ReturnType<typeof publicRecords>>[number]
type Proof = PublicSubject['proofs'][number]

const recordsShown = 50
const shopsShown = 100
/** Identity facts listed for checking; a subject with more has them in its history. */
const factsShown = 200

/** The page as of an instant; a merged duplicate's page is that of the subject that stands for it. */
export async function subjectPage(db: Db, id: string, asOf: Date): Promise<Page> {
  const registration = await standing(db, id, asOf)
  const { members } = registration
  const subjectId = registration.subject.subject_id
  const today = chineseDay(asOf.getTime())
  const directory = await readDirectory(db)
  const records = await publicRecords(db, subjectId, asOf)
  const grade = await gradeOf(db, subjectId)
  const lists = await listingsOf(db, subjectId, today)
  const json: PublicSubject = {
    ...identity(registration, today, directory),
    grade,
    records: records.slice(0, recordsShown).map(shownRecord),
    recordsMore: Math.max(0, records.length - recordsShown),
    rating: await ratingOf(db, subjectId, asOf),
    lists,
    commitments: records.flatMap(commitmentIn),
    proofs: [
      ...(await identityProofs(db, members, directory)),
      ...records.slice(0, recordsShown).map(recordProof),
      ...gradeProofs(grade),
      ...lists.flatMap(listProofs),
    ],
    asOf: asOf.toISOString(),
  }
  return { json, about: [...new Set([id, ...members])] }
}

type Records = typeof disclosureOperations.publicSubjectRecords

/** The records on display, page by page; the first page of them stands on the subject's page. */
export async function publicSubjectRecords(
  db: Db,
  query: { id: string; cursor?: string | undefined; limit?: number | undefined },
  asOf: Date,
): Promise<AnswerOf<Records>> {
  const subjectId = await publicSubjectOf(db, query.id, asOf)
  if (!subjectId) return refuse('subject.unknown', { subject: query.id })
  const all = await publicRecords(db, subjectId, asOf)
  const after = decodeCursor(query.cursor, 1)?.[0]
  const from = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1
  const limit = query.limit ?? recordsShown
  return pageOf(all.slice(from, from + limit + 1), limit, ({ id }) => [id], shownRecord)
}

async function standing(db: Db, id: string, asOf: Date): Promise<Registration> {
  const subjectId = await publicSubjectOf(db, id, asOf)
  const registration = subjectId && (await readRegistration(db, subjectId))
  return registration || refuse('subject.unknown', { subject: id })
}

function identity(
  { subject, identifiers, shops }: Registration,
  today: string,
  directory: Directory,
) {
  const { zh, en } = kindOf(subject.kind)
  return {
    id: subject.subject_id,
    kind: subject.kind,
    kindZh: zh,
    kindEn: en,
    name: subject.shown_name,
    naturalPerson: isMasked(subject.kind),
    area: subject.area,
    ...directory.area(subject.area),
    address: subject.address,
    registeredOn: chineseDay(subject.registered_at.getTime()),
    exemption: subject.exemption,
    shouldRegister: subject.should_register_at !== null,
    identifiers: identifiers.map(shownIdentifier),
    verification: shownVerification(subject, today, directory),
    shops: shops.slice(0, shopsShown).map(shop => shownShop(shop, directory)),
  }
}

function shownRecord(record: ShownRecord): PublicRecord {
  const { titleZh, titleEn } = catalogueItem(record.item)
  const { shownUntil, keptUntil, queryUntil } = record
  return {
    id: record.id,
    item: record.item,
    titleZh,
    titleEn,
    textZh: record.textZh,
    textEn: record.textEn,
    polarity: record.polarity,
    severity: record.severity,
    basis: record.basis,
    provenance: {
      organisation: record.provider,
      document: record.document,
      providedAt: record.enteredAt,
    },
    occurredOn: record.occurredOn,
    clocks: { shownUntil, keptUntil, queryUntil },
    disputed: record.disputed,
    proof: record.proof,
  }
}

/** Commitments are credit records until their own room keeps them; a kept promise is one fulfilled. */
const commitmentStates: Readonly<Record<string, PublicSubject['commitments'][number]['state']>> = {
  'commitment.signed': 'in-force',
  'promise.kept': 'fulfilled',
}

function commitmentIn({ id, item, occurredOn, textZh, textEn, proof }: ShownRecord) {
  const state = commitmentStates[item]
  if (!state) return []
  const { titleZh, titleEn } = catalogueItem(item)
  return [
    {
      id,
      kind: item,
      titleZh: textZh || titleZh,
      titleEn: textEn || titleEn,
      signedOn: occurredOn,
      state,
      proof,
    },
  ]
}

/** What of a subject's own facts anyone may check; sales sums and amended contacts are not among them. */
const publicFacts: ReadonlySet<string> = new Set([
  'subjects.registered',
  'subjects.identified',
  'subjects.verified',
  'subjects.shop-opened',
  'subjects.shop-closed',
  'subjects.merged',
  'subjects.split',
])

async function identityProofs(
  db: Db,
  members: readonly string[],
  directory: Directory,
): Promise<Proof[]> {
  const facts = await Promise.all(
    members.map(member => factsOf(db, member, { after: undefined, limit: factsShown })),
  )
  return facts
    .flat()
    .filter(({ type }) => publicFacts.has(type))
    .slice(0, factsShown)
    .map(row => {
      const { type, at, zh, en, proof } = shownFact(row, directory)
      return { type, what: { zh, en }, at, ...proof }
    })
}

const recordProof = (record: ShownRecord): Proof => {
  const { titleZh, titleEn } = catalogueItem(record.item)
  return {
    type: 'records.fact',
    what: { zh: `信用记录：${titleZh}`, en: `Credit record: ${titleEn}` },
    at: record.enteredAt,
    ...record.proof,
  }
}

const gradeProofs = (grade: PublicSubject['grade']): Proof[] =>
  grade?.proof
    ? [
        {
          type: 'evaluation.scored',
          what: { zh: `信用等级：${grade.gradeZh}`, en: `Credit grade: ${grade.gradeEn}` },
          at: grade.evaluatedAt,
          ...grade.proof,
        },
      ]
    : []

const listProofs = (entry: PublicSubject['lists'][number]): Proof[] =>
  entry.proof
    ? [
        {
          type: 'measures.entered',
          what: { zh: `列入${entry.titleZh}`, en: `On the list: ${entry.titleEn}` },
          at: new Date(startOfChineseDay(entry.enteredOn)).toISOString(),
          ...entry.proof,
        },
      ]
    : []
