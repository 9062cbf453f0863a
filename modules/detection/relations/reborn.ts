/**
 * Looks for ended operators behind new shops whenever the register, the lists or the tokens change. Only pairs that share
 * a hard token are weighed, so that a change costs a few statements however large the county is.
 */
import { sql } from 'kysely'
import type { Ban } from '#contract'
import { chineseDay, startOfChineseDay } from '#lib/calendar'
import { canonicalize } from '#lib/canonical'
import { readPolicies } from '#modules/policy'
import { type Profile, readKeepers, readProfiles } from '#modules/subjects'
import type { Db, Tx } from '#platform/database'
import type { Clock, Ids } from '#platform/runtime'
import type { Consumer, Message } from '#platform/stream'
import { type Said, system } from '../alerts.ts'
import { shopName } from '../evidence.ts'
import { isHard, type Rebirth, rebornOperator, rebornSuspicion } from '../models/reborn-operator.ts'
import { parametersOf } from '../parameters.ts'
import { type KeepersOf, raiseSuspicion, type SuspicionContent } from '../raising.ts'
import { modesOf, registerModels } from '../registry.ts'
import { linksOf, type Weights } from './links.ts'
import { sharedTokens } from './tokens.ts'

export type RebornDeps = {
  readonly clock: Clock
  readonly ids: Ids
  keepersOf(db: Db): KeepersOf
  /** Serious lists and restrictions in force on a day, by subject; the rooms of lists come later. */
  bansOf(db: Db, subjectIds: readonly string[], on: string): Promise<ReadonlyMap<string, Ban[]>>
}

export const rebornConsumer = (deps: RebornDeps): Consumer => ({
  name: 'detection.reborn',
  topics: ['subjects.changed', 'relations.changed', 'measures.changed'],
  batch: 100,
  handle: async (tx, messages) => {
    await registerModels(tx, [rebornOperator], deps.clock.now())
    const ids = await subjectsOf(tx, messages)
    for (const rebirth of await findRebirths(tx, deps, ids)) await tell(tx, deps, rebirth)
  },
})

async function subjectsOf(tx: Tx, messages: readonly Message[]): Promise<string[]> {
  const ids = new Set<string>()
  const shops = new Set<string>()
  for (const { topic, body } of messages) {
    const named = body as { subjects?: string[]; subject?: string; shops?: string[] }
    for (const id of named.subjects ?? []) ids.add(id)
    if (topic === 'measures.changed' && UUID.test(named.subject ?? '')) ids.add(named.subject!)
    for (const shop of named.shops ?? []) shops.add(shop)
  }
  for (const { sellerId } of (await readKeepers(tx, [...shops])).values()) ids.add(sellerId)
  return [...ids]
}

/** `measures.changed` also names list types, whose keys are no ids of subjects. */
const UUID = /^[0-9a-f]{8}-/

/** Pairs of an ended operator and one that opened a shop since, one of them among `ids`. */
export async function findRebirths(
  db: Db,
  { clock, bansOf }: Pick<RebornDeps, 'clock' | 'bansOf'>,
  ids: readonly string[],
): Promise<Rebirth[]> {
  const pairs = await hardPairs(db, ids)
  const named = [...new Set(pairs.flat())]
  if (named.length === 0) return []
  const today = chineseDay(clock.now().getTime())
  const profiles = await readProfiles(db, named)
  const bans = await bansOf(db, named, today)
  const weights = (await readPolicies(db)).value<Weights>('relations.weight', today)
  const found: Rebirth[] = []
  for (const [a, b] of pairs)
    for (const [oldId, newId] of [
      [a, b],
      [b, a],
    ] as const) {
      const [before, after] = [profiles.get(oldId), profiles.get(newId)]
      const ended = before && endOf(before, bans.get(oldId) ?? [])
      if (!ended || !after) continue
      const shops = after.shops.filter(
        ({ opened_at, closed_at }) => closed_at === null && opened_at.getTime() > ended.endedMs,
      )
      if (shops.length === 0) continue
      const links = await linksOf(db, [oldId], weights)
      const link = links.find(({ from, to }) => from === newId || to === newId)
      if (!link) continue
      found.push({
        ended: { subjectId: oldId, name: before.shown_name, ...ended },
        opened: {
          subjectId: newId,
          name: after.shown_name,
          shops: shops.map(shopName),
          openedMs: Math.min(...shops.map(({ opened_at }) => opened_at.getTime())),
        },
        weight: link.weight,
        reasons: link.reasons.map(({ kind, zh, en, weight, sharedBy }) => ({
          ...{ kind, zh, en, weight, sharedBy },
        })),
      })
    }
  return found
}

/** Pairs of different subjects that share a hard token, each once. */
async function hardPairs(db: Db, ids: readonly string[]): Promise<[string, string][]> {
  const own = await readProfiles(db, ids)
  const shops = [...own.values()].flatMap(profile => profile.shops.map(shopName))
  const tokens = (await sharedTokens(db, shops)).filter(isHard)
  const seen = new Set(tokens.flatMap(({ sightings }) => sightings.map(shopName)))
  const keepers = await readKeepers(db, [...seen])
  const pairs = new Map<string, [string, string]>()
  for (const { sightings } of tokens) {
    const holders = new Set(sightings.flatMap(row => keepers.get(shopName(row))?.sellerId ?? []))
    for (const a of holders)
      for (const b of holders)
        if (a < b && (own.has(a) || own.has(b))) pairs.set(`${a} ${b}`, [a, b])
  }
  return [...pairs.values()]
}

/** When an operator ended: its first ban in force, else the day its last shop closed. */
function endOf(
  { shops }: Profile,
  bans: readonly Ban[],
): Pick<Rebirth['ended'], 'endedMs' | 'ban'> | undefined {
  const [first] = bans.toSorted((a, b) => (a.on < b.on ? -1 : 1))
  if (first) return { endedMs: startOfChineseDay(first.on), ban: { zh: first.zh, en: first.en } }
  const closings = shops.map(({ closed_at }) => closed_at?.getTime())
  if (closings.length === 0 || closings.includes(undefined)) return undefined
  return { endedMs: Math.max(...(closings as number[])), ban: null }
}

async function tell(tx: Tx, deps: RebornDeps, rebirth: Rebirth): Promise<void> {
  const at = deps.clock.now()
  const policies = await readPolicies(tx)
  const { card } = rebornOperator
  const parameters = parametersOf(card, policies, chineseDay(at.getTime()))
  const suspicion = rebornSuspicion(rebirth, parameters, at.getTime())
  if (!suspicion || (await saidBefore(tx, suspicion.key, rebirth))) return
  if ((await modesOf(tx, [rebornOperator])).get(card.code) !== 'production') return
  const said: Said = { actor: system, at, ids: deps.ids, policies }
  await raiseSuspicion(tx, { card, parameters, suspicion }, deps.keepersOf(tx), said)
}

/** The same inputs were the last thing said of this pair. */
async function saidBefore(tx: Tx, key: string, rebirth: Rebirth): Promise<boolean> {
  const { rows } = await sql<{ content: string }>`
    select content from detection.suspicion
    where model = ${rebornOperator.card.code} and act_key = ${key}
    order by raised_at desc, suspicion_id desc limit 1`.execute(tx)
  const last = rows[0] && (JSON.parse(rows[0].content) as SuspicionContent)
  return last !== undefined && canonicalize(last.inputs) === canonicalize(rebirth)
}
