/** Every fact about a record, read when someone unfolds it. */
import { useState } from 'react'
import { useRead } from '../../app/api.ts'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { Timeline } from '../../design/timeline.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { listWords } from '../lists/words.ts'
import { usePurpose } from '../purpose.tsx'

export function RecordHistory({ id }: { id: string }) {
  const { say, format } = useSpeech()
  const own = say(listWords)
  const purpose = usePurpose()
  const [open, setOpen] = useState(false)
  const read = useRead('recordHistory', { params: { id }, purpose }, { enabled: open })
  return (
    <details onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>{own.history}</summary>
      {open && read.isPending && <Skeleton />}
      {read.error && <ErrorState error={read.error} />}
      {read.data && (
        <Timeline
          items={read.data.items.map(({ kind, at, by, reason, proof }) => ({
            key: `${proof.batchId} ${proof.ordinal} ${kind}`,
            when: format.instant(at),
            title: own.recordEvents[kind] ?? kind,
            body: (
              <>
                <p className="soft small">{own.historyBy(by)}</p>
                {reason && <p className="written">{reason}</p>}
              </>
            ),
          }))}
        />
      )}
    </details>
  )
}
