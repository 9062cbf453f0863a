/** Measures as rows: which, of what class, against whom, until when, and whether the recipients have them. */
import type { ReactNode } from 'react'
import type { Measure } from '#contract'
import { Badge } from '../../design/badge.tsx'
import { Cited } from '../../design/cited.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { SubjectName } from '../subject-name.tsx'
import { Receipts } from './receipts.tsx'
import { listWords } from './words.ts'

export function MeasureTable({
  measures,
  acts,
  own: mine = false,
}: {
  measures: readonly Measure[]
  acts?: (measure: Measure) => ReactNode
  /** For the party: who of the recipients has read it is not told. */
  own?: boolean
}) {
  const { say, format } = useSpeech()
  const own = say(listWords)
  const columns: Column<Measure>[] = [
    {
      key: 'measure',
      title: own.measure,
      head: true,
      width: '32%',
      cell: row => (
        <>
          {say(row)}
          <span className="soft small block">
            {say({ zh: row.labelZh, en: row.labelEn })} · <Cited>{row.basis}</Cited>
          </span>
        </>
      ),
    },
    { key: 'subject', title: own.subject, cell: row => <SubjectName subject={row.subject} /> },
    {
      key: 'state',
      title: own.state,
      cell: row => (
        <>
          <Badge tone={row.state === 'in-force' ? 'warn' : 'plain'}>
            {own.measureStates[row.state]}
          </Badge>
          {row.endReason && <span className="soft small block">{row.endReason}</span>}
        </>
      ),
    },
    {
      key: 'until',
      title: own.until,
      cell: row => (
        <>
          {row.until ? <time dateTime={row.until}>{format.day(row.until)}</time> : own.noEnd}
          <span className="soft small block">
            {own.from} <time dateTime={row.from}>{format.day(row.from)}</time>
          </span>
        </>
      ),
    },
  ]
  const office: Column<Measure>[] = [
    { key: 'feedback', title: own.feedback, cell: row => <Receipts measure={row} /> },
    ...(acts ? [{ key: 'acts', title: own.acts, cell: acts }] : []),
  ]
  return (
    <Table
      caption={own.measuresTitle}
      columns={mine ? columns : [...columns, ...office]}
      rows={measures}
      keyOf={({ id }) => id}
    />
  )
}
