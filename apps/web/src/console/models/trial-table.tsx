/** Suspicions of a trial or a backtest: what people would have seen. */
import type { Answer } from '../../app/api.ts'
import { Badge } from '../../design/badge.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { LevelMark } from '../alerts/marks.tsx'
import { useShopLabel } from '../organisations/use-shop-label.ts'
import { backtestWords } from './backtest-words.ts'

export type Trial = Answer<'listTrialSuspicions'>['items'][number]

export function TrialTable({ caption, rows }: { caption: string; rows: readonly Trial[] }) {
  const { say, format } = useSpeech()
  const own = say(backtestWords)
  const shopLabel = useShopLabel()
  const columns: Column<Trial>[] = [
    {
      key: 'sentence',
      title: own.sample.sentence,
      head: true,
      width: '46%',
      cell: ({ sentence }) => say(sentence),
    },
    {
      key: 'level',
      title: own.sample.level,
      cell: ({ severity }) => <LevelMark level={severity} />,
    },
    {
      key: 'confidence',
      title: own.sample.confidence,
      figures: true,
      cell: ({ confidence }) => format.percent(confidence),
    },
    {
      key: 'shops',
      title: own.sample.shops,
      cell: ({ shops }) => (
        <>
          {shops.slice(0, 6).map(shop => (
            <span key={`${shop.platform} ${shop.shop}`}>
              <Badge>{shopLabel(shop)}</Badge>{' '}
            </span>
          ))}
          {shops.length > 6 && `+${shops.length - 6}`}
        </>
      ),
    },
    { key: 'at', title: own.sample.at, cell: ({ raisedAt }) => format.instant(raisedAt) },
  ]
  return (
    <Table
      caption={caption}
      columns={columns}
      rows={rows}
      keyOf={({ behaviour, raisedAt, sentence }) => `${behaviour} ${raisedAt} ${sentence.zh}`}
    />
  )
}
