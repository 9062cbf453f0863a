/** What registrars do about a subject on its page: register a shop of it, amend its registration. Each adds a fact. */
import type { Bilingual, Subject } from '#contract'
import { call, queryClient } from '../../app/api.ts'
import type { Act } from '../forms/act-dialog.tsx'
import { actWords } from './act-words.ts'

type Word = keyof (typeof actWords)['zh']
const label = (name: Word): Bilingual => ({
  zh: actWords.zh[name],
  en: actWords.en[name],
})
const readAgain = () => queryClient.invalidateQueries()

/** A platform registers shops of its own; an office names the platform. */
export const openingShop = (
  { id }: Subject,
  { title, platform }: { title: string; platform: string },
): Act => ({
  key: `${id}.shop`,
  title,
  form: {
    fields: [
      { name: 'platform', kind: 'platform', label: label('platform'), required: true },
      { name: 'shop', kind: 'line', label: label('shop'), required: true },
      { name: 'name', kind: 'line', label: label('shopName'), required: true },
      { name: 'url', kind: 'line', label: label('url'), hint: label('urlHint') },
    ],
    effect: label('openEffect'),
  },
  initial: { platform },
  send: async (body, idempotencyKey) => {
    await call('openShop', { params: { id }, body: body as never, idempotencyKey })
    await readAgain()
  },
})

/** Only what is written is changed: what its reader sees masked is not written over. */
export const amendment = ({ id }: Subject, title: string): Act => ({
  key: `${id}.amend`,
  title,
  form: {
    fields: [
      { name: 'name', kind: 'line', label: label('name'), hint: label('onlyChanged') },
      { name: 'area', kind: 'line', label: label('area') },
      { name: 'address', kind: 'line', label: label('address') },
      { name: 'contactName', kind: 'line', label: label('contact') },
      { name: 'phone', kind: 'line', label: label('phone') },
    ],
    effect: label('amendEffect'),
  },
  send: async (body, idempotencyKey) => {
    await call('amendSubject', { params: { id }, body: body as never, idempotencyKey })
    await readAgain()
  },
})
