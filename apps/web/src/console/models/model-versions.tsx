/** Which version ran in which mode from when to when, by whose word and why. */
import { type Answer, useRead } from '../../app/api.ts'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { modelWords } from './words.ts'

type Version = Answer<'modelVersions'>['items'][number]

export function ModelVersions({ code }: { code: string }) {
  const { say, words, format } = useSpeech()
  const own = say(modelWords)
  const { versions } = own
  const read = useRead('modelVersions', { params: { code } })
  const columns: Column<Version>[] = [
    { key: 'version', title: versions.version, head: true, cell: ({ version }) => version },
    { key: 'mode', title: versions.mode, cell: ({ mode }) => own.modes[mode] },
    { key: 'from', title: versions.from, cell: ({ from }) => format.instant(from) },
    {
      key: 'until',
      title: versions.until,
      cell: ({ until }) => (until === null ? own.now : format.instant(until)),
    },
    { key: 'by', title: versions.by, cell: ({ by }) => by ?? words.states.system },
    { key: 'reason', title: versions.reason, width: '30%', cell: ({ reason }) => say(reason) },
  ]
  return (
    <section className="stack tight" aria-labelledby="versions">
      <h2 id="versions">{own.versionsTitle}</h2>
      {read.isPending && <Skeleton />}
      {read.error && <ErrorState error={read.error} retry={() => void read.refetch()} />}
      {read.data && (
        <Table
          caption={own.versionsTitle}
          columns={columns}
          rows={read.data.items}
          keyOf={({ from }) => from}
        />
      )}
    </section>
  )
}
