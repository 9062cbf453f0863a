/**
 * What models share when they put a suspicion into words and pictures: figures beside their thresholds, graphs cut to
 * their bounds, names of shops, days of the Chinese calendar.
 */
import { detectionLimits, type EvidenceGraph, type Figure, type ShopKey } from '#contract'
import { chineseDay, writtenDay } from '#lib/calendar'
import type { Answer } from './model.ts'

/**
 * Names what was asked for last without making the text anew: many models look at one event, one after the other, and the
 * engine hashes a text for its maps once only if it is the same text.
 */
function remembering<Of extends object>(nameOf: (of: Of) => string): (of: Of) => string {
  let last: Of | undefined
  let name = ''
  return of => {
    if (of === last) return name
    name = nameOf(of)
    last = of
    return name
  }
}

/** A space cannot stand in a platform's code. */
export const shopName = remembering(({ platform, shop }: ShopKey) => `${platform} ${shop}`)

/** Order numbers are one only within their platform. */
export const orderName = remembering(
  ({ platform, order }: { readonly platform: string; readonly order: string }) =>
    `${platform} ${order}`,
)

export function shopKey(name: string): ShopKey {
  const space = name.indexOf(' ')
  return { platform: name.slice(0, space), shop: name.slice(space + 1) }
}

/** In an English sentence: one shop, two shops. */
export const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`

type FigureGiven = Pick<Figure, 'name' | 'zh' | 'en' | 'value' | 'unit'> & {
  readonly atLeast?: number
  readonly atMost?: number
}

/** A figure that only describes counts as met. */
export function figure({ atLeast, atMost, ...given }: FigureGiven): Figure {
  if (atLeast !== undefined)
    return { ...given, threshold: atLeast, holds: 'at-least', met: given.value >= atLeast }
  if (atMost !== undefined)
    return { ...given, threshold: atMost, holds: 'at-most', met: given.value <= atMost }
  return { ...given, threshold: null, holds: null, met: true }
}

/** "Why not?": each threshold with the value that stands against it. */
export function answerOf(seen: boolean, figures: Figure[]): Answer {
  const missed = figures.filter(({ met }) => !met)
  const suspected = seen && missed.length === 0
  const told = (name: 'zh' | 'en', label: string) =>
    missed.map(f => `${f[name]} ${f.value}（${label} ${f.threshold}）`).join('；')
  const sentence = suspected
    ? { zh: '已达到全部门槛。', en: 'Every threshold is met.' }
    : seen
      ? { zh: `未达到：${told('zh', '门槛')}。`, en: `Not met: ${told('en', 'threshold')}.` }
      : { zh: '时间窗内没有有关记录。', en: 'Nothing of it was seen in the window.' }
  return { seen, suspected, figures, sentence }
}

/** Cuts a graph to its bounds, the core last, and says what was cut. */
export function boundedGraph({
  nodes,
  edges,
}: Pick<EvidenceGraph, 'nodes' | 'edges'>): EvidenceGraph {
  const rank = (role: string) => (role === 'core' ? 0 : 1)
  const shownNodes = nodes
    .toSorted((a, b) => rank(a.role) - rank(b.role))
    .slice(0, detectionLimits.graphNodes)
  const ids = new Set(shownNodes.map(({ id }) => id))
  const shownEdges = edges
    .filter(({ from, to }) => ids.has(from) && ids.has(to))
    .toSorted((a, b) => rank(a.role) - rank(b.role) || a.atMs - b.atMs)
    .slice(0, detectionLimits.graphEdges)
  return {
    nodes: shownNodes,
    edges: shownEdges,
    omittedNodes: nodes.length - shownNodes.length,
    omittedEdges: edges.length - shownEdges.length,
  }
}

/** As a notice writes it: 2026年3月4日, or 2026年3月4日至2026年4月30日 / 4 March 2026 to 30 April 2026. */
export function spanOfDays(fromMs: number, untilMs: number): { zh: string; en: string } {
  const from = writtenDay(chineseDay(fromMs))
  const until = writtenDay(chineseDay(untilMs))
  if (from.zh === until.zh) return from
  return { zh: `${from.zh}至${until.zh}`, en: `${from.en} to ${until.en}` }
}

/** Parameters that are numbers, by name, or a RangeError that names the one that is not. */
export const numbersOf = <Name extends string>(
  parameters: { readonly [name: string]: unknown },
  names: readonly Name[],
): Record<Name, number> =>
  Object.fromEntries(names.map(name => [name, numberOf(parameters, name)])) as Record<Name, number>

/** A number parameter, or a RangeError that names it. */
export function numberOf(parameters: { readonly [name: string]: unknown }, name: string): number {
  const value = parameters[name]
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new RangeError(`${name} is not a number`)
  return value
}
