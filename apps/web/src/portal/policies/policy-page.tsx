/** One number of law: what it is now and every version it ever had. */
import { getRouteApi } from '@tanstack/react-router'
import type { PolicyRule } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge, type Tone } from '../../design/badge.tsx'
import { Details } from '../../design/details.tsx'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { Timeline } from '../../design/timeline.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { ProofButton } from '../../verify/proof-panel.tsx'
import { ExternalLink } from '../frame/official-windows.tsx'
import { Basis } from './basis.tsx'
import { ConfidenceMark } from './confidence.tsx'
import { PolicyValue } from './policy-value.tsx'

const route = getRouteApi('/portal/policies/$key')

export function PolicyPage() {
  const { words, say } = useSpeech()
  const { key } = route.useParams()
  const read = useRead('policyHistory', { params: { key } })
  const versions = read.data?.items ?? []
  const newest = versions[0]
  return (
    <div className="column stack loose page">
      <PageHead
        title={newest ? say({ zh: newest.titleZh, en: newest.titleEn }) : words.policies.title}
        lead={
          <>
            {words.policies.oneLead} <code>{key}</code>
          </>
        }
        crumbs={[
          { label: words.frame.home, to: '/' },
          { label: words.policies.title, to: '/policies' },
        ]}
      />
      {read.error && <ErrorState error={read.error} retry={() => void read.refetch()} />}
      {read.isPending && <Skeleton lines={6} />}
      {newest && (
        <section className="stack" aria-labelledby="history">
          <div className="section-head">
            <h2 id="history">{words.policies.history}</h2>
            <span className="soft">{words.policies.historyLead}</span>
          </div>
          <History versions={versions} />
        </section>
      )}
    </div>
  )
}

type Standing = 'current' | 'future' | 'past'

const tones: Readonly<Record<Standing, Tone>> = { current: 'good', future: 'civic', past: 'plain' }

function History({ versions }: { versions: readonly PolicyRule[] }) {
  const { words, format } = useSpeech()
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date())
  const current = versions.find(rule => rule.from <= today && (!rule.to || today < rule.to))
  const standingOf = (rule: PolicyRule): Standing =>
    rule === current ? 'current' : rule.from > today ? 'future' : 'past'
  return (
    <Timeline
      items={versions.map(rule => ({
        key: String(rule.version),
        when: format.day(rule.from),
        tone: tones[standingOf(rule)],
        title: (
          <span className="row">
            <PolicyValue rule={rule} />
            <Badge tone={tones[standingOf(rule)]}>{words.policies[standingOf(rule)]}</Badge>
            <ConfidenceMark confidence={rule.confidence} />
          </span>
        ),
        body: (
          <>
            <Details
              compact
              items={[
                { term: words.policies.columns.basis, value: <Basis rule={rule} /> },
                rule.to ? { term: words.policies.ended, value: format.day(rule.to) } : null,
                { term: words.policies.edition, value: words.policies.version(rule.version) },
                rule.sourceUrl
                  ? {
                      term: words.policies.source,
                      value: <ExternalLink href={rule.sourceUrl}>{rule.sourceUrl}</ExternalLink>,
                    }
                  : null,
              ]}
            />
            <ProofButton reference={{ policy: rule.key, version: rule.version }} />
          </>
        ),
      }))}
    />
  )
}
