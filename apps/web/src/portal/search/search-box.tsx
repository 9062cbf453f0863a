/**
 * The search: one field for whatever people have in hand, because the server recognises codes, names and shop addresses
 * at once and each result says what matched. A plain form, so that Enter works and browsers remember.
 */
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useId, useState } from 'react'
import '../../design/button.css'
import '../../design/field.css'
import { useSpeech } from '../../i18n/language.tsx'
import './search-box.css'

export function SearchBox({ q = '', compact = false }: { q?: string; compact?: boolean }) {
  const { words } = useSpeech()
  const navigate = useNavigate()
  const id = useId()
  const [text, setText] = useState(q)
  const [missing, setMissing] = useState(false)
  const label = compact ? words.frame.searchLabel : words.search.label
  const described = [!compact && `${id}-hint`, missing && `${id}-missing`].filter(Boolean)

  function submit(event: FormEvent) {
    event.preventDefault()
    setMissing(text.trim() === '')
    if (text.trim() === '') return
    void navigate({ to: '/search', search: { q: text.trim() } })
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is not yet known to every screen reader in use here.
    <form role="search" className={`search ${compact ? 'compact' : ''}`} onSubmit={submit}>
      <div className="search-line">
        <label htmlFor={id} className="unseen">
          {label}
        </label>
        <input
          id={id}
          className="input"
          type="search"
          name="q"
          maxLength={100}
          value={text}
          placeholder={label}
          aria-describedby={described.join(' ') || undefined}
          aria-invalid={missing || undefined}
          onChange={event => setText(event.target.value)}
        />
        <button type="submit" className="button primary">
          {words.search.button}
        </button>
      </div>
      {!compact && (
        <p id={`${id}-hint`} className="small soft">
          {words.search.hint}
        </p>
      )}
      {missing && (
        <p id={`${id}-missing`} className="field-error" role="alert">
          {words.search.required}
        </p>
      )}
    </form>
  )
}
