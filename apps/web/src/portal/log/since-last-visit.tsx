/**
 * The reader's browser as a witness: it remembers the last checkpoint and, on the next visit, has the log prove that
 * it only grew since (RFC 9162 §2.1.4). A log that rewrites its past is caught by whoever comes back.
 */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { LogStatus } from '#contract'
import { call } from '../../app/api.ts'
import { Notice } from '../../design/notice.tsx'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { canCompute, fromBase64 } from '../../verify/bytes.ts'
import {
  type RememberedCheckpoint,
  rememberCheckpoint,
  rememberedCheckpoint,
} from '../../verify/memory.ts'
import { isConsistent } from '../../verify/tree.ts'

type Head = Pick<NonNullable<LogStatus['checkpoint']>, 'size' | 'root'>

export function SinceLastVisit({ origin, checkpoint }: { origin: string; checkpoint: Head }) {
  const { words, format } = useSpeech()
  const { log, verify } = words
  // Read once: comparing replaces what is remembered.
  const [last] = useState(() => rememberedCheckpoint(origin))
  const { size, root } = checkpoint
  const grown = useQuery({
    queryKey: ['grown', origin, last?.size, size, root],
    queryFn: () => compare(origin, last, { size, root }),
    enabled: canCompute(),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <section className="stack" aria-labelledby="remembered">
      <h2 id="remembered">{log.remembered}</h2>
      {last && <p>{log.rememberedText(format.count(last.size), format.instant(last.seenAt))}</p>}
      {!canCompute() && <Notice tone="warn">{verify.says.insecure}</Notice>}
      {grown.isLoading && <Skeleton lines={1} />}
      {grown.error && (
        <>
          <p>{log.consistencyUnknown}</p>
          <ErrorState error={grown.error} retry={() => void grown.refetch()} />
        </>
      )}
      {grown.data === 'first' && <Notice>{log.rememberedFirst}</Notice>}
      {grown.data === 'unchanged' && <Notice tone="good">{log.unchanged}</Notice>}
      {grown.data === 'grown' && <Notice tone="good">{log.consistent}</Notice>}
      {grown.data === 'rewritten' && <Notice tone="bad">{log.inconsistent}</Notice>}
    </section>
  )
}

type Finding = 'first' | 'unchanged' | 'grown' | 'rewritten'

/** What was rewritten stays remembered as it was, because it is the evidence. */
async function compare(
  origin: string,
  last: RememberedCheckpoint | null,
  head: Head,
): Promise<Finding> {
  const finding = last ? await findingOf(last, head) : 'first'
  if (finding !== 'rewritten')
    rememberCheckpoint(origin, { ...head, seenAt: new Date().toISOString() })
  return finding
}

async function findingOf(last: RememberedCheckpoint, head: Head): Promise<Finding> {
  if (last.size === head.size) return last.root === head.root ? 'unchanged' : 'rewritten'
  if (last.size > head.size) return 'rewritten'
  if (last.size === 0) return 'grown'
  const { proof } = await call('proveConsistency', {
    query: { from: last.size, to: head.size },
  })
  const consistent = await isConsistent(
    { size: last.size, root: fromBase64(last.root) },
    { size: head.size, root: fromBase64(head.root) },
    proof.map(fromBase64),
  )
  return consistent ? 'grown' : 'rewritten'
}
