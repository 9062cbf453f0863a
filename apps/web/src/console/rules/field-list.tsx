/** The published fields at hand while a rule is written: found by any word, inserted at the caret by a click or Enter. */
import { useState } from 'react'
import { carries, type Field as RuleField } from '#lib/rules'
import { Field } from '../../design/field.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { ruleWords } from './words.ts'

export function FieldPicker({
  fields,
  on,
  insert,
}: {
  fields: readonly RuleField[]
  /** Kinds of event the rule looks at. */
  on: readonly string[]
  insert: (name: string) => void
}) {
  const { say, language } = useSpeech()
  const own = say(ruleWords).fields
  const [sought, setSought] = useState('')
  const word = sought.trim().toLowerCase()
  const shown = fields.filter(field =>
    [field.name, field.zh, field.title.zh, field.title.en, field.group.zh, field.group.en].some(
      text => text.toLowerCase().includes(word),
    ),
  )
  const groups = [...Map.groupBy(shown, ({ group }) => say(group))]
  return (
    <section className="card stack tight rule-fields" aria-labelledby="rule-fields">
      <h2 id="rule-fields">{own.title}</h2>
      <Field label={own.search} hint={own.count(shown.length, fields.length)}>
        {attributes => (
          <input
            {...attributes}
            type="search"
            value={sought}
            onChange={event => setSought(event.target.value)}
          />
        )}
      </Field>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <section className="rule-field-scroll" tabIndex={0} aria-label={own.list}>
        {shown.length === 0 && <p className="soft">{own.none}</p>}
        {groups.map(([group, members]) => (
          <div key={group}>
            <h3>{group}</h3>
            <ul>
              {members.map(field => {
                const name = language === 'zh' ? field.zh : field.name
                const here = on.every(kind => carries(field, kind))
                return (
                  <li key={field.name}>
                    <button
                      type="button"
                      className="rule-field"
                      title={own.insert(name)}
                      disabled={!here}
                      onClick={() => insert(name)}
                    >
                      <span>{name}</span>{' '}
                      <span className="small soft">
                        {field.unit ? own.units[field.unit] : own.text}
                        {here ? '' : ` · ${own.notHere}`}
                      </span>
                    </button>
                  </li>
                )
              })}
            </ul>
          </div>
        ))}
      </section>
    </section>
  )
}
