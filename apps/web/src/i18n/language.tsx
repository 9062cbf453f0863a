/**
 * Which language the reader chose, and its words. Chinese travels with the page; English is fetched when asked for.
 * A link with `?lang=en` opens in English, the choice is remembered, and `<html lang>` follows for screen readers.
 */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { type Formats, formatsOf } from './formats.ts'
import { type Words, zh } from './zh/index.ts'

export type Language = 'zh' | 'en'

export type Speech = {
  readonly language: Language
  readonly words: Words
  readonly format: Formats
  /** Picks the half of a bilingual pair: of a sentence, or of a page's own words. */
  say<T>(pair: { readonly zh: T; readonly en: T }): T
  choose(language: Language): void
}

const SpeechContext = createContext<Speech | null>(null)

export function useSpeech(): Speech {
  const speech = useContext(SpeechContext)
  if (!speech) throw new Error('useSpeech outside LanguageProvider')
  return speech
}

export type Spoken = { readonly language: Language; readonly words: Words }

export async function wordsOf(language: Language): Promise<Spoken> {
  if (language === 'zh') return { language, words: zh }
  const { en } = await import('./en/index.ts')
  return { language, words: en }
}

const key = 'xinheng.language'

/** The language of the address, else the remembered one, else Chinese. */
export function preferredLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(key)
  return asked === 'en' ? 'en' : 'zh'
}

export function LanguageProvider({ first, children }: { first: Spoken; children: ReactNode }) {
  const [spoken, setSpoken] = useState(first)
  useEffect(() => {
    document.documentElement.lang = spoken.language === 'zh' ? 'zh-CN' : 'en'
    localStorage.setItem(key, spoken.language)
  }, [spoken])
  const speech = useMemo<Speech>(
    () => ({
      ...spoken,
      format: formatsOf(spoken.language),
      say: pair => pair[spoken.language],
      choose: language => void wordsOf(language).then(setSpoken),
    }),
    [spoken],
  )
  return <SpeechContext value={speech}>{children}</SpeechContext>
}
