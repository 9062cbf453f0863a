/** Cases as rows: the matter with its number, the party, where it stands, and what falls due next, in words. */
import { Link } from '@tanstack/react-router'
import type { CaseBrief } from '#contract'
import { Badge } from '../../design/badge.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { SubjectName } from '../subject-name.tsx'
import { ClockText } from './clock-text.tsx'
import { caseWords } from './words.ts'

export function CaseTable({
  caption,
  rows,
  own: mine = false,
}: {
  caption: string
  rows: readonly CaseBrief[]
  /** For a party: no handler, and the windows in which it may speak count. */
  own?: boolean
}) {
  const { say } = useSpeech()
  const own = say(caseWords)
  const { columns: titles } = own
  const columns: Column<CaseBrief>[] = [
    {
      key: 'matter',
      title: titles.matter,
      head: true,
      width: '34%',
      cell: row => {
        const title = say({ zh: row.title, en: row.titleEn })
        return (
          <>
            <Link to="/console/cases/$id" params={{ id: row.id }}>
              {title}
            </Link>
            <span className="soft small block">
              {title === row.title
                ? `${row.number} · ${say({ zh: row.caseTypeZh, en: row.caseTypeEn })}`
                : row.number}
            </span>
          </>
        )
      },
    },
    {
      key: 'subject',
      title: titles.subject,
      cell: row => <SubjectName subject={row.subject} />,
    },
    {
      key: 'state',
      title: titles.state,
      cell: row => <Badge>{say({ zh: row.stateZh, en: row.stateEn })}</Badge>,
    },
    {
      key: 'due',
      title: titles.due,
      width: '24%',
      cell: row => {
        const clocks = mine ? row.clocks : row.clocks.filter(({ kind }) => kind === 'duty')
        const [first] = clocks
        return first ? <ClockText clock={first} /> : <span className="soft">{own.noDuty}</span>
      },
    },
  ]
  const handler: Column<CaseBrief> = {
    key: 'handler',
    title: titles.handler,
    cell: row => row.handler?.name ?? <span className="soft">{own.unassigned}</span>,
  }
  return (
    <Table
      caption={caption}
      columns={mine ? columns : [...columns, handler]}
      rows={rows}
      keyOf={({ id }) => id}
    />
  )
}
