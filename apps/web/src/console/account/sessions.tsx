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
          <span title={session.agent}>{deviceOf(session.agent) ?? session.agent}</span>{' '}
          {session.current && <Badge tone="good">{own.current}</Badge>}
        </>
      ),
    },
    { key: 'address', title: columns.address, cell: session => session.address },
    {
      key: 'seen',
      title: columns.seen,
      cell: session => (
        <time dateTime={session.lastSeenAt}>{format.instant(session.lastSeenAt)}</time>
      ),
    },
    {
      key: 'expires',
      title: columns.expires,
      cell: session => (
        <time dateTime={session.expiresAt}>{format.instant(session.expiresAt)}</time>
      ),
    },
    {
      key: 'end',
      title: columns.end,
      cell: session =>
        !session.current && <Button onClick={() => end(session.id)}>{own.end}</Button>,
    },
  ]
}

/** The first name that fits counts: browsers call themselves by the names of those they descend from as well. */
const browsers = [
  ['MicroMessenger', 'WeChat'],
  ['Edg', 'Edge'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const
const systems = ['HarmonyOS', 'Android', 'iPhone', 'iPad', 'Windows', 'Macintosh', 'Linux'] as const

/** “Chrome · Windows”; undefined for what names itself otherwise. */
function deviceOf(agent: string): string | undefined {
  const browser = browsers.find(([mark]) => agent.includes(mark))?.[1]
  const system = systems.find(name => agent.includes(name))
  return browser && system ? `${browser} · ${system}` : undefined
}
