/**
 * Tabs that choose one of a few ways, as a group of radio buttons: arrow keys, labels and state come from the browser,
 * and a form may carry the choice.
 */
import { useId } from 'react'
import './tabs.css'

export function ChoiceTabs<Value extends string>({
  legend,
  name,
  options,
  value,
  choose,
}: {
  legend: string
  name: string
  options: readonly { readonly value: Value; readonly label: string }[]
  value: Value
  choose: (value: Value) => void
}) {
  const id = useId()
  return (
    <fieldset className="tabs">
      <legend className="unseen">{legend}</legend>
      {options.map(option => (
        <label key={option.value} htmlFor={`${id}-${option.value}`}>
          <input
            id={`${id}-${option.value}`}
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => choose(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  )
}
