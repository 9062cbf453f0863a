/** The two applications of a party about a record of its own, as acts. */
import type { CreditRecord } from '#contract'
import { call, useRead } from '../../app/api.ts'
import { useSpeech } from '../../i18n/language.tsx'
import type { Act } from '../forms/act-dialog.tsx'
import { listLabel, listWords } from '../lists/words.ts'
import { useMe } from '../me.ts'

const ownLabel = (name: 'claim' | 'claimHint' | 'proof' | 'pledge' | 'pledgedBy') => ({
  zh: listWords.zh.own[name],
  en: listWords.en.own[name],
})
const effect = (name: 'objectEffect' | 'repairEffect') => ({
  zh: listWords.zh.own[name],
  en: listWords.en.own[name],
})

export function useRestorations(
  { id }: CreditRecord,
  filed: (caseId: string) => void,
): { objection: Act; repair: Act } {
  const { say } = useSpeech()
  const own = say(listWords).own
  const me = useMe()
  const kinds = useRead('caseCatalogue').data?.evidence ?? []
  return {
    objection: {
      key: `${id}.object`,
      title: own.object,
      form: {
        effect: effect('objectEffect'),
        fields: [
          {
            name: 'claim',
            kind: 'text',
            label: ownLabel('claim'),
            hint: ownLabel('claimHint'),
            required: true,
          },
          { name: 'reason', kind: 'text', label: listLabel('reason'), required: true },
          { name: 'evidence', kind: 'evidence', label: listLabel('evidence'), options: kinds },
        ],
      },
      send: async (given, idempotencyKey) => {
        const body = { ...given, recordId: id } as never
        filed((await call('fileObjection', { body, idempotencyKey })).id)
      },
    },
    repair: {
      key: `${id}.repair`,
      title: own.repair,
      form: {
        effect: effect('repairEffect'),
        fields: [
          {
            name: 'proof',
            kind: 'evidence',
            label: ownLabel('proof'),
            required: true,
            options: kinds.filter(({ code }) => code === 'proof'),
          },
          { name: 'pledge', kind: 'text', label: ownLabel('pledge'), required: true },
          { name: 'pledgedBy', kind: 'line', label: ownLabel('pledgedBy'), required: true },
        ],
      },
      initial: { pledge: own.pledgeText, pledgedBy: me.organisation?.name ?? me.name },
      send: async (given, idempotencyKey) => {
        const body = { ...given, recordId: id } as never
        filed((await call('applyRepair', { body, idempotencyKey })).id)
      },
    },
  }
}
