/** The edge of agreements and exchanges. */
import type { Exchange, exchangeOperations } from '#contract'
import { limits } from '#contract'
import { chineseDay } from '#lib/calendar'
import { visibleTo } from '#modules/access'
import type { Database } from '#platform/database'
import { decodeCursor, type Handlers, pageOf } from '#platform/http'
import { type Clock, type Ids, refuse } from '#platform/runtime'
import {
  isParty,
  proposeAgreement,
  revokeAgreement,
  shownAgreement,
  signAgreement,
} from './agreements.ts'
import { exchangeSignals, type SuspicionsOf } from './signals.ts'
import type { ExchangeFactRow } from './tables.ts'

export type ExchangeDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly suspicionsOf: SuspicionsOf
  wake?(): void
}

export function exchangeRoutes(deps: ExchangeDeps): Handlers<typeof exchangeOperations> {
  const { database, clock, ids, suspicionsOf } = deps
  const today = () => chineseDay(clock.now().getTime())
  return {
    listAgreements: async ({ query, actor }) => {
      const limit = query.limit ?? limits.pageRows
      const before = decodeCursor(query.cursor, 1)
      let rows = database.db
        .selectFrom('exchange.agreement as a')
        .selectAll('a')
        .where(visibleTo(actor, { organisationId: ['a.office_id', 'a.partner_id'] }))
        .orderBy('a.agreement_id', 'desc')
        .limit(limit + 1)
      if (before) rows = rows.where('a.agreement_id', '<', String(before[0]))
      return pageOf(
        await rows.execute(),
        limit,
        row => [row.agreement_id],
        row => shownAgreement(row, today()),
      )
    },
    proposeAgreement: async ({ body, actor }) => {
      const said = { actor, at: clock.now(), ids }
      const row = await database.tx(tx => proposeAgreement(tx, body, said))
      deps.wake?.()
      return shownAgreement(row, today())
    },
    signAgreement: async ({ params, body, actor }) => {
      const said = { actor, at: clock.now(), ids }
      const row = await database.tx(tx => signAgreement(tx, params.id, body.post, said))
      deps.wake?.()
      return shownAgreement(row, today())
    },
    revokeAgreement: async ({ params, body, actor }) => {
      const said = { actor, at: clock.now(), ids }
      const row = await database.tx(tx => revokeAgreement(tx, params.id, body.reason, said))
      deps.wake?.()
      return shownAgreement(row, today())
    },
    exchangeSignals: async ({ body, actor }) => {
      const said = { actor, at: clock.now(), ids }
      const answer = await database.tx(tx => exchangeSignals(tx, body, suspicionsOf, said))
      deps.wake?.()
      return answer
    },
    listExchanges: async ({ params, query, actor }) => {
      const agreement = await database.db
        .selectFrom('exchange.agreement')
        .selectAll()
        .where('agreement_id', '=', params.id)
        .executeTakeFirst()
      if (!agreement || !(isParty(actor, agreement) || actor.roles.includes('auditor')))
        refuse('exchange.agreement-unknown', { agreement: params.id })
      const limit = query.limit ?? limits.pageRows
      const before = decodeCursor(query.cursor, 1)
      let rows = database.db
        .selectFrom('exchange.fact')
        .selectAll()
        .where('agreement_id', '=', params.id)
        .where('kind', '=', 'exchanged')
        .orderBy('fact_id', 'desc')
        .limit(limit + 1)
      if (before) rows = rows.where('fact_id', '<', String(before[0]))
      return pageOf(await rows.execute(), limit, row => [row.fact_id], shownExchange)
    },
  }
}

function shownExchange(row: ExchangeFactRow): Exchange {
  const { byName, purpose, fields, asked, answered, received } = JSON.parse(row.body) as Omit<
    Exchange,
    'by'
  > & { byName: string }
  return {
    id: row.fact_id,
    at: row.at.toISOString(),
    by: byName,
    purpose,
    fields,
    asked,
    answered,
    received,
    proof: { batchId: row.batch_id, ordinal: row.ordinal },
  }
}
