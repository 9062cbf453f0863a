/** The entries of the navigation: every route that says it has one, if the signed-in person may use it. */
import type { AnyRouter } from '@tanstack/react-router'
import type { Me } from '#contract'
import { mayCall } from './me.ts'
import type { ConsoleEntry } from './page.ts'

export type Entry = ConsoleEntry & { readonly to: string }

export function entriesFor(router: Pick<AnyRouter, 'routesByPath'>, me: Me): Entry[] {
  return Object.entries(router.routesByPath).flatMap(([to, route]) => {
    const entry = route?.options.staticData?.entry
    if (!entry || !mayCall(me, entry.needs)) return []
    return entry.unless && mayCall(me, entry.unless) ? [] : [{ ...entry, to }]
  })
}
