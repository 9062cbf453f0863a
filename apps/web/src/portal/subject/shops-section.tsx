/** The shops a subject keeps, on whichever platforms: one subject, one file (clause 11.5). */
import type { PublicSubject } from '#contract'
import { Badge } from '../../design/badge.tsx'
import { EmptyState } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { type Speech, useSpeech } from '../../i18n/language.tsx'
import { ExternalLink } from '../frame/official-windows.tsx'
import { Section } from './section.tsx'

type Shop = PublicSubject['shops'][number]

export function ShopsSection({ shops }: { shops: readonly Shop[] }) {
  const speech = useSpeech()
  const t = speech.words.subject
  return (
    <Section id="shops">
      {shops.length === 0 ? (
        <EmptyState title={t.shopsNone} />
      ) : (
        <Table
          caption={t.sections.shops}
          columns={columnsFor(speech)}
          rows={shops}
          keyOf={shop => `${shop.platform} ${shop.shop}`}
        />
      )}
    </Section>
  )
}

function columnsFor({ words, format }: Speech): Column<Shop>[] {
  const t = words.subject
  return [
    {
      key: 'name',
      title: t.shopColumns.name,
      head: true,
      width: '40%',
      cell: shop => (
        <>
          {isWeb(shop.url) ? <ExternalLink href={shop.url}>{shop.name}</ExternalLink> : shop.name}
          <span className="small soft code"> {shop.shop}</span>
        </>
      ),
    },
    { key: 'platform', title: t.shopColumns.platform, cell: shop => shop.platformName },
    {
      key: 'opened',
      title: t.shopColumns.opened,
      cell: shop => <time dateTime={shop.openedAt}>{format.dayOf(shop.openedAt)}</time>,
    },
    {
      key: 'state',
      title: t.shopColumns.state,
      cell: shop =>
        shop.closedAt ? (
          <Badge>{t.closed(format.dayOf(shop.closedAt))}</Badge>
        ) : (
          <Badge tone="good">{t.open}</Badge>
        ),
    },
  ]
}

/** The address was given by the shop; a link may lead to the web and nowhere else. */
const isWeb = (url: string | null): url is string => url !== null && /^https?:\/\//i.test(url)
