/**
 * The log explained to a citizen: what it is, how large it is now, what a checkpoint means and how to check it without
 * trusting us. The page itself acts as a witness: it compares the log with what this browser saw before.
 */
import { Link } from '@tanstack/react-router'
import type { LogStatus } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { CopyButton } from '../../design/copy-button.tsx'
import { Details } from '../../design/details.tsx'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { SinceLastVisit } from './since-last-visit.tsx'

export function LogPage() {
  const { words } = useSpeech()
  const { log, frame } = words
  const status = useRead('logStatus')
  return (
    <div className="column stack loose page">
      <PageHead title={log.title} lead={log.lead} crumbs={[{ label: frame.home, to: '/' }]} />
      {status.error && <ErrorState error={status.error} retry={() => void status.refetch()} />}
      {status.isPending && <Skeleton lines={6} />}
      {status.data && <Now status={status.data} />}
      {status.data?.checkpoint && (
        <SinceLastVisit origin={status.data.origin} checkpoint={status.data.checkpoint} />
      )}
      <Explained />
      {status.data && <Recent status={status.data} />}
    </div>
  )
}

function Now({ status }: { status: LogStatus }) {
  const { words, format } = useSpeech()
  const { log } = words
  const { checkpoint } = status
  return (
    <section className="card stack">
      <Details
        items={[
          { term: log.size, value: <strong>{format.count(status.size)}</strong> },
          status.waiting > 0 ? { term: log.waiting, value: format.count(status.waiting) } : null,
          checkpoint && { term: log.signedAt, value: format.instant(checkpoint.signedAt) },
          { term: log.origin, value: <code>{status.origin}</code> },
        ]}
      />
      {checkpoint && (
        <Details compact items={[{ term: log.root, value: <code>{checkpoint.root}</code> }]} />
      )}
      <Details
        compact
        items={[
          {
            term: log.key,
            value: (
              <>
                <code>{status.verifierKey}</code> <CopyButton text={status.verifierKey} />
                <br />
                <span className="small soft">{log.keyHint}</span>
              </>
            ),
          },
        ]}
      />
    </section>
  )
}

function Explained() {
  const { words } = useSpeech()
  const { log } = words
  return (
    <div className="halves">
      <section className="stack">
        <h2>{log.what}</h2>
        {log.whatText.map(text => (
          <p key={text}>{text}</p>
        ))}
        <h2>{log.checkpoint}</h2>
        <p>{log.checkpointText}</p>
      </section>
      <section className="stack">
        <h2>{log.check}</h2>
        <ol className="stack tight">
          {log.checkSteps.map(step => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <p className="row">
          <a href="/log/checkpoint">/log/checkpoint</a>
          <a href="/log/verifier-key">/log/verifier-key</a>
          <Link to="/open-data">{words.frame.openData}</Link>
        </p>
      </section>
    </div>
  )
}

function Recent({ status: { recent, checkpoint } }: { status: LogStatus }) {
  const { words, format } = useSpeech()
  const { log } = words
  if (recent.length === 0) return null
  return (
    <section className="stack" aria-labelledby="recent">
      <h2 id="recent">{log.recent}</h2>
      <Table
        caption={log.recent}
        columns={[
          {
            key: 'at',
            title: log.columns.at,
            head: true,
            width: '14rem',
            cell: c => <time dateTime={c.signedAt}>{format.instant(c.signedAt)}</time>,
          },
          {
            key: 'size',
            title: log.columns.size,
            figures: true,
            width: '8rem',
            cell: c => format.count(c.size),
          },
          { key: 'root', title: log.columns.root, cell: c => <code>{c.root}</code> },
        ]}
        rows={recent}
        keyOf={c => String(c.size)}
      />
      {checkpoint && (
        <details>
          <summary>{log.raw}</summary>
          <pre>{checkpoint.note}</pre>
        </details>
      )}
    </section>
  )
}
