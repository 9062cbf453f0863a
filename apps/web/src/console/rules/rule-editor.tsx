/**
 * Writing a rule: what it is called and what it suspects, the events it looks at, its condition as an expression or a
 * table with the fields at hand. The checker runs in the page on every key, the same that the server runs again.
 */
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import {
  type AlertLevel,
  type BehaviourCode,
  behaviourCodes,
  behaviours,
  type RuleContent,
} from '#contract'
import { checkRule, type DecisionTable, expressionOf, type Fault, FieldList } from '#lib/rules'
import { type Answer, call, queryClient } from '../../app/api.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { ErrorState } from '../../design/states.tsx'
import { ChoiceTabs } from '../../design/tabs.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { ExpressionBox } from './expression-box.tsx'
import { FaultList } from './fault-list.tsx'
import { FieldPicker } from './field-list.tsx'
import { cellId, LevelSelect, TableEditor } from './table-editor.tsx'
import { ruleWords } from './words.ts'
import './rules.css'

type Published = Answer<'listRuleFields'>
type Body = RuleContent['rule']
type Expression = Extract<Body, { form: 'expression' }>
type Table = Extract<Body, { form: 'table' }>

const blank: RuleContent = {
  title: { zh: '', en: '' },
  behaviour: 'forward-brushing',
  about: 'shop',
  confidence: 0.5,
  rule: { form: 'expression', on: ['order.placed'], text: '', outcome: 'medium' },
}

/** Both forms are kept while one goes to and fro between them. */
function useRule(initial: Body) {
  const [form, setForm] = useState(initial.form)
  const [on, setOn] = useState<readonly string[]>(initial.on)
  const [expression, setExpression] = useState<Omit<Expression, 'on'>>(
    initial.form === 'expression' ? initial : { form: 'expression', text: '', outcome: 'medium' },
  )
  const [table, setTable] = useState<Table['table']>(
    initial.form === 'table'
      ? initial.table
      : { columns: ['', ''], rows: [{ cells: ['', ''], outcome: 'medium' }] },
  )
  const kinds = [...on] as Body['on']
  const rule: Body =
    form === 'expression' ? { ...expression, on: kinds } : { form, on: kinds, table }
  const changeTable = ({ columns, rows }: DecisionTable<AlertLevel>) =>
    setTable({
      columns: [...columns],
      rows: rows.map(({ cells, outcome }) => ({ cells: [...cells], outcome })),
    })
  return { rule, form, setForm, on, setOn, expression, setExpression, table, changeTable }
}

export function RuleEditor({
  code,
  initial = blank,
  published,
  saved,
  cancel,
}: {
  /** Of a rule that exists; a new one is given its code here. */
  code?: string
  initial?: RuleContent
  published: Published
  saved: (code: string) => void
  cancel?: () => void
}) {
  const { say, language } = useSpeech()
  const own = say(ruleWords).editor
  const [content, setContent] = useState(initial)
  const [newCode, setNewCode] = useState('')
  const state = useRule(initial.rule)
  const { rule, form, on, expression, table } = state
  const fields = useMemo(() => new FieldList(published.fields), [published])
  const checked = useMemo(
    () => checkRule(rule, { fields, kinds: published.kinds.map(({ kind }) => kind) }),
    [rule, fields, published],
  )
  const unwritten = form === 'expression' && expression.text.trim() === ''
  const faults = checked.ok || unwritten ? [] : checked.faults
  const box = useRef<HTMLTextAreaElement>(null)
  const cell = useRef({ row: -1, column: 0 })
  const save = useMutation({
    mutationFn: () =>
      call('draftRule', { params: { code: code ?? newCode }, body: { ...content, rule } }),
    onSuccess: page => {
      void queryClient.invalidateQueries({ queryKey: ['listRules'] })
      void queryClient.invalidateQueries({ queryKey: ['readRule'] })
      saved(page.code)
    },
  })
  const textAt = (row: number, column: number): string =>
    (row < 0 ? table.columns[column] : table.rows[row]?.cells[column]) ?? ''
  const setTextAt = (row: number, column: number, text: string) => {
    const put = (list: readonly string[]) =>
      table.columns.map((_, i) => (i === column ? text : (list[i] ?? '')))
    if (row < 0) state.changeTable({ ...table, columns: put(table.columns) })
    else
      state.changeTable({
        ...table,
        rows: table.rows.map((own, i) => (i === row ? { ...own, cells: put(own.cells) } : own)),
      })
  }
  const insert = (name: string) => {
    if (form === 'table') {
      const { row, column } = cell.current
      setTextAt(row, column, row < 0 ? name : `${textAt(row, column)}${name}`)
      document.getElementById(cellId(row, column))?.focus()
      return
    }
    const at = box.current?.selectionStart ?? expression.text.length
    const end = box.current?.selectionEnd ?? at
    const [before, after] = [expression.text.slice(0, at), expression.text.slice(end)]
    const gap = before === '' || /[\s(（]$/.test(before) ? '' : ' '
    const text = `${before}${gap}${name} ${after.trimStart()}`
    // Shown at once, so that what is typed next already goes behind it.
    flushSync(() => state.setExpression({ ...expression, text }))
    const caret = at + gap.length + name.length + 1
    box.current?.focus()
    box.current?.setSelectionRange(caret, caret)
  }
  const goTo = ({ cell: place, start, end }: Fault) => {
    const target = place ? document.getElementById(cellId(place.row, place.column)) : box.current
    target?.focus()
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)
      target.setSelectionRange(start, end)
  }
  const use = (fault: Fault, text: string) => {
    const put = (whole: string) => `${whole.slice(0, fault.start)}${text}${whole.slice(fault.end)}`
    if (fault.cell) {
      const { row, column } = fault.cell
      setTextAt(row, column, put(textAt(row, column)))
    } else state.setExpression({ ...expression, text: put(expression.text) })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form className="stack" onSubmit={submit}>
      {code === undefined && (
        <Field label={own.code} hint={own.codeHint} required>
          {attributes => (
            <input
              {...attributes}
              pattern="[a-z][a-z0-9\-]{1,39}"
              maxLength={40}
              spellCheck={false}
              value={newCode}
              onChange={event => setNewCode(event.target.value)}
            />
          )}
        </Field>
      )}
      <About content={content} change={setContent} />
      <Kinds kinds={published.kinds} on={on} change={state.setOn} />
      <ChoiceTabs
        legend={own.form}
        name="form"
        options={(['expression', 'table'] as const).map(value => ({
          value,
          label: own.forms[value],
        }))}
        value={form}
        choose={state.setForm}
      />
      <div className="rule-writing">
        <div className="stack">
          {form === 'expression' ? (
            <ExpressionBox
              text={expression.text}
              change={text => state.setExpression({ ...expression, text })}
              faults={faults}
              box={box}
            />
          ) : (
            <TableEditor
              table={table}
              change={state.changeTable}
              faults={faults}
              focused={(row, column) => {
                cell.current = { row, column }
              }}
            />
          )}
          {!unwritten && <FaultList faults={faults} goTo={goTo} use={use} />}
          {form === 'expression' && (
            <Field label={own.level}>
              {({ id }) => (
                <LevelSelect
                  id={id}
                  level={expression.outcome}
                  choose={outcome => state.setExpression({ ...expression, outcome })}
                />
              )}
            </Field>
          )}
          {checked.ok && (
            <section aria-label={own.meaning} className="stack tight">
              <h2>{own.meaning}</h2>
              <ol className="rule-lines">
                {checked.value.lines.map(({ outcome, when }) => {
                  const words = expressionOf(when, fields, language)
                  return (
                    <li key={words}>
                      {words} → {own.levels[outcome]}
                    </li>
                  )
                })}
              </ol>
            </section>
          )}
        </div>
        <FieldPicker fields={fields.all} on={on} insert={insert} />
      </div>
      {save.error && <ErrorState error={save.error} />}
      <div className="row">
        <Button type="submit" weight="primary" disabled={!checked.ok || save.isPending}>
          {own.save}
        </Button>
        {cancel && <Button onClick={cancel}>{own.cancel}</Button>}
      </div>
    </form>
  )
}

function About({
  content,
  change,
}: {
  content: RuleContent
  change: (content: RuleContent) => void
}) {
  const { say } = useSpeech()
  const own = say(ruleWords).editor
  const { title, behaviour, about, confidence } = content
  const titled = (tongue: 'zh' | 'en', label: string) => (
    <Field label={label} required>
      {attributes => (
        <input
          {...attributes}
          maxLength={200}
          value={title[tongue]}
          onChange={event =>
            change({ ...content, title: { ...title, [tongue]: event.target.value } })
          }
        />
      )}
    </Field>
  )
  return (
    <div className="rule-about">
      {titled('zh', own.titleZh)}
      {titled('en', own.titleEn)}
      <Field label={own.behaviour}>
        {attributes => (
          <select
            {...attributes}
            value={behaviour}
            onChange={event =>
              change({ ...content, behaviour: event.target.value as BehaviourCode })
            }
          >
            {behaviourCodes.map(code => (
              <option key={code} value={code}>
                {say(behaviours[code])}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={own.about}>
        {attributes => (
          <select
            {...attributes}
            value={about}
            onChange={event =>
              change({ ...content, about: event.target.value === 'buyer' ? 'buyer' : 'shop' })
            }
          >
            {(['shop', 'buyer'] as const).map(whose => (
              <option key={whose} value={whose}>
                {own.abouts[whose]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={own.confidence} hint={own.confidenceHint}>
        {attributes => (
          <input
            {...attributes}
            type="number"
            min={1}
            max={99}
            value={Math.round(confidence * 100)}
            onChange={event => change({ ...content, confidence: Number(event.target.value) / 100 })}
          />
        )}
      </Field>
    </div>
  )
}

function Kinds({
  kinds,
  on,
  change,
}: {
  kinds: Published['kinds']
  on: readonly string[]
  change: (on: readonly string[]) => void
}) {
  const { say } = useSpeech()
  const own = say(ruleWords).editor
  return (
    <fieldset className="rule-kinds">
      <legend>{own.on}</legend>
      {kinds.map(names => (
        <label key={names.kind}>
          <input
            type="checkbox"
            checked={on.includes(names.kind)}
            onChange={event =>
              change(
                event.target.checked ? [...on, names.kind] : on.filter(kind => kind !== names.kind),
              )
            }
          />{' '}
          {say(names)}
        </label>
      ))}
    </fieldset>
  )
}
