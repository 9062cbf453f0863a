/**
 * A table of rows of one type. On a phone each row becomes a small card whose cells carry their column's name, so that
 * nobody scrolls sideways through a register.
 */
import type { ReactNode } from 'react'
import './table.css'

export type Column<Row> = {
  readonly key: string
  readonly title: string
  readonly cell: (row: Row) => ReactNode
  /** Figures stand to the right. */
  readonly figures?: boolean
  /** Names the row for screen readers. */
  readonly head?: boolean
  /** A share of the width, for columns of long text. */
  readonly width?: string
}

export function Table<Row>({
  caption,
  columns,
  rows,
  keyOf,
  showCaption = false,
}: {
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
  showCaption?: boolean
}) {
  return (
    <table className="table">
      <caption className={showCaption ? undefined : 'unseen'}>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ key, title, figures, width }) => (
            <th
              key={key}
              scope="col"
              className={figures ? 'figures' : undefined}
              style={width ? { width } : undefined}
            >
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={keyOf(row)}>
            {columns.map(column => (
              <Cell key={column.key} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const className = column.figures ? 'figures' : undefined
  const content = <div>{column.cell(row)}</div>
  if (column.head)
    return (
      <th scope="row" className={className} data-title={column.title}>
        {content}
      </th>
    )
  return (
    <td className={className} data-title={column.title}>
      {content}
    </td>
  )
}
