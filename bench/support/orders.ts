/**
 * A stream of orders for benchmarks: six events an order, the sizes and shapes of real reports, times in order over two
 * months. Made by arithmetic, so that two runs measure the same bytes.
 */
import type { Shop } from '#modules/trade'

export const benchShops: readonly Shop[] = Array.from({ length: 2_000 }, (_, i) => ({
  platform: 'p01',
  shop: `s${i}`,
  sellerId: `0190a000-0000-7000-8000-${String(i).padStart(12, '0')}`,
  areaCode: '130500',
}))

const startMs = Date.parse('2026-01-01T00:00:00Z')
const spanMs = 58 * 86_400_000
const hex = (n: number) => ((n * 2_654_435_761) >>> 0).toString(16).padStart(8, '0')

/** NDJSON of `count` events in chunks of about 64 KB; `run` keeps the event numbers of two runs apart. */
export function* orderLines(count: number, run: string): Generator<string> {
  let chunk = ''
  for (let i = 0; i < count; i++) {
    chunk += `${JSON.stringify(eventAt(i, count, run))}\n`
    if (chunk.length < 65_536) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}

function eventAt(i: number, count: number, run: string) {
  const n = Math.floor(i / 6)
  const order = `${run}-${2_026_000_000 + n}`
  const buyer = `b_${hex(n % 30_000)}${hex((n % 30_000) ^ 77)}`
  const common = {
    source: 'p01',
    eventId: `${run}-${i}`,
    occurredAt: new Date(startMs + Math.floor((i / count) * spanMs)).toISOString(),
    platform: 'p01',
    shop: `s${(n * 7_919) % benchShops.length}`,
  }
  const amountFen = 1_990 + (n % 90) * 100
  const parcel = {
    order,
    waybill: `YT${8_000_000_000 + n}`,
    carrier: 'c02',
    senderNode: `n_${n % 40}`,
    senderCity: '130500',
    receiverCity: `${110_100 + (n % 30) * 100}`,
    weightG: 300 + (n % 70) * 10,
  }
  switch (i % 6) {
    case 0: {
      const items = [{ sku: `k${n % 9_000}`, quantity: 1, unitPriceFen: amountFen }]
      const address = `a_${hex(n % 40_000)}${hex(n)}`
      const device = `d_${hex(n % 30_000)}`
      const placed = { order, buyer, items, amountFen, addressCity: parcel.receiverCity }
      return { kind: 'order.placed', ...common, ...placed, address, device, promiseShipHours: 48 }
    }
    case 1: {
      const payment = { order, payment: `y${n}`, payer: buyer, payee: `m_${hex(n % 2_000)}` }
      return { kind: 'payment.made', ...common, ...payment, amountFen, institution: 'y01' }
    }
    case 2:
      return { kind: 'parcel.sent', ...common, ...parcel }
    case 3: {
      const scan = { node: 'n_7', city: '130100', action: 'arrived' }
      const at = common.occurredAt
      return { kind: 'parcel.signed', ...common, ...parcel, sentAt: at, scans: [{ at, ...scan }] }
    }
    case 4:
      return { kind: 'order.completed', ...common, order, buyer }
    default: {
      const review = { order, review: `r${n}`, by: 'buyer', buyer, score: 1 + ((n * 13) % 5) }
      return { kind: 'review.posted', ...common, ...review, text: '质量不错，发货很快，下次还来。' }
    }
  }
}
