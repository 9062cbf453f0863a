/** Kinds of event as people call them. */
import type { TradeKind } from '#contract'
import type { Bilingual } from '#lib/rules'

export const kindNames: Readonly<Record<TradeKind, Bilingual>> = {
  'order.placed': { zh: '下单', en: 'order placed' },
  'order.cancelled': { zh: '取消订单', en: 'order cancelled' },
  'order.completed': { zh: '交易完成', en: 'order completed' },
  'payment.made': { zh: '付款', en: 'payment made' },
  'payment.refunded': { zh: '退款', en: 'payment refunded' },
  'funds.moved': { zh: '资金划转', en: 'funds moved' },
  'parcel.sent': { zh: '发货', en: 'parcel sent' },
  'parcel.signed': { zh: '签收', en: 'parcel signed' },
  'review.posted': { zh: '评价', en: 'review posted' },
  'review.followed': { zh: '追评', en: 'review followed up' },
  'listing.changed': { zh: '商品上架或变更', en: 'listing changed' },
  'production.recorded': { zh: '生产记录', en: 'production recorded' },
  'service.opened': { zh: '售后申请', en: 'service opened' },
  'traffic.counted': { zh: '流量统计', en: 'traffic counted' },
  'peer.rated': { zh: '互评', en: 'peer rated' },
}
