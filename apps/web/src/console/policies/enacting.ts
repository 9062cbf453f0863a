/** Enacting a version of a number: its value of the same kind as before, its first day, basis and how sure we are. */
import { confidences, type PolicyRule } from '#contract'
import { call, queryClient } from '../../app/api.ts'
import { useSpeech } from '../../i18n/language.tsx'
import { zh as zhWords } from '../../i18n/zh/index.ts'
import type { Act } from '../forms/act-dialog.tsx'
import { enactingLabel, enactingWords } from './words.ts'

export function useEnacting(): (rule: PolicyRule) => Act {
  const { say, words } = useSpeech()
  const own = say(enactingWords)
  const options = confidences.map(code => ({
    code,
    zh: zhWords.policies.confidence[code],
    en: words.policies.confidence[code],
  }))
  return rule => ({
    key: `policy.${rule.key}`,
    title: `${own.enact}：${say({ zh: rule.titleZh, en: rule.titleEn })}`,
    form: {
      effect: enactingLabel('effect'),
      fields: [
        {
          name: 'value',
          kind: typeof rule.value === 'object' ? 'text' : 'line',
          label: enactingLabel('value'),
          required: true,
        },
        { name: 'from', kind: 'day', label: enactingLabel('from'), required: true },
        { name: 'basis', kind: 'text', label: enactingLabel('basis'), required: true },
        {
          name: 'confidence',
          kind: 'choice',
          label: enactingLabel('confidence'),
          required: true,
          options,
        },
        { name: 'sourceUrl', kind: 'line', label: enactingLabel('source') },
      ],
    },
    initial: { value: written(rule.value), basis: rule.basis, confidence: rule.confidence },
    send: async ({ value, ...given }, idempotencyKey) => {
      const body = { ...given, value: valueAs(String(value), rule.value) } as never
      await call('enactPolicy', { params: { key: rule.key }, body, idempotencyKey })
      for (const name of ['everyPolicy', 'policyHistory'])
        await queryClient.invalidateQueries({ queryKey: [name] })
    },
  })
}

const written = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)

/** Of the kind that the number was; what cannot be read as that is left for the server to refuse in words. */
function valueAs(text: string, before: unknown): unknown {
  if (typeof before === 'string') return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
