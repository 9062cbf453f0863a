/** One case as its reader may see it: where it stands, what may be done next and by whom, and everything done so far. */
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Static } from 'typebox'
import type { CasePage as Case, CaseCatalogue } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { Details } from '../../design/details.tsx'
import { Notice } from '../../design/notice.tsx'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { mayCall, useMe } from '../me.ts'
import { Written } from '../orders/written.tsx'
import { OwnAffairs, PurposeGate, usePurpose } from '../purpose.tsx'
import { SubjectName } from '../subject-name.tsx'
import { CaseFolder } from './case-folder.tsx'
import { CaseListings } from './case-listings.tsx'
import { Clocks } from './clocks.tsx'
import { NextSteps } from './next-steps.tsx'
import { Outcome } from './outcome.tsx'
import { TargetRecord } from './target-record.tsx'
import { caseWords } from './words.ts'
import './cases.css'

const route = getRouteApi('/console/cases/$id')

export function CasePage() {
  // A party reads what was served on it: it needs no purpose but its own.
  const Gate = mayCall(useMe(), 'listCases') ? PurposeGate : OwnAffairs
  return (
    <div className="stack loose">
      <Gate>
        <CaseView />
      </Gate>
    </div>
  )
}

function CaseView() {
  const { id } = route.useParams()
  const me = useMe()
  const purpose = usePurpose()
  const read = useRead('readCase', { params: { id }, purpose })
  const catalogue = useRead('caseCatalogue')
  const error = read.error ?? catalogue.error
  if (error) return <ErrorState error={error} retry={() => void read.refetch()} />
  if (!read.data || !catalogue.data) return <Skeleton lines={10} />
  const page = read.data
  return (
    <>
      <CaseHead page={page} catalogue={catalogue.data} />
      <NextSteps page={page} catalogue={catalogue.data} />
      <Clocks page={page} />
      <Outcome page={page} />
      {page.kind === 'finding' && mayCall(me, 'caseListings') && <CaseListings page={page} />}
      {page.targetRecordId && mayCall(me, 'fileOf') && <TargetRecord page={page} />}
      <CaseFolder page={page} catalogue={catalogue.data} />
    </>
  )
}

function CaseHead({ page, catalogue }: { page: Case; catalogue: Static<typeof CaseCatalogue> }) {
  const { say, format, language } = useSpeech()
  const own = say(caseWords)
  const me = useMe()
  const staff = mayCall(me, 'listCases')
  const { page: words } = own
  const kind = catalogue.kinds.find(({ code }) => code === page.kind)
  return (
    <>
      <PageHead
        title={say({ zh: page.title, en: page.titleEn })}
        crumbs={[
          staff
            ? { label: own.title, to: '/console/cases' }
            : { label: own.mineTitle, to: '/console/own/cases' },
        ]}
        beside={
          <Badge tone={page.overdue ? 'bad' : 'civic'}>
            {say({ zh: page.stateZh, en: page.stateEn })}
          </Badge>
        }
      />
      {!staff && <Notice>{words.partyNote}</Notice>}
      {page.kind === 'finding' && staff && <Stages page={page} catalogue={catalogue} />}
      <Details
        items={[
          language === 'en' && page.titleEn !== page.title
            ? { term: words.writtenTitle, value: <span lang="zh-CN">{page.title}</span> }
            : null,
          { term: words.number, value: page.number },
          kind ? { term: words.kind, value: say(kind) } : null,
          { term: words.type, value: say({ zh: page.caseTypeZh, en: page.caseTypeEn }) },
          {
            term: words.subject,
            value: <SubjectName subject={page.subject} />,
          },
          page.handler || staff
            ? { term: words.handler, value: page.handler?.name ?? own.unassigned }
            : null,
          { term: words.opened, value: format.dayOf(page.openedAt) },
          page.origin ? { term: words.origin, value: <Origin page={page} /> } : null,
          page.linkedCaseIds.length > 0
            ? { term: words.linked, value: <Linked ids={page.linkedCaseIds} /> }
            : null,
        ]}
      />
      {page.facts && (
        <section className="stack">
          <h2>{words.facts}</h2>
          <Written text={page.facts} order={page.order} />
        </section>
      )}
    </>
  )
}

function Origin({ page: { origin, originId } }: { page: Case }) {
  const { say } = useSpeech()
  const own = say(caseWords).page
  if (!origin) return null
  return (
    <>
      {own.origins[origin]}
      {origin === 'alert' && originId && (
        <>
          {' '}
          <a href={`/console/alerts/${originId}`}>{own.alert}</a>
        </>
      )}
    </>
  )
}

const Linked = ({ ids }: { ids: readonly string[] }) => {
  const { say } = useSpeech()
  const own = say(caseWords)
  return ids.map((id, i) => (
    <Link key={id} to="/console/cases/$id" params={{ id }} className="block">
      {own.page.linked} {i + 1}
    </Link>
  ))
}

/** The five steps of territorial handling, the present one marked in words for a screen reader. */
function Stages({ page, catalogue }: { page: Case; catalogue: Static<typeof CaseCatalogue> }) {
  const { say } = useSpeech()
  const own = say(caseWords).page
  return (
    <ol className="stages" aria-label={own.stage}>
      {catalogue.stages.map(stage => (
        <li key={stage.code} aria-current={stage.code === page.stage ? 'step' : undefined}>
          {say(stage)}
        </li>
      ))}
    </ol>
  )
}
