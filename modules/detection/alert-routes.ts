/** The edge of alerts: the queue, one alert, its steps, and a merchant's own warnings. */
import { createHash } from 'node:crypto'
import {
  type Actor,
  type alertOperations,
  type EvidenceBundle,
  limits,
  type MerchantWarning,
} from '#contract'
import { canonicalize } from '#lib/canonical'
import { readPolicies } from '#modules/policy'
import { type Profile, readDirectory } from '#modules/subjects'
import type { Database, Db, Tx } from '#platform/database'
import { decodeCursor, type Handlers, pageOf } from '#platform/http'
import { type Clock, type Ids, refuse } from '#platform/runtime'
import type { Alert } from './alert-state.ts'
import {
  acknowledgeAlert,
  assignAlert,
  closeAlert,
  dueAt,
  escalateAlert,
  explainAlert,
  handOverAlert,
  mergeAlerts,
  type Said,
  snoozeAlert,
} from './alerts.ts'
import type { ExplainedModel } from './model.ts'
import type { KeepersOf } from './raising.ts'
import {
  type AlertQuery,
  alertsOfSellers,
  dueKey,
  evidenceOf,
  factsOf,
  listAlerts,
  suspicionsOf,
  visibleAlert,
} from './reads.ts'
import { referenceOf, shownBrief, shownPage, shownWarning } from './shown-alert.ts'

export type AlertRouteDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly models: readonly ExplainedModel[]
  wake?(): void
  keepersOf(db: Db): KeepersOf
  /** Sellers by name, with the shops they keep. */
  profilesOf(db: Db, sellerIds: readonly string[]): Promise<ReadonlyMap<string, Profile>>
  /** The sellers an actor acts for; the rooms of people know. */
  sellersOf(db: Db, actor: Actor): Promise<readonly string[]>
  /** Opens a case with the evidence in the caller's transaction and answers its id; the cases room comes later. */
  openCase(tx: Tx, request: CaseRequest): Promise<string>
}

export type CaseRequest = {
  readonly actor: Actor
  readonly subjectId: string
  readonly caseType: string
  readonly title: string
  readonly bundle: EvidenceBundle
}

export function alertRoutes(deps: AlertRouteDeps): Handlers<typeof alertOperations> {
  const { database, clock } = deps
  const page = (alert: Alert, actor: Actor, db: Db = database.db) =>
    pageOfAlert(deps, db, alert, actor)
  /** One step of one visible alert, in one transaction. */
  const step = async (
    { id, actor }: { id: string; actor: Actor },
    work: (tx: Tx, said: Said) => Promise<Alert>,
  ) => {
    const after = await database.tx(async tx => {
      await visibleAlert(tx, actor, id)
      return work(tx, await saidBy(deps, tx, actor))
    })
    deps.wake?.()
    return page(after, actor)
  }
  return {
    listAlerts: async ({ query, actor }) => {
      const { cursor, limit = limits.pageRows, ...asked } = query
      const at = decodeCursor(cursor, 2)
      const after = at && ([String(at[0]), String(at[1])] as const)
      const now = clock.now()
      const alerts = await listAlerts(database.db, actor, asked, { after, limit: limit + 1, now })
      const shown = { now, directory: await readDirectory(database.db) }
      return pageOf(
        alerts,
        limit,
        alert => keyOf(alert, asked),
        alert => shownBrief(alert, shown),
      )
    },
    readAlert: async ({ params, actor }) =>
      page(await visibleAlert(database.db, actor, params.id), actor),
    reproduceAlert: async ({ params, actor }) =>
      reproduced(deps, await visibleAlert(database.db, actor, params.id)),
    alertEvidence: async ({ params, actor }) =>
      evidenceOf(database.db, await visibleAlert(database.db, actor, params.id)),
    acknowledgeAlert: ({ params: { id }, actor }) =>
      step({ id, actor }, (tx, said) => acknowledgeAlert(tx, id, said)),
    assignAlert: ({ params: { id }, body, actor }) =>
      step({ id, actor }, (tx, said) =>
        assignAlert(tx, id, { id: body.handlerId, name: body.handlerName }, said),
      ),
    escalateAlert: ({ params: { id }, body, actor }) =>
      step({ id, actor }, (tx, said) => escalateAlert(tx, id, body.reason, said)),
    mergeAlerts: ({ params: { id }, body, actor }) =>
      step({ id, actor }, async (tx, said) => {
        for (const other of body.absorb) await visibleAlert(tx, actor, other)
        return mergeAlerts(tx, id, body.absorb, body.reason, said)
      }),
    snoozeAlert: ({ params: { id }, body, actor }) =>
      step({ id, actor }, (tx, said) =>
        snoozeAlert(tx, id, { until: new Date(body.until), reason: body.reason }, said),
      ),
    closeAlert: ({ params: { id }, body, actor }) =>
      step({ id, actor }, (tx, said) => closeAlert(tx, id, body, said)),
    handOverAlert: ({ params: { id }, body, actor }) =>
      step({ id, actor }, (tx, said) => {
        const openCase = async (alert: Alert) =>
          deps.openCase(tx, { actor, ...body, bundle: await evidenceOf(tx, alert) })
        return handOverAlert(tx, id, { sellerId: body.subjectId, openCase }, said)
      }),
    listWarnings: async ({ query, actor }) => {
      const limit = query.limit ?? limits.pageRows
      const at = decodeCursor(query.cursor, 2)
      const after = at && ([String(at[0]), String(at[1])] as const)
      const sellers = await deps.sellersOf(database.db, actor)
      const alerts = await alertsOfSellers(database.db, sellers, {
        open: query.open,
        after,
        limit: limit + 1,
      })
      const warnings = new Map<string, MerchantWarning>()
      for (const alert of alerts.slice(0, limit))
        warnings.set(alert.id, await warningOf(deps, database.db, alert, sellers))
      return pageOf(
        alerts,
        limit,
        alert => [alert.raisedAt, alert.id],
        alert => warnings.get(alert.id)!,
      )
    },
    explainWarning: async ({ params: { id }, body, actor }) => {
      const sellers = await deps.sellersOf(database.db, actor)
      const alert = await database.tx(async tx => {
        const row = await tx
          .selectFrom('detection.alert')
          .select('seller_ids')
          .where('alert_id', '=', id)
          .executeTakeFirst()
        const sellerId = row?.seller_ids.find(seller => sellers.includes(seller))
        if (sellerId === undefined) refuse('alert.unknown', { alert: id })
        const { text, attachments = [] } = body
        const said = await saidBy(deps, tx, actor)
        return explainAlert(tx, id, { sellerId, text, attachments }, said)
      })
      deps.wake?.()
      return warningOf(deps, database.db, alert, sellers)
    },
  }
}

const saidBy = async ({ clock, ids }: AlertRouteDeps, tx: Tx, actor: Actor): Promise<Said> => ({
  actor,
  at: clock.now(),
  ids,
  policies: await readPolicies(tx),
})

const keyOf = (alert: Alert, { order }: AlertQuery): readonly [string, string] =>
  order === 'newest' ? [alert.raisedAt, alert.id] : [dueKey(alert), alert.id]

async function pageOfAlert(deps: AlertRouteDeps, db: Db, alert: Alert, actor: Actor) {
  const suspicions = await suspicionsOf(db, alert)
  const facts = await factsOf(db, alert.id)
  const sellers = await deps.profilesOf(db, alert.sellerIds)
  const policies = await readPolicies(db)
  const directory = await readDirectory(db)
  const to = { actor, now: deps.clock.now(), directory, models: deps.models, policies }
  return shownPage(alert, { suspicions, facts, sellers }, to)
}

/** Computes each suspicion again from what was stored with it (requirement 13.1). */
async function reproduced({ database, models }: AlertRouteDeps, alert: Alert) {
  const suspicions = await suspicionsOf(database.db, alert)
  return {
    alertId: alert.id,
    suspicions: suspicions.map(({ note, content }) => {
      const model = models.find(({ card }) => card.code === note.model)
      const recomputed = model?.recompute(content.inputs, content.parameters) ?? []
      const digest = createHash('sha256').update(canonicalize(content)).digest('hex')
      return {
        id: note.id,
        model: referenceOf(note, models),
        inputsUnchanged: digest === note.contentSha256,
        stored: [...content.figures],
        recomputed,
        equal: canonicalize(recomputed) === canonicalize(content.figures),
      }
    }),
  }
}

/** A merchant may be one of several sellers of an alert; it sees its own shops in it. */
async function warningOf(deps: AlertRouteDeps, db: Db, alert: Alert, sellers: readonly string[]) {
  const sellerId = alert.sellerIds.find(seller => sellers.includes(seller))!
  const keepers = await deps.keepersOf(db)(alert.shops)
  const shops = alert.shops.filter(shop => keepers.get(shop)?.sellerId === sellerId)
  const [strongest] = await suspicionsOf(db, alert)
  const at = new Date(alert.raisedAt)
  const policies = await readPolicies(db)
  return shownWarning(alert, {
    sellerId,
    shops,
    figures: [...(strongest?.content.figures ?? [])],
    explainBy: dueAt('merchant.explain', { at, policies }),
  })
}
