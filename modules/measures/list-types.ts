/** Kinds of lists: those shipped and those a county created on a legal basis, each with its term as policy sets it. */
import { sql } from 'kysely'
import type { ListType } from '#contract'
import { chineseDay, formatTerm, type IsoDate } from '#lib/calendar'
import type { ListNames } from '#modules/cases'
import type { Policies } from '#modules/policy'
import type { Db, Tx } from '#platform/database'
import { refuse } from '#platform/runtime'
import { type ListTypeData, measureKind, requireBasis, shippedListTypes } from './catalogue.ts'
import { appendFact } from './facts.ts'
import { createdList } from './projection.ts'
import type { Said } from './said.ts'

export type On = { readonly today: IsoDate; readonly policies: Policies }

/** Every kind of list with the number of entries in force. */
export async function listTypes(db: Db, { today, policies }: On): Promise<ListType[]> {
  const created = await db
    .selectFrom('measures.list_type')
    .select('shown')
    .orderBy('code')
    .execute()
  const counts = await db
    .selectFrom('measures.entry')
    .select(['list_type', sql<number>`count(*)`.as('entries')])
    .where('state', '=', 'in-force')
    .groupBy('list_type')
    .execute()
  const entries = new Map(counts.map(row => [row.list_type, Number(row.entries)]))
  const all = [
    ...shippedListTypes.map(type => ({ ...type, proof: null })),
    ...created.map(({ shown }) => shown),
  ]
  return all.map(type => {
    const { zh: termZh, en: termEn } = formatTerm(policies.term(type.termKey, today))
    return { ...type, termZh, termEn, entries: entries.get(type.code) ?? 0 }
  })
}

/** How each list is called and on what it rests, for letters that name one. */
export async function namesOfLists(db: Db): Promise<ListNames> {
  const created = await db.selectFrom('measures.list_type').select('shown').execute()
  const all = [...shippedListTypes, ...created.map(({ shown }) => shown)]
  return new Map(all.map(({ code, zh, en, basis }) => [code, { zh, en, basis }]))
}

export async function listType(db: Db, code: string): Promise<ListTypeData> {
  const shipped = shippedListTypes.find(type => type.code === code)
  if (shipped) return shipped
  const row = await db
    .selectFrom('measures.list_type')
    .select('shown')
    .where('code', '=', code)
    .executeTakeFirst()
  return row?.shown ?? refuse('measures.list-unknown', { list: code })
}

/** Refused without a qualifying basis, and with a measure or a term that the law does not know (requirement 19.1). */
export async function createListType(tx: Tx, given: ListTypeData, said: Said): Promise<ListType> {
  requireBasis(given)
  for (const code of given.measures) measureKind(code)
  const today = chineseDay(said.at.getTime())
  const inForce = new Set(said.policies.inForce(today).map(({ key }) => key))
  for (const key of [given.termKey, given.earlyKey])
    if (key !== null && !inForce.has(key)) refuse('policy.unknown', { key })
  const taken = shippedListTypes.some(({ code }) => code === given.code)
  const placed = await appendFact(
    tx,
    { type: 'measures.list-created', owner: said.ids.next(), body: { list: given } },
    said,
  )
  const created = createdList(placed)
  const inserted = await tx
    .insertInto('measures.list_type')
    .values({ code: given.code, shown: JSON.stringify(created) })
    .onConflict(conflict => conflict.column('code').doNothing())
    .executeTakeFirst()
  if (taken || inserted.numInsertedOrUpdatedRows === 0n)
    refuse('measures.list-taken', { list: given.code })
  const { zh: termZh, en: termEn } = formatTerm(said.policies.term(given.termKey, today))
  return { ...created, termZh, termEn, entries: 0 }
}
