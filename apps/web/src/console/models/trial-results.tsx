/** What a model on trial would have raised. */
import { useState } from 'react'
import { useRead } from '../../app/api.ts'
import { Button } from '../../design/button.tsx'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { usePurpose } from '../purpose.tsx'
import { TrialTable } from './trial-table.tsx'
import { modelWords } from './words.ts'

export function TrialResults({ code }: { code: string }) {
  const { say, words } = useSpeech()
  const own = say(modelWords)
  const purpose = usePurpose()
  const [cursor, setCursor] = useState<string | undefined>()
  const read = useRead(
    'listTrialSuspicions',
    { params: { code }, query: { cursor, limit: 20 }, purpose },
    { keepLast: true },
  )
  if (read.error) return <ErrorState error={read.error} retry={() => void read.refetch()} />
  if (!read.data) return <Skeleton lines={4} />
  const { items, next } = read.data
  if (items.length === 0) return <p className="soft">{own.noTrial}</p>
  return (
    <>
      <TrialTable caption={own.trialTitle} rows={items} />
      <div className="row">
        {cursor && <Button onClick={() => setCursor(undefined)}>{words.states.first}</Button>}
        {next && <Button onClick={() => setCursor(next)}>{words.states.later}</Button>}
      </div>
    </>
  )
}
