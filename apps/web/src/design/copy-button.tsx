/** Copies a code to the clipboard and says so, for sites that want it typed into their own form. */
import { useState } from 'react'
import { useSpeech } from '../i18n/language.tsx'
import { Button } from './button.tsx'

export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { words } = useSpeech()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 2000)
  }
  return (
    <Button weight="quiet" onClick={() => void copy()} aria-live="polite">
      {copied ? words.states.copied : (label ?? words.states.copy)}
    </Button>
  )
}
