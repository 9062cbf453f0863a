/** An area by its code, which is called by its name as soon as it is one. */
import { useState } from 'react'
import { useSettled } from '../../app/use-settled.ts'
import { Field } from '../../design/field.tsx'
import { useAreaName } from './area.tsx'

export function AreaField({
  label,
  hint,
  required = false,
  pattern,
  initial = '',
}: {
  label: string
  hint: string
  required?: boolean
  pattern: string
  initial?: string | undefined
}) {
  const [text, setText] = useState(initial)
  const code = useSettled(text.trim())
  const name = useAreaName(code)
  return (
    <div className="stack tight">
      <Field label={label} hint={hint} required={required}>
        {attributes => (
          <input
            {...attributes}
            name="area"
            inputMode="numeric"
            pattern={pattern}
            value={text}
            onChange={event => setText(event.target.value)}
          />
        )}
      </Field>
      <p className="small" aria-live="polite">
        {name}
      </p>
    </div>
  )
}
