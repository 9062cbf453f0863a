/**
 * The public page of a subject (requirement 17.4): what the catalogue lets anyone see, put together from the rooms that
 * keep it. Expired, repaired and withdrawn items are not on it, natural persons are masked, and each fact shown says
 * where it stands in the public log.
 */
import type { PublicRecord, PublicSubject } from '#contract'
import { chineseDay, startOfChineseDay } from '#lib/calendar'
import { areaOf } from '#lib/identifiers'
import { catalogueItem, publicRecords } from '#modules/records'
import {
  factsOf,
  isMasked,
  kindOf,
  type Registration,
  readRegistration,
  shownFact,
  shownIdentifier,
  shownShop,
  shownVerification,
} from '#modules/subjects'
import type { Db } from '#platform/database'
import { refuse } from '#platform/runtime'
import { gradeOf } from './grades.ts'
import { listingsOf } from './lists.ts'
import type { Page } from './page-cache.ts'
import { ratingOf } from './ratings.ts'

type ShownRecord = Awaited<ReturnType<typeof publicRecords>>[number]
type Proof = PublicSubject['proofs'][number]

const recordsShown = 100
const shopsShown = 100
/** Identity facts listed for checking; a subject with more has them in its history. */
const factsShown = 200

/** The page as of an instant; a merged duplicate's page is that of the subject that stands for it. */
export async function subjectPage(db: Db, id: string, asOf: Date): Promise<Page> {
  const registration = await standing(db, id)
  const { subject, members } = registration
  const today = chineseDay(asOf.getTime())
  const records = (await Promise.all(members.map(member => publicRecords(db, member, asOf)))).flat()
  const grade = await gradeOf(db, subject.subject_id)
  const lists = (await Promise.all(members.map(member => listingsOf(db, member, today)))).flat()
  const json: PublicSubject = {
    ...identity(registration, today),
    grade,
    records: records.slice(0, recordsShown).map(shownRecord),
    recordsMore: Math.max(0, records.length - recordsShown),
    rating: await ratingOf(db, subject.subject_id, asOf),
    lists,
    // Signed commitments are credit records (`commitment.signed`) until their own room keeps them.
    commitments: [],
    proofs: [
      ...(await identityProofs(db, members)),
      ...records.map(recordProof),
      ...gradeProofs(grade),
      ...lists.flatMap(listProofs),
    ],
    asOf: asOf.toISOString(),
  }
  return { json, about: [...new Set([id, ...members])] }
}

async function standing(db: Db, id: string): Promise<Registration> {
  const registration = await readRegistration(db, id)
  if (!registration || registration.subject.status === 'erased')
    return refuse('subject.unknown', { subject: id })
  return registration.subject.status === 'merged'
    ? standing(db, registration.subject.canonical_id)
    : registration
}

function identity({ subject, identifiers, shops }: Registration, today: string) {
  const { zh, en } = kindOf(subject.kind)
  return {
    id: subject.subject_id,
    kind: subject.kind,
    kindZh: zh,
    kindEn: en,
    name: subject.shown_name,
    naturalPerson: isMasked(subject.kind),
    area: subject.area,
    areaZh: areaOf(subject.area)?.zh ?? subject.area,
    address: subject.address,
    registeredOn: chineseDay(subject.registered_at.getTime()),
    exemption: subject.exemption,
    shouldRegister: subject.should_register_at !== null,
    identifiers: identifiers.map(shownIdentifier),
    verification: shownVerification(subject, today),
    shops: shops.slice(0, shopsShown).map(shownShop),
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

async function identityProofs(db: Db, members: readonly string[]): Promise<Proof[]> {
  const facts = await Promise.all(
    members.map(member => factsOf(db, member, { after: undefined, limit: factsShown })),
  )
  return facts
    .flat()
    .filter(({ type }) => publicFacts.has(type))
    .slice(0, factsShown)
    .map(row => {
      const { type, at, zh, en, proof } = shownFact(row)
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
