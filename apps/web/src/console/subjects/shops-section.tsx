/** The shops of a subject, those of merged duplicates included. A closed shop's id is free for another keeper. */
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Shop, Subject } from '#contract'
import { call, queryClient } from '../../app/api.ts'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { ErrorState } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { type Act, ActDialog } from '../forms/act-dialog.tsx'
import { mayCall, useMe } from '../me.ts'
import { actWords } from './act-words.ts'
import { Section } from './section.tsx'
import { openingShop } from './subject-acts.ts'
import { subjectWords } from './words.ts'

export function ShopsSection({ subject }: { subject: Subject }) {
  const { say, format } = useSpeech()
  const own = say(subjectWords)
  const acts = say(actWords)
  const me = useMe()
  const platform = me.roles.includes('platform') ? (me.organisation?.code ?? '') : ''
  const close = useMutation({
    mutationFn: ({ platform, shop }: Shop) =>
      call('closeShop', { params: { id: subject.id }, body: { platform, shop } }),
    onSuccess: () => queryClient.invalidateQueries(),
  })
  const [act, setAct] = useState<Act | null>(null)
  const { shopColumns: titles } = own
  const [mayClose, mayAsk] = [mayCall(me, 'closeShop'), mayCall(me, 'whyNotSuspected')]
  const columns: Column<Shop>[] = [
    {
      key: 'name',
      title: titles.name,
      head: true,
      width: '38%',
      cell: shop => (
        <>
          {shop.name} <code className="small soft">{shop.shop}</code>
        </>
      ),
    },
    { key: 'platform', title: titles.platform, cell: shop => shop.platformName },
    { key: 'opened', title: titles.opened, cell: shop => format.dayOf(shop.openedAt) },
    {
      key: 'state',
      title: titles.state,
      cell: shop =>
        shop.closedAt ? (
          <Badge>{own.closed(format.dayOf(shop.closedAt))}</Badge>
        ) : (
          <Badge tone="good">{own.open}</Badge>
        ),
    },
    ...(mayClose || mayAsk
      ? [
          {
            key: 'actions',
            title: titles.actions,
            cell: (shop: Shop) => (
              <span className="row">
                {mayAsk && (
                  <Link
                    to="/console/why-not"
                    search={{ platform: shop.platform, shop: shop.shop }}
                    className="button quiet"
                  >
                    {own.whyNot}
                  </Link>
                )}
                {mayClose && !shop.closedAt && (
                  <Button onClick={() => close.mutate(shop)}>{own.closeShop}</Button>
                )}
              </span>
            ),
          },
        ]
      : []),
  ]
  return (
    <Section id="shops">
      {close.error && <ErrorState error={close.error} />}
      {subject.shops.length === 0 ? (
        <p className="soft">{own.shopsNone}</p>
      ) : (
        <Table
          caption={own.sections.shops}
          columns={columns}
          rows={subject.shops}
          keyOf={shop => `${shop.platform} ${shop.shop}`}
        />
      )}
      {mayCall(me, 'openShop') && subject.status === 'active' && (
        <div>
          <Button onClick={() => setAct(openingShop(subject, { title: acts.openShop, platform }))}>
            {acts.openShop}
          </Button>
        </div>
      )}
      <ActDialog act={act} close={() => setAct(null)} done={() => setAct(null)} />
    </Section>
  )
}
