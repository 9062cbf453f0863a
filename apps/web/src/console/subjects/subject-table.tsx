/** A list of subjects: the register and the list of those who should register show the same columns. */
import { Link } from '@tanstack/react-router'
import type { SubjectBrief } from '#contract'
import { useRead } from '../../app/api.ts'
import { Badge } from '../../design/badge.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { toneOfVerification } from '../../portal/subject/tones.ts'
import { subjectWords } from './words.ts'

export function SubjectTable({
  caption,
  rows,
}: {
  caption: string
  rows: readonly SubjectBrief[]
}) {
  const { say, words, format } = useSpeech()
  const { columns } = say(subjectWords)
  const nameOf = useKindNames()
  const shown: Column<SubjectBrief>[] = [
    {
      key: 'name',
      title: columns.name,
      head: true,
      width: '34%',
      cell: row => (
        <Link to="/console/subjects/$id" params={{ id: row.id }}>
          {row.name}
        </Link>
      ),
    },
    { key: 'kind', title: columns.kind, cell: row => nameOf(row.kind) },
    { key: 'area', title: columns.area, cell: row => say({ zh: row.areaZh, en: row.areaEn }) },
    {
      key: 'verification',
      title: columns.verification,
      cell: row => (
        <Badge tone={toneOfVerification(row.verification)}>
          {words.subject.verification[row.verification]}
        </Badge>
      ),
    },
    { key: 'shops', title: columns.shops, figures: true, cell: row => row.shops },
    {
      key: 'registered',
      title: columns.registered,
      cell: row => <time dateTime={row.registeredAt}>{format.dayOf(row.registeredAt)}</time>,
    },
  ]
  return <Table caption={caption} columns={shown} rows={rows} keyOf={row => row.id} />
}

export function useKindNames(): (kind: SubjectBrief['kind']) => string {
  const { say } = useSpeech()
  const kinds = useRead('listSubjectKinds')
  return kind => {
    const info = kinds.data?.items.find(item => item.kind === kind)
    return info ? say(info) : ''
  }
}
