/** Where one is signed in, and the means to end what one does not know. */
import { useMutation } from '@tanstack/react-query'
import type { Session } from '#contract'
import { call, keyOf, queryClient, useRead } from '../../app/api.ts'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { consoleWords } from '../words.ts'

export function Sessions() {
  const { say } = useSpeech()
  const own = say(consoleWords).account
  const read = useRead('listSessions')
  const end = useMutation({
    mutationFn: (id: string) => call('endSession', { params: { id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keyOf('listSessions') }),
  })
  const columns = useSessionColumns(id => end.mutate(id))
  return (
    <section className="stack">
      <h2>{own.sessions}</h2>
      <p className="soft">{own.sessionsLead}</p>
      {read.isPending && <Skeleton />}
      {(read.error ?? end.error) && <ErrorState error={read.error ?? end.error} />}
      {read.data && (
        <Table
          caption={own.sessions}
          columns={columns}
          rows={read.data.items}
          keyOf={session => session.id}
        />
      )}
    </section>
  )
}

function useSessionColumns(end: (id: string) => void): Column<Session>[] {
  const { say, format } = useSpeech()
  const own = say(consoleWords).account
  const { columns } = own
  return [
    {
      key: 'where',
      title: columns.where,
      head: true,
      width: '40%',
      cell: session => (
        <>
          {session.agent} {session.current && <Badge tone="good">{own.current}</Badge>}
        </>
      ),
    },
    { key: 'address', title: columns.address, cell: session => session.address },
    { key: 'seen', title: columns.seen, cell: session => format.instant(session.lastSeenAt) },
    { key: 'expires', title: columns.expires, cell: session => format.instant(session.expiresAt) },
    {
      key: 'end',
      title: columns.end,
      cell: session =>
        !session.current && <Button onClick={() => end(session.id)}>{own.end}</Button>,
    },
  ]
}
