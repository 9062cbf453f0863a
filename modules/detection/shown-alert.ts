/** An alert as the contract shows it: to the government whole, to a merchant only what speaks of its own shops. */
import {
  type Actor,
  type AlertBrief,
  type AlertPage,
  type AlertStep,
  type AlertSuspicion,
  type Bilingual,
  behaviours,
  type Disposition,
  type EvidenceGraph,
  hasRole,
  type MerchantWarning,
} from '#contract'
import { chineseDay } from '#lib/calendar'
import type { Policies } from '#modules/policy'
import type { Directory, Profile } from '#modules/subjects'
import type { Alert, AlertFact, SuspicionNote } from './alert-state.ts'
import { ended, escalatedLate } from './alerts.ts'
import { boundedGraph, shopKey, shopName } from './evidence.ts'
import type { ExplainedModel } from './model.ts'
import { sourcesOf } from './parameters.ts'
import type { SuspicionContent } from './raising.ts'

/** As of when it is shown, and what areas are called. */
export type Shown = { readonly now: Date; readonly directory: Directory }

export function shownBrief(alert: Alert, { now, directory }: Shown): AlertBrief {
  const { zh, en } = behaviours[alert.behaviour]
  const receiver = directory.within(alert.receiverArea)
  const area = alert.areas[0] ?? ''
  const lastExplained = alert.explanations.at(-1)?.at
  return {
    id: alert.id,
    number: alert.number,
    behaviour: alert.behaviour,
    behaviourZh: zh,
    behaviourEn: en,
    behaviours: [...alert.behaviours],
    family: alert.family,
    level: alert.level,
    confidence: alert.confidence,
    state: alert.state,
    sentence: alert.sentence,
    shops: alert.shops.map(shopKey),
    shopCount: alert.shops.length,
    victims: (alert.victims ?? []).map(shopKey),
    accountCount: alert.accounts.length,
    sellerIds: [...alert.sellerIds],
    area,
    ...directory.within(area),
    receiverArea: alert.receiverArea,
    receiverAreaZh: receiver.areaZh,
    receiverAreaEn: receiver.areaEn,
    escalations: alert.escalations,
    handler: alert.handler,
    dueAt: alert.due?.dueAt ?? null,
    duty: alert.due?.duty ?? null,
    overdue: alert.due !== null && alert.due.dueAt < now.toISOString(),
    from: alert.from,
    until: alert.until,
    raisedAt: alert.raisedAt,
    changedAt: alert.changedAt,
    suspicionCount: alert.suspicions.length,
    disposition: alert.disposition,
    explained: lastExplained !== undefined && !ended(alert),
  }
}

export type KeptSuspicion = {
  readonly note: SuspicionNote
  readonly content: SuspicionContent
  readonly raisedAt: Date
}

export type KeptFact = {
  readonly fact: AlertFact
  readonly batchId: string
  readonly ordinal: number
}

export function shownPage(
  alert: Alert,
  kept: {
    suspicions: readonly KeptSuspicion[]
    facts: readonly KeptFact[]
    sellers: ReadonlyMap<string, Profile>
  },
  to: Shown & { actor: Actor; models: readonly ExplainedModel[]; policies: Policies },
): AlertPage {
  return {
    ...shownBrief(alert, to),
    accounts: [...alert.accounts],
    keepers: keepersOf(alert, kept.sellers),
    suspicions: kept.suspicions.map(suspicion => shownSuspicion(suspicion, to)),
    graph: mergedGraph(kept.suspicions.map(({ content }) => content.graph)),
    timeline: kept.facts.map(shownStep),
    snoozedUntil: alert.snoozedUntil,
    caseId: alert.caseId,
    mergedInto: alert.mergedInto,
    absorbed: [...alert.absorbed],
    explanations: alert.explanations.map(shownExplanation),
    steps: stepsOf(alert, to.actor),
  }
}

/** The shops it speaks of, each with its keeper. */
function keepersOf({ shops }: Alert, sellers: ReadonlyMap<string, Profile>): AlertPage['keepers'] {
  return [...sellers.values()].flatMap(seller =>
    seller.shops
      .filter(shop => shops.includes(shopName(shop)))
      .map(({ platform, shop, name }) => ({
        platform,
        shop,
        shopName: name,
        sellerId: seller.id,
        sellerName: seller.shown_name,
      })),
  )
}

/** Explanations older than attachments have none. */
const shownExplanation = ({ attachments = [], ...rest }: Alert['explanations'][number]) => ({
  ...rest,
  attachments: [...attachments],
})

export function referenceOf(
  note: Pick<SuspicionNote, 'model' | 'version'>,
  models: readonly ExplainedModel[],
) {
  const card = models.find(model => model.card.code === note.model)?.card
  return {
    code: note.model,
    version: note.version,
    titleZh: card?.titleZh ?? note.model,
    titleEn: card?.titleEn ?? note.model,
  }
}

function shownSuspicion(
  { note, content, raisedAt }: KeptSuspicion,
  { models, policies }: { models: readonly ExplainedModel[]; policies: Policies },
): AlertSuspicion {
  const card = models.find(model => model.card.code === note.model)?.card
  return {
    id: note.id,
    model: referenceOf(note, models),
    behaviour: note.behaviour,
    severity: note.severity,
    confidence: note.confidence,
    from: note.from,
    until: note.until,
    raisedAt: raisedAt.toISOString(),
    sentence: note.sentence,
    figures: [...content.figures],
    parameters: { ...content.parameters },
    sources: card ? sourcesOf(card, content, policies, chineseDay(raisedAt.getTime())) : [],
    inputs: content.inputs,
    inputsSha256: note.contentSha256,
  }
}

/** What one model takes for context may be another's core: the stronger word stays. */
function mergedGraph(graphs: readonly EvidenceGraph[]): EvidenceGraph {
  const nodes = new Map<string, EvidenceGraph['nodes'][number]>()
  const edges = new Map<string, EvidenceGraph['edges'][number]>()
  for (const graph of graphs) {
    for (const node of graph.nodes)
      if (node.role === 'core' || !nodes.has(node.id)) nodes.set(node.id, node)
    for (const edge of graph.edges) {
      const key = `${edge.kind} ${edge.from} ${edge.to} ${edge.reference}`
      if (edge.role === 'core' || !edges.has(key)) edges.set(key, edge)
    }
  }
  const graph = boundedGraph({ nodes: [...nodes.values()], edges: [...edges.values()] })
  const omitted = (field: 'omittedNodes' | 'omittedEdges') =>
    Math.max(graph[field], ...graphs.map(g => g[field]))
  return { ...graph, omittedNodes: omitted('omittedNodes'), omittedEdges: omitted('omittedEdges') }
}

const stepNames: Readonly<Record<AlertFact['kind'], { zh: string; en: string }>> = {
  raised: { zh: '生成预警', en: 'The alert was raised' },
  strengthened: { zh: '补充证据', en: 'Evidence was added' },
  cleared: { zh: '撤销对受害网店的怀疑', en: 'A harmed shop was cleared' },
  acknowledged: { zh: '签收', en: 'Acknowledged' },
  assigned: { zh: '指派承办人', en: 'Assigned' },
  escalated: { zh: '上报一级', en: 'Escalated by one level' },
  merged: { zh: '并入另一预警', en: 'Merged into another alert' },
  absorbed: { zh: '并入其他预警', en: 'Took in another alert' },
  snoozed: { zh: '暂缓处理', en: 'Put off' },
  woken: { zh: '恢复处理', en: 'Taken up again' },
  explained: { zh: '商家说明', en: 'The merchant explained itself' },
  'handed-over': { zh: '移交立案', en: 'Handed over to a case' },
  closed: { zh: '办结', en: 'Closed' },
}

function shownStep({ fact, batchId, ordinal }: KeptFact): AlertStep {
  return {
    id: fact.id,
    kind: fact.kind,
    at: fact.at,
    by: isOwnAct(fact) ? null : fact.byName,
    ...stepNames[fact.kind],
    sentence: sentenceOf(fact),
    text: isOwnAct(fact) ? null : textOf(fact),
    proof: { batchId, ordinal },
  }
}

const isOwnAct = ({ by }: AlertFact): boolean => by === 'system'

function sentenceOf(fact: AlertFact): Bilingual | null {
  if ('suspicion' in fact) return fact.suspicion.sentence
  return fact.kind === 'escalated' && isOwnAct(fact) ? escalatedLate : null
}

function textOf(fact: AlertFact): string | null {
  if ('reason' in fact) return fact.reason
  if (fact.kind === 'explained') return fact.text
  if (fact.kind === 'assigned') return fact.handler.name
  return null
}

function stepsOf(alert: Alert, actor: Actor): string[] {
  if (!hasRole(actor, 'credit-office', 'regulator', 'township')) return []
  const decides = hasRole(actor, 'credit-office', 'regulator')
  const known = alert.state === 'acknowledged' || alert.state === 'assigned'
  const steps: [name: string, may: boolean][] = [
    ['acknowledgeAlert', alert.state === 'raised'],
    ['assignAlert', decides && !ended(alert)],
    ['escalateAlert', (known || alert.state === 'raised') && alert.receiverArea !== ''],
    ['mergeAlerts', !ended(alert)],
    ['snoozeAlert', known],
    ['closeAlert', decides && known],
    ['handOverAlert', decides && known && alert.sellerIds.length > 0],
  ]
  return steps.filter(([, may]) => may).map(([name]) => name)
}

/** What became of the warning, as its merchant is told; closing never finds anything against it (invariant 2). */
const closings: Readonly<Record<Disposition, Bilingual>> = {
  'confirmed-suspicion': {
    zh: '经人工核查，嫌疑未能排除；这不是认定，如需立案将依法另行告知。',
    en: 'A person checked it and the suspicion stands; this is no finding, and a case would be notified separately.',
  },
  explained: {
    zh: '您的说明已被采纳，预警解除。',
    en: 'Your explanation was accepted; the warning is lifted.',
  },
  'false-alarm': {
    zh: '经人工核查，属于误报，预警解除。',
    en: 'A person checked it: it was a false alarm and is lifted.',
  },
  duplicate: {
    zh: '与另一预警重复，已办结。',
    en: 'It repeated another warning and was closed.',
  },
  'outside-competence': {
    zh: '不属于本机关职权范围，已办结。',
    en: 'It lies outside this office’s competence and was closed.',
  },
}

function outcomeOf({ state, disposition }: Alert): Bilingual | null {
  if (disposition) return closings[disposition]
  if (state !== 'handed-over') return null
  return {
    zh: '已转入案件程序，将另行告知您的权利。',
    en: 'It has become a case; you will be notified of your rights separately.',
  }
}

/** Figures and sentence name no other person: accounts, other sellers' shops and the graph stay out. */
export function shownWarning(
  alert: Alert,
  of: {
    sellerId: string
    shops: readonly string[]
    figures: MerchantWarning['figures']
    explainBy: string
  },
): MerchantWarning {
  const { zh, en, basis } = behaviours[alert.behaviour]
  return {
    alertId: alert.id,
    number: alert.number,
    sellerId: of.sellerId,
    behaviour: alert.behaviour,
    behaviourZh: zh,
    behaviourEn: en,
    basis,
    level: alert.level,
    shops: of.shops.map(shopKey),
    from: alert.from,
    until: alert.until,
    raisedAt: alert.raisedAt,
    reason: alert.sentence,
    figures: of.figures,
    open: !ended(alert),
    explainBy: of.explainBy,
    explanations: alert.explanations
      .filter(({ sellerId }) => sellerId === of.sellerId)
      .map(shownExplanation)
      .map(({ at, text, attachments }) => ({ at, text, attachments })),
    outcome: outcomeOf(alert),
  }
}
