/** A rule as a decision table: a field over each column, a cell for each condition, the level at the end of the row. */
import { type AlertLevel, alertLevels } from '#contract'
import type { DecisionTable, Fault } from '#lib/rules'
import { Button } from '../../design/button.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { ruleWords } from './words.ts'

type Table = DecisionTable<AlertLevel>

/** Row −1 is the heads. */
export const cellId = (row: number, column: number): string => `rule-cell-${row}-${column}`

export function TableEditor({
  table,
  change,
  faults,
  focused,
}: {
  table: Table
  change: (table: Table) => void
  faults: readonly Fault[]
  /** Which cell was last written in: where a field is inserted. */
  focused: (row: number, column: number) => void
}) {
  const own = useSpeech().say(ruleWords).editor
  const { columns, rows } = table
  const faulty = (row: number, column: number) =>
    faults.some(({ cell }) => cell?.row === row && cell.column === column) || undefined
  const setHead = (at: number, text: string) =>
    change({ ...table, columns: columns.map((head, i) => (i === at ? text : head)) })
  const setRow = (at: number, more: Partial<Table['rows'][number]>) =>
    change({ ...table, rows: rows.map((row, i) => (i === at ? { ...row, ...more } : row)) })
  const setCell = (row: number, column: number, text: string) =>
    setRow(row, {
      cells: columns.map((_, i) => (i === column ? text : (rows[row]?.cells[i] ?? ''))),
    })
  const dropColumn = (at: number) =>
    change({
      columns: columns.filter((_, i) => i !== at),
      rows: rows.map(row => ({ ...row, cells: row.cells.filter((_, i) => i !== at) })),
    })
  const input = (
    row: number,
    column: number,
    label: string,
    text: string,
    set: (text: string) => void,
  ) => (
    <input
      id={cellId(row, column)}
      aria-label={label}
      aria-invalid={faulty(row, column)}
      spellCheck={false}
      maxLength={1000}
      value={text}
      onFocus={() => focused(row, column)}
      onChange={event => set(event.target.value)}
    />
  )
  return (
    <div className="stack tight">
      <p className="soft small">{own.tableHint}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <section className="decision-scroll" tabIndex={0} aria-label={own.forms.table}>
        <table className="decision">
          <thead>
            <tr>
              <th scope="col">{own.row}</th>
              {columns.map((head, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place.
                <th scope="col" key={i}>
                  {input(-1, i, own.head(i + 1), head, text => setHead(i, text))}
                  {columns.length > 1 && (
                    <Button
                      weight="quiet"
                      aria-label={own.dropColumn(i + 1)}
                      onClick={() => dropColumn(i)}
                    >
                      ×
                    </Button>
                  )}
                </th>
              ))}
              <th scope="col">{own.level}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ cells, outcome }, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; rows are read from the top.
              <tr key={row}>
                <th scope="row">{row + 1}</th>
                {columns.map((head, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place.
                  <td key={i}>
                    {input(
                      row,
                      i,
                      own.cell(row + 1, head || own.head(i + 1)),
                      cells[i] ?? '',
                      text => setCell(row, i, text),
                    )}
                  </td>
                ))}
                <td>
                  <div className="row decision-end">
                    <LevelSelect
                      label={own.rowLevel(row + 1)}
                      level={outcome}
                      choose={level => setRow(row, { outcome: level })}
                    />
                    {rows.length > 1 && (
                      <Button
                        weight="quiet"
                        aria-label={own.dropRow(row + 1)}
                        onClick={() => change({ ...table, rows: rows.filter((_, i) => i !== row) })}
                      >
                        ×
                      </Button>
                    )}
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div className="row">
        <Button
          onClick={() =>
            change({
              ...table,
              rows: [...rows, { cells: columns.map(() => ''), outcome: 'medium' }],
            })
          }
        >
          {own.addRow}
        </Button>
        <Button
          disabled={columns.length >= 20}
          onClick={() =>
            change({
              columns: [...columns, ''],
              rows: rows.map(row => ({ ...row, cells: [...row.cells, ''] })),
            })
          }
        >
          {own.addColumn}
        </Button>
      </div>
    </div>
  )
}

export function LevelSelect({
  label,
  level,
  choose,
  id,
}: {
  label?: string
  level: AlertLevel
  choose: (level: AlertLevel) => void
  id?: string
}) {
  const own = useSpeech().say(ruleWords).editor
  return (
    <select
      id={id}
      className="input"
      aria-label={label}
      value={level}
      onChange={event => choose(alertLevels.find(known => known === event.target.value) ?? level)}
    >
      {alertLevels.map(known => (
        <option key={known} value={known}>
          {own.levels[known]}
        </option>
      ))}
    </select>
  )
}
