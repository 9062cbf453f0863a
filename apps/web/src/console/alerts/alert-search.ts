/** Which alerts are asked for, as it stands in the address, so that a queue can be kept as a bookmark. */
import {
  type AlertLevel,
  type AlertState,
  alertLevels,
  alertStates,
  type BehaviourCode,
  behaviours,
} from '#contract'
import type { Input } from '../../app/api.ts'

/** Beside the states: what is still to be done, what is past due, and everything. */
export const alertViews = ['open', 'overdue', 'all', ...alertStates] as const
export type AlertView = 'open' | 'overdue' | 'all' | AlertState

export type AlertSearch = {
  q?: string
  view?: AlertView
  level?: AlertLevel
  behaviour?: BehaviourCode
  mine?: boolean
  order?: 'due' | 'newest'
  cursor?: string
}

/** What makes no sense is left out; a number is a search for an alert's number. */
export function readAlertSearch(search: Record<string, unknown>): AlertSearch {
  const text = (value: unknown) => {
    const given = typeof value === 'number' ? String(value) : value
    return typeof given === 'string' && given.trim() !== '' ? given.trim() : undefined
  }
  const codes = Object.keys(behaviours) as BehaviourCode[]
  const found: AlertSearch = {
    q: text(search.q)?.slice(0, 64),
    view: alertViews.find(view => view === search.view),
    level: alertLevels.find(level => level === search.level),
    behaviour: codes.find(code => code === search.behaviour),
    mine: search.mine === true ? true : undefined,
    order: search.order === 'newest' ? 'newest' : undefined,
    cursor: text(search.cursor),
  }
  return found
}

export function alertQuery({ view = 'open', ...rest }: AlertSearch): Input<'listAlerts'>['query'] {
  if (view === 'all') return rest
  if (view === 'open') return { ...rest, open: true }
  if (view === 'overdue') return { ...rest, overdue: true }
  return { ...rest, state: view }
}
