/** The edge of relations: tokens that platforms and institutions report, and the graph around a subject. */
import type { Actor, RelationNode, relationOperations } from '#contract'
import { chineseDay } from '#lib/calendar'
import { readPolicies } from '#modules/policy'
import {
  canonicalOf,
  type Profile,
  readDirectory,
  readProfiles,
  requireVisible,
  shownShop,
  visibleAmong,
} from '#modules/subjects'
import type { Database } from '#platform/database'
import type { Handlers } from '#platform/http'
import type { Clock, Ids } from '#platform/runtime'
import { linksAround, type Weights } from './links.ts'
import type { RebornDeps } from './reborn.ts'
import { reportTokens } from './tokens.ts'

export type RelationRouteDeps = Pick<RebornDeps, 'bansOf'> & {
  readonly database: Database
  readonly clock: Clock
  readonly ids: Ids
  wake?(): void
}

const LEAST_WEIGHT = 0.1

export function relationRoutes(deps: RelationRouteDeps): Handlers<typeof relationOperations> {
  const { database, clock, ids } = deps
  return {
    reportOperatorTokens: async ({ body, actor }) => {
      const at = clock.now()
      const answer = await database.tx(tx => reportTokens(tx, body.tokens, { actor, at, ids }))
      deps.wake?.()
      return answer
    },
    readRelations: async ({ params, query, actor }) => {
      const { db } = database
      await requireVisible(db, actor, params.id)
      const root = (await canonicalOf(db, [params.id])).get(params.id) ?? params.id
      const at = clock.now()
      const today = chineseDay(at.getTime())
      const weights = (await readPolicies(db)).value<Weights>('relations.weight', today)
      const { hops = 1, least = LEAST_WEIGHT } = query
      const around = await linksAround(db, root, { hops, least, weights })
      return {
        subjectId: root,
        asOf: at.toISOString(),
        nodes: await nodesOf(deps, around.hops, { actor, today }),
        links: [...around.links],
        omittedNodes: around.omitted,
      }
    },
  }
}

async function nodesOf(
  { database: { db }, bansOf }: RelationRouteDeps,
  hops: ReadonlyMap<string, number>,
  { actor, today }: { actor: Actor; today: string },
): Promise<RelationNode[]> {
  const ids = [...hops.keys()]
  const profiles = await readProfiles(db, ids)
  const visible = await visibleAmong(db, actor, ids)
  const bans = await bansOf(db, [...visible], today)
  const directory = await readDirectory(db)
  return ids.flatMap(id => {
    const profile = profiles.get(id)
    if (!profile) return []
    const seen = visible.has(id)
    return {
      subjectId: id,
      name: seen ? profile.shown_name : null,
      kind: profile.kind,
      area: profile.area,
      ...directory.area(profile.area),
      hops: hops.get(id)!,
      visible: seen,
      shops: seen ? profile.shops.map(shop => shownShop(shop, directory)) : [],
      closed: hasClosed(profile),
      bans: bans.get(id) ?? [],
    }
  })
}

const hasClosed = ({ shops }: Profile): boolean =>
  shops.length > 0 && shops.every(({ closed_at }) => closed_at !== null)
