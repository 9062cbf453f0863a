/**
 * The state of a record as a fold over its facts: pure, so that the file of a subject can be had as of any instant and
 * the projection can be dropped and rebuilt (invariants 1 and 4).
 */
import type { CreditRecord, Evidence, Severity } from '#contract'
import { daysBetween } from '#lib/calendar'
import type { Clocks } from './clocks.ts'
import { isShown } from './clocks.ts'
import type { RecordFactKind, RecordRow } from './tables.ts'

/** What the body of a fact says; `added` carries everything, later kinds what they change. */
export type RecordFact = {
  readonly id: string
  readonly kind: RecordFactKind
  readonly record: string
  readonly subject: string
  readonly at: string
  readonly by: string
  readonly provider: string
  /** The provider's id; null where it is the system itself. Told since 28 November 2026, like `area`. */
  readonly office?: string | null
  /** Of the subject, when the record was added. */
  readonly area?: string
  readonly reason?: string
  readonly added?: AddedBody
  readonly changes?: Partial<Changeable>
  readonly accepted?: boolean
}

export type Changeable = {
  readonly textZh: string
  readonly textEn: string
  readonly basis: string
  readonly occurredOn: string
  readonly severity: Severity | null
  readonly clocks: Clocks
}

export type AddedBody = Changeable & {
  readonly item: string
  readonly polarity: CreditRecord['polarity']
  readonly document: string | null
  readonly evidence: readonly Evidence[]
  readonly caseId: string | null
  readonly needsReview: boolean
  /** The day the clocks began. */
  readonly effectiveOn: string
}

export type RecordState = AddedBody & {
  readonly id: string
  readonly subjectId: string
  readonly provider: string
  readonly providerId?: string
  readonly area?: string
  readonly enteredAt: string
  readonly enteredBy: string
  readonly disputed: boolean
  readonly reviewed: boolean
  readonly ended: 'repaired' | 'withdrawn' | null
  readonly proof: { batchId: string; ordinal: number }
}

export type PlacedFact = { readonly fact: RecordFact; readonly proof: RecordState['proof'] }

/** Applies one fact; the first must be `added`. */
export function applyFact(
  state: RecordState | undefined,
  { fact, proof }: PlacedFact,
): RecordState {
  if (fact.kind === 'added') {
    if (state || !fact.added) throw new Error(`record ${fact.record} was added twice or empty`)
    return {
      ...fact.added,
      id: fact.record,
      subjectId: fact.subject,
      provider: fact.provider,
      ...provenance(fact),
      enteredAt: fact.at,
      enteredBy: fact.by,
      disputed: false,
      reviewed: !fact.added.needsReview,
      ended: null,
      proof,
    }
  }
  if (!state) throw new Error(`record ${fact.record} was ${fact.kind} before it was added`)
  switch (fact.kind) {
    case 'reviewed':
      return fact.accepted ? { ...state, reviewed: true } : { ...state, ended: 'withdrawn' }
    case 'corrected':
      // The shown text is now the correction's, so the proof is too.
      return { ...state, ...fact.changes, proof }
    case 'withdrawn':
      return { ...state, ended: 'withdrawn' }
    case 'repaired':
      return { ...state, ended: 'repaired' }
    case 'disputed':
      return { ...state, disputed: true }
    case 'settled':
      return { ...state, disputed: false }
    default:
      return fact.kind satisfies never
  }
}

/** A record of the system itself has no organisation to be found by; the fact's id stands for one. */
const provenance = ({
  id,
  office,
  area,
}: RecordFact): Pick<RecordState, 'providerId' | 'area'> => ({
  ...(office === undefined ? {} : { providerId: office ?? id }),
  ...(area === undefined ? {} : { area }),
})

/** The columns of a record, as they are written and as they are verified. */
export type RecordTold = Omit<RecordRow, 'provider_id' | 'area'> &
  Partial<Pick<RecordRow, 'provider_id' | 'area'>>

export const recordRow = (state: RecordState): RecordTold => ({
  subject_id: state.subjectId,
  record_id: state.id,
  item: state.item,
  polarity: state.polarity,
  ...(state.providerId === undefined ? {} : { provider_id: state.providerId }),
  provider: state.provider,
  ...(state.area === undefined ? {} : { area: state.area }),
  entered_at: new Date(state.enteredAt),
  ...movingColumns(state),
})

/** What later facts may change. */
export const movingColumns = (state: RecordState) => ({
  severity: state.severity,
  occurred_on: state.occurredOn,
  shown_until: state.clocks.shownUntil,
  kept_until: state.clocks.keptUntil,
  query_until: state.clocks.queryUntil,
  state: state.ended ?? ('shown' as const),
  disputed: state.disputed,
  reviewed: state.reviewed,
  state_json: state,
})

/** All records of a set of facts, in the order in which they were entered. */
export function foldFacts(facts: readonly PlacedFact[]): RecordState[] {
  const states = new Map<string, RecordState>()
  for (const placed of facts)
    states.set(placed.fact.record, applyFact(states.get(placed.fact.record), placed))
  return [...states.values()]
}

/** What the contract shows of a record on a day. */
export function shownRecord(state: RecordState, today: string): CreditRecord {
  const { shownUntil, keptUntil, queryUntil } = state.clocks
  return {
    id: state.id,
    subjectId: state.subjectId,
    item: state.item,
    polarity: state.polarity,
    severity: state.severity,
    textZh: state.textZh,
    textEn: state.textEn,
    basis: state.basis,
    document: state.document,
    provider: state.provider,
    evidence: [...state.evidence],
    caseId: state.caseId,
    occurredOn: state.occurredOn,
    enteredAt: state.enteredAt,
    delayDays: daysBetween(state.occurredOn, state.enteredAt.slice(0, 10)),
    shownUntil,
    keptUntil,
    queryUntil,
    disputed: state.disputed,
    state: state.ended ?? (isShown(shownUntil, today) ? 'shown' : 'expired'),
    reviewed: state.reviewed,
    proof: state.proof,
  }
}
