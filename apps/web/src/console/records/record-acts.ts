/** What an office may do about a record: review, correct, withdraw; each adds a fact and none changes one. */
import type { CreditRecord } from '#contract'
import type { Form, FormValues } from '../forms/form.ts'
import { listLabel } from '../lists/words.ts'

export type RecordAct = {
  readonly operation: 'reviewRecord' | 'correctRecord' | 'withdrawRecord'
  readonly name: 'review' | 'correct' | 'withdraw'
  readonly form: Form
  readonly initial: FormValues
  bodyFrom(given: Record<string, unknown>): Record<string, unknown>
}

const reason = {
  name: 'reason',
  kind: 'text',
  label: listLabel('reason'),
  required: true,
} as const
const asGiven = (given: Record<string, unknown>) => given

export function recordActs(record: CreditRecord): RecordAct[] {
  if (record.state !== 'shown') return []
  const review: RecordAct = {
    operation: 'reviewRecord',
    name: 'review',
    initial: {},
    form: {
      effect: listLabel('reviewEffect'),
      fields: [
        {
          name: 'accept',
          kind: 'choice',
          label: listLabel('review'),
          required: true,
          options: [
            { code: 'yes', ...listLabel('reviewYes') },
            { code: 'no', ...listLabel('reviewNo') },
          ],
        },
        reason,
      ],
    },
    bodyFrom: ({ accept, ...rest }) => ({ ...rest, accept: accept === 'yes' }),
  }
  return [...(record.reviewed ? [] : [review]), correction(record), withdrawal]
}

const correction = ({ textZh, textEn, basis, occurredOn }: CreditRecord): RecordAct => ({
  operation: 'correctRecord',
  name: 'correct',
  initial: { textZh, textEn, basis, occurredOn },
  form: {
    effect: listLabel('correctEffect'),
    fields: [
      { name: 'textZh', kind: 'text', label: listLabel('text'), required: true },
      { name: 'textEn', kind: 'text', label: listLabel('textEn') },
      { name: 'basis', kind: 'text', label: listLabel('basis'), required: true },
      { name: 'occurredOn', kind: 'day', label: listLabel('occurred'), required: true },
      reason,
    ],
  },
  bodyFrom: asGiven,
})

const withdrawal: RecordAct = {
  operation: 'withdrawRecord',
  name: 'withdraw',
  initial: {},
  form: { effect: listLabel('withdrawEffect'), fields: [reason] },
  bodyFrom: asGiven,
}
