/**
 * What of a case its reader may see (invariant 7): the office all of it, the party its side, a reporter its own report.
 * The file is cut before a page is made of it, so that no page can show what its reader's file does not hold.
 */

import { type Asking, isApplicant, isParty, isStaff } from './guards.ts'
import { procedureOf } from './procedure.ts'
import { isServed } from './projection.ts'
import type { CaseFile, PlacedFact } from './state.ts'

/** The file as the caller may see it; undefined when for this caller there is no such case. */
export function fileSeenBy(file: CaseFile, asking: Asking): CaseFile | undefined {
  if (isStaff(file, asking) || asking.actor.roles.includes('auditor')) return file
  if (isParty(file, asking) && isServed(file)) return partySide(file, isApplicant(file, asking))
  if (!isApplicant(file, asking)) return undefined
  return file.kind === 'finding' ? ownReport(file) : partySide(file, true)
}

/**
 * What was served, said and decided; never who reported it nor how the office checked. Who filed a complaint, objection
 * or repair is a party to it.
 */
function partySide(file: CaseFile, isApplicant: boolean): CaseFile {
  const isTold = file.deliveredOn !== null || file.decision?.outcome === 'no-finding'
  return {
    ...file,
    facts: file.kind === 'finding' ? (file.proposed?.facts ?? '') : file.facts,
    order: file.kind === 'finding' ? null : file.order,
    origin: null,
    linked: isApplicant ? file.linked : [],
    decision: isTold ? file.decision : null,
    documents: file.documents.filter(({ kind }) => kind !== 'decision' || isTold),
    evidence: withoutContent(file.evidence),
    timeline: file.timeline.filter(placed => isOpenToParties(file, placed)),
  }
}

/** A reporter learns that the report is checked and what became of it, not what is said of others. */
const ownReport = (file: CaseFile): CaseFile => ({
  ...file,
  handler: null,
  proposed: null,
  decision: null,
  hearing: null,
  deliveredOn: null,
  recordIds: [],
  documents: [],
  clocks: file.clocks.filter(({ name }) => name === 'check'),
  // Those of the opening come first.
  evidence: withoutContent(file.evidence.slice(0, file.timeline[0]?.fact.evidence?.length ?? 0)),
  timeline: file.timeline.slice(0, 1),
})

const withoutContent = (evidence: CaseFile['evidence']): CaseFile['evidence'] =>
  evidence.map(item => ({ ...item, content: null, addedBy: '' }))

/** Checks and assignments stay with the office. */
function isOpenToParties(file: CaseFile, { fact }: PlacedFact): boolean {
  if (fact.verb === 'open') return file.kind !== 'finding'
  if (fact.verb === 'report-late') return false
  const { steps } = procedureOf(file.kind, file.procedureVersion)
  return !steps.find(step => step.verb === fact.verb)?.internal
}
