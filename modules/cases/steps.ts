/**
 * Taking a step: the one way in which a case moves. The procedure's table says whether the verb leads on from here, the
 * guards whether this person may take it now; then the step becomes a fact.
 */

import { chineseDay } from '#lib/calendar'
import type { Tx } from '#platform/database'
import { refuse } from '#platform/runtime'
import { appendStep, type Details, type Said, type Verb } from './facts.ts'
import { type Hindrance, hindranceOf, notFromHere } from './guards.ts'
import { procedureOf, stepFrom } from './procedure.ts'
import type { CaseFile } from './state.ts'

/** Refuses a step that is not lawful here, now, by this person. */
export function requireStep(file: CaseFile, verb: Verb, said: Said): void {
  const step = stepFrom(procedureOf(file.kind, file.procedureVersion), file.state, verb)
  if (!step) refuseFor(notFromHere(file, verb))
  const today = chineseDay(said.at.getTime())
  const hindrance = hindranceOf(file, step, { ...said, today })
  if (hindrance) refuseFor(hindrance)
}

function refuseFor({ code, details, notBefore }: Hindrance): never {
  return refuse(code, { ...details, ...(notBefore ? { notBefore } : {}) })
}

/** Takes a lawful step; answers the file as it is afterwards. */
export async function takeStep(
  tx: Tx,
  file: CaseFile,
  verb: Verb,
  details: Details,
  said: Said,
): Promise<CaseFile> {
  requireStep(file, verb, said)
  return appendStep(
    tx,
    file,
    { caseId: file.id, subjectId: file.subject.id },
    { verb, details },
    said,
  )
}
