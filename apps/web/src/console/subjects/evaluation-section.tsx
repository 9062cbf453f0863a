/** The grade that stands and why: the sentences of the card, weightiest first, which add up to the score. */
import { ProblemError } from '#contract'
import { useRead } from '../../app/api.ts'
import { GradeMark } from '../../design/grade-mark.tsx'
import { Notice } from '../../design/notice.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { ProofButton } from '../../verify/proof-panel.tsx'
import { Loaded } from '../loaded.tsx'
import { Section } from './section.tsx'
import { subjectWords } from './words.ts'

export function EvaluationSection({ id }: { id: string }) {
  const { say } = useSpeech()
  const own = say(subjectWords)
  const read = useRead('subjectEvaluation', { params: { id } })
  const { error } = read
  const isNone = error instanceof ProblemError && error.problem.status === 404
  return (
    <Section id="evaluation">
      {isNone ? (
        <p className="soft">{own.ungraded}</p>
      ) : (
        <Loaded read={read}>
          {({ grade, scoreCenti, explanation, disputed, proof }) => (
            <div className="card stack">
              <p className="row">
                <GradeMark grade={grade} label={own.score(grade, points(scoreCenti))} />
                {own.score(grade, points(scoreCenti))}
              </p>
              <ul>
                {say(explanation).map(sentence => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
              {disputed.length > 0 && <Notice tone="warn">{own.disputedReasons}</Notice>}
              <ProofButton reference={proof} />
            </div>
          )}
        </Loaded>
      )}
    </Section>
  )
}

const points = (centi: number): string => String(Number((centi / 100).toFixed(2)))
