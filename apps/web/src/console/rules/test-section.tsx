/** The test of a version on past trade: started, followed while it runs, and what it found. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import type { RuleTest, RuleVersion } from '#contract'
import { call, keyOf, queryClient } from '../../app/api.ts'
import { Button } from '../../design/button.tsx'
import { Details } from '../../design/details.tsx'
import { Field } from '../../design/field.tsx'
import { Notice } from '../../design/notice.tsx'
import { ErrorState } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { usePurpose } from '../purpose.tsx'
import { Explained } from './explained.tsx'
import { instantOf, lastDays } from './period.ts'
import { ruleWords } from './words.ts'

const askAgainMs = 700

export function TestSection({
  version,
  may,
  kindOf,
}: {
  version: RuleVersion
  may: boolean
  kindOf: (kind: string) => string
}) {
  const { say } = useSpeech()
  const own = say(ruleWords).test
  const purpose = usePurpose()
  const [started, setStarted] = useState<RuleTest | null>(null)
  const [period, setPeriod] = useState(() => lastDays(90))
  const { code, version: number } = version
  const known = started ?? version.test
  const id = known?.state === 'running' ? known.id : undefined
  const followed = useQuery({
    queryKey: keyOf('readRuleTest', { params: { id: id ?? '' }, purpose }),
    queryFn: ({ signal }) => call('readRuleTest', { params: { id: id! }, purpose, signal }),
    enabled: id !== undefined,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? askAgainMs : false),
  })
  const test = followed.data ?? known
  const ended = followed.data && followed.data.state !== 'running' ? followed.data : null
  useEffect(() => {
    if (!ended) return
    setStarted(ended)
    void queryClient.invalidateQueries({ queryKey: ['readRule'] })
    void queryClient.invalidateQueries({ queryKey: ['listRules'] })
  }, [ended])
  const run = useMutation({
    mutationFn: () => {
      const body = { from: instantOf(period.from), until: instantOf(period.until) }
      return call('testRule', { params: { code, version: number }, body })
    },
    onSuccess: setStarted,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    run.mutate()
  }
  const busy = run.isPending || test?.state === 'running'
  return (
    <section className="stack" aria-labelledby="rule-test">
      <h2 id="rule-test">{own.title}</h2>
      <p className="soft">{own.lead}</p>
      {may && (
        <form className="rule-about" onSubmit={submit}>
          {(['from', 'until'] as const).map(end => (
            <Field key={end} label={own[end]} required>
              {attributes => (
                <input
                  {...attributes}
                  type="date"
                  value={period[end]}
                  onChange={event => setPeriod({ ...period, [end]: event.target.value })}
                />
              )}
            </Field>
          ))}
          <Button type="submit" disabled={busy}>
            {test ? own.again : own.run}
          </Button>
        </form>
      )}
      {run.error && <ErrorState error={run.error} />}
      {followed.error && <ErrorState error={followed.error} />}
      {!test && <p className="soft">{own.none}</p>}
      {test?.state === 'running' && <Progress test={test} />}
      {test?.fault && <Notice tone="bad" title={test.fault} />}
      {test?.state === 'finished' && <Result test={test} kindOf={kindOf} />}
    </section>
  )
}

function Progress({ test }: { test: RuleTest }) {
  const { say, format } = useSpeech()
  const own = say(ruleWords).test
  const { from, until, reachedAt, events, hits } = test
  const start = Date.parse(from)
  const share = reachedAt ? (Date.parse(reachedAt) - start) / (Date.parse(until) - start) : 0
  return (
    <div className="card stack tight" role="status">
      <progress className="rule-progress" max={1} value={share} aria-label={own.running} />
      <p>
        {own.progress(format.count(events), format.dayOf(reachedAt ?? from), format.count(hits))}
      </p>
    </div>
  )
}

function Result({ test, kindOf }: { test: RuleTest; kindOf: (kind: string) => string }) {
  const { say, format } = useSpeech()
  const { test: own, editor } = say(ruleWords)
  const { judged, byLevel, byLine } = test
  const levels = (['high', 'medium', 'low'] as const)
    .filter(level => byLevel[level])
    .map(level => `${editor.levels[level]} ${format.count(byLevel[level]!)}`)
  const precision = judged?.precision == null ? own.notJudged : format.percent(judged.precision)
  return (
    <div className="stack">
      <p className="small soft">
        {own.period(format.dayOf(test.from), format.dayOf(test.until), test.startedBy)}
      </p>
      <Details
        items={[
          { term: own.rows.events, value: format.count(test.events) },
          { term: own.rows.hits, value: format.count(test.hits) },
          {
            term: own.rows.acts,
            value:
              levels.length > 0
                ? format.aside(format.count(test.acts), format.list(levels))
                : format.count(test.acts),
          },
          { term: own.rows.shops, value: format.count(test.shops) },
          { term: own.rows.accounts, value: format.count(test.accounts) },
          { term: own.rows.precision, value: precision },
        ]}
      />
      {judged && (
        <p className="small soft">
          {own.judged(
            format.count(judged.confirmedFound),
            format.count(judged.confirmedMissed),
            format.count(judged.refutedFound),
          )}
        </p>
      )}
      {byLine.length > 1 && (
        <ul className="small">
          {byLine.map((hits, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place.
            <li key={line}>{own.byLine(line + 1, format.count(hits))}</li>
          ))}
        </ul>
      )}
      <h3>{own.examples}</h3>
      {test.examples.length === 0 && <p className="soft">{own.noExamples}</p>}
      {test.examples.slice(0, 5).map(example => (
        <Explained key={example.eventId} example={example} kindOf={kindOf} />
      ))}
    </div>
  )
}
