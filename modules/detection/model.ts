/**
 * What a detection model is: a card that says what it may do and on what ground, and a detector made from dated
 * parameters. A detector is a pure state machine over the event stream, so that the runner, a shadow run, a backtest
 * and a reviewer (requirement 13.1) get the same suspicions from the same events.
 *
 * The contract, which `replay.test.ts` holds every model to:
 * - same events in the same order + same parameters → same suspicions and same state, however the events were
 *   cut into batches and wherever the state was written down and taken up again;
 * - memory is bounded by its parameters, not by the length of the stream; what the bounds cost is in `losses`;
 * - no clock, no randomness, no I/O. Time is the events' own; events may come late and out of order.
 */
import type {
  AlertLevel,
  BehaviourCode,
  Bilingual,
  EvidenceGraph,
  Figure,
  MeasuredFigures,
  ShopKey,
  TradeEvent,
} from '#contract'

export type Json = null | boolean | number | string | readonly Json[] | JsonRecord
export type JsonRecord = { readonly [key: string]: Json | undefined }

/** A parameter stands in policy: a change has a day, a basis and an author. */
export type ParameterSpec = {
  /** As `create` receives it. */
  readonly name: string
  /** In modules/policy/data/detection.json: `detection.<model>.<name>`, or a key that several models share. */
  readonly policyKey: string
}

export type Parameters = { readonly [name: string]: Json | undefined }

export type ModelCard = {
  /** Kebab-case and stable; names the model in alerts for ever. */
  readonly code: string
  /** Semantic version of the method. Changed parameters are new policy versions, not a new model version. */
  readonly version: string
  readonly titleZh: string
  readonly titleEn: string
  readonly method: Bilingual
  readonly dataUsed: Bilingual
  readonly lawfulSource: Bilingual
  readonly limitations: Bilingual
  readonly owner: string
  readonly behaviours: readonly BehaviourCode[]
  readonly parameters: readonly ParameterSpec[]
  /** On data it was not tuned on; the dispositions of its real alerts are added when the card is shown. */
  readonly measured: readonly MeasuredFigures[]
  /** First and last Chinese calendar day of use, as enacted. */
  readonly from: string
  readonly until: string | null
  /** How it starts; staff may change it later (`setModelMode`). */
  readonly mode: 'production' | 'shadow'
}

export type Evidence = {
  readonly figures: readonly Figure[]
  /** Bounded by `detectionLimits`; `boundedGraph` cuts. */
  readonly graph: EvidenceGraph
}

export type Suspicion = {
  readonly behaviour: BehaviourCode
  /** Whose act it is suspected to be. A victim is named in `victims` instead. */
  readonly shops: readonly ShopKey[]
  readonly victims: readonly ShopKey[]
  /** Where it happened while it is open whether the shop did it or suffered it; an alert has its area from them. */
  readonly scenes?: readonly ShopKey[]
  /** Buyer tokens of the suspected group; other tokens stand in the graph. */
  readonly accounts: readonly string[]
  readonly severity: AlertLevel
  /** A probability as the model sees it, 0 to 1. */
  readonly confidence: number
  readonly window: { readonly fromMs: number; readonly untilMs: number }
  /** Event time at which the suspicion arose. */
  readonly raisedMs: number
  /**
   * What this detector calls the act: the same key later means "the same, grown" (a ring seen again), and the runner
   * replaces the earlier evidence instead of adding a suspicion.
   */
  readonly key: string
  readonly evidence: Evidence
  /** All that `recompute` needs to arrive at `evidence.figures`; plain JSON, at most a few hundred kilobytes. */
  readonly inputs: JsonRecord
  /** One sentence each that may stand in a notice to the party: what was seen, in figures, without a verdict. */
  readonly sentence: Bilingual
  /** Of a rule that staff wrote: which version saw it, and whether that is only tried out. */
  readonly rule?: { readonly code: string; readonly version: number; readonly onTrial: boolean }
}

export type Answer = {
  readonly seen: boolean
  readonly suspected: boolean
  readonly figures: readonly Figure[]
  readonly sentence: Bilingual
}

export type Asked = { readonly shop?: ShopKey; readonly account?: string }

export type Detector = {
  /** Takes one event. `atMs` is its parsed time; every model sees every kind and ignores what it does not know. */
  observe(event: TradeEvent, atMs: number): void
  /**
   * Event time has reached `nowMs` (a full hour, rising): slide windows, confirm candidates. Called at the same points
   * of the stream however it is batched, so all expensive work belongs here or must depend on the events alone.
   */
  advance(nowMs: number): void
  /** The suspicions since the last call, oldest first. */
  drain(): Suspicion[]
  /** Plain JSON; `create` with it continues as if nothing had happened. Typed arrays go through `packed`. */
  state(): Json
  /** Why it does not suspect this shop or account: each threshold with the value that stands against it now. */
  whyNot(asked: Asked): Answer
  /** Takes over what people write beside parameters (rules), from the next event on. */
  take?(book: unknown): void
  /** What was lost to the bounds: late events, forgotten keys. */
  losses(): Readonly<Record<string, number>>
}

/** What every model owes: a card, and its figures again. One that judges relations reads no stream and is no more. */
export type ExplainedModel = {
  readonly card: ModelCard
  /** The figures again from a suspicion's stored inputs: pure, without the stream (requirement 13.1). */
  recompute(inputs: JsonRecord, parameters: Parameters): Figure[]
}

export type Model = ExplainedModel & {
  /** Throws a RangeError for parameters that make no sense. Tolerates a state written under other thresholds. */
  create(parameters: Parameters, state?: Json): Detector
}
