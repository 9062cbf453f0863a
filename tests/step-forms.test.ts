/** The console's forms held to the procedure: the pages know no step that the law's table does not know. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TObject } from 'typebox'
import { type OperationName, operations } from '#contract'
import { type CaseDeps, caseRoutes } from '#modules/cases'
import { stepForms } from '../apps/web/src/console/cases/step-forms.ts'

// The catalogue is data: it asks nothing of the room's dependencies.
const catalogue = await caseRoutes({} as CaseDeps).caseCatalogue({} as never)
if (!('procedures' in catalogue)) throw new Error('the catalogue is not serialised')
const steps = catalogue.procedures.flatMap(procedure => procedure.steps)

test('every step of every procedure has a form, and no form is left over', () => {
  assert.deepEqual(
    Object.keys(stepForms).sort(),
    [...new Set(steps.map(({ verb }) => verb))].sort(),
  )
})

test('a form asks what its operation wants and nothing it would refuse', () => {
  for (const { verb, operation } of steps) {
    const { fields, fixed = {} } = stepForms[verb]!
    const { body } = operations[operation as OperationName] as { body: TObject }
    const given = new Set([...fields.map(({ name }) => name.split('.')[0]!), ...Object.keys(fixed)])
    const known = Object.keys(body.properties)
    assert.deepEqual(
      [...given].filter(name => !known.includes(name)),
      [],
      verb,
    )
    const always = new Set([
      ...fields.filter(({ required, when }) => required && !when).map(({ name }) => name),
      ...Object.keys(fixed),
    ])
    const missing = ((body.required as string[] | undefined) ?? []).filter(
      name => !always.has(name),
    )
    assert.deepEqual(missing, [], verb)
  }
})
