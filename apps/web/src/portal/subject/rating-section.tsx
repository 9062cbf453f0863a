/** What buyers said, as figures that explain themselves: counts, means, and the bound that few ratings cannot inflate. */
import type { PublicRating } from '#contract'
import { CellBar } from '../../design/cell-bar.tsx'
import { Details } from '../../design/details.tsx'
import { EmptyState } from '../../design/states.tsx'
import { Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Section } from './section.tsx'

export function RatingSection({ rating }: { rating: PublicRating | null }) {
  const { words, format } = useSpeech()
  const t = words.subject
  if (!rating || rating.ratings === 0)
    return (
      <Section id="rating">
        <EmptyState title={t.ratingNone} />
      </Section>
    )
  return (
    <Section id="rating" beside={t.rating(format.count(rating.ratings))}>
      <div className="halves">
        <Shares rating={rating} />
        <Figures rating={rating} />
      </div>
    </Section>
  )
}

function Shares({ rating }: { rating: PublicRating }) {
  const { words, format } = useSpeech()
  const t = words.subject
  const rows = [
    { key: 'good', label: t.good, count: rating.good, tone: 'good' },
    { key: 'neutral', label: t.neutral, count: rating.neutral, tone: 'plain' },
    { key: 'bad', label: t.bad, count: rating.bad, tone: 'bad' },
  ] as const
  const scale = { least: 0, most: rating.ratings }
  return (
    <Table
      caption={t.chartRatings}
      columns={[
        { key: 'label', title: t.ratingColumns.kind, head: true, cell: row => row.label },
        {
          key: 'count',
          title: t.ratingColumns.count,
          figures: true,
          cell: row => format.count(row.count),
        },
        {
          key: 'share',
          title: t.ratingColumns.share,
          figures: true,
          cell: row => format.percent(row.count / rating.ratings),
        },
        {
          key: 'bar',
          title: t.picture,
          width: '40%',
          cell: row => <CellBar value={row.count} scale={scale} tone={row.tone} />,
        },
      ]}
      rows={rows}
      keyOf={row => row.key}
    />
  )
}

function Figures({ rating }: { rating: PublicRating }) {
  const { words, say, format } = useSpeech()
  const t = words.subject
  const explained = (figure: string, text: string) => (
    <>
      <strong>{figure}</strong>
      <br />
      <span className="small soft">{text}</span>
    </>
  )
  return (
    <Details
      compact
      items={[
        rating.mean === null
          ? null
          : { term: t.mean, value: <strong>{format.decimal(rating.mean, 2)}</strong> },
        rating.bayesianMean === null
          ? null
          : {
              term: t.bayesian,
              value: explained(format.decimal(rating.bayesianMean, 2), t.bayesianText),
            },
        rating.wilson === null
          ? null
          : { term: t.wilson, value: explained(format.percent(rating.wilson), t.wilsonText) },
        { term: t.ledger, value: <strong>{format.count(rating.points)}</strong> },
        { term: t.level, value: say({ zh: rating.levelZh, en: rating.levelEn }) },
      ]}
    />
  )
}
