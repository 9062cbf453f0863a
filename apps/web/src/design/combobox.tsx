/**
 * A field that finds one of many while it is typed: the editable combobox of the ARIA Authoring Practices, with a list that
 * the page fills. What stands in the field is always what was chosen or what is being searched, never a text that means
 * neither.
 */
import { type KeyboardEvent, useId, useState } from 'react'
import type { ControlAttributes } from './field.tsx'
import './combobox.css'

export type Choice = { readonly id: string; readonly name: string; readonly beside?: string }

export function Combobox<C extends Choice>({
  attributes,
  chosen,
  choose,
  search,
  found,
  told,
  placeholder,
}: {
  attributes: ControlAttributes
  chosen: C | null
  choose: (choice: C | null) => void
  /** Is told what is typed; the page answers with `found`. */
  search: (text: string) => void
  /** Undefined while it is being looked for. */
  found: readonly C[] | undefined
  /** How many were found, in words; for what is seen when there is none, and for screen readers. */
  told: (count: number | undefined) => string
  placeholder?: string | undefined
}) {
  const listId = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const choices = found ?? []
  const optionId = (i: number) => `${listId}-${i}`
  const show = (text: string) => {
    search(text)
    setOpen(true)
    setActive(-1)
  }
  const take = (choice: C | null) => {
    choose(choice)
    setTyped(null)
    setOpen(false)
  }
  const leave = () => {
    if (typed !== null && typed.trim() === '') choose(null)
    setTyped(null)
    setOpen(false)
  }
  const move = (by: 1 | -1) => {
    if (!isOpen) return show(typed ?? '')
    if (choices.length > 0) setActive((active + by + choices.length) % choices.length)
  }
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    const only = typed !== null && choices.length === 1 ? choices[0] : undefined
    const choice = isOpen ? (choices[active] ?? only) : undefined
    if (event.key === 'ArrowDown') move(1)
    else if (event.key === 'ArrowUp') move(-1)
    else if (event.key === 'Enter' && choice) take(choice)
    else if (event.key === 'Escape' && isOpen) leave()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="combobox">
      <input
        {...attributes}
        type="text"
        role="combobox"
        autoComplete="off"
        placeholder={placeholder}
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-activedescendant={isOpen && active >= 0 ? optionId(active) : undefined}
        value={typed ?? chosen?.name ?? ''}
        onChange={({ target }) => {
          setTyped(target.value)
          show(target.value)
        }}
        onClick={() => !isOpen && show(typed ?? '')}
        onKeyDown={press}
        onBlur={leave}
      />
      <div className="combobox-popup" hidden={!isOpen}>
        <div id={listId} role="listbox" tabIndex={-1}>
          {choices.map((choice, i) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the field's, which keeps the focus.
            <div
              key={choice.id}
              id={optionId(i)}
              role="option"
              tabIndex={-1}
              aria-selected={choice.id === chosen?.id}
              className={i === active ? 'active' : undefined}
              ref={i === active ? line => line?.scrollIntoView({ block: 'nearest' }) : undefined}
              onPointerDown={event => event.preventDefault()}
              onClick={() => take(choice)}
            >
              {choice.name}
              {choice.beside && <span className="small soft"> {choice.beside}</span>}
            </div>
          ))}
        </div>
        {choices.length === 0 && <p className="soft">{told(found?.length)}</p>}
      </div>
      <span className="unseen" role="status">
        {isOpen ? told(found?.length) : ''}
      </span>
    </div>
  )
}
