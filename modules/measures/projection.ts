/**
 * What each fact makes of the rows of lists, measures and the feed. Writers write these columns, and verification folds
 * them again. A column that is absent is one that the fact does not tell: since 28 November 2026 they tell all of them.
 */
import type { Evidence, MeasureClass } from '#contract'
import { chineseDay, type IsoDate } from '#lib/calendar'
import type { ListTypeData } from './catalogue.ts'
import type { Place } from './facts.ts'
import type { ChangeRow, EntryRow, FeedbackRow, MeasureRow } from './tables.ts'

type About = {
  readonly owner: string
  readonly at: string
  readonly by: string
  readonly office: string | null
}

/** The party as lists and measures name it; masked where it is a natural person. */
type PartyTold = { readonly name: string; readonly code: string | null; readonly area: string }

export type Cause = 'expired' | 'repaired' | 'removed' | 'withdrawn' | 'revoked' | 'lifted'

/** What a fact says beside who says it of whom, by type. */
export type Bodies = {
  'measures.list-created': { readonly list: ListTypeData }
  'measures.nominated': {
    readonly entry: string
    readonly list: string
    readonly nature?: EntryRow['nature']
    readonly basis?: string
    readonly party?: PartyTold
    readonly nominatedBy?: string | null
    readonly reason: string
    readonly reasonEn: string | null
    readonly evidence: readonly Evidence[]
    readonly noticeUntil: IsoDate
  }
  /** By a decision, or of a candidate whose nomination told the rest. */
  'measures.entered': {
    readonly entry: string
    readonly list: string
    readonly nature?: EntryRow['nature']
    readonly party?: PartyTold
    readonly basis: string
    readonly reason: string
    readonly reasonEn?: string | null
    /** The office, as the public reads it; the person is in `by`. */
    readonly decidedBy?: string
    readonly case?: string
    readonly document?: string
    readonly deliveredOn?: IsoDate
    readonly record: string | null
    readonly enteredOn: IsoDate
    readonly until: IsoDate
    readonly removableFrom: IsoDate | null
  }
  'measures.candidate-rejected': {
    readonly entry: string
    readonly list: string
    readonly basis: string
    readonly reason: string
    readonly decidedBy?: string
  }
  'measures.entry-ended': {
    readonly entry: string
    readonly list: string
    readonly cause: Cause
    readonly reason: string
    readonly endedOn: IsoDate
  }
  'measures.imposed': {
    readonly measure: string
    readonly class: MeasureClass
    readonly measureId: string
    readonly party?: PartyTold
    readonly audience?: ChangeRow['audience']
    readonly basis: string
    readonly reason: string
    readonly from: IsoDate
    readonly until: IsoDate | null
    readonly entry: string | null
    readonly case: string | null
    readonly list: string | null
    readonly organisation: string | null
  }
  'measures.lifted': {
    readonly measure: string
    readonly measureId: string
    readonly audience?: ChangeRow['audience']
    readonly cause: Cause
    readonly reason: string
  }
  'measures.reported': {
    readonly measure: string
    readonly measureId: string
    readonly organisation: string
    readonly applied: boolean
    readonly reason: string | null
  }
}

export type FactType = keyof Bodies
export type Told<T extends FactType> = { [K in T]: About & { readonly fact: K } & Bodies[K] }[T]
export type Placed<T extends FactType> = { readonly fact: Told<T>; readonly place: Place }

const partyColumns = (party: PartyTold | undefined) =>
  party === undefined
    ? {}
    : { subject_name: party.name, subject_code: party.code, area: party.area }

type UntoldOfEntry = 'nature' | 'basis' | 'subject_name' | 'subject_code' | 'area' | 'nominated_by'
export type EntryTold = Omit<EntryRow, UntoldOfEntry | 'decided_by'> &
  Partial<Pick<EntryRow, UntoldOfEntry | 'decided_by'>>

export const nominatedEntry = ({ fact, place }: Placed<'measures.nominated'>): EntryTold => ({
  ...blankEntry(fact),
  ...(fact.basis === undefined ? {} : { basis: fact.basis }),
  ...(fact.nominatedBy === undefined ? {} : { nominated_by: fact.nominatedBy }),
  ...place,
  state: 'candidate',
  decided_by: '',
  notice_until: fact.noticeUntil,
})

export const enteredEntry = (placed: Placed<'measures.entered'>): EntryTold => ({
  ...blankEntry(placed.fact),
  ...acceptedColumns(placed),
  basis: placed.fact.basis,
  nominated_by: null,
  case_id: placed.fact.case ?? null,
  document: placed.fact.document ?? null,
})

const blankEntry = (fact: Told<'measures.nominated' | 'measures.entered'>) => ({
  subject_id: fact.owner,
  entry_id: fact.entry,
  list_type: fact.list,
  ...(fact.nature === undefined ? {} : { nature: fact.nature }),
  ...partyColumns(fact.party),
  reason: fact.reason,
  reason_en: fact.reasonEn ?? null,
  case_id: null,
  document: null,
  notice_until: null,
  entered_on: null,
  until_on: null,
  removable_from: null,
  ended_on: null,
  end_reason: null,
  record_id: null,
  entered_at: new Date(fact.at),
})

/** Of a candidate the nomination's words stand; the acceptance has words of its own. */
export const acceptedColumns = ({ fact, place }: Placed<'measures.entered'>) => ({
  ...place,
  state: 'in-force' as const,
  ...decidedBy(fact),
  record_id: fact.record,
  entered_on: fact.enteredOn,
  until_on: fact.until,
  removable_from: fact.removableFrom,
})

export const rejectedColumns = ({ fact, place }: Placed<'measures.candidate-rejected'>) => ({
  ...place,
  state: 'rejected' as const,
  ...decidedBy(fact),
  ended_on: chineseDay(Date.parse(fact.at)),
  end_reason: fact.reason,
})

const decidedBy = (fact: { readonly decidedBy?: string }) =>
  fact.decidedBy === undefined ? {} : { decided_by: fact.decidedBy }

export const endedColumns = ({ cause, endedOn, reason }: Told<'measures.entry-ended'>) => ({
  state: cause === 'expired' ? ('expired' as const) : ('removed' as const),
  ended_on: endedOn,
  end_reason: reason,
})

type UntoldOfMeasure = 'subject_name' | 'subject_code' | 'area'
export type MeasureTold = Omit<MeasureRow, UntoldOfMeasure> &
  Partial<Pick<MeasureRow, UntoldOfMeasure>>

export const imposedMeasure = ({ fact, place }: Placed<'measures.imposed'>): MeasureTold => ({
  ...place,
  subject_id: fact.owner,
  measure_id: fact.measureId,
  measure: fact.measure,
  class: fact.class,
  ...partyColumns(fact.party),
  basis: fact.basis,
  reason: fact.reason,
  entry_id: fact.entry,
  case_id: fact.case,
  list_type: fact.list,
  organisation_id: fact.organisation,
  state: 'in-force',
  from_on: fact.from,
  until_on: fact.until,
  imposed_by: fact.by,
  imposed_at: new Date(fact.at),
  ended_at: null,
  end_reason: null,
})

export const liftedColumns = ({ cause, at, reason }: Told<'measures.lifted'>) => ({
  state: cause === 'expired' ? ('ended' as const) : ('lifted' as const),
  ended_at: new Date(at),
  end_reason: reason,
})

/** A change on the feed, before it has its number. */
export type ChangeTold = Omit<ChangeRow, 'number' | 'audience'> &
  Partial<Pick<ChangeRow, 'audience'>>

export const changeColumns = (
  { organisation_id }: Pick<MeasureTold, 'organisation_id'>,
  { fact, place }: Placed<'measures.imposed' | 'measures.lifted'>,
): ChangeTold => ({
  change: fact.fact === 'measures.imposed' ? 'imposed' : 'lifted',
  subject_id: fact.owner,
  measure_id: fact.measureId,
  ...(fact.audience === undefined ? {} : { audience: fact.audience }),
  organisation_id,
  reason: fact.reason,
  at: new Date(fact.at),
  ...place,
})

/** What a recipient did, as it said last. */
export const feedbackColumns = (fact: Told<'measures.reported'>) => ({
  organisation: fact.organisation,
  applied: fact.applied,
  reason: fact.reason,
  at: new Date(fact.at),
})

export const feedbackRow = (fact: Told<'measures.reported'>): FeedbackRow => ({
  measure_id: fact.measureId,
  // Only an organisation can report, so the fact names one.
  organisation_id: fact.office!,
  ...feedbackColumns(fact),
})

/** A list created here, as it is stored; its term is read by policy, its entries are counted. */
export const createdList = ({ fact, place }: Placed<'measures.list-created'>) => ({
  ...fact.list,
  proof: { batchId: place.batch_id, ordinal: place.ordinal },
})
