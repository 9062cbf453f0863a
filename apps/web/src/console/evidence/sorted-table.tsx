/**
 * A table that its reader sorts, for evidence of hundreds of rows. What is chosen stands on top and is marked, so that a
 * click in the graph is answered where one looks first; on a phone, where headings are folded away, sorting is a list.
 */
import { useState } from 'react'
import { Button } from '../../design/button.tsx'
import type { Column } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { evidenceWords } from './words.ts'

export type SortedColumn<Row> = Column<Row> & { readonly by: (row: Row) => string | number }

const rowsAtOnce = 10

type Sorting = { readonly key: string; readonly down: boolean }

export function SortedTable<Row>({
  caption,
  columns,
  rows,
  keyOf,
  first,
  isChosen,
}: {
  caption: string
  columns: readonly SortedColumn<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
  first: Sorting
  isChosen: (row: Row) => boolean
}) {
  const { say, format } = useSpeech()
  const own = say(evidenceWords)
  const [sorting, setSorting] = useState(first)
  const [shown, setShown] = useState(rowsAtOnce)
  const sorted = sortedRows(rows, columns, sorting, isChosen)
  const left = sorted.length - shown
  const sortBy = (key: string) =>
    setSorting(before => ({ key, down: before.key === key ? !before.down : false }))
  return (
    <div className="stack tight">
      <PhoneSorting columns={columns} sorting={sorting} setSorting={setSorting} />
      <table className="table">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ key, title, figures }) => (
              <th
                key={key}
                scope="col"
                className={figures ? 'figures' : undefined}
                aria-sort={
                  sorting.key !== key ? undefined : sorting.down ? 'descending' : 'ascending'
                }
              >
                <button type="button" className="sort" onClick={() => sortBy(key)}>
                  {title}
                  <span aria-hidden="true">
                    {sorting.key !== key ? ' ↕' : sorting.down ? ' ↓' : ' ↑'}
                  </span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, shown).map(row => (
            <tr key={keyOf(row)} aria-current={isChosen(row) ? true : undefined}>
              {columns.map(({ key, title, figures, head, cell }) => {
                const Cell = head ? 'th' : 'td'
                return (
                  <Cell
                    key={key}
                    scope={head ? 'row' : undefined}
                    className={figures ? 'figures' : undefined}
                    data-title={title}
                  >
                    <div>{cell(row)}</div>
                  </Cell>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 && (
        <p>
          <Button onClick={() => setShown(shown + 5 * rowsAtOnce)}>
            {own.more(format.count(Math.min(left, 5 * rowsAtOnce)))}
          </Button>
        </p>
      )}
    </div>
  )
}

function PhoneSorting<Row>({
  columns,
  sorting,
  setSorting,
}: {
  columns: readonly SortedColumn<Row>[]
  sorting: Sorting
  setSorting: (sorting: Sorting) => void
}) {
  const { say } = useSpeech()
  const own = say(evidenceWords)
  return (
    <label className="phone-sorting small">
      {own.sort}{' '}
      <select
        className="input"
        value={`${sorting.key} ${sorting.down}`}
        onChange={({ target }) => {
          const [key = '', down] = target.value.split(' ')
          setSorting({ key, down: down === 'true' })
        }}
      >
        {columns.flatMap(({ key, title }) =>
          [false, true].map(down => (
            <option key={`${key} ${down}`} value={`${key} ${down}`}>
              {title} · {down ? own.descending : own.ascending}
            </option>
          )),
        )}
      </select>
    </label>
  )
}

function sortedRows<Row>(
  rows: readonly Row[],
  columns: readonly SortedColumn<Row>[],
  { key, down }: Sorting,
  isChosen: (row: Row) => boolean,
): Row[] {
  const column = columns.find(candidate => candidate.key === key)
  if (!column) return [...rows]
  const sign = down ? -1 : 1
  return rows.toSorted((a, b) => {
    const first = Number(isChosen(b)) - Number(isChosen(a))
    if (first !== 0) return first
    const [x, y] = [column.by(a), column.by(b)]
    return sign * (x < y ? -1 : x > y ? 1 : 0)
  })
}
