/**
 * The detection pages in a real browser: an officer opens an alert from the queue, sees the ring drawn with its tables,
 * moves through time, computes the figures again; the merchant explains, and the officer reads it. Skipped aloud where the
 * machine has no Chromium.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { countyPages, go, looksRight, looksRightAt } from './support/browser.ts'

const { skip, faults, open, close } = await countyPages()

type Called = { status: number; text: string }
/** Calls the API as whoever is signed in on the page. */
const api = (page: Page, path: string, lines?: string): Promise<Called> =>
  page.evaluate(
    async ([path, lines]) => {
      const sent = await fetch(`/api/v1${path}`, {
        headers: {
          'x-purpose': 'test',
          ...(lines !== undefined && { 'content-type': 'application/x-ndjson' }),
        },
        ...(lines !== undefined && { method: 'POST', body: lines }),
      })
      return { status: sent.status, text: await sent.text() }
    },
    [path, lines] as const,
  )

type Shop = { platform: string; shop: string; sellerId: string }

async function shopOfMerchant(credit: Page): Promise<Shop> {
  const page = await open('merchant', '/console', 'phone')
  const me = JSON.parse((await api(page, '/me')).text)
  await close(page)
  const subject = JSON.parse((await api(credit, `/subjects/${me.organisation.subjectId}`)).text)
  return { ...subject.shops[0], sellerId: me.organisation.subjectId }
}

/** Concentrated hours by three buyers, and money that goes round between the shop and them over one purse. */
function schemeAt({ platform, shop }: Shop): string {
  const start = Date.now() - 30 * 3_600_000
  const events: { occurredAt: string }[] = []
  const add = (kind: string, minute: number, more: Record<string, unknown>) => {
    const occurredAt = new Date(start + minute * 60_000).toISOString()
    const eventId = `scheme-${events.length}`
    events.push({ kind, source: 'p01', eventId, occurredAt, platform, shop, ...more } as never)
  }
  for (let i = 0; i < 36; i++) {
    const [buyer, order] = [i % 3, `scheme-order-${i}`]
    const minute = Math.floor(i / 12) * 360 + (i % 12)
    const amountFen = 10_000 + i
    add('order.placed', minute, {
      order,
      buyer: `scheme-buyer-${buyer}`,
      items: [{ sku: 'k1', quantity: 1, unitPriceFen: amountFen }],
      amountFen,
    })
    const [mine, theirs, between] = [`scheme-purse-${buyer}`, 'scheme-purse-shop', 'scheme-between']
    const paid = { amountFen, institution: 'i01' }
    add('payment.made', minute, { order, payment: `pay-${i}`, payer: mine, payee: theirs, ...paid })
    add('funds.moved', minute + 60, { payer: theirs, payee: between, ...paid })
    add('funds.moved', minute + 90, { payer: between, payee: mine, ...paid })
  }
  // What happened before is looked at when the stream comes to another hour.
  add('traffic.counted', 30 * 60, {
    windowS: 60,
    views: 1,
    visitors: 1,
    likes: 0,
    follows: 0,
    medianDwellS: 1,
  })
  return events
    .toSorted((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1))
    .map(event => JSON.stringify(event))
    .join('\n')
}

let alertId = ''
let shop: Shop = { platform: '', shop: '', sellerId: '' }
if (!skip) {
  const page = await open('credit', '/console', 'desktop')
  shop = await shopOfMerchant(page)
  const sent = await api(page, '/trade/events', schemeAt(shop))
  assert.equal(sent.status, 200, sent.text)
  for (let tries = 0; alertId === '' && tries < 100; tries++) {
    await pause(200)
    const query = new URLSearchParams({ q: shop.shop, behaviour: 'self-funding' })
    const { items } = JSON.parse((await api(page, `/detection/alerts?${query}`)).text)
    alertId = items[0]?.id ?? ''
  }
  await close(page)
  assert.notEqual(alertId, '', 'the scheme raised an alert')
}

const visibleEdges = async (page: Page): Promise<number> =>
  Number(await page.locator('output[data-visible]').getAttribute('data-visible'))

test('a newcomer’s queue holds fresh alerts whose time runs, one overlooked, and nothing of months ago', {
  skip,
}, async () => {
  const page = await open('regulator', '/console/work')
  const { items } = JSON.parse((await api(page, '/detection/alerts?limit=50')).text) as {
    items: { state: string; overdue: boolean; raisedAt: string }[]
  }
  const waiting = items.filter(({ state }) => state === 'raised' || state === 'assigned')
  const days = ({ raisedAt }: { raisedAt: string }) =>
    (Date.now() - Date.parse(raisedAt)) / 86_400_000
  assert.ok(waiting.every(alert => days(alert) < 20))
  assert.ok(waiting.filter(({ overdue }) => !overdue).length >= 3)
  assert.equal(waiting.filter(({ state }) => state === 'assigned').length, 1)
  assert.ok(waiting.some(({ state, overdue }) => state === 'raised' && !overdue))
  await looksRight(page, 'work')
  assert.deepEqual(faults, [])
  await close(page)
})

test('[13.1] an officer opens an alert from the queue, sees its ring drawn, and reproduces its figures', {
  skip,
}, async () => {
  const page = await open('regulator', `/console/alerts?q=${shop.shop}`, 'desktop')
  await looksRightAt(page, 'alerts', 'desktop')
  await page.locator(`a[href*="${alertId}"]`).first().click()
  await page.waitForSelector('.canvas canvas', { timeout: 30_000 })
  await page.waitForSelector('.canvas[data-nodes]', { timeout: 30_000 })

  const drawn = Number(await page.locator('.canvas').getAttribute('data-nodes'))
  const rows = page.locator('.table:has(.choose) tbody tr')
  assert.ok(drawn >= 5, `${drawn} nodes`)
  assert.equal(await rows.count(), drawn)
  assert.match((await page.locator('.legend').textContent()) ?? '', /转账/)

  await rows.nth(1).locator('button').click()
  assert.equal(await rows.first().getAttribute('aria-current'), 'true')

  const all = await visibleEdges(page)
  await page.locator('input[type=range]').focus()
  await page.keyboard.press('Home')
  const first = await visibleEdges(page)
  assert.ok(first > 0 && first < all, `${first} of ${all} edges at the beginning`)
  for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowRight')
  const later = await visibleEdges(page)
  assert.ok(later > first && later < all, `${later} of ${all} edges a little later`)
  await page.keyboard.press('End')
  assert.equal(await visibleEdges(page), all)

  await page.getByRole('button', { name: '重新计算' }).first().click()
  await page.getByText('重新计算的结果与预警完全一致').first().waitFor()
  const suspicions = await page.getByRole('button', { name: '重新计算' }).count()
  const counted = async (text: string) => page.getByText(text).count()
  assert.equal(await counted('重新计算的结果与预警完全一致'), suspicions)
  assert.equal(await counted('留存的输入未被改动'), suspicions)
  await looksRightAt(page, 'alert', 'desktop')
  assert.deepEqual(faults, [])
  await close(page)
})

/** How wide the drawing is, and how wide its box. */
const drawnWidths = (page: Page): Promise<{ drawing: number; box: number }> =>
  page.evaluate(() => {
    const box = document.querySelector<HTMLElement>('.canvas')!
    const widths = [...box.querySelectorAll('canvas')].map(canvas => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
      let [left, right] = [canvas.width, 0]
      for (let i = 3; i < data.length; i += 4) {
        if (data[i] === 0) continue
        const x = ((i - 3) / 4) % canvas.width
        ;[left, right] = [Math.min(left, x), Math.max(right, x)]
      }
      return ((right - left) * canvas.clientWidth) / canvas.width
    })
    return { drawing: Math.max(...widths), box: box.clientWidth }
  })

test('the graph follows its window as it grows, and stays as its reader moved it', {
  skip,
}, async () => {
  const page = await open('regulator', `/console/alerts/${alertId}`, 'phone')
  await page.waitForSelector('.canvas[data-nodes]', { timeout: 30_000 })
  await pause(500)
  const small = await drawnWidths(page)
  assert.ok(small.drawing > 0 && small.drawing <= small.box, JSON.stringify(small))
  await page.setViewportSize({ width: 1280, height: 900 })
  await pause(1_000)
  const large = await drawnWidths(page)
  assert.ok(large.box > 2 * small.box, JSON.stringify(large))
  assert.ok(large.drawing > 1.2 * small.drawing, JSON.stringify({ small, large }))
  await looksRight(page, 'alert-grown')
  await page.getByRole('button', { name: '放大' }).click()
  await pause(500)
  const zoomed = await drawnWidths(page)
  await page.setViewportSize({ width: 1100, height: 900 })
  await pause(1_000)
  const kept = await drawnWidths(page)
  assert.ok(Math.abs(kept.drawing - zoomed.drawing) < 20, JSON.stringify({ zoomed, kept }))
  assert.deepEqual(faults, [])
  await close(page)
})

test('[15.4] a merchant reads the reason, explains with a proof, and the office sees both', {
  skip,
}, async () => {
  const page = await open('merchant', '/console/warnings', 'phone')
  assert.match((await page.locator('main').textContent()) ?? '', /涉嫌.*依据的数值/s)
  await looksRightAt(page, 'warnings', 'phone')
  const form = page.locator('article form').first()
  await form.locator('textarea').fill('系附近单位集中采购，退款因改签发生，附采购合同。')
  await form.locator('input[type=file]').setInputFiles({
    name: '采购合同.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('contract'),
  })
  await form.getByText('采购合同.pdf').waitFor()
  await form.locator('button[type=submit]').click()
  await page.getByText('已说明，等待处理').first().waitFor()
  await close(page)

  const office = await open('regulator', `/console/alerts/${alertId}`, 'phone')
  await office.getByText('系附近单位集中采购').first().waitFor()
  await office.getByText('采购合同.pdf').first().waitFor()
  await looksRightAt(office, 'alert', 'phone')
  assert.deepEqual(faults, [])
  await close(office)
})

test('an officer acknowledges, then closes with an outcome, and the merchant is told of it', {
  skip,
}, async () => {
  const page = await open('regulator', `/console/alerts/${alertId}`, 'desktop')
  await page.getByRole('button', { name: '签收', exact: true }).click()
  await page.getByRole('button', { name: '办结', exact: true }).click()
  const dialog = page.locator('dialog[open]')
  await dialog.locator('select').selectOption('explained')
  await dialog.locator('textarea').fill('采购合同属实')
  await looksRightAt(page, 'alert-closing', 'desktop')
  await dialog.getByRole('button', { name: '确定' }).click()
  await page.getByText('已办结：说明合理').waitFor()
  await close(page)

  const merchant = await open('merchant', '/console/warnings', 'desktop')
  await merchant.getByText('您的说明已被采纳').waitFor()
  assert.deepEqual(faults, [])
  await close(merchant)
})

test('a backtest is started from the page, compared with another setting, and shows its result', {
  skip,
}, async () => {
  const page = await open('regulator', '/console/backtests?model=order-concentration', 'desktop')
  await page.locator('input[type=checkbox]').check()
  await page.getByLabel(/订单集中度门槛.*第二组/).fill('100')
  await page.getByRole('button', { name: '开始回测' }).click()
  await page.getByRole('heading', { name: '两组的差别' }).waitFor({ timeout: 60_000 })
  await looksRightAt(page, 'backtest', 'desktop')
  assert.deepEqual(faults, [])
  await close(page)
})

for (const width of ['phone', 'desktop'] as const)
  test(`monitor, models, relations and why not open at ${width} width without a fault, fit, and axe finds nothing`, {
    skip,
  }, async () => {
    const page = await open('credit', '/console', width)
    const pages = {
      alerts: '/console/alerts?view=all',
      monitor: '/console/monitor?hours=168',
      models: '/console/models',
      model: '/console/models/dense-block',
      backtests: '/console/backtests',
      relations: `/console/subjects/${shop.sellerId}/relations?hops=2`,
      'why-not': `/console/why-not?platform=${shop.platform}&shop=${shop.shop}`,
    }
    for (const [name, path] of Object.entries(pages)) {
      await go(page, path)
      await looksRightAt(page, name, width)
    }
    assert.deepEqual(faults, [])
    await close(page)
  })
