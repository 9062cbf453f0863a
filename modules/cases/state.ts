/**
 * A case as a fold over its facts: pure, so that the file can be read as of any instant and its projections can be
 * dropped and rebuilt (invariants 1 and 4). A fact names the verb; what the verb does to state and clocks is in the
 * procedure's table, in the version the case began under.
 */
import type {
  CaseDocument,
  CaseKind,
  CaseState,
  Disposal,
  Evidence,
  OrderNamed,
  OriginKind,
  Severity,
} from '#contract'
import { type Clock, clocksAfter, type Rules } from './clocks.ts'
import { procedureOf, stepFrom } from './procedure.ts'

export type Person = { readonly id: string; readonly name: string }
export type Place = { readonly batchId: string; readonly ordinal: number }

export type CaseSubject = {
  readonly id: string
  /** As the documents name it; masked for natural persons. */
  readonly name: string
  readonly area: string
}

/** What a notice proposes and a decision lays down. */
export type FindingText = {
  readonly facts: string
  readonly reasons: string
  readonly basis: string
  readonly penalty: string
  readonly severity: Severity
  readonly occurredOn: string
  /** The list that the party is to be entered on. */
  readonly list?: string | undefined
}

export type Decision = FindingText & {
  readonly outcome: 'finding' | 'no-finding'
  readonly considered: string
  readonly document: string
  readonly sha256: string
}

/** Evidence with the detector's bundle where there is one; the digest is of its canonical text. */
export type KeptEvidence = Evidence & { readonly content?: unknown }

/** What an opening lays down once and for all. */
export type Opening = {
  readonly number: string
  readonly kind: CaseKind
  readonly procedureVersion: number
  readonly policyOn: string
  readonly rules: Rules
  readonly caseType: string
  readonly title: string
  readonly facts: string
  readonly order?: OrderNamed | null
  readonly subject: CaseSubject
  readonly area: string
  readonly office: Person | null
  readonly origin: { readonly kind: OriginKind; readonly id: string | null } | null
  readonly applicant: Person | null
  readonly targetRecordId: string | null
}

/** What later steps may set. */
export type Settings = {
  readonly handler?: Person
  readonly stage?: CaseFile['stage']
  readonly disposal?: Disposal
  readonly proposed?: FindingText | null
  readonly final?: boolean
  readonly hearing?: { readonly on: string; readonly place: string } | null
  readonly decision?: Decision
  readonly recordIds?: readonly string[]
  readonly linked?: readonly string[]
}

/** The body of a fact. */
export type CaseFact = {
  readonly id: string
  readonly fact: string
  readonly case: string
  readonly subject: string
  readonly verb: string
  readonly at: string
  /** The legal day of the step. */
  readonly on: string
  readonly by: Person | null
  readonly office: string | null
  readonly opening?: Opening
  readonly set?: Settings
  /** What the person wrote. */
  readonly text?: string
  readonly evidence?: readonly KeptEvidence[]
  readonly documents?: readonly CaseDocument[]
  /** Days a person set for clocks that are not counted. */
  readonly due?: Readonly<Record<string, string>>
  /** The clock a sweep found late. */
  readonly clock?: number
}

export type PlacedFact = { readonly fact: CaseFact; readonly proof: Place }

export type CaseFile = Opening & {
  readonly id: string
  readonly state: CaseState
  readonly stage: 'risk-monitoring' | 'online-check' | 'source-tracing' | 'local-handling'
  readonly openedAt: string
  readonly changedAt: string
  readonly handler: Person | null
  /** Whoever investigated; none of them decides. */
  readonly investigators: readonly string[]
  readonly disposal: Disposal | null
  readonly proposed: FindingText | null
  readonly servedOn: string | null
  readonly final: boolean
  readonly hearing: { readonly on: string; readonly place: string } | null
  readonly decision: Decision | null
  readonly decidedBy: Person | null
  readonly decidedAt: string | null
  readonly deliveredOn: string | null
  readonly acknowledgedAt: string | null
  readonly publishedOn: string | null
  readonly recordIds: readonly string[]
  readonly linked: readonly string[]
  readonly clocks: readonly Clock[]
  readonly evidence: readonly (KeptEvidence & { addedAt: string; addedBy: string })[]
  readonly documents: readonly CaseDocument[]
  readonly timeline: readonly PlacedFact[]
}

/** The file after all its facts, in order; the first opens it. */
export function foldCase(facts: readonly PlacedFact[]): CaseFile {
  let file: CaseFile | undefined
  for (const placed of facts) file = applyFact(file, placed)
  if (!file) throw new Error('a case begins with a fact')
  return file
}

export function applyFact(file: CaseFile | undefined, placed: PlacedFact): CaseFile {
  const { fact } = placed
  const before = file ?? opened(fact)
  const after = fact.verb === 'open' || fact.verb === 'report-late' ? before : stepped(before, fact)
  return {
    ...after,
    clocks: fact.clock === undefined ? after.clocks : escalated(after.clocks, fact.clock, fact.on),
    changedAt: fact.at,
    evidence: [
      ...after.evidence,
      ...(fact.evidence ?? []).map(item => ({
        ...item,
        addedAt: fact.at,
        addedBy: fact.by?.name ?? '',
      })),
    ],
    documents: [...after.documents, ...(fact.documents ?? [])],
    timeline: [...after.timeline, placed],
  }
}

function opened({ opening, case: id, at, on, set }: CaseFact): CaseFile {
  if (!opening) throw new Error(`case ${id} was changed before it was opened`)
  const procedure = procedureOf(opening.kind, opening.procedureVersion)
  return {
    ...opening,
    id,
    state: procedure.initial,
    stage: 'risk-monitoring',
    openedAt: at,
    changedAt: at,
    handler: null,
    investigators: [],
    disposal: null,
    proposed: null,
    servedOn: null,
    final: false,
    hearing: null,
    decision: null,
    decidedBy: null,
    decidedAt: null,
    deliveredOn: null,
    acknowledgedAt: null,
    publishedOn: null,
    recordIds: [],
    linked: set?.linked ?? [],
    clocks: clocksAfter([], { starts: beginningClocks(opening) }, on),
    evidence: [],
    documents: [],
    timeline: [],
  }
}

/** The term for checking a clue binds the office only where someone reported it. */
const beginningClocks = ({ kind, procedureVersion, origin }: Opening): string[] =>
  procedureOf(kind, procedureVersion).begins.filter(
    name => name !== 'check' || origin?.kind === 'report' || origin?.kind === 'complaint',
  )

function stepped(file: CaseFile, fact: CaseFact): CaseFile {
  const { verb, on, by, at } = fact
  const step = stepFrom(procedureOf(file.kind, file.procedureVersion), file.state, verb)
  if (!step) throw new Error(`case ${file.id}: ${verb} does not lead on from ${file.state}`)
  const moved: CaseFile = {
    ...file,
    ...fact.set,
    state: step.to === 'stays' ? file.state : step.to,
    clocks: clocksAfter(file.clocks, step, on, fact.due),
    investigators:
      step.investigates && by ? [...new Set([...file.investigators, by.id])] : file.investigators,
  }
  switch (verb) {
    case 'serve-notice':
      return { ...moved, servedOn: on, final: false, hearing: null }
    case 'return':
      return { ...moved, proposed: null, servedOn: null, final: false, hearing: null }
    case 'find':
    case 'clear':
      return { ...moved, decidedBy: by, decidedAt: at }
    case 'deliver':
      return { ...moved, deliveredOn: on }
    case 'acknowledge':
      return { ...moved, acknowledgedAt: at }
    case 'publish':
      return { ...moved, publishedOn: on }
    default:
      return moved
  }
}

const escalated = (clocks: readonly Clock[], ordinal: number, on: string): Clock[] =>
  clocks.map((clock, i) =>
    i === ordinal ? { ...clock, escalations: clock.escalations + 1, escalatedOn: on } : clock,
  )
