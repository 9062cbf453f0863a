/**
 * What is being written is kept in this tab until it is sent: a refusal, a lost connection or a look at another page
 * costs nobody their text. Nothing of it leaves the browser before it is sent.
 */
import { useState } from 'react'
import type { FormValues } from './form.ts'

const keyOfDraft = (name: string): string => `xinheng.draft.${name}`

function kept(name: string): FormValues | null {
  const text = sessionStorage.getItem(keyOfDraft(name))
  return text === null ? null : (JSON.parse(text) as FormValues)
}

export function useDraft(name: string, initial: FormValues) {
  const [values, setValues] = useState<FormValues>(() => ({ ...initial, ...kept(name) }))
  return {
    values,
    change: (field: string, value: FormValues[string]) => {
      const next = { ...values, [field]: value }
      setValues(next)
      sessionStorage.setItem(keyOfDraft(name), JSON.stringify(next))
    },
    drop: () => sessionStorage.removeItem(keyOfDraft(name)),
  }
}
