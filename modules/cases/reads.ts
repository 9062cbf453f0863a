/**
 * Reading cases: the work queue with its clocks, what concerns a party, and one case as its caller may see it. A party
 * sees its side only: what was served, said and decided, never who reported it nor how the office checked.
 */
import { sql } from 'kysely'
import type { Actor, CaseBrief, CaseEvent, CaseKind, CasePage, CaseState } from '#contract'
import type { WorkingCalendar } from '#lib/calendar'
import { visibleTo } from '#modules/access'
import type { Db } from '#platform/database'
import { refuse } from '#platform/runtime'
import { caseType, nameOf, names, stateName } from './catalogue.ts'
import { readClock } from './clocks.ts'
import { readFile } from './facts.ts'
import { type Asking, stepsFrom } from './guards.ts'
import { procedureOf, procedures } from './procedure.ts'
import { fileSeenBy } from './sight.ts'
import type { CaseFile, PlacedFact } from './state.ts'
import type { CaseRow } from './tables.ts'

export type On = { readonly today: string; readonly calendar: WorkingCalendar }

export type QueueQuery = {
  readonly kind?: CaseKind | undefined
  readonly state?: CaseState | undefined
  readonly caseType?: string | undefined
  readonly subject?: string | undefined
  readonly mine?: boolean | undefined
  readonly overdue?: boolean | undefined
  readonly open?: boolean | undefined
}

export type QueuePage = {
  readonly after: readonly [string, string] | undefined
  readonly limit: number
}

/** Sorts after every real day: a case on which no duty runs comes last. */
export const noDue = '9999-12-31'

const dueKey = sql<string>`coalesce(c.next_due, '9999-12-31')`

/** Cases of the actor's areas, the most urgent first. */
export async function listCases(
  db: Db,
  actor: Actor,
  query: QueueQuery,
  { after, limit }: QueuePage,
  on: On,
): Promise<CaseBrief[]> {
  let q = db
    .selectFrom('cases.case_file as c')
    .selectAll('c')
    .where(visibleTo(actor, { area: 'c.area' }))
    .orderBy(dueKey)
    .orderBy('c.case_id')
    .limit(limit)
  if (query.kind) q = q.where('c.kind', '=', query.kind)
  if (query.state) q = q.where('c.state', '=', query.state)
  if (query.caseType) q = q.where('c.case_type', '=', query.caseType)
  if (query.subject) q = q.where('c.subject_id', '=', query.subject)
  if (query.mine) q = q.where('c.handler_id', '=', actor.accountId)
  if (query.overdue) q = q.where('c.closed', '=', false).where('c.next_due', '<', on.today)
  if (query.open) q = q.where('c.closed', '=', false)
  if (after)
    q = q.where(sql<boolean>`(${dueKey}, c.case_id) > (${after[0]}::date, ${after[1]}::uuid)`)
  return briefs(db, await q.execute(), on)
}

/** What was served on the actor's subjects and what the actor itself filed; newest first. */
export async function listOwnCases(
  db: Db,
  { actor, ownSubjectIds }: Pick<Asking, 'actor' | 'ownSubjectIds'>,
  { before, limit }: { before: string | undefined; limit: number },
  on: On,
): Promise<CaseBrief[]> {
  let q = db
    .selectFrom('cases.case_file as c')
    .selectAll('c')
    .where(eb =>
      eb.or([
        ...(ownSubjectIds.length > 0
          ? [eb.and([eb('c.subject_id', 'in', [...ownSubjectIds]), eb('c.served', '=', true)])]
          : []),
        eb('c.applicant_account', '=', actor.accountId),
      ]),
    )
    .orderBy('c.case_id', 'desc')
    .limit(limit)
  if (before) q = q.where('c.case_id', '<', before)
  return briefs(db, await q.execute(), on)
}

async function briefs(
  db: Db,
  rows: readonly (Omit<CaseRow, 'rules'> & { rules: CaseFile['rules'] })[],
  on: On,
): Promise<CaseBrief[]> {
  if (rows.length === 0) return []
  const clocks = await db
    .selectFrom('cases.clock')
    .select(['case_id', 'clock', 'due_on'])
    .where(
      'case_id',
      'in',
      rows.map(row => row.case_id),
    )
    .where('subject_id', 'in', [...new Set(rows.map(row => row.subject_id))])
    .where('running', '=', true)
    .orderBy('due_on')
    .execute()
  const byCase = Map.groupBy(clocks, clock => clock.case_id)
  return rows.map(row => {
    const procedure = procedureOf(row.kind, row.procedure_version)
    const reading = { procedure, rules: row.rules, ...on }
    const shown = (byCase.get(row.case_id) ?? []).map(({ clock }) => readClock(clock, reading))
    return {
      ...named(row.case_type, row.state),
      id: row.case_id,
      number: row.number,
      kind: row.kind,
      title: row.title,
      titleEn: titleInEnglish({
        kind: row.kind,
        title: row.title,
        caseType: row.case_type,
        subject: row.subject_name,
      }),
      subject: { id: row.subject_id, name: row.subject_name },
      area: row.area,
      handler: row.handler_id === null ? null : { id: row.handler_id, name: row.handler_name! },
      origin: row.origin_kind,
      openedAt: row.opened_at.toISOString(),
      changedAt: row.changed_at.toISOString(),
      clocks: shown,
      overdue: shown.some(({ state }) => state === 'overdue'),
    }
  })
}

function named(type: string, state: CaseState) {
  const { zh: caseTypeZh, en: caseTypeEn } = caseType(type)
  const { zh: stateZh, en: stateEn } = stateName(state)
  return { caseType: type, caseTypeZh, caseTypeEn, state, stateZh, stateEn }
}

type Titled = Pick<CaseBrief, 'kind' | 'title' | 'caseType'> & { readonly subject: string }

/** Titles are mostly written in Chinese; who reads English is then told the matter and whom it concerns. */
function titleInEnglish({ kind, title, caseType: type, subject }: Titled): string {
  if (!/\p{Script=Han}/u.test(title.replaceAll(subject, ''))) return title
  const about =
    kind === 'objection' || kind === 'repair' ? nameOf(names.kinds, kind)! : caseType(type)
  return `${about.en} · ${subject}`
}

/** One case as the caller may see it; what it may not see does not exist for it. */
export async function readCase(db: Db, caseId: string, asking: Asking): Promise<CasePage> {
  const file = await readFile(db, caseId)
  if (!file) refuse('cases.unknown', { case: caseId })
  return casePage(file, asking)
}

export function casePage(file: CaseFile, asking: Asking): CasePage {
  const seen = fileSeenBy(file, asking)
  if (!seen) refuse('cases.unknown', { case: file.id })
  return { ...shownFile(seen, asking), steps: stepsFrom(file, asking) }
}

function shownFile(file: CaseFile, asking: Asking): Omit<CasePage, 'steps'> {
  const procedure = procedureOf(file.kind, file.procedureVersion)
  const reading = { procedure, rules: file.rules, today: asking.today, calendar: asking.calendar }
  const all = file.clocks.map(clock => readClock(clock, reading))
  const live = all
    .filter(({ state }) => state !== 'met' && state !== 'over')
    .sort((a, b) => ((a.due ?? noDue) < (b.due ?? noDue) ? -1 : 1))
  return {
    ...named(file.caseType, file.state),
    id: file.id,
    number: file.number,
    kind: file.kind,
    title: file.title,
    titleEn: titleInEnglish({ ...file, subject: file.subject.name }),
    subject: { id: file.subject.id, name: file.subject.name },
    area: file.area,
    handler: file.handler,
    origin: file.origin?.kind ?? null,
    openedAt: file.openedAt,
    changedAt: file.changedAt,
    clocks: live,
    overdue: live.some(({ state }) => state === 'overdue'),
    stage: file.publishedOn === null ? file.stage : 'credit-management',
    procedureVersion: file.procedureVersion,
    policyOn: file.policyOn,
    originId: file.origin?.id ?? null,
    facts: file.facts,
    order: file.order ?? null,
    targetRecordId: file.targetRecordId,
    linkedCaseIds: [...file.linked],
    disposal: file.disposal,
    correctBy: file.clocks.findLast(({ name }) => name === 'correct')?.fixedDue ?? null,
    ...outcome(file),
    hearing: file.hearing && { ...file.hearing, held: wasHeld(file) },
    recordIds: [...file.recordIds],
    allClocks: all,
    timeline: file.timeline.map(shownEvent),
    documents: file.documents.map(document => ({
      ...document,
      sections: [...document.sections],
    })),
    evidence: file.evidence.map(({ title, titleEn = title, content = null, ...item }) => ({
      ...item,
      title,
      titleEn,
      content,
    })),
  }
}

const wasHeld = ({ timeline }: CaseFile): boolean =>
  timeline.some(({ fact }) => fact.verb === 'hold-hearing')

function outcome(file: CaseFile): Pick<CasePage, 'proposed' | 'decision'> {
  const { proposed, servedOn, decision } = file
  return {
    proposed: proposed && servedOn !== null ? { ...proposed, servedOn } : null,
    decision: decision && {
      facts: decision.facts,
      reasons: decision.reasons,
      basis: decision.basis,
      penalty: decision.penalty,
      severity: decision.severity,
      occurredOn: decision.occurredOn,
      list: decision.list,
      outcome: decision.outcome,
      decidedBy: file.decidedBy?.name ?? '',
      decidedAt: file.decidedAt ?? '',
      document: decision.document,
      deliveredOn: file.deliveredOn,
      acknowledgedAt: file.acknowledgedAt,
      publishedOn: file.publishedOn,
    },
  }
}

function shownEvent({ fact, proof }: PlacedFact): CaseEvent {
  const { zh, en } = sentenceOfVerb(fact.verb)
  return {
    id: fact.id,
    type: fact.fact,
    at: fact.at,
    by: fact.by?.name ?? null,
    zh,
    en,
    text: fact.text ?? null,
    documentIds: (fact.documents ?? []).map(({ id }) => id),
    proof,
  }
}

const unlisted: Readonly<Record<string, { zh: string; en: string }>> = {
  open: { zh: '收案', en: 'Case opened' },
  'report-late': { zh: '逾期，已逐级报告', en: 'Overdue, reported one level up' },
}

const verbNames = new Map(procedures.flatMap(({ steps }) => steps.map(step => [step.verb, step])))

function sentenceOfVerb(verb: string): { zh: string; en: string } {
  const known = unlisted[verb] ?? verbNames.get(verb)
  if (!known) throw new Error(`verb ${verb} has no name`)
  return known
}

/** A decision delivered in force, for those who build on it; undefined before delivery and after revocation. */
export async function deliveredDecision(db: Db, caseId: string) {
  const file = await readFile(db, caseId)
  if (!file?.decision || file.deliveredOn === null || file.state === 'revoked') return undefined
  return {
    caseId: file.id,
    subject: file.subject,
    area: file.area,
    caseType: file.caseType,
    deliveredOn: file.deliveredOn,
    recordIds: file.recordIds,
    ...file.decision,
  }
}

export type DeliveredDecision = NonNullable<Awaited<ReturnType<typeof deliveredDecision>>>

/** Counts for the home page. */
export async function caseCounts(db: Db): Promise<{ open: number; closed: number }> {
  const row = await db
    .selectFrom('cases.case_file')
    .select([
      sql<number>`count(*) filter (where not closed)`.as('open'),
      sql<number>`count(*) filter (where closed)`.as('closed'),
    ])
    .executeTakeFirstOrThrow()
  return { open: Number(row.open), closed: Number(row.closed) }
}
