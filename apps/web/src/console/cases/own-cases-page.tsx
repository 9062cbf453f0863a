/** A party's own cases: what was served on it and what it filed itself. */
import { getRouteApi } from '@tanstack/react-router'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { CaseTable } from './case-table.tsx'
import { caseWords } from './words.ts'
import './cases.css'

const route = getRouteApi('/console/own/cases')

export function OwnCasesPage() {
  const { say } = useSpeech()
  const own = say(caseWords)
  const { cursor } = route.useSearch()
  const read = useRead('listMyCases', { query: { cursor } }, { keepLast: true })
  return (
    <div className="stack loose">
      <PageHead title={own.mineTitle} lead={own.mineLead} />
      {read.isPending && <Skeleton lines={6} />}
      {read.error && <ErrorState error={read.error} retry={() => void read.refetch()} />}
      {read.data?.items.length === 0 && (
        <EmptyState title={own.mineEmpty}>
          <p>{own.mineEmptyHint}</p>
        </EmptyState>
      )}
      {read.data && read.data.items.length > 0 && (
        <CaseTable own caption={own.mineTitle} rows={read.data.items} />
      )}
      <Pager cursor={cursor} next={read.data?.next ?? null} />
    </div>
  )
}
