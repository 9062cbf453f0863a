/** The edge of look-alike sites: the public check, reports, the officers' queue and the list of warnings. */
import { limits, type ReportedSite, type siteOperations } from '#contract'
import type { Database } from '#platform/database'
import { decodeCursor, type Handlers, pageOf } from '#platform/http'
import type { Clock, Ids } from '#platform/runtime'
import type { SiteRow } from '../tables.ts'
import { checkSite, decideSite, reportSite } from './sites.ts'

export type SiteRouteDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly ids: Ids
  wake?(): void
}

export function siteRoutes(deps: SiteRouteDeps): Handlers<typeof siteOperations> {
  const { database, clock, ids } = deps
  return {
    checkSite: ({ body }) => checkSite(database.db, body.address),
    reportSite: async ({ body, actor }) => {
      const said = { actor, at: clock.now(), ids }
      const { site_id: id, state } = await database.tx(tx => reportSite(tx, body, said))
      deps.wake?.()
      return { id, state }
    },
    listSiteReports: async ({ query }) => {
      const limit = query.limit ?? limits.pageRows
      const after = decodeCursor(query.cursor, 1)
      let rows = database.db
        .selectFrom('detection.site')
        .selectAll()
        .orderBy('site_id')
        .limit(limit + 1)
      if (query.state) rows = rows.where('state', '=', query.state)
      if (after) rows = rows.where('site_id', '>', String(after[0]))
      return pageOf(await rows.execute(), limit, row => [row.site_id], shownSite)
    },
    decideSite: async ({ params, body, actor }) => {
      const said = { actor, at: clock.now(), ids }
      const row = await database.tx(tx => decideSite(tx, params.id, body, said))
      deps.wake?.()
      return shownSite(row)
    },
    listWarnedSites: async ({ query }) => {
      const limit = query.limit ?? limits.pageRows
      const before = decodeCursor(query.cursor, 1)
      let rows = database.db
        .selectFrom('detection.site')
        .selectAll()
        .where('state', '=', 'confirmed')
        .orderBy('site_id', 'desc')
        .limit(limit + 1)
      if (before) rows = rows.where('site_id', '<', String(before[0]))
      return pageOf(
        await rows.execute(),
        limit,
        row => [row.site_id],
        row => ({
          domain: row.domain,
          imitates: row.imitates,
          confirmedAt: row.decided_at!.toISOString(),
          reason: row.reason!,
        }),
      )
    },
  }
}

const shownSite = (row: SiteRow): ReportedSite => ({
  id: row.site_id,
  domain: row.domain,
  imitates: row.imitates,
  zh: row.zh,
  en: row.en,
  state: row.state,
  reports: row.reports,
  reportedAt: row.reported_at.toISOString(),
  text: row.report_text,
  decidedAt: row.decided_at?.toISOString() ?? null,
  decidedBy: row.decided_by,
  reason: row.reason,
})
