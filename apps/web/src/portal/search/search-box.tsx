/**
 * The search: three ways in, as on 信用中国 — by code, by name, by shop address. A plain form, so that Enter works and
 * browsers remember; the compact one in the header leaves the ways out.
 */
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useId, useState } from 'react'
import '../../design/button.css'
import '../../design/field.css'
import { ChoiceTabs } from '../../design/tabs.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { type SearchWay, searchWays } from './search-query.ts'
import './search-box.css'

export function SearchBox({
  q = '',
  by = 'code',
  compact = false,
}: {
  q?: string
  by?: SearchWay
  compact?: boolean
}) {
  const { words } = useSpeech()
  const navigate = useNavigate()
  const id = useId()
  const [text, setText] = useState(q)
  const [way, setWay] = useState<SearchWay>(by)
  const [missing, setMissing] = useState(false)
  const hint = compact ? words.frame.searchLabel : words.search[`${way}Hint`]

  function submit(event: FormEvent) {
    event.preventDefault()
    setMissing(text.trim() === '')
    if (text.trim() === '') return
    void navigate({
      to: '/search',
      search: { q: text.trim(), ...(compact ? {} : { by: way }) },
    })
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is not yet known to every screen reader in use here.
    <form role="search" className={`search ${compact ? 'compact' : ''}`} onSubmit={submit}>
      {!compact && (
        <ChoiceTabs
          legend={words.search.by}
          name={`${id}-by`}
          options={searchWays.map(value => ({ value, label: words.search[value] }))}
          value={way}
          choose={setWay}
        />
      )}
      <div className="search-line">
        <label htmlFor={id} className="unseen">
          {hint}
        </label>
        <input
          id={id}
          className="input"
          type="search"
          name="q"
          maxLength={100}
          value={text}
          placeholder={hint}
          aria-describedby={missing ? `${id}-missing` : undefined}
          aria-invalid={missing || undefined}
          onChange={event => setText(event.target.value)}
        />
        <button type="submit" className="button primary">
          {words.search.button}
        </button>
      </div>
      {missing && (
        <p id={`${id}-missing`} className="field-error" role="alert">
          {words.search.required}
        </p>
      )}
    </form>
  )
}
