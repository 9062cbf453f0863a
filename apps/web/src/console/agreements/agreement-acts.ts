/** Proposing, signing and revoking an agreement (requirements 4.8, 11.4): a person's acts, never a program's. */
import { type Agreement, signalFields } from '#contract'
import { call, queryClient } from '../../app/api.ts'
import type { Act } from '../forms/act-dialog.tsx'
import type { Option } from '../forms/form.ts'
import { agreementWords } from './words.ts'

type Plain = {
  [K in keyof (typeof agreementWords)['zh']]: (typeof agreementWords)['zh'][K] extends string
    ? K
    : never
}[keyof (typeof agreementWords)['zh']]

const label = (name: Plain) => ({ zh: agreementWords.zh[name], en: agreementWords.en[name] })
const readAgain = () => queryClient.invalidateQueries({ queryKey: ['listAgreements'] })

export const proposal = (partners: readonly Option[], title: string): Act => ({
  key: 'agreement.propose',
  title,
  form: {
    effect: label('proposeEffect'),
    fields: [
      {
        name: 'partner',
        kind: 'choice',
        label: label('partner'),
        required: true,
        options: partners,
      },
      { name: 'purpose', kind: 'text', label: label('purpose'), required: true },
      ...signalFields.map(
        field =>
          ({
            name: field,
            kind: 'check',
            label: {
              zh: `${agreementWords.zh.fields}：${agreementWords.zh.fieldNames[field]}`,
              en: `${agreementWords.en.fields}: ${agreementWords.en.fieldNames[field]}`,
            },
          }) as const,
      ),
      { name: 'from', kind: 'day', label: label('from'), required: true },
      { name: 'until', kind: 'day', label: label('until'), required: true },
    ],
  },
  initial: { behaviour: true, level: true },
  send: async ({ partner, purpose, from, until, ...chosen }, idempotencyKey) => {
    const fields = signalFields.filter(field => chosen[field] === true)
    const body = { partner, purpose, from, until, fields } as never
    await call('proposeAgreement', { body, idempotencyKey })
    await readAgain()
  },
})

export const signing = ({ id }: Agreement, title: string): Act => ({
  key: `${id}.sign`,
  title,
  form: {
    effect: label('signEffect'),
    fields: [{ name: 'post', kind: 'line', label: label('post'), required: true }],
  },
  send: async (body, idempotencyKey) => {
    await call('signAgreement', { params: { id }, body: body as never, idempotencyKey })
    await readAgain()
  },
})

export const revocation = ({ id }: Agreement, title: string): Act => ({
  key: `${id}.revoke`,
  title,
  form: {
    effect: label('revokeEffect'),
    fields: [{ name: 'reason', kind: 'text', label: label('reason'), required: true }],
  },
  send: async (body, idempotencyKey) => {
    await call('revokeAgreement', { params: { id }, body: body as never, idempotencyKey })
    await readAgain()
  },
})
