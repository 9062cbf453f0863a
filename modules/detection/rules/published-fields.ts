/**
 * The fields that rules may speak of, with how each is read: what an event carries, and the figures of the windows. This
 * list is the promise to whoever writes rules; a field is never removed and never changes its meaning.
 */
import type { TradeEvent, TradeKind } from '#contract'
import { type Bilingual, type Field, FieldList, type Reader, type Unit } from '#lib/rules'

import {
  type FeatureWindows,
  type KeyName,
  keys,
  kindsOfKey,
  type StreamName,
  spans,
} from './feature-windows.ts'

type Published = Field & { readonly read: Reader<FeatureWindows> }
type Given = {
  readonly unit?: Unit
  readonly on?: readonly TradeKind[]
  readonly options?: Field['options']
}

const eventGroup: Bilingual = { zh: '事件', en: 'Event' }

/** A field of the event itself; `read` sees it as an event of any kind that carries the field. */
function ofEvent(
  name: string,
  zh: string,
  en: string,
  given: Given,
  read: (event: Loose) => string | number | undefined,
): Published {
  const title = { zh, en }
  const type = given.unit === undefined ? 'text' : 'number'
  return {
    name,
    zh,
    title,
    group: eventGroup,
    type,
    ...given,
    read: windows => read(windows.event as Loose),
  }
}

/** Every field that some kind carries. */
type Loose = {
  readonly [K in AllKeys<TradeEvent>]?: K extends keyof TradeEvent
    ? TradeEvent[K]
    : ValueOf<TradeEvent, K>
}
type AllKeys<T> = T extends unknown ? keyof T : never
type ValueOf<T, K extends PropertyKey> = T extends { readonly [P in K]?: infer V } ? V : never

const parcels: readonly TradeKind[] = ['parcel.sent', 'parcel.signed']
const payments: readonly TradeKind[] = ['payment.made', 'payment.refunded', 'funds.moved']
const amounts: readonly TradeKind[] = ['order.placed', ...payments]
const buyers = kindsOfKey.buyer!
const traffic: readonly TradeKind[] = ['traffic.counted']
const HOUR_MS = 3_600_000
const chinaMs = 8 * HOUR_MS

const eventFields: readonly Published[] = [
  ofEvent('platform', '平台', 'platform', {}, e => e.platform),
  ofEvent('shop', '网店', 'shop id', {}, e => e.shop),
  ofEvent('source', '报送系统', 'reporting system', {}, e => e.source),
  ofEvent('amount', '金额', 'amount', { unit: 'fen', on: amounts }, e => e.amountFen),
  ofEvent('quantity', '件数', 'items ordered', { unit: 'count', on: ['order.placed'] }, e =>
    e.items?.reduce((sum, { quantity }) => sum + quantity, 0),
  ),
  ofEvent('buyer', '买家', 'buyer token', { on: buyers }, e => e.buyer),
  ofEvent('device', '设备', 'device token', { on: ['order.placed'] }, e => e.device),
  ofEvent('address', '收货地址', 'address token', { on: ['order.placed'] }, e => e.address),
  ofEvent(
    'addressCity',
    '收货城市',
    'city of delivery',
    { on: ['order.placed'] },
    e => e.addressCity,
  ),
  ofEvent(
    'promise',
    '承诺发货时长',
    'promised time to ship',
    { unit: 's', on: ['order.placed'] },
    e => (e.promiseShipHours === undefined ? undefined : e.promiseShipHours * 3600),
  ),
  ofEvent(
    'reason',
    '原因',
    'reason given',
    { on: ['order.cancelled', 'payment.refunded'] },
    e => e.reason,
  ),
  ofEvent('payer', '付款人', 'payer token', { on: payments }, e => e.payer),
  ofEvent('payee', '收款人', 'payee token', { on: payments }, e => e.payee),
  ofEvent(
    'institution',
    '支付机构',
    'payment institution',
    { on: ['payment.made', 'funds.moved'] },
    e => e.institution,
  ),
  ofEvent('carrier', '承运人', 'carrier', { on: parcels }, e => e.carrier),
  ofEvent('senderNode', '发件网点', 'sending node', { on: parcels }, e => e.senderNode),
  ofEvent('senderCity', '发件城市', 'sending city', { on: parcels }, e => e.senderCity),
  ofEvent('receiverCity', '收件城市', 'receiving city', { on: parcels }, e => e.receiverCity),
  ofEvent('weight', '包裹重量', 'weight of the parcel', { unit: 'g', on: parcels }, e => e.weightG),
  ofEvent('transit', '运输时长', 'time in transit', { unit: 's', on: ['parcel.signed'] }, e =>
    e.sentAt === undefined || e.occurredAt === undefined
      ? undefined
      : (Date.parse(e.occurredAt) - Date.parse(e.sentAt)) / 1000,
  ),
  ofEvent(
    'scans',
    '扫描次数',
    'scans on the way',
    { unit: 'count', on: ['parcel.signed'] },
    e => e.scans?.length,
  ),
  ofEvent(
    'score',
    '评分',
    'score given',
    { unit: 'score', on: ['review.posted', 'peer.rated'] },
    e => e.score,
  ),
  ofEvent(
    'by',
    '评价方',
    'who reviews',
    {
      on: ['review.posted'],
      options: [
        { value: 'buyer', zh: '买家评价', en: 'buyer' },
        { value: 'seller', zh: '卖家评价', en: 'seller' },
      ],
    },
    e => e.by,
  ),
  ofEvent(
    'textLength',
    '文字长度',
    'characters of text',
    { unit: 'count', on: ['review.posted', 'review.followed', 'service.opened'] },
    e => e.text?.length ?? 0,
  ),
  ofEvent(
    'pictures',
    '图片数',
    'pictures',
    { unit: 'count', on: ['review.posted'] },
    e => e.pictures?.length ?? 0,
  ),
  ofEvent('price', '售价', 'price', { unit: 'fen', on: ['listing.changed'] }, e => e.priceFen),
  ofEvent(
    'struckPrice',
    '划线价',
    'struck-through price',
    { unit: 'fen', on: ['listing.changed'] },
    e => e.struckPriceFen,
  ),
  ofEvent('category', '类目', 'category', { on: ['listing.changed'] }, e => e.category),
  ofEvent('brand', '品牌', 'brand', { on: ['listing.changed'] }, e => e.brand),
  ofEvent('topic', '服务事由', 'topic of the request', { on: ['service.opened'] }, e => e.topic),
  ofEvent('views', '浏览量', 'views', { unit: 'count', on: traffic }, e => e.views),
  ofEvent('visitors', '访客数', 'visitors', { unit: 'count', on: traffic }, e => e.visitors),
  ofEvent('likes', '点赞数', 'likes', { unit: 'count', on: traffic }, e => e.likes),
  ofEvent('follows', '关注数', 'follows', { unit: 'count', on: traffic }, e => e.follows),
  ofEvent('dwell', '停留时长', 'median dwell', { unit: 's', on: traffic }, e => e.medianDwellS),
  {
    ...ofEvent('hour', '几点', 'hour of the day in China', { unit: 'count' }, () => undefined),
    read: ({ atMs }) => Math.floor(((atMs + chinaMs) / HOUR_MS) % 24),
  },
  {
    ...ofEvent(
      'weekday',
      '星期几',
      'weekday in China, Monday 1',
      { unit: 'count' },
      () => undefined,
    ),
    read: ({ atMs }) => ((Math.floor((atMs + chinaMs) / (24 * HOUR_MS)) + 3) % 7) + 1,
  },
]

type Measure = {
  readonly stream: StreamName
  readonly key: KeyName
  readonly name: string
  readonly zh: string
  readonly en: string
  readonly unit?: Unit
  readonly of?: 'count' | 'sum' | 'distinct' | 'mean'
}

const measures: readonly Measure[] = [
  { stream: 'shopOrders', key: 'shop', name: 'orders', zh: '订单数', en: 'orders' },
  {
    stream: 'shopOrders',
    key: 'shop',
    name: 'buyers',
    zh: '买家数',
    en: 'different buyers',
    of: 'distinct',
  },
  {
    stream: 'shopOrders',
    key: 'shop',
    name: 'amount',
    zh: '订单金额',
    en: 'amount ordered',
    of: 'sum',
    unit: 'fen',
  },
  {
    stream: 'shopCancellations',
    key: 'shop',
    name: 'cancellations',
    zh: '取消数',
    en: 'cancelled orders',
  },
  { stream: 'shopRefunds', key: 'shop', name: 'refunds', zh: '退款数', en: 'refunds' },
  {
    stream: 'shopRefunds',
    key: 'shop',
    name: 'refunded',
    zh: '退款金额',
    en: 'amount refunded',
    of: 'sum',
    unit: 'fen',
  },
  { stream: 'shopRatings', key: 'shop', name: 'ratings', zh: '评价数', en: 'ratings received' },
  {
    stream: 'shopRatings',
    key: 'shop',
    name: 'meanScore',
    zh: '平均评分',
    en: 'mean score received',
    of: 'mean',
    unit: 'score',
  },
  {
    stream: 'shopLowRatings',
    key: 'shop',
    name: 'lowRatings',
    zh: '差评数',
    en: 'ratings of 1 or 2',
  },
  { stream: 'shopServices', key: 'shop', name: 'services', zh: '售后数', en: 'service requests' },
  { stream: 'buyerOrders', key: 'buyer', name: 'orders', zh: '订单数', en: 'orders' },
  {
    stream: 'buyerOrders',
    key: 'buyer',
    name: 'shops',
    zh: '网店数',
    en: 'different shops',
    of: 'distinct',
  },
  {
    stream: 'buyerOrders',
    key: 'buyer',
    name: 'amount',
    zh: '订单金额',
    en: 'amount ordered',
    of: 'sum',
    unit: 'fen',
  },
  {
    stream: 'buyerCancellations',
    key: 'buyer',
    name: 'cancellations',
    zh: '取消数',
    en: 'cancelled orders',
  },
  { stream: 'buyerRatings', key: 'buyer', name: 'ratings', zh: '评价数', en: 'ratings given' },
  {
    stream: 'buyerRatings',
    key: 'buyer',
    name: 'meanScore',
    zh: '平均评分',
    en: 'mean score given',
    of: 'mean',
    unit: 'score',
  },
  {
    stream: 'buyerLowRatings',
    key: 'buyer',
    name: 'lowRatings',
    zh: '差评数',
    en: 'ratings of 1 or 2 given',
  },
  {
    stream: 'buyerLowRatings',
    key: 'buyer',
    name: 'lowRatedShops',
    zh: '差评网店数',
    en: 'shops rated 1 or 2',
    of: 'distinct',
  },
  { stream: 'deviceOrders', key: 'device', name: 'orders', zh: '订单数', en: 'orders' },
  {
    stream: 'deviceOrders',
    key: 'device',
    name: 'buyers',
    zh: '买家数',
    en: 'different buyers',
    of: 'distinct',
  },
  { stream: 'addressOrders', key: 'address', name: 'orders', zh: '订单数', en: 'orders' },
  {
    stream: 'addressOrders',
    key: 'address',
    name: 'buyers',
    zh: '买家数',
    en: 'different buyers',
    of: 'distinct',
  },
  {
    stream: 'payeePayments',
    key: 'payee',
    name: 'payments',
    zh: '收款数',
    en: 'payments received',
  },
  {
    stream: 'payeePayments',
    key: 'payee',
    name: 'payers',
    zh: '付款人数',
    en: 'different payers',
    of: 'distinct',
  },
  {
    stream: 'payeePayments',
    key: 'payee',
    name: 'received',
    zh: '收款金额',
    en: 'amount received',
    of: 'sum',
    unit: 'fen',
  },
]

const windowFields: readonly Published[] = measures.flatMap(measure =>
  spans.map((span, i): Published => {
    const { stream, key, name, zh, en, unit = 'count', of = 'count' } = measure
    const on = kindsOfKey[key]
    return {
      name: `${key}.${name}.${span.code}`,
      zh: `${keys[key].zh}${span.zh}${zh}`,
      title: {
        zh: `${keys[key].zh}最近${span.zh}的${zh}`,
        en: `${en} of ${keys[key].en}, ${span.en}`,
      },
      group: { zh: keys[key].zh, en: keys[key].en },
      type: 'number',
      unit,
      ...(on && { on }),
      read: readerOf(stream, i, of),
    }
  }),
)

function readerOf(stream: StreamName, span: number, of: string): Reader<FeatureWindows> {
  if (of === 'sum') return windows => windows.sum(stream, span)
  if (of === 'distinct') return windows => windows.distinct(stream, span)
  if (of === 'count') return windows => windows.count(stream, span)
  return windows => {
    const count = windows.count(stream, span)
    // Nobody has rated: there is no mean.
    return count ? windows.sum(stream, span)! / count : undefined
  }
}

const published = [...eventFields, ...windowFields]
const readers = new Map(published.map(({ name, read }) => [name, read]))

export const publishedFields = new FieldList(published.map(({ read: _read, ...field }) => field))

/** Throws for a field that is not published: the checker has let none through. */
export function readerFor(field: string): Reader<FeatureWindows> {
  const read = readers.get(field)
  if (!read) throw new Error(`no field ${field} is published`)
  return read
}
