/** All models with their mode and how they fare, each leading to its card. */
import { Link } from '@tanstack/react-router'
import { behaviours, type ModelCardPage } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { type Speech, useSpeech } from '../../i18n/language.tsx'
import { modelWords } from './words.ts'

export function ModelsPage() {
  const speech = useSpeech()
  const own = speech.say(modelWords)
  const read = useRead('listModels')
  return (
    <div className="stack loose">
      <PageHead title={own.title} lead={own.lead} />
      {read.isPending && <Skeleton lines={6} />}
      {read.error && <ErrorState error={read.error} retry={() => void read.refetch()} />}
      {read.data && (
        <Table
          caption={own.title}
          columns={columnsFor(speech)}
          rows={read.data.items}
          keyOf={({ code }) => code}
        />
      )}
    </div>
  )
}

export function ModeMark({ mode }: Pick<ModelCardPage, 'mode'>) {
  const own = useSpeech().say(modelWords)
  const tone = mode === 'production' ? 'good' : mode === 'shadow' ? 'warn' : 'plain'
  return <Badge tone={tone}>{own.modes[mode]}</Badge>
}

function columnsFor({ say, format }: Speech): Column<ModelCardPage>[] {
  const own = say(modelWords)
  return [
    {
      key: 'model',
      title: own.columns.model,
      head: true,
      width: '26%',
      cell: card => (
        <>
          <Link to="/console/models/$code" params={{ code: card.code }}>
            {say({ zh: card.titleZh, en: card.titleEn })}
          </Link>{' '}
          <span className="small soft">{card.version}</span>
        </>
      ),
    },
    { key: 'mode', title: own.columns.mode, cell: card => <ModeMark mode={card.mode} /> },
    {
      key: 'behaviours',
      title: own.columns.behaviours,
      cell: card => format.list(card.behaviours.map(code => say(behaviours[code]))),
    },
    {
      key: 'alerts',
      title: own.columns.alerts,
      cell: ({ field }) => own.alerts(format.count(field.alerts), format.count(field.open)),
    },
    {
      key: 'precision',
      title: own.columns.precision,
      cell: ({ field }) =>
        field.precision === null ? own.notJudged : format.percent(field.precision),
    },
  ]
}
