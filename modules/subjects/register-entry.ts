/**
 * A subject as a fold over its facts: pure, so that everything the register keeps under its id can be had again from what
 * was said of it (invariants 1 and 4).
 */
import {
  type Amended,
  amendedColumns,
  datedColumns,
  erasedColumns,
  grownColumns,
  type IdentifierTold,
  identifierColumns,
  type Merging,
  mergeRow,
  nameSource,
  type Registered,
  registeredColumns,
  type SubjectTold,
  shopRow,
  type ToldCode,
  type ToldFact,
  type Verified,
  verifiedColumns,
} from './projection.ts'
import type { MergeRow, ShopRow } from './tables.ts'

export type RegisterEntry = {
  readonly subject: SubjectTold
  /** By `identifierName`. */
  readonly identifiers: ReadonlyMap<string, IdentifierTold>
  /** By platform and shop. */
  readonly shops: ReadonlyMap<string, ShopRow>
  /** What it is found by, by source. */
  readonly names: ReadonlyMap<string, string>
  /** Merges of it as the duplicate. */
  readonly merges: ReadonlyMap<string, MergeRow>
  /** Something of it is sealed under a key of its own. */
  readonly hasKey: boolean
}

/** The subject after all its facts, in order; the first registers it. */
export function foldSubject(facts: readonly ToldFact[]): RegisterEntry {
  let entry: RegisterEntry | undefined
  for (const fact of facts) entry = applyFact(entry, fact)
  if (!entry) throw new Error('a subject begins with a fact')
  return entry
}

export function applyFact(before: RegisterEntry | undefined, fact: ToldFact): RegisterEntry {
  const at = new Date(fact.at)
  if (fact.fact === 'subjects.registered') {
    if (before) throw new Error(`subject ${fact.subject} was registered twice`)
    return registered(fact.subject, fact, at)
  }
  if (!before) throw new Error(`subject ${fact.subject} was changed before it was registered`)
  const { subject } = before
  switch (fact.fact) {
    case 'subjects.amended':
      return amended(before, fact)
    case 'subjects.identified':
      return withCode(before, fact.identifier)
    case 'subjects.verified':
      return { ...before, subject: verified(subject, fact) }
    case 'subjects.shop-opened':
      return {
        ...before,
        shops: withEntry(before.shops, nameSource(fact), shopRow(fact.subject, fact)),
        names: withEntry(before.names, nameSource(fact), fact.name),
      }
    case 'subjects.shop-closed':
      return closed(before, nameSource(fact), new Date(fact.closedAt))
    case 'subjects.merged':
      return fact.from === fact.subject ? merged(before, fact, at) : before
    case 'subjects.split':
      return fact.from === fact.subject ? split(before, fact, at) : before
    case 'subjects.should-register':
      return { ...before, subject: { ...subject, ...grownColumns(fact, at) } }
    case 'subjects.erased':
      return erased(before, at)
    default:
      return fact satisfies never
  }
}

const withEntry = <V>(map: ReadonlyMap<string, V>, key: string, value: V) =>
  new Map(map).set(key, value)

function registered(id: string, told: Registered, at: Date): RegisterEntry {
  const blank: RegisterEntry = {
    subject: registeredColumns(id, told, at),
    identifiers: new Map(),
    shops: new Map(),
    names: new Map(told.name === undefined ? [] : [['name', told.name]]),
    merges: new Map(),
    hasKey: isAnySealed(told),
  }
  return told.identifiers.reduce(withCode, blank)
}

const isAnySealed = ({ sealed }: Pick<Registered, 'sealed'>): boolean =>
  Object.keys(sealed).length > 0

const amended = (before: RegisterEntry, told: Amended): RegisterEntry => ({
  ...before,
  subject: { ...before.subject, ...amendedColumns(before.subject.sealed, told) },
  names: told.name === undefined ? before.names : withEntry(before.names, 'name', told.name),
  hasKey: before.hasKey || isAnySealed(told),
})

/** A later verification takes the place of the one before, its last day included. */
function verified({ verified_until: _, ...before }: SubjectTold, told: Verified): SubjectTold {
  return { ...before, ...verifiedColumns(told) }
}

function withCode(before: RegisterEntry, told: ToldCode): RegisterEntry {
  const row = identifierColumns(before.subject.subject_id, told)
  const known = before.identifiers.get(identifierName(row))
  const after = known ? { ...known, ...datedColumns(told) } : row
  return {
    ...before,
    identifiers: withEntry(before.identifiers, identifierName(row), after),
    hasKey: before.hasKey || told.sealed !== undefined,
  }
}

/** By the code, or by its seal where it is personal. */
export const identifierName = ({ code, sealed }: IdentifierTold): string => sealed ?? code ?? ''

function closed(before: RegisterEntry, source: string, at: Date): RegisterEntry {
  const shop = before.shops.get(source)
  if (!shop) throw new Error(`shop ${source} was closed before it was opened`)
  return { ...before, shops: withEntry(before.shops, source, { ...shop, closed_at: at }) }
}

const merged = (before: RegisterEntry, told: Merging, at: Date): RegisterEntry => ({
  ...before,
  subject: { ...before.subject, status: 'merged', merged_into: told.into },
  merges: withEntry(before.merges, told.merge, mergeRow(told, at)),
})

function split(before: RegisterEntry, { merge }: Merging, at: Date): RegisterEntry {
  const { subject, merges } = before
  const undone = merges.get(merge)
  if (!undone) throw new Error(`merge ${merge} was undone before it was made`)
  const status = subject.status === 'erased' ? subject.status : 'active'
  return {
    ...before,
    subject: { ...subject, status, merged_into: null },
    merges: withEntry(merges, merge, { ...undone, undone_at: at }),
  }
}

/** Its key is destroyed, its codes are free and its shops closed. */
const erased = (before: RegisterEntry, at: Date): RegisterEntry => ({
  ...before,
  subject: { ...before.subject, ...erasedColumns },
  identifiers: new Map(),
  shops: new Map(
    [...before.shops].map(([source, shop]) => [
      source,
      { ...shop, closed_at: shop.closed_at ?? at },
    ]),
  ),
  names: new Map(),
  hasKey: false,
})
