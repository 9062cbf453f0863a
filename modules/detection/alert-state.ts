/**
 * An alert as a fold over its facts: what each fact says and how it moves the state. Pure, so that the projection can be
 * dropped and rebuilt, and a reader can check each step.
 */
import {
  type AlertLevel,
  type AlertState,
  alertLevels,
  type BehaviourCode,
  type BehaviourFamily,
  type Bilingual,
  behaviours,
  type Disposition,
  detectionLimits,
  type Evidence,
} from '#contract'

export type Duty = { readonly duty: 'acknowledge' | 'dispose'; readonly dueAt: string }

/** A suspicion as the alert remembers it; its content is a row of its own, whose digest stands here. */
export type SuspicionNote = {
  readonly id: string
  readonly model: string
  readonly version: string
  readonly key: string
  readonly behaviour: BehaviourCode
  readonly severity: AlertLevel
  readonly confidence: number
  readonly from: string
  readonly until: string
  readonly sentence: Bilingual
  /** The version of a staff rule that saw it. */
  readonly rule?: { readonly code: string; readonly version: number }
  readonly contentSha256: string
}

type Said = {
  readonly id: string
  readonly alert: string
  readonly at: string
  readonly by: string
  readonly byName: string
}

type Suspected = {
  readonly suspicion: SuspicionNote
  readonly shops: readonly string[]
  readonly accounts: readonly string[]
  readonly sellerIds: readonly string[]
  readonly areas: readonly string[]
  /** Shops that were harmed; absent from facts older than reverse brushing. */
  readonly victims?: readonly string[]
}

export type AlertFact = Said &
  (
    | ({ kind: 'raised'; number: string; receiverArea: string } & Suspected & Duty)
    | ({ kind: 'strengthened' } & Suspected)
    | {
        kind: 'cleared'
        /** No longer suspected but harmed. */
        shops: readonly string[]
        /** Their keepers, who keep no other shop of the alert. */
        sellerIds: readonly string[]
        reason: string
      }
    | ({ kind: 'acknowledged' } & Duty)
    | { kind: 'assigned'; handler: { id: string; name: string } }
    | ({ kind: 'escalated'; receiverArea: string; reason: string } & Duty)
    | { kind: 'merged'; into: string; reason: string }
    | ({ kind: 'absorbed'; absorbed: string; suspicions: readonly SuspicionNote[] } & Omit<
        Suspected,
        'suspicion'
      >)
    | { kind: 'snoozed'; until: string; reason: string }
    | ({ kind: 'woken' } & Duty)
    | {
        kind: 'explained'
        sellerId: string
        text: string
        /** Absent from facts older than attachments. */
        attachments?: readonly Evidence[]
      }
    | { kind: 'handed-over'; caseId: string; sellerId: string }
    | { kind: 'closed'; disposition: Disposition; reason: string }
  )
export type AlertFactKind = AlertFact['kind']

type Explanation = {
  readonly at: string
  readonly by: string
  readonly sellerId: string
  readonly text: string
  readonly attachments?: readonly Evidence[]
}

export type Alert = {
  readonly id: string
  readonly number: string
  readonly state: AlertState
  readonly family: BehaviourFamily
  readonly behaviour: BehaviourCode
  readonly behaviours: readonly BehaviourCode[]
  readonly models: readonly string[]
  readonly level: AlertLevel
  readonly confidence: number
  readonly sentence: Bilingual
  readonly suspicions: readonly SuspicionNote[]
  readonly shops: readonly string[]
  readonly accounts: readonly string[]
  readonly sellerIds: readonly string[]
  readonly areas: readonly string[]
  readonly victims?: readonly string[]
  readonly receiverArea: string
  readonly escalations: number
  readonly handler: { readonly id: string; readonly name: string } | null
  readonly due: Duty | null
  readonly from: string
  readonly until: string
  readonly raisedAt: string
  readonly changedAt: string
  readonly snoozedUntil: string | null
  readonly explanations: readonly Explanation[]
  readonly disposition: Disposition | null
  readonly closedReason: string | null
  readonly caseId: string | null
  readonly mergedInto: string | null
  readonly absorbed: readonly string[]
}

export function applyFact(before: Alert | undefined, fact: AlertFact): Alert {
  if (fact.kind === 'raised') return raised(fact)
  if (!before) throw new Error(`alert ${fact.alert} begins with a fact of kind ${fact.kind}`)
  return { ...before, ...changeOf(before, fact), changedAt: fact.at }
}

function raised(fact: AlertFact & { kind: 'raised' }): Alert {
  const { suspicion } = fact
  const empty = {
    id: fact.alert,
    number: fact.number,
    state: 'raised' as const,
    family: behaviours[suspicion.behaviour].family,
    behaviours: [],
    models: [],
    suspicions: [],
    shops: [],
    accounts: [],
    sellerIds: [],
    areas: [],
    victims: [],
    receiverArea: fact.receiverArea,
    escalations: 0,
    handler: null,
    due: dutyOf(fact),
    raisedAt: fact.at,
    changedAt: fact.at,
    snoozedUntil: null,
    explanations: [],
    disposition: null,
    closedReason: null,
    caseId: null,
    mergedInto: null,
    absorbed: [],
  }
  return { ...empty, ...withSuspicions(empty, [suspicion], fact) }
}

function changeOf(before: Alert, fact: Exclude<AlertFact, { kind: 'raised' }>): Partial<Alert> {
  switch (fact.kind) {
    case 'strengthened':
      return withSuspicions(before, [fact.suspicion], fact)
    case 'absorbed':
      return {
        ...withSuspicions(before, fact.suspicions, fact),
        absorbed: [...before.absorbed, fact.absorbed],
      }
    case 'cleared':
      return {
        shops: before.shops.filter(shop => !fact.shops.includes(shop)),
        sellerIds: before.sellerIds.filter(id => !fact.sellerIds.includes(id)),
        victims: union(before.victims ?? [], fact.shops, detectionLimits.shops),
      }
    case 'acknowledged':
      return { state: before.state === 'raised' ? 'acknowledged' : before.state, due: dutyOf(fact) }
    case 'assigned':
      return { state: 'assigned', handler: fact.handler }
    case 'escalated':
      return {
        receiverArea: fact.receiverArea,
        escalations: before.escalations + 1,
        due: dutyOf(fact),
      }
    case 'merged':
      return { state: 'merged', mergedInto: fact.into, due: null }
    case 'snoozed':
      return { state: 'snoozed', snoozedUntil: fact.until, due: null }
    case 'woken':
      return {
        state: before.handler ? 'assigned' : 'acknowledged',
        snoozedUntil: null,
        due: dutyOf(fact),
      }
    case 'explained': {
      const { at, byName: by, sellerId, text, attachments = [] } = fact
      return { explanations: [...before.explanations, { at, by, sellerId, text, attachments }] }
    }
    case 'handed-over':
      return { state: 'handed-over', caseId: fact.caseId, due: null }
    case 'closed':
      return {
        state: 'closed',
        disposition: fact.disposition,
        closedReason: fact.reason,
        due: null,
      }
  }
}

const dutyOf = ({ duty, dueAt }: Duty): Duty => ({ duty, dueAt })

type Gathered = Pick<Alert, 'suspicions' | 'shops' | 'accounts' | 'sellerIds' | 'areas' | 'victims'>

/** The newest word of a model on an act replaces its earlier ones; everything derived follows from the suspicions. */
function withSuspicions(
  before: Gathered,
  added: readonly SuspicionNote[],
  more: Omit<Suspected, 'suspicion'>,
) {
  const newest = new Map(
    [...before.suspicions, ...added].map(note => [
      `${note.model} ${note.behaviour} ${note.key}`,
      note,
    ]),
  )
  const suspicions = [...newest.values()].sort(strongestFirst)
  const strongest = suspicions[0]!
  const models = [...new Set(suspicions.map(({ model }) => model))]
  return {
    suspicions,
    models,
    behaviour: strongest.behaviour,
    behaviours: [...new Set(suspicions.map(({ behaviour }) => behaviour))],
    sentence: strongest.sentence,
    level: levelOf(suspicions, models.length),
    confidence: confidenceOf(suspicions),
    from: suspicions.map(({ from }) => from).sort()[0]!,
    until: suspicions
      .map(({ until }) => until)
      .sort()
      .at(-1)!,
    shops: union(before.shops, more.shops, detectionLimits.shops),
    accounts: union(before.accounts, more.accounts, detectionLimits.accounts),
    sellerIds: union(before.sellerIds, more.sellerIds, detectionLimits.shops),
    areas: union(before.areas, more.areas, detectionLimits.shops),
    victims: union(before.victims ?? [], more.victims ?? [], detectionLimits.shops),
  }
}

const rankOf = (level: AlertLevel): number => alertLevels.indexOf(level)

const strongestFirst = (a: SuspicionNote, b: SuspicionNote): number =>
  rankOf(b.severity) - rankOf(a.severity) ||
  b.confidence - a.confidence ||
  (a.until < b.until ? 1 : -1)

/** Two models that see the same act independently raise it by a level. */
function levelOf(suspicions: readonly SuspicionNote[], models: number): AlertLevel {
  const highest = Math.max(...suspicions.map(({ severity }) => rankOf(severity)))
  return alertLevels[Math.min(alertLevels.length - 1, highest + (models > 1 ? 1 : 0))]!
}

/** Models err independently, as far as we know: 1 − the product of their doubts, each with its best word. */
function confidenceOf(suspicions: readonly SuspicionNote[]): number {
  const best = new Map<string, number>()
  for (const { model, confidence } of suspicions)
    best.set(model, Math.max(confidence, best.get(model) ?? 0))
  const doubt = [...best.values()].reduce((product, confidence) => product * (1 - confidence), 1)
  return Math.round((1 - doubt) * 1000) / 1000
}

const union = (a: readonly string[], b: readonly string[], most: number): string[] =>
  [...new Set([...a, ...b])].slice(0, most)

export const ended = ({ state }: Pick<Alert, 'state'>): boolean =>
  state === 'closed' || state === 'handed-over' || state === 'merged'
