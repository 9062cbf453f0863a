/**
 * Detection in the demonstration: the county's year passes under the clock of its own events, so that alerts are raised
 * on the days on which they would have been, and what is long past has been looked into by somebody.
 */
import type { Actor } from '#contract'
import { addDays, chineseDay, nextWorkingDay } from '#lib/calendar'
import type { County } from '#lib/county'
import {
  type Alert,
  acknowledgeAlert,
  assignAlert,
  closeAlert,
  listAlerts,
} from '#modules/detection'
import { shippedCalendar } from '#modules/policy'
import { runConsumers } from '#platform/stream'
import type { Core } from '../core.ts'
import type { Rooms } from '../rooms.ts'
import { lastDays } from './last-days.ts'

export type Watch = {
  /** Something was published: look now. */
  wake(): void
  /** Follows what is left of the stream, then ends. */
  end(): Promise<void>
}

/** Follows the stream of trade while it comes in; each intake batch is looked at at the instant of its last event. */
export function watchCounty(core: Core, rooms: Rooms): Watch {
  const { consumers, runner } = rooms.detectionAt(({ until }) => new Date(until))
  const watching = runConsumers(core.database, core.log, consumers)
  return {
    wake: () => watching.wake(),
    end: async () => {
      await watching.drain()
      await watching.stop()
      await core.database.tx(tx => runner.checkpoint(tx))
    },
  }
}

/** What nobody has taken up, the oldest first; of one seller where it is named. */
export async function untouchedAlerts(
  core: Core,
  reader: Actor,
  seller?: string,
): Promise<Alert[]> {
  const page = { after: undefined, limit: 1_000, now: core.clock.now() }
  const asked = { state: 'raised', order: 'newest', ...(seller && { seller }) } as const
  return (await listAlerts(core.database.db, reader, asked, page)).reverse()
}

type SaidOn = (actor: Actor, day: string) => Parameters<typeof acknowledgeAlert>[2]

/**
 * Ends what was raised before the last days: an officer reminded the party, or found that there was nothing in it. Of what
 * came since, the first was overlooked and climbs, the second lies on the officer's desk since yesterday, and the rest waits
 * for somebody.
 */
export async function settleAlerts(
  core: Core,
  county: County,
  officer: Actor,
  saidOn: SaidOn,
): Promise<void> {
  const planted = new Set(
    county.truth.flatMap(({ suspicious, shops, accounts }) =>
      suspicious ? [...shops, ...accounts] : [],
    ),
  )
  const today = chineseDay(core.clock.now().getTime())
  const working = (day: string, days: number) => {
    const next = nextWorkingDay(addDays(day, days), shippedCalendar())
    return next < today ? next : today
  }
  const alerts = await untouchedAlerts(core, officer)
  const since = addDays(today, -lastDays)
  const isPast = ({ raisedAt }: Alert) => chineseDay(Date.parse(raisedAt)) < since
  const past = alerts.filter(isPast)
  const desk = alerts.filter(alert => !isPast(alert)).slice(1, 2)
  for (const alert of past) {
    const day = chineseDay(Date.parse(alert.changedAt))
    const named = [...alert.shops.map(shop => shop.split(' ').at(-1)!), ...alert.accounts]
    await core.database.tx(async tx => {
      await acknowledgeAlert(tx, alert.id, saidOn(officer, working(day, 1)))
      await closeAlert(
        tx,
        alert.id,
        named.some(name => planted.has(name))
          ? { disposition: 'confirmed-suspicion', reason: '已约谈提醒，当事人承诺停止，继续观察。' }
          : { disposition: 'false-alarm', reason: '经核查为正常经营活动。' },
        saidOn(officer, working(day, 3)),
      )
    })
  }
  const yesterday = saidOn(officer, addDays(today, -1))
  const handler = { id: officer.accountId!, name: officer.name }
  for (const { id } of desk) await core.database.tx(tx => assignAlert(tx, id, handler, yesterday))
}
