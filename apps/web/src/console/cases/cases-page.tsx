/** The cases of one's area with their filters. */
import { getRouteApi, Link } from '@tanstack/react-router'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Filters } from '../filters.tsx'
import { mayCall, useMe } from '../me.ts'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import { CaseTable } from './case-table.tsx'
import { caseWords } from './words.ts'
import './cases.css'

const route = getRouteApi('/console/cases')

export function CasesPage() {
  const { say } = useSpeech()
  const own = say(caseWords)
  const me = useMe()
  return (
    <div className="stack loose">
      <PageHead
        title={own.title}
        lead={own.lead}
        beside={
          mayCall(me, 'openCase') && (
            <Link to="/console/cases/new" className="button">
              {own.page.openNew}
            </Link>
          )
        }
      />
      <PurposeGate>
        <CaseList />
      </PurposeGate>
    </div>
  )
}

function CaseList() {
  const { say } = useSpeech()
  const own = say(caseWords)
  const { kind, state, scope, cursor } = route.useSearch()
  const purpose = usePurpose()
  const catalogue = useRead('caseCatalogue').data
  const query = {
    kind,
    state,
    cursor,
    ...(scope === 'all' ? {} : { open: true }),
    ...(scope === 'mine' || scope === 'overdue' ? { [scope]: true } : {}),
  }
  const read = useRead('listCases', { query, purpose }, { keepLast: true })
  const { zh, en } = caseWords
  const all = { code: '', zh: zh.all, en: en.all }
  const scopes = (['open', 'mine', 'overdue', 'all'] as const).map(code => ({
    code: code === 'open' ? '' : code,
    zh: zh.scopes[code],
    en: en.scopes[code],
  }))
  return (
    <>
      <Filters
        legend={own.filters}
        filters={[
          { name: 'scope', label: { zh: zh.show, en: en.show }, options: scopes, value: scope },
          {
            name: 'kind',
            label: { zh: zh.kind, en: en.kind },
            options: [all, ...(catalogue?.kinds ?? [])],
            value: kind,
          },
          {
            name: 'state',
            label: { zh: zh.state, en: en.state },
            options: [all, ...(catalogue?.states ?? [])],
            value: state,
          },
        ]}
      />
      {read.isPending && <Skeleton lines={8} />}
      {read.error && <ErrorState error={read.error} retry={() => void read.refetch()} />}
      {read.data?.items.length === 0 && <EmptyState title={own.empty}>{own.emptyHint}</EmptyState>}
      {read.data && read.data.items.length > 0 && (
        <CaseTable caption={own.title} rows={read.data.items} />
      )}
      <Pager cursor={cursor} next={read.data?.next ?? null} />
    </>
  )
}
