/**
 * Folds every subject again from its facts and compares it with the register (invariants 1 and 4): the subject with its
 * verification, its codes and who claims them, its shops, the names it is found by, its merges, and whether it has a key.
 * Nothing sealed is opened: the masked name of a natural person and the mask of a personal code stay uncompared, and the
 * digest of such a code is compared with its claim alone.
 */
import {
  type Checked,
  type CheckProgress,
  compareRows,
  type Faults,
  faultList,
  keyPages,
} from '#modules/transparency'
import type { Db } from '#platform/database'
import { shopClaim } from './claims.ts'
import { searchTextsOf } from './names.ts'
import type { ToldFact } from './projection.ts'
import { foldSubject, identifierName, type RegisterEntry } from './register-entry.ts'
import type { IdentifierRow } from './tables.ts'

const subjectsPerPage = 500

export async function verifyRegister(
  db: Db,
  { progress }: { progress?: CheckProgress } = {},
): Promise<Checked<'subjects' | 'codes' | 'shops'>> {
  const faults = faultList()
  const checked = { subjects: 0, codes: 0, shops: 0 }
  for await (const page of keyPages(db, keyColumns, subjectsPerPage)) {
    const { entries, ids } = await entriesAgain(db, page, faults)
    const identifiers = await compareIdentifiers(db, ids, entries, faults)
    await compareClaims(db, ids, { entries, identifiers }, faults)
    checked.codes += identifiers.length
    checked.subjects += await compareSubjects(db, ids, entries, faults)
    checked.shops += await compareShops(db, ids, entries, faults)
    await compareNames(db, ids, entries, faults)
    await compareMerges(db, ids, entries, faults)
    await compareKeys(db, ids, entries, faults)
    progress?.(checked.subjects)
  }
  return { checked, faults: faults.listed, more: faults.more() }
}

const keyColumns = [
  ...['fact', 'subject', 'data_key', 'code', 'identifier', 'shop', 'search_text'].map(table => ({
    table: `subjects.${table}`,
    column: 'subject_id',
  })),
  { table: 'subjects.merge', column: 'from_id' },
]

type Ids = readonly string[]
type Entries = readonly RegisterEntry[]

/** Each subject as its facts add up; one whose facts do not is named, and left out of `ids`. */
async function entriesAgain(db: Db, ids: Ids, faults: Faults) {
  const unsound = new Set<string>()
  const rows = await db
    .selectFrom('subjects.fact')
    .select(['subject_id', 'body'])
    .where('subject_id', 'in', ids)
    .orderBy('subject_id')
    .orderBy('fact_id')
    .execute()
  const entries = [...Map.groupBy(rows, row => row.subject_id)].flatMap(([id, facts]) => {
    try {
      return foldSubject(facts.map(({ body }) => JSON.parse(body) as ToldFact))
    } catch (error) {
      faults.add('subject', id, `its facts do not add up: ${(error as Error).message}`)
      unsound.add(id)
      return []
    }
  })
  return { entries, ids: ids.filter(id => !unsound.has(id)) }
}

/** Whoever was merged is stood for by whoever stands for the one it was merged into: so, link by link, by the last. */
async function compareSubjects(db: Db, ids: Ids, entries: Entries, faults: Faults) {
  const rows = await db
    .selectFrom('subjects.subject')
    .selectAll()
    .where('subject_id', 'in', ids)
    .execute()
  const into = entries.flatMap(({ subject }) => subject.merged_into ?? [])
  const kept = into.length === 0 ? [] : await canonicalIds(db, into)
  const standsFor = new Map(kept.map(row => [row.subject_id, row.canonical_id]))
  const told = entries.map(({ subject }) => {
    const { subject_id: id, merged_into } = subject
    const canonical_id = merged_into === null ? id : (standsFor.get(merged_into) ?? null)
    return [id, { ...subject, canonical_id }] as const
  })
  const stored = new Map(rows.map(row => [row.subject_id, row]))
  compareRows('subject', { told: new Map(told), stored }, faults)
  return rows.length
}

const canonicalIds = (db: Db, ids: Ids) =>
  db
    .selectFrom('subjects.subject')
    .select(['subject_id', 'canonical_id'])
    .where('subject_id', 'in', ids)
    .execute()

const namedRows = <V>(
  entries: Entries,
  pick: (entry: RegisterEntry) => ReadonlyMap<string, V>,
): Map<string, V> =>
  new Map(
    entries.flatMap(entry =>
      [...pick(entry)].map(([name, value]) => [`${entry.subject.subject_id} ${name}`, value]),
    ),
  )

async function compareIdentifiers(db: Db, ids: Ids, entries: Entries, faults: Faults) {
  const rows = await db
    .selectFrom('subjects.identifier')
    .selectAll()
    .where('subject_id', 'in', ids)
    .execute()
  const told = namedRows(entries, ({ identifiers }) => identifiers)
  const stored = new Map(rows.map(row => [`${row.subject_id} ${identifierName(row)}`, row]))
  compareRows('subject code', { told, stored }, faults)
  return rows
}

/** Who claims what: every code, and every shop that is open. The digest of a personal code is taken as it is stored. */
async function compareClaims(
  db: Db,
  ids: Ids,
  { entries, identifiers }: { entries: Entries; identifiers: readonly IdentifierRow[] },
  faults: Faults,
): Promise<void> {
  const rows = await db
    .selectFrom('subjects.code')
    .selectAll()
    .where('subject_id', 'in', ids)
    .execute()
  const digests = new Map(identifiers.map(row => [identifierName(row), row.code]))
  const codes = entries.flatMap(({ subject: { subject_id }, ...own }) =>
    [
      ...[...own.identifiers].map(([name, { code }]) => code ?? digests.get(name) ?? name),
      ...[...own.shops.values()]
        .filter(({ closed_at }) => closed_at === null)
        .map(({ platform, shop }) => shopClaim(platform, shop)),
    ].map(code => [`${subject_id} ${code}`, { code, subject_id }] as const),
  )
  const stored = new Map(rows.map(row => [`${row.subject_id} ${row.code}`, row]))
  compareRows('claim of a code', { told: new Map(codes), stored }, faults)
}

async function compareShops(db: Db, ids: Ids, entries: Entries, faults: Faults) {
  const rows = await db
    .selectFrom('subjects.shop')
    .selectAll()
    .where('subject_id', 'in', ids)
    .execute()
  const told = namedRows(entries, ({ shops }) => shops)
  const stored = new Map(rows.map(row => [`${row.subject_id} ${row.platform} ${row.shop}`, row]))
  compareRows('shop', { told, stored }, faults)
  return rows.length
}

async function compareNames(db: Db, ids: Ids, entries: Entries, faults: Faults): Promise<void> {
  const rows = await db
    .selectFrom('subjects.search_text')
    .selectAll()
    .where('subject_id', 'in', ids)
    .execute()
  const names = [...namedRows(entries, entry => entry.names)]
  const texts = await searchTextsOf(names.map(([, name]) => name))
  const told = texts.map(({ nameKey, initials, grams }, i) => {
    const [which, name] = names[i]!
    return [which, { name, name_key: nameKey, initials, grams }] as const
  })
  const stored = new Map(rows.map(row => [`${row.subject_id} ${row.source}`, row]))
  compareRows('name to be found by', { told: new Map(told), stored }, faults)
}

async function compareMerges(db: Db, ids: Ids, entries: Entries, faults: Faults) {
  const rows = await db
    .selectFrom('subjects.merge')
    .selectAll()
    .where('from_id', 'in', ids)
    .execute()
  const told = namedRows(entries, ({ merges }) => merges)
  const stored = new Map(rows.map(row => [`${row.from_id} ${row.merge_id}`, row]))
  compareRows('merge', { told, stored }, faults)
}

/** Whoever has something sealed has a key; whoever was erased has none. */
async function compareKeys(db: Db, ids: Ids, entries: Entries, faults: Faults): Promise<void> {
  const rows = await db
    .selectFrom('subjects.data_key')
    .select('subject_id')
    .where('subject_id', 'in', ids)
    .execute()
  const keyed = entries.filter(({ hasKey }) => hasKey)
  const told = new Map(keyed.map(({ subject }) => [subject.subject_id, {}]))
  const stored = new Map(rows.map(row => [row.subject_id, row]))
  compareRows('key of a subject', { told, stored }, faults)
}
