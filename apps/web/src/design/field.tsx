/**
 * A labelled control with its hint and its error tied to it, so that a screen reader says all three. The control is
 * given as a function of the attributes it must carry.
 */
import { type ReactNode, useId } from 'react'
import { useSpeech } from '../i18n/language.tsx'
import './field.css'

export type ControlAttributes = {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': boolean | undefined
  readonly required: boolean | undefined
}

export function Field({
  label,
  hint,
  error,
  required,
  children,
}: {
  label: string
  hint?: string | undefined
  error?: string | null | undefined
  required?: boolean
  children: (attributes: ControlAttributes) => ReactNode
}) {
  const { words } = useSpeech()
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {required && <span className="soft small"> {words.states.required}</span>}
      </label>
      {hint && (
        <span id={`${id}-hint`} className="soft small">
          {hint}
        </span>
      )}
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
        required,
      })}
      {error && (
        <span id={`${id}-error`} className="field-error" role="alert">
          {error}
        </span>
      )}
    </div>
  )
}
