/**
 * Trying a model on a past period, alone or against another version or other parameters (requirement 14.3). A backtest
 * is a pure function of events and parameters; it raises nothing, logs nothing, and touches no real alert.
 */
import { setImmediate as breathe } from 'node:timers/promises'
import {
  type AlertLevel,
  alertLevels,
  type Backtest,
  detectionLimits,
  type TradeEvent,
} from '#contract'
import { feed, startOfTime } from './event-feed.ts'
import { shopKey, shopName } from './evidence.ts'
import type { Detector, Model, Parameters, Suspicion } from './model.ts'

export type Side = { readonly model: Model; readonly parameters: Parameters }

export type SideResult = Side & { readonly suspicions: readonly Suspicion[] }

/** Runs the sides over the same events, in one pass. `pages` are in time order; `reached` hears of each page's end. */
export async function backtest(
  sides: readonly Side[],
  pages: AsyncIterable<readonly TradeEvent[]> | Iterable<readonly TradeEvent[]>,
  reached?: (at: string, events: number) => void,
): Promise<{ events: number; results: SideResult[] }> {
  const detectors: Detector[] = sides.map(({ model, parameters }) => model.create(parameters))
  const found: Suspicion[][] = sides.map(() => [])
  const clockwork = { newestMs: startOfTime }
  let events = 0
  for await (const page of pages) {
    for (const event of page) feed(detectors, clockwork, event)
    events += page.length
    if (page.length > 0) reached?.(page.at(-1)!.occurredAt, events)
    detectors.forEach((detector, side) => {
      found[side]!.push(...detector.drain())
    })
    // A year of events must not keep the server from answering.
    await breathe()
  }
  return { events, results: sides.map((side, i) => ({ ...side, suspicions: found[i]! })) }
}

const SAMPLE = 20

export function shownSide({
  model,
  parameters,
  suspicions,
}: SideResult): NonNullable<Backtest['side']> {
  const { code, version, titleZh, titleEn } = model.card
  const newest = new Map(suspicions.map(suspicion => [suspicion.key, suspicion]))
  const acts = [...newest.values()]
  return {
    model: { code, version, titleZh, titleEn },
    parameters: { ...parameters },
    suspicions: suspicions.length,
    alerts: acts.length,
    shops: new Set(acts.flatMap(act => act.shops.map(shopName))).size,
    accounts: new Set(acts.flatMap(act => act.accounts)).size,
    byBehaviour: counted(acts.map(act => act.behaviour)),
    byLevel: counted(acts.map(act => act.severity)),
    sample: acts
      .toSorted((a, b) => rank(b.severity) - rank(a.severity) || b.confidence - a.confidence)
      .slice(0, SAMPLE)
      .map(shownTrial),
  }
}

export const shownTrial = (suspicion: Omit<Suspicion, 'inputs'>) => ({
  behaviour: suspicion.behaviour,
  severity: suspicion.severity,
  confidence: suspicion.confidence,
  from: new Date(suspicion.window.fromMs).toISOString(),
  until: new Date(suspicion.window.untilMs).toISOString(),
  raisedAt: new Date(suspicion.raisedMs).toISOString(),
  shops: [...suspicion.shops],
  accountCount: suspicion.accounts.length,
  sentence: suspicion.sentence,
  figures: [...suspicion.evidence.figures],
})

const rank = (level: AlertLevel): number => alertLevels.indexOf(level)

function counted(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

/** Which shops and accounts only one side suspects. */
export function difference(
  first: SideResult,
  second: SideResult,
): NonNullable<Backtest['difference']> {
  const shops = [first, second].map(
    side => new Set(side.suspicions.flatMap(s => s.shops.map(shopName))),
  )
  const accounts = [first, second].map(side => new Set(side.suspicions.flatMap(s => s.accounts)))
  const [a, b] = [shops[0]!, shops[1]!]
  const [c, d] = [accounts[0]!, accounts[1]!]
  const keys = (names: Iterable<string>) => [...names].slice(0, detectionLimits.shops).map(shopKey)
  return {
    bothShops: a.intersection(b).size,
    onlyFirstShops: keys(a.difference(b)),
    onlySecondShops: keys(b.difference(a)),
    bothAccounts: c.intersection(d).size,
    onlyFirstAccounts: c.difference(d).size,
    onlySecondAccounts: d.difference(c).size,
  }
}

export type JudgedAlert = { readonly shops: readonly string[]; readonly confirmed: boolean }

/** How the side would have fared with the alerts of the period that people have ended. */
export function judgedBy(
  alerts: readonly JudgedAlert[],
  side: SideResult,
): NonNullable<Backtest['judged']> {
  const shops = new Set(side.suspicions.flatMap(s => s.shops.map(shopName)))
  const found = (alert: JudgedAlert) => alert.shops.some(shop => shops.has(shop))
  const confirmed = alerts.filter(alert => alert.confirmed)
  const confirmedFound = confirmed.filter(found).length
  return {
    confirmedFound,
    confirmedMissed: confirmed.length - confirmedFound,
    refutedFound: alerts.filter(alert => !alert.confirmed && found(alert)).length,
  }
}
