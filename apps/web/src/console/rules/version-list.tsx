/** Every version of a rule: who drafted and who approved it, from when on what basis, and what changed. */
import type { RuleVersion } from '#contract'
import { Cited } from '../../design/cited.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { StateMark } from './rules-page.tsx'
import { ruleWords } from './words.ts'

export function VersionList({ versions }: { versions: readonly RuleVersion[] }) {
  const { say, format } = useSpeech()
  const { version: own } = say(ruleWords)
  return (
    <section className="stack" aria-labelledby="versions">
      <h2 id="versions">{own.versions}</h2>
      {versions.map((version, i) => (
        <article key={version.version} className="card stack tight">
          <div className="row">
            <h3>{own.title(version.version)}</h3>
            <StateMark state={version.state} />
          </div>
          <p className="small soft">
            {own.by(version.author.name, format.instant(version.draftedAt))}
            {version.approver &&
              `；${own.approved(version.approver.name, format.day(version.from!))}`}
            {version.until && ` ${own.until(format.day(version.until))}`}
          </p>
          {version.basis && (
            <p>
              {own.basis}：<Cited>{version.basis}</Cited>
            </p>
          )}
          {version.retired && (
            <p>
              {own.retired(
                version.retired.by,
                format.instant(version.retired.at),
                version.retired.reason,
              )}
            </p>
          )}
          <Lines version={version} before={versions[i + 1]} />
          <p className="small soft rule-digest">
            {own.digest} <code>{version.digest}</code>
          </p>
        </article>
      ))}
    </section>
  )
}

/** What it says, and against the version before it the lines that came and went. */
function Lines({ version, before }: { version: RuleVersion; before: RuleVersion | undefined }) {
  const { say } = useSpeech()
  const { version: own, editor } = say(ruleWords)
  const text = (line: RuleVersion['lines'][number]) =>
    `${say(line)} → ${editor.levels[line.outcome]}`
  const now = version.lines.map(text)
  const then = before?.lines.map(text) ?? now
  const gone = then.filter(line => !now.includes(line))
  return (
    <>
      {before && (
        <p className="small soft">
          {own.diff(before.version, version.version)}
          {gone.length === 0 && now.every(line => then.includes(line)) && ` · ${own.same}`}
        </p>
      )}
      <ol className="rule-lines">
        {gone.map(line => (
          <li key={`- ${line}`} className="gone">
            <del>{line}</del> <span className="small">{own.removed}</span>
          </li>
        ))}
        {now.map(line => (
          <li key={line}>
            {then.includes(line) ? (
              line
            ) : (
              <>
                <ins>{line}</ins> <span className="small">{own.added}</span>
              </>
            )}
          </li>
        ))}
      </ol>
    </>
  )
}
