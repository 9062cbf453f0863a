/**
 * A rule over past trade: a test before it may be activated, and "why not?" for any subject. Both feed the same detector
 * that runs in production, with a week before the period to fill the windows; both are pure reads of facts.
 */
import { setImmediate as breathe } from 'node:timers/promises'
import type { AlertLevel, ExplainedStep, RuleExample, TradeEvent } from '#contract'
import {
  type Explanation,
  explain,
  expressionOf,
  groundsOf,
  nearness,
  shownValue,
  type Test,
  testOf,
  unitOf,
} from '#lib/rules'
import { feed, startOfTime } from '../event-feed.ts'
import { shopName } from '../evidence.ts'
import type { Parameters, Suspicion } from '../model.ts'
import { longestSpanMs } from './feature-windows.ts'
import { publishedFields, readerFor } from './published-fields.ts'
import { type RunningRule, staffRules } from './staff-rules.ts'

export type Period = { readonly from: Date; readonly until: Date }

/** With the week before, in which windows fill and nothing counts. */
export const withWarmUp = ({ from, until }: Period): Period => ({
  from: new Date(from.getTime() - longestSpanMs),
  until,
})

export type RunResult = {
  readonly events: number
  readonly hits: number
  readonly byLine: readonly number[]
  readonly suspicions: readonly Suspicion[]
  readonly examples: readonly RuleExample[]
}

const EXAMPLES = 10
type Pages = AsyncIterable<readonly TradeEvent[]> | Iterable<readonly TradeEvent[]>

/** Runs one version over `pages` in time order; events before `from` only fill the windows. */
export async function testRun(
  rule: RunningRule,
  pages: Pages,
  { parameters, from }: { readonly parameters: Parameters; readonly from: Date },
  reached: (at: string, events: number, hits: number) => void,
): Promise<RunResult> {
  const detector = staffRules.create(parameters)
  const clockwork = { newestMs: startOfTime }
  const byLine = rule.rule.lines.map(() => 0)
  const suspicions: Suspicion[] = []
  const examples: RuleExample[] = []
  const subjects = new Set<string>()
  let [events, hits, begun] = [0, 0, false]
  for await (const page of pages) {
    for (const event of page) {
      if (!begun && Date.parse(event.occurredAt) >= from.getTime()) {
        detector.take([rule])
        begun = true
      }
      feed([detector], clockwork, event)
      for (const { line } of detector.hitsOfEvent) {
        hits++
        byLine[line]!++
        // One example for each shop shows more than ten of one.
        if (examples.length >= EXAMPLES || subjects.has(shopName(event))) continue
        subjects.add(shopName(event))
        examples.push(exampleOf(rule, detector.windows, line))
      }
    }
    if (begun) events += page.length
    suspicions.push(...detector.drain())
    if (page.length > 0) reached(page.at(-1)!.occurredAt, events, hits)
    await breathe()
  }
  return { events, hits, byLine, suspicions, examples }
}

export type Subject = { readonly shop?: string | undefined; readonly account?: string | undefined }

/** Looks at the subject's events of the period alone, and keeps the hit or the miss that came nearest. */
export async function whyNot(
  rule: RunningRule,
  subject: Subject,
  pages: Pages,
  { parameters, from }: { readonly parameters: Parameters; readonly from: Date },
): Promise<{ looked: number; hits: number; nearest: RuleExample | null }> {
  const detector = staffRules.create(parameters)
  const clockwork = { newestMs: startOfTime }
  let [looked, hits] = [0, 0]
  let nearest: RuleExample | null = null
  for await (const page of pages) {
    for (const event of page) {
      const atMs = feed([detector], clockwork, event)
      if (atMs < from.getTime() || !rule.rule.on.includes(event.kind)) continue
      if (!isOf(subject, event)) continue
      looked++
      const example = nearestLine(rule, detector.windows)
      if (example.met) hits++
      if (!nearest || isNearer(example, nearest)) nearest = example
    }
    await breathe()
  }
  return { looked, hits, nearest }
}

const isOf = ({ shop, account }: Subject, event: TradeEvent): boolean =>
  (shop === undefined || shopName(event) === shop) &&
  (account === undefined || ('buyer' in event && event.buyer === account))

/** Of equals the later one, which is more of the day. */
const isNearer = (a: RuleExample, b: RuleExample): boolean =>
  a.met !== b.met ? a.met : a.passed * b.of >= b.passed * a.of

type Windows = ReturnType<typeof staffRules.create>['windows']

function nearestLine(rule: RunningRule, windows: Windows): RuleExample {
  const lines = rule.rule.lines.map((_, line) => exampleOf(rule, windows, line))
  return lines.find(({ met }) => met) ?? lines.reduce((a, b) => (isNearer(b, a) ? b : a))
}

function exampleOf(rule: RunningRule, windows: Windows, line: number): RuleExample {
  const { event, atMs } = windows
  const { when } = rule.rule.lines[line]!
  const explanation = explain(when, field => readerFor(field)(windows))
  const { met: passed, of } = nearness(explanation)
  return {
    shop: { platform: event.platform, shop: event.shop },
    account: 'buyer' in event ? event.buyer : null,
    kind: event.kind,
    eventId: event.eventId,
    at: new Date(atMs).toISOString(),
    line,
    met: explanation.met,
    passed,
    of,
    steps: stepsOf(explanation),
  }
}

/** The tree of an explanation as an indented list. */
export function stepsOf(explanation: Explanation): ExplainedStep[] {
  const grounds = new Set<Test>(groundsOf(explanation).map(({ test }) => test))
  const names = {
    all: { zh: '以下各项均须满足', en: 'all of' },
    any: { zh: '以下任一项满足', en: 'any of' },
    not: { zh: '以下不成立', en: 'none of' },
  }
  const visit = (part: Explanation, depth: number): ExplainedStep[] => {
    if ('test' in part) {
      const { test, met, value } = part
      const unit = 'known' in test ? undefined : unitOf(test.term, publishedFields)
      const shown = {
        zh: shownValue(value, unit, 'zh'),
        en: shownValue(value, unit, 'en'),
      }
      const [zh, en] = [testOf(test, publishedFields, 'zh'), testOf(test, publishedFields, 'en')]
      return [{ depth, kind: 'test', met, decisive: grounds.has(test), zh, en, value: shown }]
    }
    const kind = 'not' in part ? 'not' : 'all' in part ? 'all' : 'any'
    const parts = 'not' in part ? [part.not] : 'all' in part ? part.all : part.any
    const head = {
      depth,
      kind,
      met: part.met,
      decisive: false,
      ...names[kind],
      value: null,
    } as const
    return [head, ...parts.flatMap(inner => visit(inner, depth + 1))]
  }
  return visit(explanation, 0)
}

export const linesInWords = ({
  rule,
}: RunningRule): { outcome: AlertLevel; zh: string; en: string }[] =>
  rule.lines.map(({ outcome, when }) => ({
    outcome,
    zh: expressionOf(when, publishedFields, 'zh'),
    en: expressionOf(when, publishedFields, 'en'),
  }))
