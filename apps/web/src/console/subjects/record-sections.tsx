/** What is on record about a subject, what was done about it, and what it promised: all of the file, shown in public or not. */
import type { CreditRecord, Measure } from '#contract'
import { useRead } from '../../app/api.ts'
import { Badge, type Tone } from '../../design/badge.tsx'
import { Cited } from '../../design/cited.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { toneOfPolarity } from '../../portal/subject/tones.ts'
import { ProofButton } from '../../verify/proof-panel.tsx'
import { Loaded } from '../loaded.tsx'
import { usePurpose } from '../purpose.tsx'
import { Section } from './section.tsx'
import { subjectWords } from './words.ts'

const promises: ReadonlySet<string> = new Set([
  'commitment.signed',
  'promise.kept',
  'promise.broken',
])

function useFile(id: string) {
  const purpose = usePurpose()
  return useRead('fileOf', { params: { subjectId: id }, purpose })
}

export function RecordsSection({ id }: { id: string }) {
  const { say } = useSpeech()
  const own = say(subjectWords)
  const columns = useRecordColumns()
  return (
    <Section id="records">
      <Loaded read={useFile(id)}>
        {({ records }) => (
          <RecordTable
            caption={own.sections.records}
            columns={columns}
            records={records.filter(({ item }) => !promises.has(item))}
            none={own.recordsNone}
          />
        )}
      </Loaded>
    </Section>
  )
}

export function CommitmentsSection({ id }: { id: string }) {
  const { say } = useSpeech()
  const own = say(subjectWords)
  const columns = useRecordColumns()
  return (
    <Section id="commitments">
      <Loaded read={useFile(id)}>
        {({ records }) => (
          <RecordTable
            caption={own.sections.commitments}
            columns={columns}
            records={records.filter(({ item }) => promises.has(item))}
            none={own.commitmentsNone}
          />
        )}
      </Loaded>
    </Section>
  )
}

function RecordTable({
  caption,
  columns,
  records,
  none,
}: {
  caption: string
  columns: readonly Column<CreditRecord>[]
  records: readonly CreditRecord[]
  none: string
}) {
  if (records.length === 0) return <p className="soft">{none}</p>
  return <Table caption={caption} columns={columns} rows={records} keyOf={({ id }) => id} />
}

function useRecordColumns(): Column<CreditRecord>[] {
  const { say, format } = useSpeech()
  const own = say(subjectWords)
  const { recordColumns: titles } = own
  const catalogue = useRead('recordCatalogue')
  const titleOf = (code: string) => {
    const item = catalogue.data?.items.find(each => each.code === code)
    return item ? say({ zh: item.titleZh, en: item.titleEn }) : code
  }
  return [
    {
      key: 'item',
      title: titles.item,
      head: true,
      width: '20%',
      cell: record => <Badge tone={toneOfPolarity(record.polarity)}>{titleOf(record.item)}</Badge>,
    },
    {
      key: 'text',
      title: titles.text,
      width: '32%',
      cell: record => (
        <>
          {say({ zh: record.textZh, en: record.textEn || record.textZh })}
          <br />
          <span className="small soft">
            {record.provider} {record.document}
          </span>
        </>
      ),
    },
    { key: 'on', title: titles.on, cell: record => <time>{format.day(record.occurredOn)}</time> },
    { key: 'delay', title: titles.delay, cell: record => own.delay(record.delayDays) },
    {
      key: 'state',
      title: titles.state,
      cell: record => (
        <span className="row">
          <Badge>{record.reviewed ? own.recordStates[record.state] : own.awaiting}</Badge>
          {record.disputed && <Badge tone="warn">{own.disputed}</Badge>}
        </span>
      ),
    },
    {
      key: 'proof',
      title: titles.proof,
      cell: record => <ProofButton reference={record.proof} />,
    },
  ]
}

const measureTones: Readonly<Record<Measure['state'], Tone>> = {
  'in-force': 'bad',
  lifted: 'good',
  ended: 'plain',
}

export function MeasuresSection({ id }: { id: string }) {
  const { say, format } = useSpeech()
  const own = say(subjectWords)
  const { measureColumns: titles } = own
  const purpose = usePurpose()
  const read = useRead('listMeasures', { query: { subject: id, limit: 100 }, purpose })
  const columns: Column<Measure>[] = [
    {
      key: 'measure',
      title: titles.measure,
      head: true,
      width: '28%',
      cell: row => (
        <>
          {say(row)} <span className="small soft">{say({ zh: row.labelZh, en: row.labelEn })}</span>
        </>
      ),
    },
    { key: 'basis', title: titles.basis, cell: row => <Cited>{row.basis}</Cited> },
    { key: 'from', title: titles.from, cell: row => <time>{format.day(row.from)}</time> },
    {
      key: 'until',
      title: titles.until,
      cell: row => (row.until ? <time>{format.day(row.until)}</time> : '—'),
    },
    {
      key: 'state',
      title: titles.state,
      cell: row => <Badge tone={toneOfMeasure(row)}>{own.measureStates[row.state]}</Badge>,
    },
  ]
  return (
    <Section id="measures">
      <Loaded read={read}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="soft">{own.measuresNone}</p>
          ) : (
            <Table
              caption={own.sections.measures}
              columns={columns}
              rows={items}
              keyOf={row => row.id}
            />
          )
        }
      </Loaded>
    </Section>
  )
}

/** An incentive in force is good news. */
const toneOfMeasure = (measure: Measure): Tone =>
  measure.class === 'incentive' && measure.state === 'in-force'
    ? 'good'
    : measureTones[measure.state]
