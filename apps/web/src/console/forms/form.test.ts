import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bodyOf, type Form, faultsOf, missingFields } from './form.ts'

const form: Form = {
  fixed: { outcome: 'finding' },
  fields: [
    {
      name: 'answer',
      kind: 'choice',
      label: { zh: '处理', en: 'Answer' },
      required: true,
      options: [],
    },
    {
      name: 'corrections.textZh',
      kind: 'text',
      label: { zh: '更正为', en: 'Text' },
      required: true,
      when: { field: 'answer', is: ['correct'] },
    },
    { name: 'on', kind: 'day', label: { zh: '听证日期', en: 'Day' } },
  ],
}

test('the body holds what was written, inner fields inside, and nothing that was not asked', () => {
  const written = { answer: 'correct', 'corrections.textZh': ' 更正 ', on: '' }
  assert.deepEqual(bodyOf(form, written), {
    outcome: 'finding',
    answer: 'correct',
    corrections: { textZh: '更正' },
  })
  assert.deepEqual(bodyOf(form, { ...written, answer: 'uphold' }), {
    outcome: 'finding',
    answer: 'uphold',
  })
})

test('only what is asked can be missing', () => {
  assert.deepEqual(missingFields(form, { answer: 'uphold' }), [])
  assert.deepEqual(missingFields(form, { answer: 'correct' }), ['corrections.textZh'])
})

test('a refusal that names a field stands at it and calls it as the form does', () => {
  const problem = { type: '', title: '', status: 422, zh: 'on 须在三日后。', en: 'on is too soon.' }
  assert.deepEqual(
    faultsOf({ ...problem, code: 'cases.day-wrong', details: { field: 'on' } }, form),
    { on: { zh: '听证日期 须在三日后。', en: 'Day is too soon.' } },
  )
  assert.deepEqual(Object.keys(faultsOf({ ...problem, code: 'cases.hearing-too-soon' }, form)), [
    'on',
  ])
  assert.deepEqual(faultsOf({ ...problem, code: 'cases.extended' }, form), {})
})
