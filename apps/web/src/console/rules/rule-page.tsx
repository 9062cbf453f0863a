/** One rule: what its newest version says, its test, the steps a person may take, its versions, and "why not?". */
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { behaviours, type RulePage as Rule } from '#contract'
import { type Answer, useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Loaded } from '../loaded.tsx'
import { PurposeGate } from '../purpose.tsx'
import { RuleEditor } from './rule-editor.tsx'
import { RuleSteps } from './rule-steps.tsx'
import { StateMark } from './rules-page.tsx'
import { TestSection } from './test-section.tsx'
import { VersionList } from './version-list.tsx'
import { WhyNotForm } from './why-not-form.tsx'
import { ruleWords } from './words.ts'
import './rules.css'

const route = getRouteApi('/console/rules/$code')

export function RulePage() {
  const { say } = useSpeech()
  const own = say(ruleWords)
  const { code } = route.useParams()
  const read = useRead('readRule', { params: { code } })
  const fields = useRead('listRuleFields')
  const page = read.data
  return (
    <div className="stack loose">
      <PageHead
        title={page ? say(page.title) : code}
        crumbs={[{ label: own.title, to: '/console/rules' }]}
        lead={page && `${code} · ${say(behaviours[page.behaviour])}`}
        beside={
          page && (
            <span className="row">
              <StateMark state={page.state} />
              {page.onTrial !== null && <Badge tone="warn">{own.onTrial(page.onTrial)}</Badge>}
            </span>
          )
        }
      />
      <Loaded read={read}>
        {rule => (
          <Loaded read={fields}>
            {published => <Shown key={rule.newest} rule={rule} published={published} />}
          </Loaded>
        )}
      </Loaded>
    </div>
  )
}

function Shown({ rule, published }: { rule: Rule; published: Answer<'listRuleFields'> }) {
  const { say, format } = useSpeech()
  const own = say(ruleWords)
  const [editing, setEditing] = useState(false)
  const newest = rule.versions[0]!
  const names = new Map(published.kinds.map(({ kind, zh, en }) => [kind, { zh, en }]))
  const kindOf = (kind: string) => say(names.get(kind) ?? { zh: kind, en: kind })
  if (editing)
    return (
      <RuleEditor
        code={rule.code}
        initial={newest.content}
        published={published}
        saved={() => setEditing(false)}
        cancel={() => setEditing(false)}
      />
    )
  return (
    <div className="stack loose">
      <section className="card stack" aria-label={own.version.title(newest.version)}>
        <div className="row">
          <h2>{own.version.title(newest.version)}</h2>
          <span className="soft small">{format.list(newest.content.rule.on.map(kindOf))}</span>
        </div>
        <ol className="rule-lines">
          {newest.lines.map(line => (
            <li key={line.en}>
              {say(line)} → {own.editor.levels[line.outcome]}
            </li>
          ))}
        </ol>
        {rule.steps.includes('draftRule') && (
          <div>
            <Button onClick={() => setEditing(true)}>{own.editor.edit}</Button>
          </div>
        )}
        <RuleSteps page={rule} />
      </section>
      <PurposeGate>
        <TestSection version={newest} may={rule.steps.includes('testRule')} kindOf={kindOf} />
        <WhyNotForm code={rule.code} version={newest.version} kindOf={kindOf} />
      </PurposeGate>
      <VersionList versions={rule.versions} />
    </div>
  )
}
