/**
 * What makes a route a page of the console: how it is called in the navigation and which operation it lives by. The
 * entry is shown to those who may call that operation, so navigation follows the authorisation table by itself.
 */
import type { OperationName } from '#contract'

export type ConsoleEntry = {
  readonly zh: string
  readonly en: string
  readonly group: ConsoleGroup
  /** One sentence for the start page. */
  readonly about: { readonly zh: string; readonly en: string }
  readonly needs: OperationName
  /** Whoever may call this has a fuller page for the same thing. */
  readonly unless?: OperationName
}

export const consoleGroups = ['work', 'subjects', 'platform', 'system', 'own'] as const
export type ConsoleGroup = (typeof consoleGroups)[number]

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Pages without one (a case, an alert) are reached from another page. */
    readonly entry?: ConsoleEntry
  }
}
