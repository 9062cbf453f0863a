/**
 * Likeness of names and addresses (requirement 14.2). Comparing everyone with everyone is hopeless, so each name and
 * address stands in a block — how its trade name sounds, the door it stands behind — and only a block's few members are
 * compared. Uses what is public of organisations and shops; a natural person's name and address stay sealed.
 */
import { sql } from 'kysely'
import {
  addressLikeness,
  type ChineseConverters,
  foldText,
  LIKELY_SAME,
  LIKELY_SAME_ADDRESS,
  type Likeness,
  loadChineseConverters,
  nameLikeness,
  organisationName,
  parseAddress,
} from '#lib/similarity'
import { type Profile, readProfiles } from '#modules/subjects'
import { type Db, insertRows } from '#platform/database'
import type { Consumer } from '#platform/stream'
import type { TraitRow } from '../tables.ts'

/** Follows the register: the traits of a subject are those of its newest registration. */
export const traitConsumer: Consumer = {
  name: 'detection.traits',
  topics: ['subjects.changed'],
  batch: 100,
  handle: async (tx, messages) => {
    const named = messages.flatMap(({ body }) => (body as { subjects: string[] }).subjects)
    const ids = [...new Set(named)]
    if (ids.length === 0) return
    const converters = await chinese()
    const profiles = await readProfiles(tx, ids)
    const rows = [...profiles.values()].flatMap(profile => traitsOf(profile, converters))
    await tx.deleteFrom('detection.trait').where('subject_id', 'in', ids).execute()
    await insertRows(
      tx,
      'detection.trait',
      {
        subject_id: { type: 'uuid', values: rows.map(row => row.subject_id) },
        kind: { type: 'text', values: rows.map(row => row.kind) },
        block: { type: 'text', values: rows.map(row => row.block) },
        written: { type: 'text', values: rows.map(row => row.written) },
      },
      { tail: 'on conflict do nothing' },
    )
  },
}

let loading: Promise<ChineseConverters> | undefined
/** The dictionaries take 150 ms and megabytes; a process loads them when it first needs them. */
const chinese = (): Promise<ChineseConverters> => (loading ??= loadChineseConverters())

/** Below this a trade name is too short for its sound to mean anything. */
const MIN_TRADE_NAME = 2

function traitsOf(profile: Profile, converters: ChineseConverters): TraitRow[] {
  if (profile.status !== 'active') return []
  const { id, shown_name, address, shops } = profile
  // A masked name compares to nothing: its sign is the star that hides the rest.
  const names = [
    ...(shown_name.includes('*') ? [] : [shown_name]),
    ...shops.map(({ name }) => name),
  ]
  const traits: TraitRow[] = []
  for (const written of new Set(names)) {
    const { tradeName } = organisationName(foldText(written, converters))
    if ([...tradeName].length < MIN_TRADE_NAME) continue
    const block = converters.pinyin(tradeName).join('')
    traits.push({ subject_id: id, kind: 'name', block, written })
  }
  if (address !== null) {
    const { town, place, door, building, room } = parseAddress(address, converters)
    const sound = converters.pinyin(`${town} ${place}`).join('')
    // A village or a road without a number is where everyone lives.
    if (door !== undefined || (building !== undefined && room !== undefined))
      traits.push({
        subject_id: id,
        kind: 'address',
        block: `${sound}|${door ?? ''}`,
        written: address,
      })
  }
  return traits
}

/** A likeness of two subjects, and how many subjects are in the block it was found in. */
export type Alike = {
  readonly kind: TraitRow['kind']
  readonly pair: readonly [string, string]
  readonly written: readonly [string, string]
  readonly likeness: Likeness
  readonly sharedBy: number
}

/** A block with more members is a market hall or a fashionable word, and tells nobody from anybody. */
const MAX_BLOCK = 8

/** Who of all subjects is alike to one of these, by name or by address. */
export async function alikeTo(db: Db, ids: readonly string[]): Promise<Alike[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<TraitRow>`
    with own as (
      select distinct kind, block from detection.trait
      where subject_id in (
        select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json))
    )
    select other.* from own cross join lateral (
      select * from detection.trait t where t.kind = own.kind and t.block = own.block
      order by t.subject_id, t.written limit ${2 * MAX_BLOCK}
    ) other`.execute(db)
  const converters = await chinese()
  const asked = new Set(ids)
  const found: Alike[] = []
  for (const block of Map.groupBy(rows, row => `${row.kind} ${row.block}`).values()) {
    const sharedBy = new Set(block.map(row => row.subject_id)).size
    if (sharedBy > MAX_BLOCK || block.length === 2 * MAX_BLOCK) continue
    for (const a of block) {
      if (!asked.has(a.subject_id)) continue
      for (const b of block) {
        if (a.subject_id === b.subject_id) continue
        // Each pair once: from the smaller id when both were asked for.
        if (asked.has(b.subject_id) && b.subject_id < a.subject_id) continue
        const { kind } = a
        const likeness =
          kind === 'name'
            ? nameLikeness(a.written, b.written, { converters })
            : addressLikeness(a.written, b.written, { converters })
        if (likeness.score < (kind === 'name' ? LIKELY_SAME : LIKELY_SAME_ADDRESS)) continue
        const pair = [a.subject_id, b.subject_id] as const
        found.push({ kind, pair, written: [a.written, b.written], likeness, sharedBy })
      }
    }
  }
  return found
}
